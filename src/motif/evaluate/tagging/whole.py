"""Average precision of each class over all items, with its null and its spread over half-samples."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from motif.evaluate.tagging.best import blocks_of_rows
from motif.evaluate.tagging.given import Labels

__all__ = ["average_precisions", "class_labels", "halved_precisions"]

_AT_ONCE = 4_000_000  # numbers of draws held at a time


def class_labels(labels: Labels) -> Iterator[tuple[int, np.ndarray]]:
    """Yield each class that has a label, with the items that have it.

    Examples
    --------
    >>> labels = Labels(np.array([0, 1, 1]), np.array([2, 0, 2]), 2, 3)
    >>> [(of, items.tolist()) for of, items in class_labels(labels)]
    [(0, [1]), (2, [0, 1])]
    """
    order = np.argsort(labels.classes, kind="stable")
    with_labels, starts = np.unique(labels.classes[order], return_index=True)
    yield from zip(with_labels.tolist(), np.split(labels.items[order], starts[1:]), strict=True)


def average_precisions(scores: np.ndarray, labels: Labels, receivers: np.ndarray | None = None) -> np.ndarray:
    """Return the average precision of each class over all items; equal scores form one threshold.

    The sum over the labels of a class of the share of labels among the items that score at least as high, divided by
    their number: as scikit-learn counts.

    Parameters
    ----------
    scores :
        (n_items, n_classes).
    labels :
        What is right.
    receivers :
        (n_draws, n_items), the item that receives each item's labels, for as many dealings of the labels; None leaves
        all in place and makes one.

    Returns
    -------
    (n_draws, n_classes); NaN for a class without labels.

    Examples
    --------
    >>> labels = Labels(np.array([0, 2]), np.array([0, 0]), 3, 1)
    >>> average_precisions(np.array([[0.9], [0.8], [0.7]]), labels).round(3).tolist()
    [[0.833]]
    """
    receivers = np.arange(labels.n_items)[None] if receivers is None else receivers
    found = np.full((len(receivers), labels.n_classes), np.nan)
    for of, column, items in _columns(scores, labels):
        ranked = np.sort(column)
        step = max(1, _AT_ONCE // len(items))
        for start in range(0, len(receivers), step):
            some = slice(start, start + step)
            reached = len(ranked) - np.searchsorted(ranked, column[receivers[some][:, items]], side="left")
            found[some, of] = _precision(np.sort(reached, axis=1))
    return found


def halved_precisions(scores: np.ndarray, labels: Labels, halves: np.ndarray) -> np.ndarray:
    """Return the average precision of each class over some of the items, (n_halves, n_classes).

    Parameters
    ----------
    halves :
        (n_halves, n_items), truth values: which items count.

    Examples
    --------
    >>> labels = Labels(np.array([0, 2]), np.array([0, 0]), 3, 1)
    >>> halved_precisions(np.array([[0.9], [0.8], [0.7]]), labels, np.array([[False, True, True]])).tolist()
    [[0.5]]
    """
    found = np.full((len(halves), labels.n_classes), np.nan)
    for of, column, items in _columns(scores, labels):
        order = np.argsort(-column, kind="stable")
        ranked = -column[order]
        ends = np.sort(np.searchsorted(ranked, -column[items], side="right") - 1)  # of each label's equals
        among = halves[:, order]
        reached = among.cumsum(axis=1, dtype=np.int32)[:, ends]
        right = np.isin(order, items, assume_unique=True)
        hits = (among & right).cumsum(axis=1, dtype=np.int32)[:, ends]
        chosen = among[:, right]  # in the order of the scores, as `ends` are
        sums = (chosen * (hits / np.maximum(reached, 1))).sum(axis=1)
        n_labels = chosen.sum(axis=1)
        found[n_labels > 0, of] = sums[n_labels > 0] / n_labels[n_labels > 0]
    return found


def _columns(scores: np.ndarray, labels: Labels) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Yield class, its scores in one piece and the items that have it, for the classes that have a label."""
    listed = list(class_labels(labels))
    for block in blocks_of_rows(len(listed), labels.n_items):
        some = listed[block]
        columns = np.ascontiguousarray(scores[:, [of for of, _ in some]].T)
        for (of, items), column in zip(some, columns, strict=True):
            yield of, column, items


def _precision(reached: np.ndarray) -> np.ndarray:
    """Return the average precision of labels, (n_draws, n_labels), from how many items each one's threshold reaches."""
    n_labels = reached.shape[1]
    last = np.append(reached[:, 1:] != reached[:, :-1], np.ones((len(reached), 1), bool), axis=1)
    ends = np.where(last, np.arange(1, n_labels + 1), n_labels)
    hits = np.minimum.accumulate(ends[:, ::-1], axis=1)[:, ::-1]
    return (hits / reached).mean(axis=1)
