"""Rows that are made when they are asked for: a matrix that need not be in memory."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

__all__ = ["RowSource"]


class RowSource(ABC):
    """A matrix whose rows are read or computed a batch at a time.

    Examples
    --------
    >>> import numpy as np
    >>> class Squares(RowSource):
    ...     shape = (1000, 1)
    ...     def rows(self, places):
    ...         return np.asarray(places, dtype=np.float32)[:, None] ** 2
    >>> Squares().rows(np.array([3, 4])).tolist()
    [[9.0], [16.0]]
    """

    shape: tuple[int, int]
    dtype = np.dtype(np.float32)

    @abstractmethod
    def rows(self, places: np.ndarray) -> np.ndarray:
        """Return some rows, (n_places, n_features) float32, by their positions."""

    def __len__(self) -> int:
        return self.shape[0]
