"""The sums of a contingency table that all metrics are made of, for one table or for many at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from scipy.sparse import csr_array
from scipy.special import xlogy

from motif.evaluate.clustering.expected import expected_information
from motif.evaluate.clustering.label import Kinds
from motif.evaluate.clustering.overlap import Overlap, scaled

__all__ = ["Tally", "table_of", "tally", "tally_alone", "tally_dense"]


@dataclass(frozen=True)
class Tally:
    """Sums over one table, or arrays of them over many.

    Parameters
    ----------
    n :
        Rows of the hard partition.
    joint, of_labels, of_gold :
        Entropies in nats: of the cells, of the clusters, of the gold labels.
    expected :
        The mean mutual information by chance in nats; NaN where it was not asked for.
    squares, label_squares, gold_squares :
        Sums of squared counts: of the cells, of the clusters, of the gold labels.
    majority :
        The counts of each cluster's commonest gold label, added up.
    n_items :
        Items: rows, unless an item has several.
    precision, recall :
        B-cubed.
    together, sharing, both :
        Ordered pairs of items, each item with itself included: in one cluster, with a gold label in common, both.
    """

    n: np.ndarray
    joint: np.ndarray
    of_labels: np.ndarray
    of_gold: np.ndarray
    expected: np.ndarray
    squares: np.ndarray
    label_squares: np.ndarray
    gold_squares: np.ndarray
    majority: np.ndarray
    n_items: np.ndarray
    precision: np.ndarray
    recall: np.ndarray
    together: np.ndarray
    sharing: np.ndarray
    both: np.ndarray

    @classmethod
    def stacked(cls, tallies: Sequence[Tally]) -> Tally:
        """Return many tallies as one of arrays."""
        return cls(**{f.name: np.hstack([getattr(one, f.name) for one in tallies]) for f in fields(cls)})


def table_of(codes: np.ndarray, of_item: np.ndarray, shape: tuple[int, int]) -> csr_array:
    """Return how many items each cluster has of each kind, (n_clusters, n_kinds).

    Examples
    --------
    >>> table_of(np.array([0, 0, 1]), np.array([1, 1, 0]), (2, 2)).toarray().tolist()
    [[0, 2], [1, 0]]
    """
    cells, counts = np.unique(codes.astype(np.int64) * shape[1] + of_item, return_counts=True)
    return csr_array((counts, (cells // shape[1], cells % shape[1])), shape=shape)


def tally(table: csr_array, kinds: Kinds, *, expected: float | None = None) -> Tally:
    """Return the sums of one table of clusters and kinds.

    Parameters
    ----------
    table :
        (n_clusters, n_kinds) counts of items.
    kinds :
        What the columns are.
    expected :
        The mean information by chance where it is known; None works it out.

    Examples
    --------
    >>> crossed = tally(csr_array(np.array([[1, 1], [1, 1]])), Kinds(2))
    >>> float(crossed.precision), int(crossed.both)
    (0.5, 4)
    """
    hard = table if kinds.hard is None else csr_array(table @ kinds.hard)
    return Tally(**_partition(hard, expected), **_pairs(table, kinds.overlap))


def tally_alone(table: csr_array, kinds: Kinds) -> Tally:
    """Return the sums when every item is alone, and every row of the hard partition too.

    Examples
    --------
    >>> alone = tally_alone(csr_array(np.array([[2, 1]])), Kinds(2))
    >>> int(alone.majority), round(float(alone.recall), 3)
    (3, 0.667)
    """
    of_kind = table.sum(axis=0)
    items = _singles(of_kind)
    rows = items if kinds.hard is None else _singles(of_kind @ kinds.hard)
    return Tally(**_partition(rows, None), **_pairs(items, kinds.overlap))


def tally_dense(tables: np.ndarray, *, expected: float) -> Tally:
    """Return the sums of many tables of clusters and labels that have the same margins.

    Parameters
    ----------
    tables :
        (n_tables, n_clusters, n_labels) counts; no cluster or label is empty.
    expected :
        The mean information by chance, the same for all.

    Examples
    --------
    >>> tally_dense(np.array([[[1, 1], [1, 1]], [[2, 0], [0, 2]]]), expected=0.0).precision.tolist()
    [0.5, 1.0]
    """
    n_tables = len(tables)
    of_label, of_gold = tables[0].sum(axis=1), tables[0].sum(axis=0)
    n = int(of_label.sum())
    squared = np.square(tables, dtype=np.float64)
    in_label = squared.sum(axis=2)
    squares = in_label.sum(axis=1)
    steps = np.arange(int(tables.max()) + 1, dtype=np.float64)
    joint = math.log(n) - xlogy(steps, steps)[tables].sum(axis=(1, 2)) / n
    label_squares, gold_squares = float((of_label.astype(float) ** 2).sum()), float((of_gold.astype(float) ** 2).sum())
    same = {
        "n": n, "of_labels": _entropy(of_label, n), "of_gold": _entropy(of_gold, n), "expected": expected,
        "label_squares": label_squares, "gold_squares": gold_squares, "n_items": n, "together": label_squares,
        "sharing": gold_squares,
    }  # fmt: skip
    return Tally(
        **{name: np.full(n_tables, value, dtype=np.float64) for name, value in same.items()},
        joint=joint,
        squares=squares,
        majority=tables.max(axis=2).sum(axis=1).astype(np.float64),
        precision=in_label @ (1 / of_label) / n,
        recall=squared.sum(axis=1) @ (1 / of_gold) / n,
        both=squares,
    )


def _partition(hard: csr_array, expected: float | None) -> dict[str, np.ndarray]:
    of_label, of_gold = hard.sum(axis=1), hard.sum(axis=0)
    n = int(of_label.sum())
    return {
        "n": _number(n),
        "joint": _entropy(hard.data, n),
        "of_labels": _entropy(of_label, n),
        "of_gold": _entropy(of_gold, n),
        "expected": _number(expected_information(of_label, of_gold) if expected is None else expected),
        "squares": _squared(hard.data),
        "label_squares": _squared(of_label),
        "gold_squares": _squared(of_gold),
        "majority": _number(hard.max(axis=1).sum()),
    }


def _pairs(table: csr_array, overlap: Overlap | None) -> dict[str, np.ndarray]:
    """Return B-cubed and the pairs; of sets of labels after Amigo et al. 2009, for clusters that do not overlap."""
    of_label, of_kind = table.sum(axis=1), table.sum(axis=0)
    n = of_label.sum()
    if overlap is None:
        squared = table.astype(np.float64)
        squared.data **= 2
        sharing, both = of_kind, squared.sum(axis=1)
        alike = (squared.sum(axis=0) / np.maximum(of_kind, 1)).sum()
    else:
        sharing, both = overlap.sharing(of_kind), overlap.both(table)
        alike = overlap.alike(scaled(table, 1 / np.maximum(sharing, 1)), table)
    return {
        "n_items": _number(n),
        "precision": _number((both / np.maximum(of_label, 1)).sum() / n),
        "recall": _number(alike / n),
        "together": _squared(of_label),
        "sharing": _number((sharing.astype(np.float64) * of_kind).sum()),
        "both": _number(both.sum()),
    }


def _singles(counts: np.ndarray) -> csr_array:
    columns = np.repeat(np.arange(len(counts)), counts.astype(np.int64))
    n = len(columns)
    return csr_array((np.ones(n, dtype=np.int64), columns, np.arange(n + 1)), shape=(n, len(counts)))


def _entropy(counts: np.ndarray, n: int) -> np.ndarray:
    """Return the entropy in nats of counts that add up to n; empty ones play no part."""
    counts = counts.astype(np.float64)
    return _number(math.log(n) - xlogy(counts, counts).sum() / n)


def _squared(counts: np.ndarray) -> np.ndarray:
    return _number(np.square(counts, dtype=np.float64).sum())


def _number(value: float) -> np.ndarray:
    return np.asarray(value, dtype=np.float64)
