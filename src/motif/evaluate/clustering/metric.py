"""The metrics, each as a function of two labellings and as a formula over the sums of their table."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from motif.evaluate.clustering.label import Kinds, memberships, validate
from motif.evaluate.clustering.tally import Tally, table_of, tally

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = [
    "FORMULAS",
    "BCubed",
    "ami",
    "ari",
    "bcubed",
    "completeness",
    "homogeneity",
    "nvi",
    "pairwise_auc",
    "purity",
    "v_measure",
    "vi_bits",
]

_NOTHING = 1e-12  # nats or items: rounding lies far below, what one item adds far above
_NO_PAIR = 0.25  # pairs: the least that there is, is one


class BCubed(NamedTuple):
    """B-cubed precision and recall, and their harmonic mean.

    Examples
    --------
    >>> BCubed(0.5, 1.0, 2 / 3).f1 > 0.5
    True
    """

    precision: float
    recall: float
    f1: float


def vi_bits(labels: ArrayLike, gold: ArrayLike) -> float:
    """Return the variation of information of two labellings in bits: H(labels | gold) + H(gold | labels).

    Source: Meila 2003, with logarithms to base 2; 0 is the same partition, at most log2(n_items).

    What is judged comes first; scikit-learn's order is the other way round (`labels_true, labels_pred`).

    Examples
    --------
    >>> vi_bits([0, 0, 1, 1], [0, 0, 0, 0])
    1.0
    """
    return _of_labels(_vi_bits, labels, gold)


def nvi(labels: ArrayLike, gold: ArrayLike) -> float:
    """Return the variation of information as a share of the joint entropy: 0 the same partition, 1 nothing in common.

    1 - I / H(labels, gold); 0 when both have one cluster. Source: Vinh, Epps and Bailey 2010. It does not change with
    the unit, but it still falls with the number of clusters and is not corrected for chance.

    What is judged comes first; scikit-learn's order is the other way round (`labels_true, labels_pred`).

    Examples
    --------
    >>> nvi([0, 0, 1, 1], [0, 0, 0, 0]), nvi([0, 0, 1, 1], [1, 1, 0, 0])
    (1.0, 0.0)
    """
    return _of_labels(_nvi, labels, gold)


def ami(labels: ArrayLike, gold: ArrayLike) -> float:
    """Return the adjusted mutual information of two labellings: at most 1, around 0 by chance.

    (I - E[I]) / ((H(labels) + H(gold)) / 2 - E[I]), where E[I] is the mean over all ways of dealing out the labels.

    Source: Vinh, Epps and Bailey 2010, arithmetic mean, exact expectation.

    What is judged comes first; scikit-learn's order is the other way round (`labels_true, labels_pred`).

    Examples
    --------
    >>> ami([0, 0, 1, 1], ["x", "x", "y", "y"])
    1.0
    >>> round(ami([0, 1, 0, 1], ["x", "x", "y", "y"]), 3)
    -0.5
    """
    return _of_labels(_ami, labels, gold, expected=None)


def ari(labels: ArrayLike, gold: ArrayLike) -> float:
    """Return the adjusted Rand index of two labellings: at most 1, 0 on average by chance.

    Pairs of items that are together in both, above what dealing out the labels gives, over the most there could be
    above it. Source: Hubert and Arabie 1985.

    What is judged comes first; scikit-learn's order is the other way round (`labels_true, labels_pred`).

    Examples
    --------
    >>> ari([0, 0, 1, 1], [0, 0, 1, 1]), round(ari([0, 0, 1, 1], [0, 1, 0, 1]), 3)
    (1.0, -0.5)
    """
    return _of_labels(_ari, labels, gold)


def homogeneity(labels: ArrayLike, gold: ArrayLike) -> float:
    """Return how far clusters hold one gold label each: 1 - H(gold | labels) / H(gold), in [0, 1].

    1 when the gold has one label. Every item alone scores 1. Source: Rosenberg and Hirschberg 2007.

    What is judged comes first; scikit-learn's order is the other way round, and swapping gives completeness.

    Examples
    --------
    >>> homogeneity([0, 1, 2, 3], [0, 0, 1, 1]), homogeneity([0, 0, 0, 0], [0, 0, 1, 1])
    (1.0, 0.0)
    """
    return _of_labels(_homogeneity, labels, gold)


def completeness(labels: ArrayLike, gold: ArrayLike) -> float:
    """Return how far gold labels lie in one cluster each: 1 - H(labels | gold) / H(labels), in [0, 1].

    1 when there is one cluster, which is no merit. Source: Rosenberg and Hirschberg 2007.

    What is judged comes first; scikit-learn's order is the other way round, and swapping gives homogeneity.

    Examples
    --------
    >>> completeness([0, 0, 0, 0], [0, 0, 1, 1]), round(completeness([0, 1, 2, 3], [0, 0, 1, 1]), 3)
    (1.0, 0.5)
    """
    return _of_labels(_completeness, labels, gold)


def v_measure(labels: ArrayLike, gold: ArrayLike) -> float:
    """Return the harmonic mean of homogeneity and completeness, in [0, 1].

    The same number as the mutual information over the mean of the two entropies. Source: Rosenberg and Hirschberg 2007.

    What is judged comes first; scikit-learn's order is the other way round (`labels_true, labels_pred`).

    Examples
    --------
    >>> round(v_measure([0, 1, 2, 3], [0, 0, 1, 1]), 3)
    0.667
    """
    return _of_labels(_v_measure, labels, gold)


def purity(labels: ArrayLike, gold: ArrayLike) -> float:
    """Return the share of items that have the commonest gold label of their cluster, in (0, 1].

    Every item alone scores 1; it grows with the number of clusters whatever they are.

    What is judged comes first; scikit-learn's order is the other way round (`labels_true, labels_pred`).

    Examples
    --------
    >>> purity([0, 0, 0, 1], ["a", "a", "b", "b"])
    0.75
    """
    return _of_labels(_purity, labels, gold)


def bcubed(labels: ArrayLike, gold: Sequence[object]) -> BCubed:
    """Return B-cubed precision, recall and F1 of clusters against gold labels, of which an item may have several.

    For each item: the share of its cluster that has a label in common with it; and, over the items that have a label in
    common with it, the mean of 1 / (labels in common) where they are in its cluster and 0 where not. Both are averaged
    over items, each item being in its own cluster.

    Source: Bagga and Baldwin 1998, extended to overlapping labels by Amigo et al. 2009. With several labels an item, no
    partition reaches a recall of 1.

    What is judged comes first; scikit-learn's order is the other way round (`labels_true, labels_pred`).

    Parameters
    ----------
    labels :
        (n_items,), one label each.
    gold :
        (n_items,), one label each or a list, tuple or set of them each.

    Examples
    --------
    >>> bcubed([0, 0, 0], [["hero"], ["hero"], ["fool"]]).precision == 5 / 9
    True
    >>> bcubed([0, 0], [["hero", "fool"], ["hero", "fool"]]).recall
    0.5
    """
    sums = _of_memberships(labels, gold)
    return BCubed(float(sums.precision), float(sums.recall), float(_bcubed_f1(sums)))


def pairwise_auc(labels: ArrayLike, gold: Sequence[object]) -> float:
    """Return the chance that a pair sharing a gold label is together rather than a pair that does not; ties are half.

    (1 + share of the sharing pairs that are together - share of the other pairs that are together) / 2: 0.5 by chance,
    for one cluster and for every item alone. NaN when all pairs share a label, or none does.

    What is judged comes first; scikit-learn's order is the other way round (`labels_true, labels_pred`).

    Parameters
    ----------
    labels :
        (n_items,), one label each.
    gold :
        (n_items,), one label each or a list, tuple or set of them each.

    Examples
    --------
    >>> pairwise_auc([0, 0, 1, 1], ["a", "a", "b", "b"]), pairwise_auc([0, 0, 0, 0], ["a", "a", "b", "b"])
    (1.0, 0.5)
    """
    return float(_pairwise_auc(_of_memberships(labels, gold)))


def _of_labels(
    formula: Callable[[Tally], np.ndarray], labels: ArrayLike, gold: ArrayLike, *, expected: float | None = math.nan
) -> float:
    codes, gold_codes = validate(labels, gold)
    shape = (int(codes.max()) + 1, int(gold_codes.max()) + 1)
    return float(formula(tally(table_of(codes, gold_codes, shape), Kinds(shape[1]), expected=expected)))


def _of_memberships(labels: ArrayLike, gold: Sequence[object]) -> Tally:
    codes, of_item, kinds = memberships(labels, gold)
    shape = (int(codes.max()) + 1, int(of_item.max()) + 1)
    return tally(table_of(codes, of_item, shape), kinds, expected=math.nan)


def _vi_bits(sums: Tally) -> np.ndarray:
    return np.maximum(2 * sums.joint - sums.of_labels - sums.of_gold, 0) / math.log(2)


def _nvi(sums: Tally) -> np.ndarray:
    return _ratio(np.maximum(2 * sums.joint - sums.of_labels - sums.of_gold, 0), sums.joint, where_nothing=0.0)


def _ami(sums: Tally) -> np.ndarray:
    room = (sums.of_labels + sums.of_gold) / 2 - sums.expected
    return _ratio(sums.of_labels + sums.of_gold - sums.joint - sums.expected, room, where_nothing=1.0)


def _ari(sums: Tally) -> np.ndarray:
    pairs = np.maximum(sums.n * (sums.n - 1), 1)
    both, labels, gold = (of - sums.n for of in (sums.squares, sums.label_squares, sums.gold_squares))
    expected = labels * gold / pairs
    return _ratio(both - expected, (labels + gold) / 2 - expected, where_nothing=1.0, nothing=_NO_PAIR)


def _homogeneity(sums: Tally) -> np.ndarray:
    return _kept(sums.joint - sums.of_labels, sums.of_gold)


def _completeness(sums: Tally) -> np.ndarray:
    return _kept(sums.joint - sums.of_gold, sums.of_labels)


def _v_measure(sums: Tally) -> np.ndarray:
    return _harmonic(_homogeneity(sums), _completeness(sums))


def _purity(sums: Tally) -> np.ndarray:
    return sums.majority / sums.n


def _bcubed_precision(sums: Tally) -> np.ndarray:
    return sums.precision


def _bcubed_recall(sums: Tally) -> np.ndarray:
    return sums.recall


def _bcubed_f1(sums: Tally) -> np.ndarray:
    return _harmonic(sums.precision, sums.recall)


def _pairwise_auc(sums: Tally) -> np.ndarray:
    n, both = sums.n_items, sums.both
    sharing, other = sums.sharing - n, n * n - sums.sharing
    kept = _ratio(both - n, sharing, where_nothing=math.nan)
    mixed = _ratio(sums.together - both, other, where_nothing=math.nan)
    return (1 + kept - mixed) / 2


def _kept(lost: np.ndarray, entropy: np.ndarray) -> np.ndarray:
    return 1 - np.clip(_ratio(lost, entropy, where_nothing=0.0), 0, 1)


def _harmonic(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return _ratio(2 * one * other, one + other, where_nothing=0.0)


def _ratio(part: np.ndarray, whole: np.ndarray, *, where_nothing: float, nothing: float = _NOTHING) -> np.ndarray:
    """Return part / whole, and what is agreed upon where the whole is nothing but rounding."""
    empty = np.abs(whole) < nothing
    return np.where(empty, where_nothing, part / np.where(empty, 1.0, whole))


FORMULAS: dict[str, Callable[[Tally], np.ndarray]] = {
    "vi_bits": _vi_bits,
    "nvi": _nvi,
    "ami": _ami,
    "ari": _ari,
    "homogeneity": _homogeneity,
    "completeness": _completeness,
    "v_measure": _v_measure,
    "purity": _purity,
    "bcubed_precision": _bcubed_precision,
    "bcubed_recall": _bcubed_recall,
    "bcubed_f1": _bcubed_f1,
    "pairwise_auc": _pairwise_auc,
}
"""Key -> formula over the sums of a table, in the order in which all results list them."""
