"""Figures of a grouping: every metric on its null, beside the two partitions that cost no thought."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import integer
from motif.core.seed import generator
from motif.evaluate.clustering.chance import halved, halved_groups, permuted
from motif.evaluate.clustering.label import Kinds, validate
from motif.evaluate.clustering.metric import FORMULAS
from motif.evaluate.clustering.tally import Tally, table_of, tally, tally_alone
from motif.evaluate.figure import Figure
from motif.evaluate.null import interval_around, null_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from motif.core.seed import RandomState

__all__ = ["OF_ITEMS", "evaluate", "judged"]

OF_ITEMS = ("bcubed_precision", "bcubed_recall", "bcubed_f1", "pairwise_auc")
"""The metrics that see items and all their gold labels; the others see one row for each label that counts."""


@dataclass(frozen=True, slots=True)
class _Metric:
    name: str
    cannot_show: str
    higher_is_better: bool = True
    unit: str = ""


_ALONE = "Every item alone scores 1: it says nothing without the number of clusters and its null."
_METRICS = {
    "vi_bits": _Metric(
        "VI",
        "Values with other items, labels or numbers of clusters are not comparable but through their nulls.",
        higher_is_better=False,
        unit="bits",
    ),
    "nvi": _Metric(
        "normalised VI",
        "A share of the joint entropy, which is itself larger with more clusters: not corrected for chance.",
        higher_is_better=False,
    ),
    "ami": _Metric("AMI", "Agreement with these labels only: a grouping can be sound and still differ from them."),
    "ari": _Metric("ARI", "Pairs of items are counted, so large clusters outweigh small ones."),
    "homogeneity": _Metric("homogeneity", _ALONE),
    "completeness": _Metric("completeness", "One cluster scores 1: it says nothing without homogeneity and its null."),
    "v_measure": _Metric("V-measure", "Not corrected for chance: with many small clusters it is high for any labels."),
    "purity": _Metric("purity", _ALONE),
    "bcubed_precision": _Metric("B-cubed precision", _ALONE),
    "bcubed_recall": _Metric("B-cubed recall", "One cluster scores best: it says nothing without precision."),
    "bcubed_f1": _Metric("B-cubed F1", "Not corrected for chance: what is high depends on the sizes of the labels."),
    "pairwise_auc": _Metric("pairwise AUC", "Pairs are counted, so common gold labels outweigh rare ones."),
}


def evaluate(
    labels: ArrayLike,
    gold: ArrayLike,
    *,
    random_state: RandomState = None,
    n_permutations: int = 1000,
    n_resamples: int = 200,
) -> dict[str, Figure]:
    """Return all metrics of two labellings, each with its null, trivial answers and interval.

    What is judged comes first; scikit-learn's order is the other way round (`labels_true, labels_pred`).

    Parameters
    ----------
    labels :
        (n_items,), what is judged.
    gold :
        (n_items,), what is known; one label each. For several labels an item, see `compare`.
    random_state :
        Seed of the permutations and of the half-samples.
    n_permutations :
        Draws of the null; the smallest possible p is 1 / (n_permutations + 1).
    n_resamples :
        Half-samples for the interval; there is none below 8 items.

    Returns
    -------
    Figures under "vi_bits", "nvi", "ami", "ari", "homogeneity", "completeness", "v_measure", "purity",
    "bcubed_precision", "bcubed_recall", "bcubed_f1" and "pairwise_auc". The value of the last is NaN, and it has no
    null, when all pairs of items share a gold label or none does.

    Examples
    --------
    >>> gold = [i // 20 for i in range(100)]
    >>> figures = evaluate(gold, gold, random_state=0, n_permutations=199)
    >>> figures["ami"].value, figures["ami"].null.p, round(figures["vi_bits"].trivial["one_cluster"], 2)
    (1.0, 0.005, 2.32)
    """
    codes, gold_codes = validate(labels, gold)
    kinds = Kinds(int(gold_codes.max()) + 1)
    return judged(
        codes, gold_codes, kinds, random_state=random_state, n_permutations=n_permutations, n_resamples=n_resamples
    )


def judged(
    codes: np.ndarray,
    of_item: np.ndarray,
    kinds: Kinds,
    *,
    random_state: RandomState,
    n_permutations: int,
    n_resamples: int,
    groups: np.ndarray | None = None,
) -> dict[str, Figure]:
    """Return the figures of clusters against kinds of items, which may have several gold labels.

    Parameters
    ----------
    codes, of_item :
        (n_items,), the cluster and the kind of each item, numbers from 0 that all occur.
    kinds :
        What the kinds are.
    groups :
        (n_items,), the number of each item's group, numbers from 0 that all occur; None, or groups of one, are items.

    Examples
    --------
    >>> codes = np.repeat([0, 1], 5)
    >>> settings = {"random_state": 0, "n_permutations": 99, "n_resamples": 20}
    >>> judged(codes, codes, Kinds(2), **settings)["purity"].value
    1.0
    """
    n_permutations = integer(n_permutations, what="n_permutations", low=1)
    n_resamples = integer(n_resamples, what="n_resamples", low=2)
    rng = generator(random_state)
    shape = (int(codes.max()) + 1, int(of_item.max()) + 1)
    table = table_of(codes, of_item, shape)
    found = tally(table, kinds)
    if groups is not None and int(np.bincount(groups).max()) == 1:
        groups = None
    settings = {"expected": float(found.expected), "groups": groups, "rng": rng}
    chance = permuted(codes, of_item, kinds, n=n_permutations, **settings)
    trivial = {
        "one_cluster": tally(table_of(np.zeros_like(of_item), of_item, (1, shape[1])), kinds),
        "singletons": tally_alone(table, kinds),
    }
    if groups is None:
        halves = halved(table, kinds, n=n_resamples, rng=rng)
    else:
        halves = halved_groups(codes, of_item, kinds, groups, n=n_resamples, rng=rng)
    dealt = "permuted_labels" if groups is None else "permuted_groups"
    return {key: _figure(key, found, chance, trivial, halves, dealt) for key in FORMULAS}


def _figure(
    key: str, found: Tally, chance: Tally, trivial: dict[str, Tally], halves: Tally | None, dealt: str
) -> Figure:
    formula, metric = FORMULAS[key], _METRICS[key]
    value = float(formula(found))
    interval = None
    if halves is not None and math.isfinite(value) and np.isfinite(formula(halves)).all():
        interval = interval_around(value, formula(halves))
    null = None
    if math.isfinite(value):
        better = metric.higher_is_better
        null = null_of(value, formula(chance), kind=dealt, higher_is_better=better, magnitude=1)
    return Figure(
        name=metric.name,
        value=value,
        null=null,
        trivial={answer: float(formula(sums)) for answer, sums in trivial.items()},
        interval=interval,
        n=int(found.n_items if key in OF_ITEMS else found.n),
        higher_is_better=metric.higher_is_better,
        cannot_show=metric.cannot_show,
        unit=metric.unit,
    )
