"""Which words stand together."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.represent.vector.together import counted_together, windows, words_of


def test_frequent_words_come_first_and_rare_ones_go():
    """Words said too seldom have no row, and leave the sentences."""
    words, rows = words_of([["b", "a", "b"], ["c", "a", "b"]], 2)
    assert (words, [row.tolist() for row in rows]) == (["b", "a"], [[0, 1, 0], [1, 0]])


@settings(derandomize=True, max_examples=20, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), max_size=7), max_size=5), st.integers(1, 4))
def test_windows_are_what_a_loop_counts(said, window):
    """Each pair within the window counts, the nearer the more; never across sentences."""
    wanted = np.zeros((5, 5))
    for one in said:
        for i, a in enumerate(one):
            for j, b in enumerate(one):
                if i != j and abs(i - j) <= window:
                    wanted[a, b] += (window + 1 - abs(i - j)) / window
    assert np.allclose(windows([np.array(one, np.int32) for one in said], 5, window).toarray(), wanted)


def test_products_of_counts():
    """Words of one item stand together as often as their counts' product."""
    assert counted_together([[3, 2], [1, 0]]).toarray().tolist() == [[10, 6], [6, 4]]
