"""Building: items, blocks, origins, merges and drops of a collection of songs."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.files import write_text
from motif.core.record import RunRecord
from motif.songs.collection import build as room
from motif.songs.collection.build import built
from motif.songs.collection.merge import merged
from motif.songs.source.feature import FEATURES
from motif.songs.source.rows import stacked
from motif.songs.source.table import read_songs

A, B = "0WiKz86jAqiP6ZnuAZv8nz", "1qlsnDtzryr3yLuocJ00PY"


@pytest.fixture
def build(tmp_path):
    def build(*texts, **settings):
        for number, text in enumerate(texts):
            write_text(tmp_path / f"{number}.csv", text)
        rows = stacked([read_songs(tmp_path / f"{number}.csv") for number in range(len(texts))])
        found = merged(rows, **settings)
        return built(rows, found, record=RunRecord("songs.gather"), columns={"spotify": FEATURES})

    return build


def test_items(build):
    """The fixed columns come first, then the table's own; names are without blanks around them."""
    songs = build(f"song,artists,uri,tempo,explicit,decade\n Stay ,B;A,{A},120,true,1990\n")
    assert songs.kind == "song"
    assert songs.items.to_pylist() == [
        {
            "id": A,
            "song": "Stay",
            "artist": "B",
            "artists": ["B", "A"],
            "album": None,
            "duration_s": None,
            "complete": False,
            "media": None,
            "explicit": True,
            "decade": 1990,
        }
    ]


def test_block(build):
    """The block has Spotify's columns; a song without features has no row, an empty cell is NaN."""
    block = build(f"song,uri,tempo\nA,{A},120\nB,{B},\n").blocks["spotify"]
    assert block.columns == FEATURES
    assert block.dtype == np.float32
    assert block.present.tolist() == [True, False]
    assert block[0][10] == 120
    assert np.isnan(block[0]).sum() == 12


def test_no_block(build):
    """Where no song has features there is no block."""
    assert dict(build("song,artist,tempo\nA,B,\n").blocks) == {}


def test_origins(build):
    """A song that was found twice has both places; a playlist's name is a place of its own."""
    songs = build(f"song,uri,playlist_name\nStay,{A},Hits\n", f"song,uri\nGo,{B}\nStay,{A}\n")
    assert songs.tables["origins"].to_pylist() == [
        {"id": A, "kind": "table", "origin": "0.csv", "position": 2},
        {"id": B, "kind": "table", "origin": "1.csv", "position": 2},
        {"id": A, "kind": "table", "origin": "1.csv", "position": 3},
        {"id": A, "kind": "playlist", "origin": "Hits", "position": 2},
    ]


def test_merges_and_drops(build):
    """Each decision has its rule, its reason in words and its row; each row that went is a drop that says into what."""
    songs = build(f"song,artist,uri\nStay,X,{A}\nSTAY,X,{B}\n")
    reason = "the same but for letter case and blanks: 'STAY' by 'X' is 'Stay' by 'X'"
    assert songs.tables["merges"].to_pylist() == [
        {"id": A, "merged": B, "rule": "case_and_blanks", "reason": reason, "origin": "0.csv:3"}
    ]
    assert songs.drops.to_pylist() == [
        {"origin": "0.csv:3", "id": B, "step": "case_and_blanks", "reason": "duplicate_recording", "detail": f"is {A}"}
    ]


def test_all_dropped(build):
    """A gathering that keeps nothing is a collection without items."""
    songs = build(f"song,uri\nA,{A}\n", complete=True)
    assert songs.n_items == 0
    assert songs.drops["reason"].to_pylist() == ["missing_artist"]


def test_saved(build, tmp_path):
    """What was built comes back from disk as it was."""
    songs = build(f"song,artists,uri,tempo\nStay,B;A,{A},120\nSTAY,B;A,{B},\n")
    back = songs.save(tmp_path / "songs.motif")
    assert back.items.to_pylist() == songs.items.to_pylist()
    np.testing.assert_array_equal(back.blocks["spotify"][:], songs.blocks["spotify"][:])
    assert back.tables["merges"].to_pylist() == songs.tables["merges"].to_pylist()


NAMES = st.none() | st.lists(st.sampled_from(["a", "B'", '"', "\\", "é", "\n", "x" * 50, "~", "\x1b"]), max_size=4).map(
    "".join
)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(NAMES, st.none() | st.lists(NAMES.filter(lambda name: name is not None), max_size=3)), max_size=5
    )
)
def test_names_in_reasons(pairs):
    """Song and artists as Python writes texts, so that nothing in them is obeyed, cut to 80 characters each."""
    facts = {"song": [song for song, _ in pairs], "artists": [artists for _, artists in pairs]}
    kinds = pa.schema([("song", pa.string()), ("artists", pa.list_(pa.string()))])
    told = room._named(pa.table(facts, schema=kinds)).to_pylist()
    for (song, artists), said in zip(pairs, told, strict=True):
        parts = [part for part in (song, ", ".join(artists or [])) if part]
        assert said == " by ".join(repr(part if len(part) <= 80 else part[:80] + "…") for part in parts)
