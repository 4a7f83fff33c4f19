"""Atomic files: what is written is there whole or not at all, and nothing that was there before is lost.

Only this file and `core.cache` open a file for writing. What is read is opened by `open_regular`, which never waits.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import secrets
import shutil
import stat
from collections.abc import Generator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import IO, Any

from motif.core.errors import SourceError

__all__ = [
    "TEMPORARY_PREFIX",
    "atomic_file",
    "is_there",
    "make_folder",
    "move",
    "open_regular",
    "remove",
    "remove_tree",
    "write_bytes",
    "write_json",
    "write_text",
    "writing",
]

TEMPORARY_PREFIX = ".motif-"
_CUT_SHORT = re.compile(r"\d+ requested and \d+ written")  # NumPy's `tofile`, which loses the error number
_SAID = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "writing is not allowed there",
    errno.EPERM: "writing is not allowed there",
    errno.ENOTDIR: "a part of the path is not a folder",
    errno.EISDIR: "a folder of that name is in the way",
    errno.EEXIST: "a file of that name is in the way",
    errno.ENAMETOOLONG: "the name is too long",
}
_READ_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


@contextmanager
def writing(path: str | Path) -> Generator[None]:
    """Turn an operating system error inside the block into one line that names the file and the cause.

    Raises
    ------
    SourceError
        When the block raises `OSError`.

    Examples
    --------
    >>> import errno
    >>> with writing("out/page.html"):
    ...     raise OSError(errno.ENOSPC, "No space left on device")
    Traceback (most recent call last):
        ...
    motif.core.errors.SourceError: cannot write 'page.html': the disk is full; nothing that was there has changed
    """
    try:
        yield
    except OSError as error:
        cause = _SAID.get(error.errno or 0, error.strerror or str(error))
        if _CUT_SHORT.fullmatch(cause):
            cause = "not all bytes were taken; the disk is probably full"
        message = f"cannot write {Path(path).name!r}: {cause}; nothing that was there has changed"
        raise SourceError(message, reason="unwritable") from error


@contextmanager
def atomic_file(path: str | Path, *, durable: bool = True) -> Generator[IO[bytes]]:
    """Open a binary stream that takes the place of `path` only when the block ends well.

    The bytes go to a temporary file in the same folder, are flushed to disk and then renamed, so that a kill, a full
    disk or an error leaves either the old file or the new one.

    Parameters
    ----------
    path :
        The file to make or replace; its folder must exist.
    durable :
        Whether the bytes are forced to disk (fsync) before the rename.

    Raises
    ------
    SourceError
        When the folder cannot be written or the disk is full.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with atomic_file(folder / "a.txt") as stream:
    ...     _ = stream.write(b"whole")
    >>> (folder / "a.txt").read_bytes()
    b'whole'
    """
    path = Path(path)
    with writing(path):
        temporary = path.parent / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}.part"
        try:
            with temporary.open("xb") as stream:
                yield stream
                stream.flush()
                if durable:
                    os.fsync(stream.fileno())
            temporary.replace(path)
            if durable:
                _sync_folder(path.parent)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # elsewhere a folder cannot be opened, and the rename is durable by itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_bytes(path: str | Path, data: bytes) -> None:
    """Write bytes atomically.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "a.bin")
    >>> write_bytes(path, b"whole")
    >>> path.read_bytes()
    b'whole'
    """
    with atomic_file(path) as stream:
        stream.write(data)


def write_text(path: str | Path, text: str) -> None:
    r"""Write text atomically as UTF-8, line ends as they are given.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "a.txt")
    >>> write_text(path, "é")
    >>> path.read_bytes()
    b'\xc3\xa9'
    """
    write_bytes(path, text.encode())


def write_json(path: str | Path, value: Any) -> None:
    """Write a value atomically as indented JSON; NaN and infinities are refused, as JSON has none.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "a.json")
    >>> write_json(path, {"n": 1})
    >>> json.loads(path.read_text())
    {'n': 1}
    """
    write_text(path, json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False) + "\n")


def make_folder(path: str | Path) -> Path:
    """Return the folder, made with its parents where it is missing.

    Raises
    ------
    SourceError
        When it cannot be made.

    Examples
    --------
    >>> import tempfile
    >>> make_folder(Path(tempfile.mkdtemp(), "a", "b")).is_dir()
    True
    """
    folder = Path(path)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def is_there(path: str | Path) -> bool:
    """Whether there is something at a path; of a name that no file can have, the answer is no.

    Examples
    --------
    >>> is_there("."), is_there("x" * 10_000)
    (True, False)
    """
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises where a name is too long


def open_regular(path: str | Path) -> BufferedReader:
    """Open a file for reading, without ever waiting: a folder, pipe, socket or device is refused before it is opened.

    Raises
    ------
    SourceError
        reason folder or not_a_file, when something else than a file is there.
    OSError
        When there is nothing, or it cannot be opened.

    Examples
    --------
    >>> open_regular(".")
    Traceback (most recent call last):
        ...
    motif.core.errors.SourceError: '.' is a folder; a file is expected
    """
    path = Path(path)
    _require_regular(path, path.stat().st_mode)
    handle = os.open(path, _READ_FLAGS)
    try:
        _require_regular(path, os.fstat(handle).st_mode)  # it may have been replaced in between
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def _require_regular(path: Path, mode: int) -> None:
    name = path.name or "."
    if stat.S_ISDIR(mode):
        raise SourceError(f"{name!r} is a folder; a file is expected", reason="folder")
    if not stat.S_ISREG(mode):
        raise SourceError(f"{name!r} is a device, pipe or socket; a file is expected", reason="not_a_file")


def move(source: str | Path, target: str | Path) -> None:
    """Rename a file or folder on the same disk, replacing a file.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_text(folder / "a.txt", "text")
    >>> move(folder / "a.txt", folder / "b.txt")
    >>> [path.name for path in folder.iterdir()]
    ['b.txt']
    """
    with writing(target):
        Path(source).replace(target)


def remove(path: str | Path) -> None:
    """Remove a file; one that is already gone, held open by another process or on a read-only disk is left.

    Examples
    --------
    >>> remove("nobody has this file")
    """
    with contextlib.suppress(OSError):
        Path(path).unlink()


def remove_tree(path: str | Path) -> None:
    """Remove a folder and all below it, as far as that is allowed.

    Examples
    --------
    >>> import tempfile
    >>> folder = make_folder(Path(tempfile.mkdtemp(), "a", "b"))
    >>> remove_tree(folder.parent)
    >>> folder.exists()
    False
    """
    shutil.rmtree(path, ignore_errors=True)
