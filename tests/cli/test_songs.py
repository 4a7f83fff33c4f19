"""`motif songs`: what is said where, JSON, exit codes, and from the command line to the result."""

import json

import pytest
import typer
from typer.testing import CliRunner

from motif.cli.songs import app
from motif.core.files import make_folder, write_text
from tests.songs.example import songs

ID = "0WiKz86jAqiP6ZnuAZv8nz"

root = typer.Typer()
root.add_typer(app, name="songs")


@pytest.fixture
def table(tmp_path, monkeypatch):
    """`songs.csv` of four rows, in the current folder."""
    monkeypatch.chdir(tmp_path)
    lines = [f"Stay,X,{ID},120", "STAY,X,1qlsnDtzryr3yLuocJ00PY,120", "Go,Y,spotify:local:x,", "Run,Z,,90"]
    write_text("songs.csv", "song,artist,uri,tempo\n" + "\n".join(lines) + "\n")


def run(*words):
    return CliRunner().invoke(root, ["songs", *words])


class TestGather:
    def test_text(self, table):
        """What was kept and left out for each source on stdout."""
        result = run("gather", "songs.csv", "--out", "songs.motif")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.splitlines() == [
            "songs.motif: 2 songs, 0 with all features",
            "gathered 4 = kept 2 + left out 2",
            "source     gathered  kept  left out",
            "songs.csv         4     2  duplicate_recording 1, local_file 1",
        ]

    def test_json(self, table):
        """One JSON object with totals that reconcile."""
        told = json.loads(run("gather", "songs.csv", "--out", "songs.motif", "--dedupe", "id", "--json").stdout)
        assert (told["out"], told["n_items"], told["gathered"]) == ("songs.motif", 3, 4)
        assert told["drops"] == {"total": 1, "by_reason": {"local_file": 1}}
        assert told["sources"][0]["n_kept"] == 3
        assert told["steps"][0] == {"step": "gathered", "rows": 4}
        assert told["merges"] == {}
        assert told["blocks"] == {"spotify": [3, 13]}

    def test_complete_and_same(self, table):
        """The options reach the study."""
        write_text("same.csv", f"id_a,id_b,same\n{ID},1qlsnDtzryr3yLuocJ00PY,false\n")
        told = json.loads(run("gather", "songs.csv", "--out", "a.motif", "--same", "same.csv", "--json").stdout)
        assert told["n_items"] == 3
        assert told["decisions"] == {"same": 0, "apart": 1, "unmatched": [], "n_unmatched": 0}
        told = json.loads(run("gather", "songs.csv", "--out", "b.motif", "--complete", "--json").stdout)
        assert told["decisions"] is None
        assert told["drops"]["by_reason"] == {"missing_features": 2, "local_file": 1, "missing_id": 1}

    def test_dirt(self, table):
        """Dirt of a source is a note on stderr."""
        write_text("songs.csv", "song,tempo\nA,fast\n")
        result = run("gather", "songs.csv", "--out", "songs.motif")
        assert result.stderr == "motif: songs.csv: not_a_number 1\n"

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (("nowhere.csv",), "motif: cannot read 'nowhere.csv': there is no such file\n"),
            (("songs.csv", "songs.csv"), "motif: a source is to be named once; given more than once: 'songs.csv'\n"),
        ],
    )
    def test_failure(self, table, words, says):
        """A failure is one line on stderr and exit 1."""
        result = run("gather", *words, "--out", "songs.motif")
        assert (result.exit_code, result.stdout, result.stderr) == (1, "", says)


@pytest.fixture
def invoke(tmp_path, monkeypatch):
    """Run a verb in a scratch folder that has `songs.motif`; JSON output comes back parsed."""
    monkeypatch.chdir(tmp_path)
    songs().save("songs.motif")

    def run_verb(*words, code=0):
        result = run(*words)
        assert result.exit_code == code, result.output
        result.value = json.loads(result.stdout) if "--json" in words and not code else None
        return result

    return run_verb


def test_described_songs_keep_their_groups_in_the_collection(invoke):
    """A second description has the numbers of the first, and says so."""
    first = invoke("describe", "songs.motif", "--n-groups", "2", "--json").value
    assert sorted(group["number"] for group in first["groups"]) == [0, 1]
    again = invoke("describe", "songs.motif", "--n-groups", "2", "--seed", "3")
    assert "2 groups stayed, 0 new, 0 gone" in again.stderr
    assert "acoustic" in again.stdout


def test_what_was_not_decided_is_told(table):
    """Decisions about songs that are not here are counted in a note; where all are, one line says so."""
    write_text("same.csv", f"id_a,id_b,same\n{ID},1qlsnDtzryr3yLuocJ00PY,false\nx,y,true\n")
    result = run("gather", "songs.csv", "--out", "a.motif", "--same", "same.csv")
    assert result.stderr == "motif: 1 of 2 decisions are about songs that are not here: 'x, y'\n"
    write_text("same.csv", "id_a,id_b,same\nx,y,true\n")
    result = run("gather", "songs.csv", "--out", "b.motif", "--same", "same.csv")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "an id here looks like" in result.stderr


def test_groups_kept_by_gathering_anew_are_told(tmp_path, monkeypatch):
    """With what to do about songs that are in none."""
    monkeypatch.chdir(tmp_path)
    rows = [f"Song {n},Band {n % 4},{90 + 80 * (n % 2) + n / 10}" for n in range(24)]
    write_text("songs.csv", "song,artist,tempo\n" + "\n".join(rows) + "\n")
    run("gather", "songs.csv", "--out", "songs.motif")
    run("describe", "songs.motif", "--n-groups", "2")
    result = run("gather", "songs.csv", "--out", "songs.motif", "--overwrite")
    assert "the groups of before are kept; `motif songs describe songs.motif`" in result.stderr
    assert "2 groups stayed, 0 new, 0 gone" in run("describe", "songs.motif", "--n-groups", "2").stderr


def test_a_number_of_groups_that_is_none_is_wrong_usage(invoke):
    """Exit code 2."""
    assert "--n-groups" in invoke("describe", "songs.motif", "--n-groups", "many", code=2).stderr


def test_picks_are_listed_with_their_reasons(invoke):
    """The song asked about is not among them."""
    found = invoke("recommend", "songs.motif", "Song 3", "--artist", "Artist 3", "-n", "4", "--json").value
    assert [pick["rank"] for pick in found["picks"]] == [1, 2, 3, 4]
    assert "s3" not in [pick["id"] for pick in found["picks"]]
    assert "both" in invoke("recommend", "songs.motif", "s3", "-n", "2").stdout


def test_where_several_songs_fit_they_are_told_with_their_ids(invoke):
    """And nothing is guessed."""
    result = invoke("recommend", "songs.motif", "Song", code=1)
    assert "s1  Song 1 – Artist 1" in result.stderr or "Song:" in result.stderr
    assert result.stdout == ""


def test_a_playlist_begins_with_the_song_named(invoke, tmp_path):
    """A path ends with its end; songs without a file are left out and told."""
    made = invoke("playlist", "songs.motif", "s1", "-n", "5", "--out", "list.csv", "--json").value
    assert (made["n_songs"], made["out"]) == (6, "list.csv")
    rows = (tmp_path / "list.csv").read_text(encoding="utf-8").splitlines()
    assert rows[1].startswith('1,"s1"')
    invoke("playlist", "songs.motif", "s1", "--to", "s8", "--mode", "path", "-n", "3", "--out", "way.csv")
    assert '"s8"' in (tmp_path / "way.csv").read_text(encoding="utf-8").splitlines()[-1]
    told = invoke("playlist", "songs.motif", "s1", "-n", "9", "--out", "list.m3u8")
    assert "have no file and are left out" in told.stderr
    assert "see --music" in told.stderr


def test_what_is_not_there_is_told_with_what_comes_nearest(invoke):
    """A misspelt artist, a song that nobody has, and an end where there is no path."""
    result = invoke("recommend", "songs.motif", "Song 3", "--artist", "Bach", code=1)
    assert "no song is by 'Bach'" in result.stderr
    result = invoke("recommend", "songs.motif", "Gong of", code=1)
    assert "the nearest are 'Song" in result.stderr
    assert "Gong of: s" in result.stderr
    result = invoke("recommend", "songs.motif", "s3", "--to", "s8", code=1)
    assert result.stderr == (
        "motif: to is where a path ends, and the mode is 'nearest'; leave to out, or take mode 'path'\n"
    )


def test_a_playlist_as_json(invoke):
    """What was written and which songs have no file, as one object."""
    value = invoke("playlist", "songs.motif", "s0", "-n", "3", "--per-artist", "1", "--out", "a.m3u8", "--json").value
    assert set(value) == {"out", "n_songs", "no_file"}
    assert value["out"] == "a.m3u8"
    assert value["n_songs"] + len(value["no_file"]) == 4
    assert all(int(id_[1:]) % 3 == 0 for id_ in value["no_file"])


def test_a_score_has_modes_and_groups(invoke):
    """Each figure with its null."""
    value = invoke(
        "score", "songs.motif", "--label", "kind", "--apart", "artist", "--k", "5", "--quick", "--json"
    ).value
    nearest = value["modes"]["nearest"]["precision_at_5"]
    assert nearest["value"] > 0.9 > nearest["null"]["mean"]
    assert value["groups"]["ami"]["null"] is not None
    assert "merged by a rule not on record" in invoke("score", "songs.motif", "--label", "kind", "--quick").stderr


def test_the_page_and_the_map_are_written(invoke, tmp_path):
    """Both are named in the result."""
    value = invoke("show", "songs.motif", "--n-groups", "2", "--label", "kind", "--out", "page.html", "--json").value
    assert (tmp_path / value["out"]).is_file()
    assert (tmp_path / value["map"]).is_file()
    assert value["score"]["label"] == "kind"
    assert set(value) == {"description", "facts", "ledger", "figures", "score", "record", "out", "map"}
    assert (value["facts"]["songs"], value["ledger"]) == (60, None)
    assert [group["n_songs"] for group in value["description"]["groups"]] == [30, 30]
    assert value["figures"]["neighbours_kept"]["null"] is not None
    assert "exists" in invoke("show", "songs.motif", "--out", "page.html", code=1).stderr


def test_songs_without_names_are_told_by_their_ids(tmp_path, monkeypatch):
    """So that no row of the table of picks is blank."""
    monkeypatch.chdir(tmp_path)
    rows = [f"spotify:track:{n:022d},{90 + n},0.{n}" for n in range(1, 7)]
    write_text("songs.csv", "uri,tempo,energy\n" + "\n".join(rows) + "\n")
    run("gather", "songs.csv", "--out", "songs.motif")
    result = run("recommend", "songs.motif", "spotify:track:0000000000000000000001", "-n", "2")
    assert result.exit_code == 0
    assert f"{2:022d}" in result.stdout
    assert f"{3:022d}" in result.stdout


def test_a_table_in_percent_is_told(tmp_path, monkeypatch):
    """In a note, once for the table, and in JSON with its source."""
    monkeypatch.chdir(tmp_path)
    write_text("songs.csv", "Title,Energy,Valence,Beats Per Minute (BPM)\nA,74,1,120\nB,50,62,99\n")
    assert run("gather", "songs.csv", "--out", "a.motif").stderr == "motif: songs.csv: percent 4\n"
    told = json.loads(run("gather", "songs.csv", "--out", "b.motif", "--json").stdout)
    assert told["sources"][0]["dirt"] == {"percent": 4}


def test_files_that_were_left_out_are_told(tmp_path, monkeypatch):
    """The first ten with their reasons, and how many more there are."""
    pytest.importorskip("av", reason="needs the extra 'songs'")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "cache"))
    make_folder(tmp_path / "music")
    for n in range(12):
        write_text(tmp_path / f"music/{n:02d}.mp3", "no sound")
    result = run("gather", "music", "--out", "songs.motif")
    notes = result.stderr.splitlines()
    assert notes[0].startswith("motif: music/00.mp3: not_audio: '00.mp3' is ")
    assert len(notes) == 11
    assert notes[10] == "motif: 2 more files were left out; `motif songs show` lists them"


def test_a_path_from_the_command_line_may_end_at_a_file(invoke):
    """Which needs a block of sound to be compared by."""
    write_text("new.mp3", "x")
    result = invoke("recommend", "songs.motif", "Song 3", "--mode", "path", "--to", "new.mp3", code=1)
    assert "'new.mp3' is a sound file" in result.stderr
    result = invoke("recommend", "songs.motif", "gone.mp3", code=1)
    assert result.stderr.startswith("motif: cannot read 'gone.mp3': there is no such file")
