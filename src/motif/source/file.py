"""Files: their bytes with one clear line for each way to fail, what they are, and which ones a folder holds.

What a file is follows from its first bytes, never from its name. A gzip stream is unpacked as it is read and stops at
a stated size, so that a small file cannot fill the memory.
"""

from __future__ import annotations

import errno
import gzip
import io
import os
import stat
import zlib
from collections.abc import Collection, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from motif.core.check import few, in_range
from motif.core.errors import DataError, InputError, SourceError
from motif.core.files import open_regular

__all__ = [
    "HEAD",
    "MAX_BYTES",
    "begins_like",
    "describe",
    "is_gzip",
    "kind_of",
    "list_files",
    "open_bytes",
    "read_bytes",
]

MAX_BYTES = 2_000_000_000
"""The most bytes that are read from one file unless the caller says otherwise, after unpacking."""

HEAD = 64
"""How many first bytes `kind_of` and `describe` want; more do no harm."""

_BUFFER = 1 << 20
_SAID = {
    errno.ENOENT: ("there is no such file", "missing"),
    errno.ENOTDIR: ("there is no such file", "missing"),
    errno.EACCES: ("reading it is not allowed", "unreadable"),
    errno.EPERM: ("reading it is not allowed", "unreadable"),
    errno.ENAMETOOLONG: ("the name is too long", "missing"),
    errno.ELOOP: ("its links go in a circle", "unreadable"),
}

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"MM\0+", "tiff"),
    (b"\x1f\x8b", "gzip"),
    (b"\x93NUMPY", "npy"),
    (b"fLaC", "flac"),
    (b"OggS\0", "ogg"),
    (b"PK\x03\x04", "zip"),
    (b"%PDF-", "pdf"),
    (b"\x1aE\xdf\xa3", "matroska"),
)
_RIFF = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx")
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)  # the sizes of all bitmap headers there are
_MP3_FRAMES = (b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2")
_NAMES = {
    "avi": "an AVI video",
    "flac": "FLAC sound",
    "gzip": "a gzip archive",
    "heic": "a HEIC picture",
    "matroska": "a Matroska or WebM video",
    "mp3": "MP3 sound",
    "mp4": "an MP4 video",
    "npy": "a NumPy array",
    "ogg": "Ogg sound",
    "parquet": "a Parquet table",
    "pdf": "a PDF",
    "wav": "WAV sound",
    "zip": "a zip archive",
}


def kind_of(head: bytes) -> str | None:
    r"""Return what a file's first bytes say it is, or None when they say nothing.

    Parameters
    ----------
    head :
        The first `HEAD` bytes or more; fewer tell less.

    Returns
    -------
    str or None
        One of avi avif bmp flac gif gzip heic jpeg matroska mp3 mp4 npy ogg parquet pdf png tiff wav webp zip. Text has
        no such mark: tables and web pages give None.

    Examples
    --------
    >>> kind_of(b"\x89PNG\r\n\x1a\n"), kind_of(b"id,song")
    ('png', None)
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _brand(head)
    if head[:4] == b"PAR1" and head[4:5] not in (b"", *(bytes([c]) for c in b",;|\t\r\n")):
        return "parquet"
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return "bmp"
    if (head[:3] == b"ID3" and head[3:4] in (b"\x02", b"\x03", b"\x04")) or head[:2] in _MP3_FRAMES:
        return "mp3"
    return None


def _brand(head: bytes) -> str:
    """What an ISO media file holds: its first box names a brand and then the others it is compatible with."""
    length = min(int.from_bytes(head[:4], "big"), len(head))
    brands = [head[at : at + 4] for at in (8, *range(16, length, 4))]
    if b"avif" in brands or b"avis" in brands:
        return "avif"
    return "heic" if any(brand in _HEIC_BRANDS for brand in brands) or brands[0] == b"mif1" else "mp4"


def begins_like(data: bytes, kinds: Collection[str]) -> bool:
    r"""Return whether bytes too short to tell could be the beginning of one of these kinds.

    Examples
    --------
    >>> begins_like(b"\x89PN", ["png"]), begins_like(b"hello", ["png"])
    (True, False)
    """
    marks = [magic for magic, kind in _MAGIC if kind in kinds] + [b"RIFF", b"BM"]
    within = any(len(data) < len(mark) and mark.startswith(data) for mark in marks)
    return (
        within
        or (data[:4] == b"RIFF" and len(data) < 12)
        or (data[:2] == b"BM" and len(data) < 18)
        or (data[4:8] == b"ftyp" and len(data) < 12)
    )


def describe(head: bytes) -> str:
    r"""Return in a few words what a file's first bytes look like, for messages.

    Examples
    --------
    >>> describe(b"<!DOCTYPE html><html>"), describe(b"\x1f\x8b\x08"), describe(b"id,song"), describe(b"\x00\x01")
    ('a web page', 'a gzip archive', 'text', 'bytes of an unknown kind')
    """
    kind = kind_of(head)
    if kind is not None:
        return _NAMES.get(kind, f"a {kind.upper()} picture")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "a web page"
    if start.startswith((b"<?xml", b"<svg")):
        return "XML"
    printable = all(byte >= 32 or byte in b"\t\r\n\f" for byte in head)
    return "text" if head and printable else "bytes of an unknown kind"


def is_gzip(head: bytes) -> bool:
    """Return whether the bytes begin a gzip stream.

    Examples
    --------
    >>> is_gzip(gzip.compress(b"x")), is_gzip(b"x.gz")
    (True, False)
    """
    return kind_of(head) == "gzip"


@contextmanager
def _reading(path: Path) -> Generator[None]:
    """Turn an operating system error into one line that names the file and the cause."""
    try:
        yield
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> SourceError:
    cause, reason = _SAID.get(error.errno or 0, (error.strerror or "the system gives no cause", "unreadable"))
    return SourceError(f"cannot read {_name(path)}: {cause}", reason=reason)


def _name(path: Path) -> str:
    return repr(path.name or ".")


def _check(path: Path, n_bytes: int, *, max_bytes: int, allow_empty: bool) -> None:
    if n_bytes == 0 and not allow_empty:
        raise _empty(path)
    if n_bytes > max_bytes:
        raise DataError(
            f"{_name(path)} has {n_bytes:,} bytes, more than the {max_bytes:,} allowed; split it or raise max_bytes",
            reason="too_large",
        )


def _empty(path: Path) -> DataError:
    return DataError(f"{_name(path)} is empty: it holds no bytes", reason="empty")


class _Guarded(io.RawIOBase):
    """A file, unpacked if it is gzip, that counts what it gives and says plainly what goes wrong."""

    def __init__(self, path: Path, inner: io.BufferedReader | gzip.GzipFile, max_bytes: int) -> None:
        self._path, self._inner, self._max_bytes, self._given = path, inner, max_bytes, 0
        self._packed = isinstance(inner, gzip.GzipFile)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return not self._packed

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        with _reading(self._path):
            return self._inner.seek(offset, whence)

    def tell(self) -> int:
        return self._inner.tell()

    def readall(self) -> bytes:
        return b"".join(iter(lambda: self.read(_BUFFER) or b"", b""))

    def readinto(self, buffer: Any) -> int:
        try:
            # `readinto1` gives what was unpacked before damage, and tells of the damage afterwards
            n = self._inner.readinto1(buffer) if self._packed else self._inner.readinto(buffer)
        except EOFError as error:
            raise DataError(f"{_name(self._path)} ends early: its gzip stream is cut", reason="truncated") from error
        except (gzip.BadGzipFile, zlib.error) as error:
            message = f"{_name(self._path)} is damaged: its gzip stream does not unpack ({error})"
            raise DataError(message, reason="damaged") from error
        except OSError as error:
            raise _unreadable(self._path, error) from error
        self._given += n
        if self._packed and self._given > self._max_bytes:
            raise DataError(
                f"{_name(self._path)} unpacks to more than the {self._max_bytes:,} bytes allowed; "
                "unpack and split it, or raise max_bytes",
                reason="too_large",
            )
        return n


@contextmanager
def open_bytes(
    source: str | Path, *, max_bytes: int = MAX_BYTES, gunzip: bool = True, allow_empty: bool = False
) -> Generator[io.BufferedReader]:
    r"""Open a file for reading; a gzip stream, known from its bytes, is unpacked on the way.

    Parameters
    ----------
    source :
        A path.
    max_bytes :
        The most that the file may hold, in bytes, packed and unpacked.
    gunzip :
        Whether gzip is unpacked; if not, its bytes come as they are.
    allow_empty :
        Whether a file of no bytes is fine.

    Raises
    ------
    SourceError
        reason missing, folder, not_a_file, unreadable.
    DataError
        reason empty, too_large; while reading also truncated, damaged (gzip).

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_bytes
    >>> path = Path(tempfile.mkdtemp()) / "words.txt"
    >>> write_bytes(path, gzip.compress(b"one line\n"))
    >>> with open_bytes(path) as stream:
    ...     stream.readline()
    b'one line\n'
    """
    path = Path(source)
    in_range(max_bytes, what="max_bytes", low=1)
    with _reading(path):
        try:
            raw = open_regular(path)
        except ValueError as error:  # a NUL character in the path
            raise InputError(f"{str(source)!r} cannot be a path: {error}") from error
    with raw:
        with _reading(path):
            _check(path, os.fstat(raw.fileno()).st_size, max_bytes=max_bytes, allow_empty=allow_empty)
            packed = gunzip and is_gzip(raw.read(HEAD))
            raw.seek(0)
        inner = gzip.GzipFile(fileobj=raw) if packed else raw
        yield io.BufferedReader(_Guarded(path, inner, max_bytes), _BUFFER)


def read_bytes(
    source: str | Path, *, max_bytes: int = MAX_BYTES, gunzip: bool = True, allow_empty: bool = False
) -> bytes:
    """Return all bytes of a file; a gzip stream, known from its bytes, is unpacked.

    Parameters are those of `open_bytes`.

    Raises
    ------
    SourceError
        reason missing, folder, not_a_file, unreadable.
    DataError
        reason empty (also a gzip stream of nothing), too_large, truncated, damaged.

    Examples
    --------
    >>> read_bytes("no such file.csv")
    Traceback (most recent call last):
        ...
    motif.core.errors.SourceError: cannot read 'no such file.csv': there is no such file
    """
    with open_bytes(source, max_bytes=max_bytes, gunzip=gunzip, allow_empty=allow_empty) as stream:
        data = stream.read()
    if not data and not allow_empty:
        raise _empty(Path(source))
    return data


def list_files(folder: str | Path, *, suffixes: Collection[str]) -> list[Path]:
    """Return the files below a folder that have one of the suffixes, as paths relative to it, in a stable order.

    Hidden files and folders (a name that begins with a dot) are skipped, and so are links to folders, which could
    lead in a circle. A link to a file counts as the file; a link to nothing is listed, so that reading it says so.

    Parameters
    ----------
    folder :
        Where to look.
    suffixes :
        Such as (".jpg", ".png"); letter case does not matter.

    Returns
    -------
    list of Path
        Ordered by name, folder by folder, the same on every system.

    Raises
    ------
    SourceError
        When the folder or one below it is missing, not a folder or cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_bytes
    >>> folder = Path(tempfile.mkdtemp())
    >>> for name in ("b.JPG", "a.jpg", ".hidden.jpg", "notes.txt"):
    ...     write_bytes(folder / name, b"x")
    >>> [path.as_posix() for path in list_files(folder, suffixes=[".jpg"])]
    ['a.jpg', 'b.JPG']
    """
    wrong = [suffix for suffix in suffixes if not suffix.startswith(".")]
    if wrong or isinstance(suffixes, str):
        raise InputError(f"suffixes must be a list of endings such as '.jpg', not {few(wrong) or repr(suffixes)}")
    root, wanted = Path(folder), {suffix.lower() for suffix in suffixes}
    with _reading(root):
        if not stat.S_ISDIR(root.stat().st_mode):
            raise SourceError(f"{_name(root)} is a file; a folder is expected", reason="not_a_folder")
    found = []
    for place, folders, files in os.walk(root, onerror=_refuse_folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = Path(place).relative_to(root)
        found += [below / name for name in files if not name.startswith(".") and Path(name).suffix.lower() in wanted]
    return sorted(found, key=lambda path: path.parts)


def _refuse_folder(error: OSError) -> None:
    raise _unreadable(Path(error.filename or "."), error) from error
