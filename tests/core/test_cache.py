"""The cache: least recently used goes first, and what is not the cache's own stays."""

import errno
import os
from pathlib import Path

import pytest

from motif.core.cache import Cache, CacheInfo, cache_folder, default_cache
from motif.core.errors import InputError, SourceError


def key(n: int) -> str:
    return Cache.key(f"content {n}", step="test.step", version=1)


def fill(cache: Cache, n_entries: int, n_bytes: int = 100) -> None:
    """Write entries that were used at seconds 1, 2, 3, … of 1970, the first longest ago."""
    for n in range(n_entries):
        cache.write(key(n), bytes(n_bytes))
        os.utime(cache.path(key(n)), (n + 1, n + 1))


def held(cache: Cache, n_entries: int) -> list[int]:
    return [n for n in range(n_entries) if cache.path(key(n)).exists()]


@pytest.fixture
def cache(tmp_path) -> Cache:
    return Cache(tmp_path / "cache", max_bytes=350)


def test_what_was_never_written_is_none(cache):
    """Neither reading nor counting makes the folder."""
    assert cache.read(key(0)) is None
    assert cache.find(key(0)) is None
    assert cache.info() == CacheInfo(0, 0, 350)
    assert not cache.folder.exists()


def test_what_was_written_is_found_by_another_process_s_cache(cache):
    """The folder is all the state there is."""
    cache.write(key(0), b"features")
    other = Cache(cache.folder, max_bytes=350)
    assert other.read(key(0)) == b"features"
    assert other.find(key(0)) == cache.path(key(0))
    assert other.info() == CacheInfo(1, 8, 350)


def test_the_least_recently_written_goes_first(cache):
    """Three entries of 100 bytes fit in 350; the fourth pushes out the oldest."""
    fill(cache, 3)
    cache.write(key(3), bytes(100))
    assert held(cache, 4) == [1, 2, 3]


@pytest.mark.parametrize("use", ["read", "find"])
def test_use_saves_an_entry(cache, use):
    """The oldest entry that was read again outlives a younger one that was not."""
    fill(cache, 3)
    getattr(cache, use)(key(0))
    cache.write(key(3), bytes(100))
    assert held(cache, 4) == [0, 2, 3]


def test_the_entry_just_written_stays_though_it_passes_the_cap_alone(cache):
    """The caller is about to use it; everything else goes."""
    fill(cache, 3)
    cache.write(key(3), bytes(1000))
    assert held(cache, 4) == [3]


def test_exactly_the_cap_is_allowed(cache):
    """350 bytes in 350."""
    fill(cache, 3)
    cache.write(key(3), bytes(50))
    assert held(cache, 4) == [0, 1, 2, 3]


def test_an_adopted_file_counts_as_just_used(cache, tmp_path):
    """A file with an old date, as archives unpack them, is not the first to go."""
    fill(cache, 3)
    (tmp_path / "unpacked").write_bytes(bytes(100))
    os.utime(tmp_path / "unpacked", (0, 0))
    place = cache.adopt(key(3), tmp_path / "unpacked")
    assert place.read_bytes() == bytes(100)
    assert not (tmp_path / "unpacked").exists()
    cache.write(key(4), bytes(100))
    assert held(cache, 5) == [2, 3, 4]


def test_what_is_not_an_entry_is_neither_counted_nor_removed(cache):
    """A cache folder that someone put a file in, or that is someone's home by mistake, loses nothing."""
    fill(cache, 3)
    foreign = ["thesis.tex", "step-0123456789ABCDEF", "0123456789abcdef", ".motif-1.part", "step-0123456789abcdef0"]
    for name in foreign:
        (cache.folder / name).write_bytes(bytes(1000))
    (cache.folder / key(9)).mkdir()
    assert cache.clear() == CacheInfo(3, 300, 350)
    assert sorted(path.name for path in cache.folder.iterdir()) == sorted([*foreign, key(9)])
    cache.write(key(0), bytes(1000))
    assert all((cache.folder / name).exists() for name in foreign)


def test_the_folder_is_not_listed_at_each_write(tmp_path, monkeypatch):
    """Two hundred small entries are written with one look at the folder, whichever object writes them."""
    listed = []
    true_iterdir = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda folder: listed.append(folder) or true_iterdir(folder))
    for n in range(200):
        Cache(tmp_path / "cache", max_bytes=1_000_000).write(key(n), bytes(50), durable=False)
    assert len(listed) == 1


def test_a_full_cache_is_not_listed_at_each_write_either(tmp_path, monkeypatch):
    """Shrinking frees a 64th of the cap, so that the next few writes need no look."""
    cache = Cache(tmp_path / "cache", max_bytes=64_000)
    for n in range(640):
        cache.write(key(n), bytes(100), durable=False)
    listed = []
    true_iterdir = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda folder: listed.append(folder) or true_iterdir(folder))
    for n in range(640, 740):
        cache.write(key(n), bytes(100), durable=False)
    assert len(listed) <= 11  # a 64th of the cap is ten entries
    assert cache.info().n_bytes <= 64_000


def test_what_other_processes_write_is_seen_after_a_64th_of_the_cap(cache):
    """Entries that this process did not write count when the folder is listed again."""
    cache.write(key(0), bytes(10))
    for n in range(1, 9):
        cache.path(key(n)).write_bytes(bytes(100))  # as another process does
        os.utime(cache.path(key(n)), (n, n))
    cache.write(key(9), bytes(5))  # 5 bytes: a 64th of 350
    assert cache.info().n_bytes == 815
    cache.write(key(10), bytes(5))
    assert cache.info().n_bytes <= 350


def test_clearing_says_what_there_was_and_leaves_nothing(cache):
    """A second clear finds nothing."""
    fill(cache, 3)
    assert cache.clear() == CacheInfo(3, 300, 350)
    assert cache.clear() == cache.info() == CacheInfo(0, 0, 350)


def test_an_entry_that_another_process_removed_meanwhile_is_no_error(cache, monkeypatch):
    """Two processes may shrink one cache at once."""
    fill(cache, 2)
    true_iterdir = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda folder: [*true_iterdir(folder), cache.path(key(7))])
    assert cache.info() == CacheInfo(2, 200, 350)


def test_a_key_depends_on_all_that_the_result_depends_on():
    """Content, step, version and each setting make another key; the order of settings does not."""
    first = Cache.key("a", step="cut", version=1, width=1, height=2)
    others = [
        Cache.key("b", step="cut", version=1, width=1, height=2),
        Cache.key("a", step="cut.mask", version=1, width=1, height=2),
        Cache.key("a", step="cut", version=2, width=1, height=2),
        Cache.key("a", step="cut", version=1, width=2, height=1),
        Cache.key("a", step="cut", version=1),
    ]
    assert len({first, *others}) == 6
    assert Cache.key("a", step="cut", version=1, height=2, width=1) == first


@pytest.mark.parametrize("step", ["cut-out", "Cut", "../up", "", "a b"])
def test_a_step_whose_entries_would_not_be_counted_is_refused(step):
    """What `key` makes, `info` counts and `clear` removes; so other names are refused at once."""
    with pytest.raises(InputError, match="step must be of lower-case letters"):
        Cache.key("a", step=step, version=1)


def test_a_full_disk_leaves_what_was_there(tmp_path, full_disk):
    """The write fails with one line; older entries stay and can be read."""
    cache = Cache(tmp_path / "cache", max_bytes=350)
    fill(cache, 2)
    with full_disk(10), pytest.raises(SourceError, match="the disk is full"):
        cache.write(key(0), bytes(200))
    assert cache.read(key(0)) == bytes(100)
    assert cache.info() == CacheInfo(2, 200, 350)


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS])
def test_a_read_only_cache_is_still_read(cache, read_only_folder, code):
    """A cache on a medium that refuses writing serves what it has; clearing it leaves it."""
    fill(cache, 2)
    with read_only_folder(cache.folder, code=code):
        assert cache.read(key(0)) == bytes(100)
        assert cache.read(key(5)) is None
        cache.clear()
        with pytest.raises(SourceError, match="cannot write"):
            cache.write(key(3), b"new")
    assert held(cache, 4) == [0, 1]


def test_the_folder_is_motif_s_own_inside_the_one_that_is_set(monkeypatch, tmp_path):
    """`MOTIF_CACHE_DIR` may be a folder that holds other things."""
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path))
    assert cache_folder() == tmp_path / "motif"
    assert default_cache().folder == tmp_path / "motif"


@pytest.mark.parametrize("unset", [None, ""])
def test_without_a_setting_the_platform_s_folder_is_used(monkeypatch, unset):
    """An empty setting is none."""
    monkeypatch.delenv("MOTIF_CACHE_DIR", raising=False)
    if unset is not None:
        monkeypatch.setenv("MOTIF_CACHE_DIR", unset)
    assert cache_folder().is_absolute()
    assert "motif" in cache_folder().parts


@pytest.mark.parametrize(("text", "n_bytes"), [(None, 2_000_000_000), ("0", 0), ("0.5", 500_000), ("100", 100_000_000)])
def test_the_cap_is_read_in_megabytes(monkeypatch, text, n_bytes):
    """The default is 2,000; fractions are allowed."""
    monkeypatch.delenv("MOTIF_CACHE_MB", raising=False)
    if text is not None:
        monkeypatch.setenv("MOTIF_CACHE_MB", text)
    assert default_cache().max_bytes == n_bytes


@pytest.mark.parametrize("text", ["", "much", "-1", "nan", "inf", "2GB"])
def test_a_cap_that_is_no_size_is_refused(monkeypatch, text):
    """The message names the setting."""
    monkeypatch.setenv("MOTIF_CACHE_MB", text)
    with pytest.raises(InputError, match="MOTIF_CACHE_MB must be"):
        default_cache()


def test_folders_are_entries_too(cache, tmp_path):
    """An adopted folder counts with all its files, and the cap removes it whole."""
    made = tmp_path / "made"
    (made / "deep").mkdir(parents=True)
    (made / "deep" / "a").write_bytes(bytes(100))
    kept = cache.adopt(Cache.key("content", step="folder.test", version=1), made)
    os.utime(kept, (1, 1))
    assert cache.info() == CacheInfo(1, 100, 350)
    for n in (1, 2, 3):
        cache.write(key(n), bytes(100))
    assert (held(cache, 4), kept.exists()) == ([1, 2, 3], False)
