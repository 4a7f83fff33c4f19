import os
import time
from pathlib import Path

import pytest

from motif.core.cache import default_cache
from motif.core.errors import SourceError
from motif.source.weights.scratch import scratch_folder
from tests.faults import ReadOnlyFolder


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of this test's own."""
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path))
    return default_cache().folder


def test_it_is_inside_the_cache_and_gone_afterwards(cache: Path):
    """What is finished in the folder can be renamed into the cache, and the rest goes."""
    with scratch_folder() as folder:
        assert folder.parent == cache
        (folder / "half.whl").write_bytes(b"half")
    assert list(cache.iterdir()) == []


def test_it_is_gone_after_an_error(cache: Path):
    """An error inside the block leaves nothing."""

    def interrupted() -> None:
        with scratch_folder() as folder:
            (folder / "half.whl").write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(cache.iterdir()) == []


def test_folders_of_killed_processes_go_after_a_day(cache: Path):
    """A folder that is older than a day is removed with the next use; a young one, and all else, stays."""
    old, young, other = cache / ".motif-scratch-old", cache / ".motif-scratch-young", cache / "weights-0123456789abcdef"
    for folder in (old, young):
        folder.mkdir(parents=True)
        (folder / "half.whl").write_bytes(b"half")
    other.write_bytes(b"entry")
    long_ago = time.time() - 2 * 86_400
    os.utime(old, (long_ago, long_ago))
    os.utime(other, (long_ago, long_ago))
    with scratch_folder():
        pass
    assert sorted(cache.iterdir()) == [young, other]


def test_a_cache_that_cannot_be_written_is_told(cache: Path, read_only_folder: ReadOnlyFolder):
    """Where no folder can be made, one line says why."""
    cache.mkdir()
    with read_only_folder(cache), pytest.raises(SourceError, match="writing is not allowed"), scratch_folder():
        pass
