"""One writer a collection: a lock that the system releases when its process ends, however it ends."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from motif.collection.manifest import MANIFEST
from motif.core.errors import SourceError
from motif.core.files import atomic_file, remove, writing

__all__ = ["LOCK", "OWNER", "writer_lock"]

LOCK = "writer.lock"
OWNER = "writer.pid"


@contextmanager
def writer_lock(folder: Path) -> Generator[None]:
    """Hold the right to write a collection for the length of the block.

    Raises
    ------
    SourceError
        When another process holds it, which the message names by its pid, or the folder cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with writer_lock(Path(tempfile.mkdtemp())):
    ...     pass
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, timeout=0, thread_local=False)
    with writing(folder):
        try:
            lock.acquire()
        except Timeout:  # an OSError, which `writing` would take for a refusal of the system
            owner = _owner(folder)
            message = f"{folder.name!r} is being written by process {owner}; wait until it has ended and try again"
            raise SourceError(message, reason="locked") from None
    try:
        with atomic_file(folder / OWNER, durable=False) as stream:
            stream.write(str(os.getpid()).encode())
        yield
    finally:
        remove(folder / OWNER)
        if not (folder / MANIFEST).exists():  # nothing came of it
            remove(folder / LOCK)
        lock.release()


def _owner(folder: Path) -> str:
    try:
        text = (folder / OWNER).read_text(errors="replace")
    except OSError:
        text = ""
    return text if text.isdigit() else "(just starting)"
