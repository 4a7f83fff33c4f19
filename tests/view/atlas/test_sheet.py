"""A sheet knows where each tile lies."""

import pytest

from motif.core.errors import InputError
from motif.view.atlas.sheet import Sheet
from motif.view.part import Picture

PICTURE = Picture(b"tiles", "image/png", "All")


def test_tiles_lie_in_rows():
    """The sixth tile of four columns is the second of the second row."""
    assert Sheet(PICTURE, width=8, height=6, n_columns=4, n_rows=2).place(5) == (8, 6)


def test_an_empty_sheet_is_refused():
    """Every side is at least one."""
    with pytest.raises(InputError, match="n_rows"):
        Sheet(PICTURE, width=8, height=6, n_columns=4, n_rows=0)
