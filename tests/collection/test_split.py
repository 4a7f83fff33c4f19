"""Splits: an item's side is its own, for ever; strata are divided as evenly as whole items allow."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.collection.split import hashed, stratified
from motif.core.errors import InputError

SHARES = st.sampled_from(
    [{"train": 0.8, "test": 0.2}, {"a": 0.5, "b": 0.3, "c": 0.2}, {"all": 1.0}, {"x": 1 / 3, "y": 2 / 3}]
)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(data=st.data(), shares=SHARES, salt=st.text(max_size=3), keys=st.lists(st.text(), unique=True, min_size=1))
def test_the_side_of_an_item_does_not_hang_on_the_others(data, shares, salt, keys):
    """Items added, taken away or put into another order: nobody changes sides."""
    side = dict(zip(keys, hashed(keys, shares, salt=salt), strict=True))
    others = [*data.draw(st.permutations(keys)), "a new one"]
    again = dict(zip(others, hashed(others, shares, salt=salt), strict=True))
    assert all(again[key] == side[key] for key in keys)
    assert set(side.values()) <= set(shares)


def test_sides_are_the_same_today_and_in_ten_years():
    """Written down once: whoever changes the hash changes every published split."""
    found = hashed([f"film {n}" for n in range(12)], {"train": 0.6, "dev": 0.2, "test": 0.2}, salt="v1")
    assert " ".join(found) == "train train train test train train train train test test dev test"


@pytest.mark.parametrize("salt", ["", "v2"])
@pytest.mark.parametrize("shares", [{"train": 0.8, "test": 0.2}, {"a": 0.1, "b": 0.2, "c": 0.7}])
def test_shares_hold_on_average(shares, salt):
    """Within four standard deviations of the binomial: one in 16,000 seeds would fail, and these are fixed."""
    n = 10_000
    sides = hashed([f"i{place}" for place in range(n)], shares, salt=salt)
    for side, share in shares.items():
        assert abs((sides == side).sum() - n * share) <= 4 * math.sqrt(n * share * (1 - share))


def test_another_salt_is_another_split():
    """Independent of the first: about as many agree as chance lets agree (half, within four deviations)."""
    keys, shares = [f"i{place}" for place in range(10_000)], {"a": 0.5, "b": 0.5}
    agree = (hashed(keys, shares) == hashed(keys, shares, salt="other")).sum()
    assert abs(agree - 5000) <= 4 * 50


def test_equal_groups_stay_together():
    """The group's value decides, whatever its type."""
    groups = ["x", "y", "x", 3, 3.5, 3, True]
    sides = hashed(groups, {"a": 0.5, "b": 0.5})
    assert sides[0] == sides[2]
    assert sides[3] == sides[5]


@pytest.mark.parametrize("keys", [["a", None], [None]])
def test_an_item_without_a_group_has_no_side(keys):
    """It would be put with all others that have none."""
    with pytest.raises(InputError, match="every item needs a group to split by; rows without one: "):
        hashed(keys, {"a": 0.5, "b": 0.5})


@pytest.mark.parametrize(
    "shares",
    [
        {},
        {"a": 0.5},
        {"a": 0.5, "b": 0.6},
        {"a": 1.5, "b": -0.5},
        {"a": 1.0, "b": 0.0},
        {"a": float("nan")},
        {"a": "1"},
        {"A!": 1.0},
    ],
)
@pytest.mark.parametrize("divide", [hashed, stratified])
def test_shares_that_are_none_are_refused(divide, shares):
    """Positive, of sum one, with plain names."""
    with pytest.raises(InputError, match=r"shares must be positive and sum to 1|must be a name of"):
        divide(["a"], shares)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(strata=st.lists(st.sampled_from(["x", "y", None]), max_size=40), shares=SHARES, seed=st.integers(0, 99))
def test_each_stratum_gets_its_shares_rounded_up_or_down(strata, shares, seed):
    """And every item gets a side."""
    sides = stratified(strata, shares, random_state=seed)
    assert len(sides) == len(strata)
    for stratum in set(strata):
        own = [side for side, held in zip(sides, strata, strict=True) if held == stratum]
        for side, share in shares.items():
            exact = len(own) * share
            assert math.floor(exact - 1e-9) <= own.count(side) <= math.ceil(exact + 1e-9)


def test_the_seed_decides_who_goes_where():
    """The same seed the same sides, another seed others; the counts stay."""
    strata = ["x"] * 20 + ["y"] * 10
    one = stratified(strata, {"a": 0.5, "b": 0.5}, random_state=1)
    assert one.tolist() == stratified(strata, {"a": 0.5, "b": 0.5}, random_state=1).tolist()
    other = stratified(strata, {"a": 0.5, "b": 0.5}, random_state=2)
    assert one.tolist() != other.tolist()
    assert (
        np.unique(one, return_counts=True)[1].tolist() == np.unique(other, return_counts=True)[1].tolist() == [15, 15]
    )


def test_small_strata_are_not_all_sent_to_one_side():
    """Many strata of one item: each side gets its share of them on average (four deviations)."""
    sides = stratified(list(range(1000)), {"a": 0.5, "b": 0.5}, random_state=0)
    assert abs((sides == "a").sum() - 500) <= 4 * math.sqrt(250)


def test_the_work_grows_with_the_items_and_not_with_the_strata():
    """Each item is compared with its neighbours in order, not with every stratum."""

    class Counting(str):
        n_compared = 0

        def __lt__(self, other):
            Counting.n_compared += 1
            return str.__lt__(self, other)

        def __eq__(self, other):
            Counting.n_compared += 1
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    class Value:
        def __init__(self, number):
            self.text = Counting(number)

        def __repr__(self):
            return self.text

    n = 2000
    assert len(stratified([Value(number) for number in range(n)], {"a": 0.5, "b": 0.5}, random_state=0)) == n
    assert 0 < Counting.n_compared < 3 * n * math.log2(n)
