"""The cache: results that cost time, kept by what they were made from, within a size that is stated.

An entry is a file; one whose step begins with "folder." is a folder, adopted whole.

A key is content digest + step + version, so nothing stale is ever found. The folder is `MOTIF_CACHE_DIR` or the
platform's own; the cap is `MOTIF_CACHE_MB` (default 2,000). The least recently used entries go first.

Each process counts what it writes and lists the folder only when that passes the cap, or a 64th of the cap was written
since it last looked; so several processes may together pass the cap by a 64th each, for a while.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from motif.core.check import in_range
from motif.core.digest import settings_digest
from motif.core.errors import InputError
from motif.core.files import atomic_file, make_folder, move, remove, remove_tree

__all__ = ["Cache", "CacheInfo", "cache_folder", "default_cache"]

_DEFAULT_MB = 2000
_MOST_MB = 1_000_000_000  # a petabyte: more is a slip of the pen, and infinity is no size
_SLACK = 64  # the folder is listed again after a 64th of the cap, and shrunk by as much below it: see `_shrink`
_ENTRY = re.compile(r"[a-z0-9_.]+-[0-9a-f]{16}")  # what `Cache.key` makes; anything else in the folder is not ours
_FOLDER = re.compile(r"folder\.[a-z0-9_.]+-[0-9a-f]{16}")  # and no folder but these


@dataclass(slots=True)
class _Tally:
    """What this process knows of a folder: bytes when it was last listed, and written since."""

    listed: int
    written: int = 0


_tallies: dict[str, _Tally] = {}  # absolute folder -> tally, as caches are made anew for each use


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """How much the cache holds, in files and bytes, and how much it may hold.

    Examples
    --------
    >>> CacheInfo(n_entries=2, n_bytes=1500, max_bytes=2_000_000_000).n_bytes
    1500
    """

    n_entries: int
    n_bytes: int
    max_bytes: int


def cache_folder() -> Path:
    """Return the folder of the cache: `motif` inside `MOTIF_CACHE_DIR`, else the platform's cache folder for Motif.

    Examples
    --------
    >>> cache_folder().is_absolute()
    True
    """
    given = os.environ.get("MOTIF_CACHE_DIR")
    if given:
        return Path(given) / "motif"
    from platformdirs import user_cache_path

    return user_cache_path("motif", appauthor=False)


def default_cache() -> Cache:
    """Return the cache that the environment describes.

    Raises
    ------
    InputError
        When `MOTIF_CACHE_MB` is no number of megabytes.

    Examples
    --------
    >>> default_cache().folder == cache_folder()
    True
    """
    text = os.environ.get("MOTIF_CACHE_MB", str(_DEFAULT_MB))
    try:
        megabytes = float(text)
    except ValueError:
        raise InputError(f"MOTIF_CACHE_MB must be a number of megabytes, not {text!r}") from None
    in_range(megabytes, what="MOTIF_CACHE_MB", low=0, high=_MOST_MB)
    return Cache(cache_folder(), max_bytes=int(megabytes * 1e6))


class Cache:
    """Files by key, the least recently used removed when they pass `max_bytes`.

    Parameters
    ----------
    folder :
        Where the files live; made when first written.
    max_bytes :
        The cap, in bytes.

    Examples
    --------
    >>> import tempfile
    >>> cache = Cache(tempfile.mkdtemp(), max_bytes=1000)
    >>> key = Cache.key("sha256 of the input", step="sound", version=1)
    >>> cache.write(key, b"features"), cache.read(key)
    (None, b'features')
    """

    def __init__(self, folder: str | Path, *, max_bytes: int) -> None:
        self.folder = Path(folder)
        self.max_bytes = max_bytes

    @staticmethod
    def key(content: str, *, step: str, version: int, **settings: object) -> str:
        """Return the key of what `step` makes of a content: digest, step, its version and settings.

        Raises
        ------
        InputError
            When the step is not written in lower-case letters, digits, `_` and `.`.
        """
        key = f"{step}-{settings_digest({'content': content, 'version': version, **settings})}"
        if not _ENTRY.fullmatch(key):
            raise InputError(f"step must be of lower-case letters, digits, '_' and '.', not {step!r}")
        return key

    def path(self, key: str) -> Path:
        """Return where an entry lies or would lie."""
        return self.folder / key

    def find(self, key: str) -> Path | None:
        """Return where an entry lies, or None when there is none; finding marks it as used."""
        path = self.path(key)
        try:
            os.utime(path)
        except OSError:
            return path if path.is_file() else None  # a read-only cache keeps no order of use
        return path

    def read(self, key: str) -> bytes | None:
        """Return an entry's bytes, or None when there is none; reading marks it as used."""
        path = self.find(key)
        try:
            return path.read_bytes() if path else None
        except OSError:
            return None

    def write(self, key: str, data: bytes, *, durable: bool = True) -> None:
        """Keep bytes under a key; where the cap is passed, remove the least recently used.

        Parameters
        ----------
        key, data :
            The entry.
        durable :
            Whether the bytes are forced to disk, which takes milliseconds. False is for entries that carry a checksum
            of their own: after a power cut they may be damaged.
        """
        make_folder(self.folder)
        with atomic_file(self.path(key), durable=durable) as stream:
            stream.write(data)
        self._count(len(data), keep=key)

    def adopt(self, key: str, file: str | Path) -> Path:
        """Move a file or folder of the same disk into the cache, mark it as used and return its new place.

        Raises
        ------
        SourceError
            When it cannot be moved; a folder takes the place of none that holds anything.
        """
        make_folder(self.folder)
        move(file, self.path(key))
        os.utime(self.path(key))
        self._count(_size(self.path(key)), keep=key)
        return self.path(key)

    def info(self) -> CacheInfo:
        """Return how much is held."""
        entries = self._entries()
        return CacheInfo(len(entries), sum(size for _, size, _ in entries), self.max_bytes)

    def clear(self) -> CacheInfo:
        """Remove all entries, and nothing that is not one; return what there was."""
        before = self.info()
        for _, _, path in self._entries():
            _remove(path)
        _tallies.pop(self._place, None)
        return before

    def _entries(self) -> list[tuple[float, int, Path]]:
        if not self.folder.is_dir():
            return []
        entries = []
        for path in self.folder.iterdir():
            with suppress(FileNotFoundError):  # another process may clean up at the same time
                mode = (status := path.stat()).st_mode
                whole = S_ISDIR(mode) and _FOLDER.fullmatch(path.name)
                if whole or (S_ISREG(mode) and _ENTRY.fullmatch(path.name)):
                    size = _size(path) if whole else status.st_size
                    entries.append((status.st_mtime, size, path))
        return sorted(entries)

    def _count(self, n_bytes: int, *, keep: str) -> None:
        """Add what was written; list the folder, and shrink it, only when that is due."""
        tally = _tallies.get(self._place)
        if tally is not None:
            tally.written += n_bytes  # an entry written over is counted twice: the folder is listed the earlier
            if tally.listed + tally.written <= self.max_bytes and tally.written <= self.max_bytes // _SLACK:
                return
        _tallies[self._place] = _Tally(self._shrink(keep=keep))

    @property
    def _place(self) -> str:
        return os.path.abspath(self.folder)  # noqa: PTH100 - which resolves no links, and costs less

    def _shrink(self, *, keep: str) -> int:
        """Remove entries where the cap is passed and return how many bytes are left.

        A 64th of the cap is freed as well: a full cache would be listed at every write otherwise.
        """
        entries = self._entries()
        held = sum(size for _, size, _ in entries)
        if held <= self.max_bytes:
            return held
        goal = self.max_bytes - self.max_bytes // _SLACK
        for _, size, path in entries:
            if held <= goal:
                break
            if path.name != keep:
                _remove(path)
                held -= size
        return held


def _size(path: Path) -> int:
    if not path.is_dir():
        return path.stat().st_size
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def _remove(path: Path) -> None:
    if path.is_dir():
        remove_tree(path)
    else:
        remove(path)
