"""Nearest items, what a map keeps of them, how many groups there are, and what sets a group apart."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.latent.study.near import FULL, QUICK, agreeing, chosen_number, kept_on, near, set_apart


def _rng():
    return np.random.default_rng(0)


@pytest.fixture(scope="module")
def groups():
    """Three round groups of twenty in three numbers, far apart, and what each item is."""
    centres = np.array([[0, 0, 0], [20, 0, 0], [0, 20, 0]])
    return centres[np.arange(60) % 3] + _rng().normal(size=(60, 3)), tuple("abc"[i % 3] for i in range(60))


def test_nearest_come_first_without_the_item_itself():
    """On a line, by hand."""
    found = near(np.array([[0.0], [1.0], [3.0], [7.0]]), k=2)
    assert found.found.tolist() == [[1, 2], [0, 2], [1, 0], [2, 1]]
    assert found.distances.tolist() == [[1, 3], [1, 2], [2, 3], [4, 6]]


def test_few_items_have_few_neighbours():
    """Nobody is found twice."""
    assert near(np.array([[0.0], [1.0]])).found.tolist() == [[1], [0]]


def test_groups_far_apart_agree(groups):
    """All ten nearest are of the same kind; by chance a third would be."""
    codes, known = groups
    figure = agreeing(codes, known, effort=QUICK, chance=_rng())["precision"]
    assert figure.value == 1
    assert figure.null.mean == pytest.approx(19 / 59, abs=0.03)


def test_items_of_unknown_kind_are_left_out(groups):
    """Half of the items are known: these are asked, and only these are found."""
    codes, known = groups
    half = [value if i < 30 else None for i, value in enumerate(known)]
    assert agreeing(codes, half, effort=QUICK, chance=_rng())["precision"].n == 30


@pytest.mark.parametrize("known", [None, ["a"] * 60, [str(i) for i in range(60)], [None] * 60])
def test_kinds_that_tell_nothing_give_no_figure(groups, known):
    """One kind, or one for each item, agrees always or never."""
    assert agreeing(groups[0], known, effort=QUICK, chance=_rng()) == {}


def test_a_map_that_is_the_codes_keeps_everything():
    """With two numbers, the map can be the codes themselves."""
    codes = _rng().normal(size=(50, 2))
    figures = kept_on(codes, codes, effort=QUICK, chance=_rng())
    assert {name: figure.value for name, figure in figures.items()} == pytest.approx(
        {"neighbours_kept": 1.0, "distance_correlation": 1.0}
    )


def test_three_items_are_too_few_for_a_map():
    """No figure is better than one of three items."""
    assert kept_on(np.zeros((3, 2)), np.zeros((3, 2)), effort=QUICK, chance=_rng()) == {}


def test_the_number_of_groups_is_found(groups):
    """Three that are far apart are three, clearly."""
    assert chosen_number(groups[0], effort=FULL, chance=_rng()).n_clusters == 3


def test_too_few_items_have_no_number_of_groups():
    """None, not a guess."""
    assert chosen_number(np.zeros((3, 2)), effort=QUICK, chance=_rng()) is None


def test_what_sets_a_group_apart_is_found(groups):
    """Each number that was shifted for a group stands out in it; the third, which is noise, in none."""
    codes, known = groups
    effects = set_apart(codes, np.array(["abc".index(value) for value in known]), effort=FULL, chance=_rng())
    assert effects[1][0] > 1
    assert effects[2][1] > 1
    assert all(effect[2] == 0 for effect in effects.values())


@pytest.mark.parametrize("n_items", [14, 15])
def test_fifteen_items_are_enough_for_five_groups(n_items):
    """Three for each of the fewest that are tried."""
    codes = _rng().normal(size=(n_items, 2))
    assert (chosen_number(codes, effort=QUICK, chance=_rng()) is None) == (n_items < 15)


def test_codes_that_are_no_numbers_are_not_passed_over():
    """NaN is an error, not too few items."""
    with pytest.raises(InputError, match="NaN"):
        chosen_number(np.full((30, 2), np.nan), effort=QUICK, chance=_rng())
