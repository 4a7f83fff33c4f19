"""The ledger: totals of each source, steps in their order, and the way back from a collection."""

import pytest

from motif.collection import Collection
from motif.core.errors import InputError
from motif.core.files import write_text
from motif.core.record import Drop
from motif.songs.collection.ledger import Ledger, SourceLine, ledger, tallied, unheard
from motif.songs.collection.merge import merged
from motif.songs.source.rows import stacked
from motif.songs.source.table import read_songs
from motif.songs.study.gather import gather

A = "0WiKz86jAqiP6ZnuAZv8nz"


@pytest.fixture
def tables(tmp_path):
    write_text(tmp_path / "a.csv", f"song,artist,uri\nStay,X,{A}\nGo,Y,spotify:local:x\n")
    write_text(tmp_path / "b.csv", "song,artist\nSTAY,X\nRun,Z\n")
    return tmp_path / "a.csv", tmp_path / "b.csv"


def test_each_source(tables):
    """A row counts where it came from, also when it went into a song of another source."""
    given = stacked([read_songs(path) for path in tables])
    book = tallied(given, merged(given))
    lines = [(line.name, line.n_gathered, line.n_kept, line.dropped) for line in book.sources]
    assert lines == [("a.csv", 2, 1, {"local_file": 1}), ("b.csv", 2, 1, {"duplicate_recording": 1})]
    assert book.n_gathered == 4
    assert book.dropped == {"local_file": 1, "duplicate_recording": 1}


def test_steps(tables):
    """The steps begin with all that was gathered and end with what is kept."""
    given = stacked([read_songs(path) for path in tables])
    steps = dict(tallied(given, merged(given)).steps)
    assert [steps[step] for step in ("gathered", "recognise", "exact", "case_and_blanks", "punctuation")] == [
        4,
        3,
        3,
        2,
        2,
    ]


def test_from_collection(tables, tmp_path):
    """A collection brings its ledger along, also from disk and after a choice of its songs."""
    songs = gather(tables, out=tmp_path / "songs.motif")
    given = stacked([read_songs(path) for path in tables])
    assert ledger(songs) == ledger(songs.where("song = 'Run'")) == tallied(given, merged(given))


def test_other_collection():
    """A collection that was not gathered so has none."""
    with pytest.raises(InputError, match="no ledger"):
        ledger(Collection("song", {"id": ["a"]}))


def test_unheard_files():
    """Files of folders that came to nothing while they were heard; rows of tables and duplicates are no such."""
    drops = [
        Drop("music/a.mp3", "hear", "broken", detail="why"),
        Drop("music/b.mp3", "same_sound", "duplicate_id"),
        Drop("music.csv:7", "recognise", "episode"),
        Drop("music.csv:9", "read_table", "too_many_cells"),
        Drop("one.mp3", "hear", "too_short", detail="'one.mp3': the sound is 0.10 s long"),
    ]
    lines = [SourceLine(name, kind, 1, 0, {}, {}) for name, kind in
             (("music", "folder"), ("music.csv", "table"), ("one.mp3", "folder"))]  # fmt: skip
    held = Collection("song", {"id": ["a"]}, drops=drops)
    assert unheard(held, Ledger(tuple(lines), ())) == [
        {"origin": "music/a.mp3", "reason": "broken", "detail": "why"},
        {"origin": "one.mp3", "reason": "too_short", "detail": "'one.mp3': the sound is 0.10 s long"},
    ]
