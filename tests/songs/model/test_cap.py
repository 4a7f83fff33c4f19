"""Caps count each group, and a song of several in each of them."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.songs.model.cap import Allowed, Cap


def test_at_most_so_many_of_a_group():
    """In order, and what is unknown is alone."""
    allowed = Allowed(5, set(), [], [Cap(["a", "a", "b", None, None], most=1)])
    assert allowed.first(range(5), 5) == [0, 2, 3, 4]


def test_a_song_of_several_counts_in_each():
    """A song by A and B takes the place of either, and comes only while both have one."""
    both = frozenset("ab")
    assert Allowed(4, set(), [], [Cap([both, "a", "b", "c"], most=1)]).first(range(4), 4) == [0, 3]
    assert Allowed(4, set(), [], [Cap(["a", both, "b", "c"], most=1)]).first(range(4), 4) == [0, 2, 3]
    assert Allowed(2, set(), [], [Cap([frozenset(), frozenset()], most=1)]).first(range(2), 2) == [0, 1]


def test_seeds_count_where_it_is_asked():
    """Of the seed's own recording nothing more is wanted; of its artist there is."""
    groups = np.array([0, 0, 1])
    assert Allowed(3, {0}, [0], [Cap(groups, most=1, counts_seeds=True)]).first(range(3), 3) == [2]
    assert Allowed(3, {0}, [0], [Cap(groups, most=1)]).first(range(3), 3) == [1, 2]


def test_what_is_taken_counts_from_then_on():
    """And is not picked again."""
    allowed = Allowed(3, set(), [], [Cap(["a", "a", "b"], most=1)])
    allowed.take(0)
    assert allowed.first(range(3), 3) == [2]


def test_groups_must_fit():
    """One for each song."""
    with pytest.raises(InputError, match="groups of a cap"):
        Allowed(3, set(), [], [Cap(["a"], most=1)])
