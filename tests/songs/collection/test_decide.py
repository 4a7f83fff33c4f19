"""Decisions: a song may be named in every way in which it is shown, and what is not here is told."""

import numpy as np
import pyarrow as pa
import pytest

from motif.core.errors import InputError
from motif.songs.collection.decide import decided
from motif.songs.collection.judge import Told
from motif.songs.source.rows import FACTS, Rows


def _rows(extra=None, **facts):
    n = len(facts["id"])
    columns = [pa.array(facts.get(field.name, [None] * n), field.type) for field in FACTS]
    return Rows(pa.table(columns, schema=FACTS), pa.table(extra or {}), {"sound": np.zeros((n, 1), np.float32)})


ROWS = _rows(
    id=["row-1", "0123456789abcdef", "row-3"],
    spelling=["17", None, "19"],
    origin=["songs.csv:2", "music/rock/a.mp3", "songs.csv:4"],
    media=[None, "rock/a.mp3", None],
    extra={"id_given": [101, None, 103]},
)
IDS = {"row-1", "0123456789abcdef", "row-3"}


@pytest.mark.parametrize("name", ["row-1", "17", "songs.csv:2", "101"])
@pytest.mark.parametrize("other", ["0123456789abcdef", "music/rock/a.mp3", "rock/a.mp3"])
def test_every_name_of_a_song(name, other):
    """Its id, the id of its table, its row, the id of its sound, and its file mean the same song."""
    found = decided(Told(same=((name, other),)), ROWS, IDS)
    assert found.told.same == (("row-1", "0123456789abcdef"),)
    assert found.unmatched == ()


def test_what_is_not_here_is_left():
    """A pair of which one song is not here decides nothing."""
    found = decided(Told(same=(("17", "nobody"),), apart=(("17", "19"),)), ROWS, IDS)
    assert found.told == Told(apart=(("row-1", "row-3"),))
    assert found.unmatched == (("17", "nobody"),)


def test_nothing_here_is_refused():
    """With what was looked for, and what an id looks like."""
    with pytest.raises(InputError, match=r"none of 1 decisions .* not here: 'nobody'; an id here looks like '0123"):
        decided(Told(same=(("17", "nobody"),)), ROWS, IDS)


def test_an_id_comes_before_other_names():
    """What is the id of one song and the table's word for another means the first."""
    rows = _rows(id=["17", "row-2"], spelling=[None, "17"])
    assert decided(Told(same=(("17", "row-2"),)), rows, {"17", "row-2"}).told.same == (("17", "row-2"),)


def test_a_name_of_several_songs_is_refused():
    """Two tables may both have a song 1: then the collection's ids must be given."""
    rows = _rows(id=["row-1", "row-2", "row-3"], spelling=["1", "1", "2"])
    with pytest.raises(InputError, match="'1' names 2 songs: 'row-1', 'row-2'; decide by these ids"):
        decided(Told(same=(("1", "2"),)), rows, {"row-1", "row-2", "row-3"})


def test_a_song_and_itself():
    """Two names of one song are the same anyway, and cannot be kept apart."""
    assert decided(Told(same=(("17", "row-1"),)), ROWS, IDS).told == Told()
    with pytest.raises(InputError, match="both are the song of id 'row-1'"):
        decided(Told(apart=(("17", "row-1"),)), ROWS, IDS)
