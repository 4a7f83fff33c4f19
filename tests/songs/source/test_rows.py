"""Rows of several sources stand one under the other."""

import numpy as np
import pyarrow as pa

from motif.songs.source.rows import FACTS, Rows, Source, row_id, stacked


def rows(n_rows, extra, blocks, name="a"):
    facts = pa.table([pa.nulls(n_rows, field.type) for field in FACTS], schema=FACTS)
    facts = facts.set_column(FACTS.get_field_index("source"), FACTS.field("source"), pa.array([0] * n_rows, pa.int32()))
    return Rows(facts, pa.table(extra), blocks, sources=(Source(name, "table", n_rows),))


class TestStacked:
    def test_columns(self):
        """A column that one source lacks is empty there; numbers stay numbers, other mixtures become text."""
        one = rows(1, {"x": [1], "y": [True], "z": ["a"]}, {})
        two = rows(2, {"x": [0.5, 2.0], "y": ["b", None]}, {})
        extra = stacked([one, two]).extra
        assert extra.to_pydict() == {"x": [1.0, 0.5, 2.0], "y": ["true", "b", None], "z": ["a", None, None]}

    def test_blocks(self):
        """A block that one source lacks is NaN there."""
        both = stacked([rows(1, {}, {"a": np.ones((1, 2), np.float32)}), rows(1, {}, {})])
        np.testing.assert_array_equal(both.blocks["a"], [[1, 1], [np.nan, np.nan]])

    def test_sources(self):
        """Rows know which source they are from."""
        both = stacked([rows(1, {}, {}), rows(2, {}, {}, "b")])
        assert both.facts["source"].to_pylist() == [0, 1, 1]
        assert [source.name for source in both.sources] == ["a", "b"]


class TestRowId:
    def test_known_parts(self):
        """Equal parts give equal ids; a missing part is a part; any text will do."""
        assert row_id("a", None) == row_id("a", None) != row_id("a", "None")
        assert row_id("\ud800").startswith("row-")
