"""Artists: every way in which tables write several, and nothing that looks like one of them split by mistake."""

import ast
import time

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.songs.source.artist import artist_lists, artist_names


class TestArtistNames:
    @pytest.mark.parametrize(
        ("cell", "names"),
        [
            ("ABBA", ["ABBA"]),
            ("['A', 'B']", ["A", "B"]),
            ('["A", "The B-52\'s"]', ["A", "The B-52's"]),
            ("['It\\'s', \"x\"]", ["It's", "x"]),
            ("[]", []),
            ("A; B;C", ["A", "B", "C"]),
            ("Earth, Wind & Fire", ["Earth, Wind & Fire"]),
            ("[unknown]", ["[unknown]"]),
            ("[ka'kku:]", ["[ka'kku:]"]),
            ('[{"name": "A", "id": 1}, {"name": "B"}]', ["A", "B"]),
            ("[__import__('os').getcwd()]", ["[__import__('os').getcwd()]"]),
            ("  ", []),
        ],
    )
    def test_cells(self, cell, names):
        """Lists of Python and JSON, names between `;`, and single names with commas or brackets of their own."""
        assert artist_names(cell) == names

    @settings(derandomize=True, max_examples=60, deadline=None)
    @given(st.lists(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12), min_size=1))
    def test_like_python(self, names):
        """A list that Python wrote comes back as Python would read it, up to names of characters it must spell out."""
        written = repr(names)
        if "\\x" in written or "\\u" in written or "\\U" in written or len(written) > 20_000:
            return
        assert artist_names(written) == ast.literal_eval(written)

    def test_hostile(self):
        """Brackets without an end and a megabyte of text cost no time and are taken as they are."""
        started = time.process_time()
        for cell in ("[" * 10_000, "['a'," * 3_000, "['" + "\\" * 15_000, "x;" * 500_000):
            assert artist_names(cell)[0][:1] == cell[:1]
        assert time.process_time() - started < 2


class TestArtistLists:
    def test_order(self):
        """All artists of a row stay, in their order; an empty cell has none."""
        cells = pa.chunked_array([["B;A", None], ["", "C"]])
        assert artist_lists(cells).to_pylist() == [["B", "A"], None, None, ["C"]]

    def test_lists(self):
        """Lists of a Parquet table are taken as they are, empty ones as none."""
        cells = pa.chunked_array([pa.array([["B", " A "], [], None])])
        assert artist_lists(cells).to_pylist() == [["B", "A"], None, None]

    def test_commas(self):
        """A comma separates where the artists' ids say so, and nowhere else."""
        cells = pa.chunked_array([["A,B", "Earth, Wind & Fire", "C"]])
        counts = pa.chunked_array([["1,2", "3", None]])
        assert artist_lists(cells, counts=counts).to_pylist() == [["A", "B"], ["Earth, Wind & Fire"], ["C"]]
        assert artist_lists(cells).to_pylist() == [["A,B"], ["Earth, Wind & Fire"], ["C"]]
