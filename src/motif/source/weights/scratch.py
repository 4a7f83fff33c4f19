"""A folder to work in beside the cache's entries, so that what is finished there takes its place by a rename."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from motif.core.cache import default_cache
from motif.core.files import TEMPORARY_PREFIX, make_folder, remove_tree, writing

__all__ = ["scratch_folder"]

_PREFIX = f"{TEMPORARY_PREFIX}scratch-"
_ABANDONED_S = 86_400  # a folder of yesterday belongs to a process that was killed


@contextmanager
def scratch_folder() -> Generator[Path]:
    """Yield a new folder inside the cache's, which is gone when the block ends; those of killed processes go too.

    Raises
    ------
    SourceError
        When the folder cannot be made.

    Examples
    --------
    >>> with scratch_folder() as folder:
    ...     folder.is_dir()
    True
    >>> folder.exists()
    False
    """
    cache = make_folder(default_cache().folder)
    for left in cache.glob(f"{_PREFIX}*"):
        with suppress(FileNotFoundError):  # its own process has just removed it
            if time.time() - left.stat().st_mtime > _ABANDONED_S:
                remove_tree(left)
    with writing(cache):
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=cache))
    try:
        yield folder
    finally:
        remove_tree(folder)
