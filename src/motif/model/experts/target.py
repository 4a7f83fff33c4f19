"""What is to be learned: the labels of each item, as many as it has, or one each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from scipy import sparse
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import assert_all_finite, column_or_1d

from motif.core.check import few, missing, same_length
from motif.core.errors import InputError
from motif.model.train.row import Batch, Rows
from motif.represent.estimator import door
from motif.represent.rows import RowSource

__all__ = ["LabelRows", "Target", "target_of"]


@dataclass(frozen=True, eq=False)
class Target:
    """Labels as the networks learn them.

    Parameters
    ----------
    Y :
        (n_items, n_labels) CSR of bool.
    classes :
        (n_labels,): what each column is.
    is_single :
        Whether every item has exactly one label, given as a list of labels.

    Examples
    --------
    >>> target_of(["a", "b", "a"], 3).Y.toarray().astype(int).tolist()
    [[1, 0], [0, 1], [1, 0]]
    """

    Y: sparse.csr_array
    classes: np.ndarray
    is_single: bool


def target_of(Y: Any, n_items: int) -> Target:
    """Return labels, checked.

    Parameters
    ----------
    Y :
        (n_items, n_labels) of 0 and 1, dense or sparse; or (n_items,): one label an item. A dense column alone is
        taken for the latter, as scikit-learn does.
    n_items :
        How many items there are.

    Raises
    ------
    InputError
        For missing labels, another number of items, and values other than 0 and 1.

    Examples
    --------
    >>> target_of([[1, 1, 0], [0, 0, 0]], 2).classes.tolist()
    [0, 1, 2]
    """
    if Y is None:
        raise InputError(
            "this estimator requires y to be passed, but the target y is None; give the labels of each item"
        )
    matrix: Any = sparse.csr_array(Y) if sparse.issparse(Y) else np.asarray(Y)
    if not sparse.issparse(Y) and (matrix.ndim != 2 or matrix.shape[1] == 1):
        return _single(matrix, n_items)
    same_length(matrix.shape[0], n_items, what="Y")
    if matrix.shape[1] == 0:
        raise InputError(f"Y has shape {matrix.shape}: there are no labels to learn")
    values = matrix.data if sparse.issparse(matrix) else matrix
    if values.dtype.kind not in "biuf" or not np.isin(values, (0, 1)).all():
        raise InputError("Y must hold 0 and 1: 1 where an item (row) has a label (column)")
    return Target(sparse.csr_array(matrix, dtype=bool), np.arange(matrix.shape[1]), is_single=False)


def _single(y: Any, n_items: int) -> Target:
    with door():
        labels = column_or_1d(y, warn=True)
    same_length(len(labels), n_items, what="y")
    absent = [row for row, label in enumerate(labels.tolist()) if missing(label)]
    if absent:
        raise InputError(f"y has no label for {len(absent)} items: {few(absent)}")
    with door():
        assert_all_finite(labels, input_name="y")
        check_classification_targets(labels)
    classes, numbers = np.unique(labels.astype(str) if labels.dtype.kind == "O" else labels, return_inverse=True)
    ones = np.ones(len(labels), dtype=bool)
    Y = sparse.csr_array((ones, numbers, np.arange(len(labels) + 1)), shape=(len(labels), len(classes)))
    return Target(Y, classes, is_single=True)


class LabelRows(Rows):
    """Items with any number of labels: of a batch's labels a dense matrix is made, of the others none.

    Parameters
    ----------
    X :
        As `Rows` takes it, or a `RowSource`.
    Y :
        (n_items, n_labels) CSR.
    only :
        Positions of the rows that count; None for all.

    Examples
    --------
    >>> rows = LabelRows(np.eye(2, dtype=np.float32), sparse.csr_array(np.array([[True, False], [True, True]])))
    >>> rows.batch(np.array([1]), chance=torch.Generator(), device=torch.device("cpu")).y.tolist()
    [[1.0, 1.0]]
    """

    def __init__(self, X: Any, Y: sparse.csr_array, *, only: np.ndarray | None = None) -> None:
        super().__init__(X, only=only)
        self._is_source = isinstance(X, RowSource)
        same_length(Y.shape[0], X.shape[0], what="Y")
        self.Y = Y

    def take(self, rows: np.ndarray | slice) -> torch.Tensor:
        """Return rows as a dense float tensor, (n_rows, n_features)."""
        if not self._is_source:
            return super().take(rows)
        places = np.arange(len(self))[rows]
        found = self.X.rows(places if self.only is None else self.only[places])
        return torch.from_numpy(np.ascontiguousarray(found, dtype=np.float32))

    def seen(self, rows: slice) -> torch.Tensor:
        """Return rows as a network that is asked wants them."""
        return self.take(rows).float()

    def part(self, only: np.ndarray) -> LabelRows:
        """Return some of the rows, by their positions; nothing is copied."""
        return LabelRows(self.X, self.Y, only=only if self.only is None else self.only[only])

    def batch(self, rows: np.ndarray | slice, *, chance: torch.Generator, device: torch.device) -> Batch:
        """Return rows with their labels, (n_rows, n_labels) float32."""
        x = self.take(rows).to(device) if self._is_source else super().batch(rows, chance=chance, device=device).x
        found = self.Y[rows if self.only is None else self.only[rows]].toarray()
        return Batch(x.float(), torch.from_numpy(found.astype(np.float32)).to(device), chance)
