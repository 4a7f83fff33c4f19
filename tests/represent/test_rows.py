"""Rows on demand."""

import numpy as np
import pytest

from motif.represent.rows import RowSource


def test_a_source_has_the_length_of_its_shape():
    """And float32, unless it says otherwise."""

    class Ones(RowSource):
        shape = (7, 2)

        def rows(self, places):
            return np.ones((len(places), 2), np.float32)

    assert (len(Ones()), Ones().dtype) == (7, np.float32)


def test_a_source_must_say_how_its_rows_are_made():
    """It is abstract."""
    with pytest.raises(TypeError):
        RowSource()
