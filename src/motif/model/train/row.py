"""Items a batch at a time: one gather from memory or from a mapped file, and only then numbers for the network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from scipy import sparse

from motif.core.check import few, same_length
from motif.core.errors import InputError

__all__ = ["Batch", "Rows", "positions"]

_FEWEST = 2  # items that can be fitted


@dataclass(slots=True, eq=False)
class Batch:
    """What one step sees.

    Parameters
    ----------
    x :
        (n_items, n_features): float64 where the items are, float32 otherwise; uint8 stays in [0, 255].
    y :
        (n_items,) int64; None where the items have no labels.
    chance :
        Where noise comes from: the same in a resumed run.

    Examples
    --------
    >>> Batch(torch.zeros(2, 3), None, torch.Generator()).x.shape
    torch.Size([2, 3])
    """

    x: torch.Tensor
    y: torch.Tensor | None
    chance: torch.Generator

    def __len__(self) -> int:
        return len(self.x)


class Rows:
    """The items that training reads; nothing is copied but the rows of a batch.

    Parameters
    ----------
    X :
        (n_items, n_features): an array of any number type, one that is mapped from a file, or CSR.
    y :
        (n_items,) integers; None where there are no labels.
    only :
        Positions of the rows that count; None for all.

    Raises
    ------
    InputError
        When there is not one label for each item.

    Examples
    --------
    >>> Rows(np.array([[0, 255]], dtype=np.uint8)).take(np.array([0])).tolist()
    [[0.0, 255.0]]
    """

    def __init__(self, X: Any, y: np.ndarray | None = None, *, only: np.ndarray | None = None) -> None:
        self.X = X.tocsr() if sparse.issparse(X) else X
        self.y, self.only = y, only
        narrow = X.dtype == np.float32 or X.dtype.itemsize <= 2  # bytes that float32 holds exactly
        self.dtype = np.dtype(np.float32 if narrow else np.float64)
        self._room: dict[np.dtype, np.ndarray] = {}
        if y is not None:
            same_length(len(y), X.shape[0], what="labels")

    def __len__(self) -> int:
        return int(self.X.shape[0]) if self.only is None else len(self.only)

    def part(self, only: np.ndarray) -> Rows:
        """Return some of the rows, by their positions; nothing is copied."""
        return Rows(self.X, self.y, only=only if self.only is None else self.only[only])

    def take(self, rows: np.ndarray | slice) -> torch.Tensor:
        """Return rows as a dense float tensor, (n_rows, n_features)."""
        rows = rows if self.only is None else self.only[rows]
        if sparse.issparse(self.X):
            found = self.X[rows].toarray()
        else:  # a copy even of a slice: whoever changes a batch must not change the items
            found = np.array(self.X[rows]) if isinstance(rows, slice) else np.take(self.X, rows, axis=0)
        return torch.from_numpy(np.ascontiguousarray(found, dtype=self.dtype))

    def batch(self, rows: np.ndarray | slice, *, chance: torch.Generator, device: torch.device) -> Batch:
        """Return rows with their labels, on a device; x may lie where the next batch will."""
        x = (self.take(rows) if sparse.issparse(self.X) or isinstance(rows, slice) else self._taken(rows)).to(device)
        if self.y is None:
            return Batch(x, None, chance)
        labels = self.y[rows if self.only is None else self.only[rows]]
        return Batch(x, torch.from_numpy(np.array(labels, dtype=np.int64)).to(device), chance)

    def _taken(self, rows: np.ndarray) -> torch.Tensor:
        """Return rows in the room of the last batch: fresh memory would cost six times the copy itself."""
        rows = rows if self.only is None else self.only[rows]
        raw = np.take(self.X, rows, axis=0, out=self._space(self.X.dtype, len(rows)), mode="clip")
        if raw.dtype == self.dtype:
            return torch.from_numpy(raw)
        made = self._space(self.dtype, len(rows))
        np.copyto(made, raw)
        return torch.from_numpy(made)

    def _space(self, dtype: np.dtype, n_rows: int) -> np.ndarray:
        if dtype not in self._room or len(self._room[dtype]) < n_rows:
            n_bytes = n_rows * self.X.shape[1] * dtype.itemsize
            room = torch.empty(
                n_bytes, dtype=torch.uint8
            )  # PyTorch's is aligned, on which the last bits of BLAS depend
            self._room[dtype] = room.numpy().view(dtype).reshape(n_rows, -1)
        return self._room[dtype][:n_rows]


def positions(only: Any, n_items: int) -> np.ndarray:
    """Return the positions that a choice of items names, (n_chosen,); a mask of one bool an item is a choice too.

    Raises
    ------
    InputError
        When it names less than two items, one twice, one that is not there, or is neither positions nor a mask.

    Examples
    --------
    >>> positions([2, 0], 3), positions([True, False, True], 3)
    (array([2, 0]), array([0, 2]))
    """
    chosen = np.asarray(only)
    if chosen.size and (chosen.ndim != 1 or chosen.dtype.kind not in "biu"):
        raise InputError(f"only must be whole numbers, or one bool for each item; given {chosen.dtype} {chosen.shape}")
    if chosen.dtype.kind == "b":
        same_length(len(chosen), n_items, what="only")
        chosen = np.flatnonzero(chosen)
    if chosen.size < _FEWEST:
        raise InputError(f"only names {chosen.size} items; at least {_FEWEST} are needed to fit")
    outside = chosen[(chosen < 0) | (chosen >= n_items)]
    if len(outside):
        raise InputError(f"only must name items from 0 to {n_items - 1}; outside are {few(outside.tolist())}")
    values, counts = np.unique(chosen, return_counts=True)
    if len(values) < len(chosen):
        raise InputError(f"only must name each item once; given more than once: {few(values[counts > 1].tolist())}")
    return chosen.astype(np.intp)
