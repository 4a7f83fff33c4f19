"""Durations: one unit a column, whichever way it is written."""

import numpy as np
import pyarrow as pa
import pytest

from motif.songs.source.duration import durations


def cells(*values):
    return pa.chunked_array([pa.array(values)])


@pytest.mark.parametrize(
    ("values", "says_ms", "expected"),
    [
        (["220", "1,292", "197"], False, [220, 1292, 197]),  # Kaggle's "Top 2000": thousands in a few cells
        (["220,937", "197,5", "180"], False, [220.937, 197.5, 180]),  # decimals
        (["3:45", "1:02:03", None], False, [225, 3723, np.nan]),
        (["3:45", "200"], False, [225, 200]),
        ([220937, 900, 197000], True, [220.937, 0.9, 197]),  # a short piece stays one
        ([220, 197, 236], True, [220, 197, 236]),  # "ms" of a fifth of a second are s
        ([220937, 197000], False, [220.937, 197]),
        ([0, -5, 200], False, [np.nan, np.nan, 200]),
    ],
)
def test_the_unit_is_the_columns(values, says_ms, expected):
    """Seconds, milliseconds, clocks and thousands are told apart by the whole column."""
    np.testing.assert_allclose(durations(cells(*values), says_ms=says_ms), expected)
