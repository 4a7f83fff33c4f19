"""Filling: gaps are closed from rows that went in, and nothing that was there changes."""

import numpy as np
import pyarrow as pa

from motif.songs.collection.fill import filled
from motif.songs.collection.judge import Judgement
from motif.songs.source.rows import FACTS, Rows

NAN = np.nan
INTO = Judgement(np.array([0, 0, 0]), np.array([-1, 0, 0]), ("same_id",))


def rows(albums, block, extra=None):
    nothing = [None] * len(albums)
    columns = [pa.array(albums if field.name == "album" else nothing, field.type) for field in FACTS]
    blocks = {"spotify": np.array(block, dtype=np.float32)}
    return Rows(pa.table(columns, schema=FACTS), pa.table(extra or {}), blocks)


def test_facts():
    """An empty cell takes the first value there is."""
    found = filled(rows([None, "X", "Y"], [[0], [0], [0]], {"decade": [None, None, 1960]}), INTO, cells=True)
    assert found.facts["album"].to_pylist() == ["X", "X", "Y"]
    assert found.extra["decade"].to_pylist() == [1960, None, 1960]


def test_kept():
    """A cell that is filled stays."""
    found = filled(rows(["A", "X", "Y"], [[1, NAN], [2, 3], [4, 5]]), INTO, cells=True)
    assert found.facts["album"][0].as_py() == "A"
    assert found.blocks["spotify"][0].tolist() == [1, 3]


def test_other_ids():
    """Rows of other ids give a whole row of features or nothing: two masters are not mixed."""
    part = filled(rows([None] * 3, [[1, NAN], [2, 3], [4, 5]]), INTO, cells=False).blocks["spotify"][0]
    np.testing.assert_array_equal(part, [1, NAN])
    whole = filled(rows([None] * 3, [[NAN, NAN], [2, NAN], [4, 5]]), INTO, cells=False).blocks["spotify"][0]
    np.testing.assert_array_equal(whole, [2, NAN])
