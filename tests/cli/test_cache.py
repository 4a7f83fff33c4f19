import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from motif.cli.cache import app
from motif.core.cache import Cache, default_cache


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), prog_name="motif cache")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cache:
    """A cache of two entries, 1.5 MB together, and a file that is none of its own."""
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("MOTIF_CACHE_MB", "10")
    cache = default_cache()
    for content, size in (("a", 1_000_000), ("b", 500_000)):
        cache.write(Cache.key(content, step="sound", version=1), bytes(size))
    (cache.folder / "letter.txt").write_text("mine")
    return cache


def test_info_says_where_how_much_and_how_much_at_most(cache: Cache):
    """For people: entries, room taken and allowed, and the folder."""
    header, line = run("info").stdout.splitlines()
    assert header.split() == ["entries", "held", "folder", "(MOTIF_CACHE_DIR)"]
    assert line == f"2        1.5 of at most 10 MB (MOTIF_CACHE_MB)  {cache.folder}"


def test_info_prints_one_json_object(cache: Cache):
    """For programs: the same, in bytes."""
    told = json.loads(run("info", "--json").stdout)
    assert told == {"folder": str(cache.folder), "n_entries": 2, "n_bytes": 1_500_000, "max_bytes": 10_000_000}


def test_info_of_no_cache_makes_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Looking does not create the folder."""
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "new"))
    assert json.loads(run("info", "--json").stdout)["n_entries"] == 0
    assert not (tmp_path / "new").exists()


def test_clear_removes_the_entries_and_nothing_else(cache: Cache):
    """What is not an entry stays, whoever put it there."""
    result = run("clear")
    assert (result.exit_code, result.stdout) == (0, "Removed 2 entries, 1.5 MB; 0 left.\n")
    assert [path.name for path in cache.folder.iterdir()] == ["letter.txt"]


def test_clear_prints_one_json_object(cache: Cache):
    """For programs: what was removed and what is left."""
    told = json.loads(run("clear", "--json").stdout)
    assert told == {"n_entries_removed": 2, "n_bytes_removed": 1_500_000, "n_entries_left": 0}


def test_clearing_twice_is_no_failure(cache: Cache):
    """An empty cache is cleared of nothing."""
    run("clear")
    assert run("clear").stdout == "Removed 0 entries, 0.0 MB; 0 left.\n"


def test_a_wrong_setting_is_told(cache: Cache, monkeypatch: pytest.MonkeyPatch):
    """A cap that is no number is one line on stderr and exit code 1."""
    monkeypatch.setenv("MOTIF_CACHE_MB", "much")
    result = run("info")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "motif: MOTIF_CACHE_MB must be a number of megabytes, not 'much'\n"


@pytest.mark.parametrize("verb", ["info", "clear"])
def test_help_ends_with_an_example(verb: str):
    """Every verb has one line of help and an example."""
    assert f"Example: motif cache {verb}" in run(verb, "--help").stdout
