"""The cache: results that cost time, kept by what they were made from, within a size that is stated.

A key is content digest + step + version, so nothing stale is ever found. The folder is `MOTIF_CACHE_DIR` or the
platform's own; the cap is `MOTIF_CACHE_MB` (default 2,000). The least recently used entries go first.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from motif.core.check import in_range
from motif.core.digest import settings_digest
from motif.core.errors import InputError
from motif.core.files import make_folder, move, remove, write_bytes

__all__ = ["Cache", "CacheInfo", "cache_folder", "default_cache"]

_DEFAULT_MB = 2000
_ENTRY = re.compile(r"[a-z0-9_.]+-[0-9a-f]{16}")  # what `Cache.key` makes; anything else in the folder is not ours


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """How much the cache holds, in files and bytes, and how much it may hold."""

    n_entries: int
    n_bytes: int
    max_bytes: int


def cache_folder() -> Path:
    """Return the folder of the cache: `motif` inside `MOTIF_CACHE_DIR`, else the platform's cache folder for Motif."""
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
        When `MOTIF_CACHE_MB` is no number.
    """
    text = os.environ.get("MOTIF_CACHE_MB", str(_DEFAULT_MB))
    try:
        megabytes = float(text)
    except ValueError:
        raise InputError(f"MOTIF_CACHE_MB must be a number of megabytes, not {text!r}") from None
    in_range(megabytes, what="MOTIF_CACHE_MB", low=0)
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
        """Return the key of what `step` makes of a content: digest, step, its version and settings."""
        return f"{step}-{settings_digest({'content': content, 'version': version, **settings})}"

    def path(self, key: str) -> Path:
        """Return where an entry lies or would lie."""
        return self.folder / key

    def read(self, key: str) -> bytes | None:
        """Return an entry's bytes, or None when there is none; reading marks it as used."""
        path = self.path(key)
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return data

    def write(self, key: str, data: bytes) -> None:
        """Keep bytes under a key, then remove the least recently used above the cap."""
        make_folder(self.folder)
        write_bytes(self.path(key), data)
        self._shrink(keep=key)

    def adopt(self, key: str, file: str | Path) -> Path:
        """Move a file of the same disk into the cache and return its new place."""
        make_folder(self.folder)
        move(file, self.path(key))
        self._shrink(keep=key)
        return self.path(key)

    def info(self) -> CacheInfo:
        """Return how much is held."""
        entries = self._entries()
        return CacheInfo(len(entries), sum(size for _, size, _ in entries), self.max_bytes)

    def clear(self) -> CacheInfo:
        """Remove all entries, and nothing that is not one; return what there was."""
        before = self.info()
        for _, _, path in self._entries():
            remove(path)
        return before

    def _entries(self) -> list[tuple[float, int, Path]]:
        if not self.folder.is_dir():
            return []
        entries = []
        for path in self.folder.iterdir():
            if path.is_file() and _ENTRY.fullmatch(path.name):
                status = path.stat()
                entries.append((status.st_mtime, status.st_size, path))
        return sorted(entries)

    def _shrink(self, *, keep: str) -> None:
        entries = self._entries()
        surplus = sum(size for _, size, _ in entries) - self.max_bytes
        for _, size, path in entries:
            if surplus <= 0:
                return
            if path.name != keep:
                remove(path)
                surplus -= size
