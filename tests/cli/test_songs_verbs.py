"""`motif songs describe | recommend | playlist | score | show`, from the command line to the result."""

import json

import pytest
from typer.testing import CliRunner

from motif.cli.songs import app
from tests.songs.example import songs


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a verb in a scratch folder that has `songs.motif`; JSON output comes back parsed."""
    monkeypatch.chdir(tmp_path)
    songs().save("songs.motif")

    def invoke(*words, code=0):
        result = CliRunner().invoke(app, list(words))
        assert result.exit_code == code, result.output
        result.value = json.loads(result.stdout) if "--json" in words and not code else None
        return result

    return invoke


def test_described_songs_keep_their_groups_in_the_collection(run):
    """A second description has the numbers of the first, and says so."""
    first = run("describe", "songs.motif", "--n-groups", "2", "--json").value
    assert sorted(group["number"] for group in first["groups"]) == [0, 1]
    again = run("describe", "songs.motif", "--n-groups", "2", "--seed", "3")
    assert "2 groups stayed, 0 new, 0 gone" in again.stderr
    assert "acoustic" in again.stdout


def test_a_number_of_groups_that_is_none_is_wrong_usage(run):
    """Exit code 2."""
    assert "--n-groups" in run("describe", "songs.motif", "--n-groups", "many", code=2).stderr


def test_picks_are_listed_with_their_reasons(run):
    """The song asked about is not among them."""
    found = run("recommend", "songs.motif", "Song 3", "--artist", "Artist 3", "-n", "4", "--json").value
    assert [pick["rank"] for pick in found["picks"]] == [1, 2, 3, 4]
    assert "s3" not in [pick["id"] for pick in found["picks"]]
    assert "both" in run("recommend", "songs.motif", "s3", "-n", "2").stdout


def test_where_several_songs_fit_they_are_told_with_their_ids(run):
    """And nothing is guessed."""
    result = run("recommend", "songs.motif", "Song", code=1)
    assert "s1  Song 1 – Artist 1" in result.stderr or "Song:" in result.stderr
    assert result.stdout == ""


def test_a_playlist_begins_with_the_song_named(run, tmp_path):
    """A path ends with its end; songs without a file are left out and told."""
    made = run("playlist", "songs.motif", "s1", "-n", "5", "--out", "list.csv", "--json").value
    assert (made["n_songs"], made["out"]) == (6, "list.csv")
    rows = (tmp_path / "list.csv").read_text(encoding="utf-8").splitlines()
    assert rows[1].startswith('1,"s1"')
    run("playlist", "songs.motif", "s1", "--to", "s8", "--mode", "path", "-n", "3", "--out", "way.csv")
    assert '"s8"' in (tmp_path / "way.csv").read_text(encoding="utf-8").splitlines()[-1]
    told = run("playlist", "songs.motif", "s1", "-n", "9", "--out", "list.m3u8")
    assert "have no file and are left out" in told.stderr
    assert "see --music" in told.stderr


def test_a_score_has_modes_and_groups(run):
    """Each figure with its null."""
    value = run("score", "songs.motif", "--label", "kind", "--apart", "artist", "--k", "5", "--quick", "--json").value
    nearest = value["modes"]["nearest"]["precision_at_5"]
    assert nearest["value"] > 0.9 > nearest["null"]["mean"]
    assert value["groups"]["ami"]["null"] is not None
    assert "merged by a rule not on record" in run("score", "songs.motif", "--label", "kind", "--quick").stderr


def test_the_page_and_the_map_are_written(run, tmp_path):
    """Both are named in the result."""
    value = run("show", "songs.motif", "--n-groups", "2", "--label", "kind", "--out", "page.html", "--json").value
    assert (tmp_path / value["out"]).is_file()
    assert (tmp_path / value["map"]).is_file()
    assert value["score"]["label"] == "kind"
    assert "exists" in run("show", "songs.motif", "--out", "page.html", code=1).stderr
