"""The verbs that mean the same for every collection."""

from pathlib import Path

import pyarrow.parquet as pq

import motif as library
from motif.collection import read


def test_info_json_has_the_documented_keys(songs, motif):
    """`info --json` says items, kind, blocks with shape and dtype, and drops by reason."""
    assert motif("info", songs, "--json").value == {
        "n_items": 3,
        "kind": "song",
        "blocks": {"sound": {"shape": [3, 2], "dtype": "uint8"}, "beats": {"shape": [3, None], "dtype": "float64"}},
        "drops": {"total": 3, "by_reason": {"truncated": 2, "empty": 1}},
    }


def test_info_text_names_what_was_left_out(songs, motif):
    """For people, `info` has a line for each block and one for what was left out."""
    lines = motif("info", songs).stdout.splitlines()
    assert lines[0].split() == ["items", "3", "of", "kind", "song"]
    assert lines[-1].endswith("3: truncated 2, empty 1")


def test_where_shows_items_and_counts_on_stderr(songs, motif):
    """`where` prints the items on stdout and the counts on stderr."""
    result = motif("where", songs, "year < 1975")
    assert "Alpha" in result.stdout
    assert result.stderr == "motif: 1 of 3 items\n"


def test_where_shows_control_characters_instead_of_obeying_them(songs, motif):
    """A title with an escape sequence cannot paint the terminal."""
    assert "\x1b" not in motif("where", songs, "id = 'c'").stdout


def test_where_limit_shows_fewer_and_zero_shows_all(songs, motif):
    """`--limit` is about what is shown, not about what is found."""
    one, all_ = motif("where", songs, "true", "--limit", "1"), motif("where", songs, "true", "--limit", "0")
    assert (len(one.stdout.splitlines()), len(all_.stdout.splitlines())) == (2, 4)
    assert one.stderr == all_.stderr == "motif: 3 of 3 items\n"


def test_where_out_saves_a_collection_of_the_chosen(songs, motif):
    """`--out NEW.motif` is a whole collection of the items for which the condition holds."""
    value = motif("where", songs, "year > 1975", "--out", "late.motif", "--json").value
    assert value == {"n_items": 1, "of": 3, "ids": ["b"], "out": "late.motif"}
    assert library.open("late.motif").blocks["sound"][:].tolist() == [[1.0, 1.5]]


def test_where_out_does_not_replace_unasked(songs, motif):
    """A collection that is there stays there without `--overwrite`."""
    motif("where", songs, "true", "--out", "some.motif")
    result = motif("where", songs, "year > 1975", "--out", "some.motif", code=1)
    assert result.stderr == (
        "motif: 'some.motif' holds a collection already; choose another name, or ask for overwrite\n"
    )
    assert read("some.motif").n_items == 3
    motif("where", songs, "year > 1975", "--out", "some.motif", "--overwrite")
    assert read("some.motif").n_items == 1


def test_a_wrong_condition_is_one_line(songs, motif):
    """What DuckDB says of a wrong expression comes as one line with the columns there are."""
    result = motif("where", songs, "yaer > 1975", code=1)
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "the columns are id, title, year" in result.stderr


def test_export_writes_what_the_suffix_says(songs, motif):
    """CSV has its formulas disarmed; Parquet has the cells as they are."""
    motif("export", songs, "songs.csv")
    value = motif("export", songs, "songs.parquet", "--json").value
    assert value == {"n_items": 3, "file": "songs.parquet"}
    with Path("songs.csv").open(encoding="utf-8") as stream:
        assert stream.read().splitlines()[2] == '"b","\'=B+1",1980'
    assert pq.read_table("songs.parquet")["title"].to_pylist()[1] == "=B+1"


def test_export_does_not_replace_unasked(songs, motif, tmp_path):
    """A file that is there stays there without `--overwrite`."""
    (tmp_path / "songs.csv").write_text("mine")
    motif("export", songs, "songs.csv", code=1)
    assert (tmp_path / "songs.csv").read_text() == "mine"
    motif("export", songs, "songs.csv", "--overwrite")
    assert (tmp_path / "songs.csv").read_text().startswith('"id"')


def test_export_refuses_a_suffix_it_does_not_know(songs, motif):
    """An unknown suffix is answered with the known ones."""
    assert "must be one of 'csv', 'parquet', not 'xlsx'" in motif("export", songs, "songs.xlsx", code=1).stderr


def test_verify_counts_the_files(songs, motif):
    """A whole collection is said to be whole, with the number of files read."""
    value = motif("verify", songs, "--json").value
    n_files = sum(1 for path in songs.rglob("*") if path.is_file() and path.name != "writer.lock")
    assert value == {"whole": True, "n_items": 3, "n_files": n_files}


def test_verify_names_the_damaged_file(songs, motif):
    """A flipped byte is found, and the file is named."""
    (path,) = songs.glob("blocks/sound/*.npy")
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert path.name in motif("verify", songs, code=1).stderr


def test_a_folder_that_is_no_collection_is_one_line(songs, motif):
    """Every shared verb says the same of what is not there."""
    for words in (
        ("info", "no.motif"),
        ("where", "no.motif", "true"),
        ("export", "no.motif", "a.csv"),
        ("verify", "no.motif"),
    ):
        result = motif(*words, code=1)
        assert result.stderr == "motif: 'no.motif' is not a collection: there is no such folder\n"


def test_a_name_that_is_too_long_is_one_line(songs, motif):
    """No verb answers such a name with a traceback."""
    name = "n" * 300
    for words in (("export", songs, f"{name}.csv"), ("where", songs, "true", "--out", name), ("info", name)):
        assert motif(*words, code=1).stderr.count("\n") <= 2
