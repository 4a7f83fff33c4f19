"""Tables by chance: the same as labels dealt out one item at a time, with the means known in closed form."""

import numpy as np
import pytest

from motif.evaluate.clustering.chance import halved, halved_groups, permuted
from motif.evaluate.clustering.label import Kinds, kinds_of
from motif.evaluate.clustering.metric import FORMULAS
from motif.evaluate.clustering.tally import table_of, tally

RNG = np.random.default_rng(3)
LABELS, GOLD = RNG.integers(4, size=120), RNG.integers(3, size=120)


def drawn(labels, of_item, kinds, n):
    shape = labels.max() + 1, of_item.max() + 1
    expected = float(tally(table_of(labels, of_item, shape), kinds).expected)
    return permuted(labels, of_item, kinds, n=n, expected=expected, rng=np.random.default_rng(0))


@pytest.mark.parametrize("key", FORMULAS)
def test_random_tables_are_permutations(key):
    """The fast draws have the mean and sd of labels permuted one item at a time, for every metric."""
    fast = FORMULAS[key](drawn(LABELS, GOLD, Kinds(3), 4000))
    rng = np.random.default_rng(1)
    slow = np.array([
        FORMULAS[key](tally(table_of(rng.permutation(LABELS), GOLD, (4, 3)), Kinds(3))) for _ in range(1000)
    ])  # fmt: skip
    assert fast.mean() == pytest.approx(slow.mean(), abs=4.5 * slow.std() * (1 / 1000 + 1 / 4000) ** 0.5)
    assert fast.std() == pytest.approx(slow.std(), rel=0.15)  # 1,000 draws know an sd to about 2 %


@pytest.mark.parametrize("n_clusters", [5, 90])
def test_means_known_in_closed_form(n_clusters):
    """By chance AMI and ARI are 0 and AUC 0.5 on average, also with more cells than items."""
    rng = np.random.default_rng(0)
    labels = np.unique(rng.integers(n_clusters, size=100), return_inverse=True)[1]
    chance = drawn(labels, rng.integers(4, size=100), Kinds(4), 1000)
    for key, mean in (("ami", 0), ("ari", 0), ("pairwise_auc", 0.5)):
        draws = FORMULAS[key](chance)
        assert draws.mean() == pytest.approx(mean, abs=4 * draws.std() / 1000**0.5), key


def test_mean_of_bcubed_in_closed_form():
    """An item's cluster of a has by chance 1 + (a - 1)(b - 1) / (n - 1) of its b like it."""
    draws = FORMULAS["bcubed_precision"](drawn(LABELS, GOLD, Kinds(3), 2000))
    a, b, n = np.bincount(LABELS), np.bincount(GOLD), 120
    mean = sum(i / n * j / n * (1 + (i - 1) * (j - 1) / (n - 1)) / i for i in a for j in b)
    assert draws.mean() == pytest.approx(mean, abs=4 * draws.std() / 2000**0.5)


def test_several_labels_stay_with_their_item():
    """Whole items are dealt out: how many pairs share a label never changes, nor how many are together."""
    of_item, kinds = kinds_of([["a", "b"] if i % 3 else ["c", "d"][: 1 + i % 2] for i in range(30)], every_row=True)
    chance = drawn(np.arange(30) % 4, of_item, kinds, 20)
    assert len(set(chance.sharing)) == len(set(chance.together)) == len(set(chance.gold_squares)) == 1
    assert len(set(chance.both)) > 1
    assert len(set(chance.label_squares)) > 1  # in rows the clusters' sizes do change
    assert len(set(chance.expected)) > 1


def test_halves_hold_half_of_the_items():
    """A half-sample has half of the items, none twice, and the kinds stay what they are."""
    of_item, kinds = kinds_of([["a", "b"] if i % 3 else ["b"] for i in range(21)], every_row=False)
    table = table_of(np.arange(21) % 2, of_item, (2, 2))
    halves = halved(table, kinds, n=7, rng=np.random.default_rng(0))
    assert halves.n_items.tolist() == [10] * 7
    assert (halves.sharing <= 100).all()


def test_labels_go_from_group_to_group():
    """Where each group of four has one cluster and one label of its own, it has so in every draw."""
    codes = np.repeat(np.arange(5), 4)
    chance = permuted(codes, codes, Kinds(5), n=20, expected=0.0, rng=np.random.default_rng(0), groups=codes)
    assert chance.precision.tolist() == [1.0] * 20
    alone = permuted(codes, codes, Kinds(5), n=20, expected=0.0, rng=np.random.default_rng(0))
    assert alone.precision.max() < 1


def test_halves_of_groups():
    """Half of eight groups of three are four of them, whole; seven groups have no halves."""
    groups = np.repeat(np.arange(8), 3)
    halves = halved_groups(groups % 2, groups, Kinds(8), groups, n=5, rng=np.random.default_rng(0))
    assert halves.n_items.tolist() == [12] * 5
    assert halves.gold_squares.tolist() == [4 * 9] * 5
    assert halved_groups(groups % 2, groups, Kinds(8), groups % 7, n=5, rng=RNG) is None


def test_few_items_have_no_halves():
    """Below 8 items there are none."""
    assert halved(table_of(np.zeros(7, int), np.zeros(7, int), (1, 1)), Kinds(1), n=3, rng=RNG) is None
