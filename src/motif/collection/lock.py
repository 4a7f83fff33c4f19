"""One writer a collection: a lock that the system releases when its process ends, however it ends."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from motif.core.errors import SourceError
from motif.core.files import remove, write_text, writing

__all__ = ["LOCK", "writer_lock"]

LOCK = "writer.lock"
_OWNER = "writer.pid"


@contextmanager
def writer_lock(folder: Path) -> Generator[None]:
    """Hold the right to write a collection for the length of the block.

    Raises
    ------
    SourceError
        When another process holds it; the message names its pid.

    Examples
    --------
    >>> import tempfile
    >>> with writer_lock(Path(tempfile.mkdtemp())):
    ...     pass
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, timeout=0, thread_local=False)
    try:
        with writing(folder / LOCK):
            lock.acquire()
    except Timeout:
        message = f"{folder.name!r} is being written by process {_owner(folder)}; wait until it has ended and try again"
        raise SourceError(message, reason="locked") from None
    try:
        write_text(folder / _OWNER, str(os.getpid()))
        yield
    finally:
        remove(folder / _OWNER)
        lock.release()


def _owner(folder: Path) -> str:
    try:
        return (folder / _OWNER).read_text()
    except OSError:
        return "(just starting)"
