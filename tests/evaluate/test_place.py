"""Groups change places whole, with groups of near size."""

from itertools import permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.evaluate.place import exchanged, staying


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=15), st.integers(0, 1000))
def test_groups_change_places_whole(sizes, seed):
    """Each item stands once; as much of a group as fits stands together, and only where groups of near size were."""
    rng = np.random.default_rng(seed)
    groups = rng.permutation(np.repeat(np.arange(len(sizes)) * 2, sizes))
    items, owners = exchanged(groups, np.flatnonzero(groups % 4), rng)
    assert sorted(owners) == np.flatnonzero(groups % 4).tolist()
    assert ((groups % 4 > 0) == (groups[items] % 4 > 0)).all()
    assert sorted(items) == list(range(len(groups)))
    held = np.bincount(groups)
    before, after = held[groups], held[groups[items]]
    assert (np.maximum(before, after) <= 1.5 * np.minimum(before, after)).all()
    if len(set(sizes)) == 1:
        assert (groups[items][np.flatnonzero(groups % 4)] == groups[owners]).all()
        assert all(len(set(groups[items][groups == group])) == 1 for group in set(groups))


def test_every_exchange_of_equal_groups_is_as_likely():
    """Of three groups of two, each of the six orders comes in a sixth of 1,200 draws, each item at either place."""
    rng = np.random.default_rng(0)
    drawn = [tuple(exchanged(np.array([0, 0, 1, 1, 2, 2]), np.arange(6), rng)[0]) for _ in range(1200)]
    orders = [tuple(np.array(items)[::2] // 2) for items in drawn]
    assert all(abs(orders.count(order) - 200) < 52 for order in permutations(range(3)))  # 4 standard errors
    assert abs(sum(items[0] % 2 for items in drawn) - 600) < 70


def test_who_stays_by_hand():
    """Of sizes 1, 2, 2, 3 and 9 only the last has no near one; a single item alone in its size loses nothing."""
    assert staying(np.repeat(np.arange(5), [1, 2, 2, 3, 9])) == 1
    assert staying(np.zeros(4, dtype=int)) == 1
    assert staying(np.arange(4)) == 0


def test_a_group_without_a_like_keeps_its_place():
    """Its items change places among themselves, as do single items when there is one group only."""
    groups = np.repeat([0, 1, 2], [2, 2, 9])
    items, _ = exchanged(groups, np.arange(13), np.random.default_rng(0))
    assert sorted(items[4:]) == list(range(4, 13))
    assert items[4:].tolist() != list(range(4, 13))
