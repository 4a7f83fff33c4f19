"""Argument before environment before motif.toml before default."""

import subprocess
import sys
from pathlib import Path

import pytest

from motif.cli.settings import check_known, from_file
from motif.core.errors import DataError, InputError


def run(*words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    import os

    given = {**os.environ, **environment}
    return subprocess.run(
        [sys.executable, "-m", "motif", *words], cwd=folder, env=given, capture_output=True, text=True
    )


def n_shown(result: subprocess.CompletedProcess[str]) -> int:
    return len(result.stdout.splitlines()) - 1


def test_each_source_of_a_setting_overrules_the_next(songs, tmp_path):
    """An argument overrules the environment, which overrules the file, which overrules the default."""
    words = ("where", "songs.motif", "true")
    assert n_shown(run(*words, folder=tmp_path)) == 3
    (tmp_path / "motif.toml").write_text("[where]\nlimit = 1\n")
    assert n_shown(run(*words, folder=tmp_path)) == 1
    assert n_shown(run(*words, folder=tmp_path, MOTIF_WHERE_LIMIT="2")) == 2
    assert n_shown(run(*words, "--limit", "3", folder=tmp_path, MOTIF_WHERE_LIMIT="2")) == 3


def test_a_setting_that_no_verb_has_is_refused(songs, tmp_path):
    """A slip of the pen in motif.toml is said, not ignored."""
    (tmp_path / "motif.toml").write_text("[where]\nlimmit = 1\n")
    result = run("where", "songs.motif", "true", folder=tmp_path)
    assert result.returncode == 1
    assert result.stderr.startswith("motif: 'motif.toml' has 'where.limmit', which is unknown")


def test_no_file_is_no_settings(tmp_path):
    """Without a motif.toml there is nothing to overrule."""
    assert from_file(tmp_path) == {}


@pytest.mark.parametrize("text", [b"[where", b"\xff\xfe", b"limit == 1"])
def test_what_is_no_toml_is_one_line(tmp_path, text):
    """A damaged motif.toml is an error of the data, in one line."""
    (tmp_path / "motif.toml").write_bytes(text)
    with pytest.raises(DataError, match="is no TOML") as caught:
        from_file(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_section_that_is_a_setting_is_refused():
    """A table where a value belongs is no setting."""
    from types import SimpleNamespace

    verb = SimpleNamespace(params=[SimpleNamespace(name="jobs")])
    with pytest.raises(InputError, match="unknown"):
        check_known({"jobs": {"n": 2}}, verb, path="cut")


def test_somebody_elses_variable_is_not_an_option(songs, tmp_path):
    """MOTIF_VERSION, as a build may set it, neither prints the version nor stops a verb."""
    assert n_shown(run("where", "songs.motif", "true", folder=tmp_path, MOTIF_VERSION="0.1.0")) == 3
