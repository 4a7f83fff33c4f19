"""Several blocks as one matrix: each made comparable by itself, so that none swamps the others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Literal, Self, get_args

import numpy as np
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils import Tags
from sklearn.utils.validation import validate_data

from motif.core.check import in_choices, integer
from motif.core.errors import InputError
from motif.represent.estimator import door, require_fitted

__all__ = ["Fusion", "FusionWay"]

FusionWay = Literal["by_block", "whole"]
_TINY = 1e-12
_RUN = 64  # columns of which float64 copies are made at a time


class Fusion(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Makes blocks that stand side by side comparable; what an item lacks (NaN) is zero in its place.

    "by_block": every feature less its mean and over its spread, then every block of an item over its length, so that
    each block that an item has counts the same. "whole": the item's numbers over their length, all blocks together, as
    the starter code of YouTube-8M has it; there the block with the largest numbers decides.

    Parameters
    ----------
    widths :
        How many columns each block has, in order; None is one block.
    how :
        "by_block" or "whole".

    Attributes
    ----------
    mean_, spread_ :
        (n_features,): of the items that have the feature; 0 and 1 where nothing is subtracted or nobody differs.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[300.0, 0.1, -0.1], [100.0, -0.1, 0.1], [200.0, np.nan, np.nan]])
    >>> Fusion((1, 2)).fit_transform(X).round(2).tolist()
    [[1.0, 0.71, -0.71], [-1.0, -0.71, 0.71], [0.0, 0.0, 0.0]]
    """

    def __init__(self, widths: Sequence[int] | None = None, *, how: FusionWay = "by_block") -> None:
        self.widths = widths
        self.how = how

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002
        """Learn means and spreads.

        Parameters
        ----------
        X :
            (n_items, n_features); what an item lacks is NaN.
        y :
            Not used.

        Raises
        ------
        InputError
            When the widths do not add up to the columns.
        """
        in_choices(self.how, get_args(FusionWay), what="how")
        X = self._checked(X, reset=True)
        self._blocks(X.shape[1])
        self.mean_, self.spread_ = np.zeros(X.shape[1]), np.ones(X.shape[1])
        if self.how == "by_block":
            for start in range(0, X.shape[1], _RUN):
                run = slice(start, start + _RUN)
                self.mean_[run], self.spread_[run] = _moments(X[:, run])
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Return the blocks side by side, (n_items, n_features), of X's dtype; none is NaN.

        Raises
        ------
        Unfitted, InputError
            When it has not been fitted, or X has other columns.
        """
        require_fitted(self)
        X = self._checked(X, reset=False)
        made = ((X - self.mean_) / self.spread_).astype(X.dtype)
        made[np.isnan(made)] = 0
        for block in self._blocks(X.shape[1]) if self.how == "by_block" else [slice(None)]:
            made[:, block] /= _length(made[:, block])
        return made

    def __sklearn_tags__(self) -> Tags:
        """Say that NaN stands for a block that is missing."""
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags

    def _checked(self, X: Any, *, reset: bool) -> np.ndarray:
        with door():
            return validate_data(self, X, reset=reset, dtype=(np.float64, np.float32), ensure_all_finite="allow-nan")

    def _blocks(self, n_features: int) -> list[slice]:
        widths = [n_features] if self.widths is None else [integer(w, what="a width", low=1) for w in self.widths]
        if sum(widths) != n_features:
            raise InputError(f"widths {tuple(widths)} add up to {sum(widths)}; X has {n_features} columns")
        edges = np.cumsum([0, *widths]).tolist()
        return [slice(*pair) for pair in pairwise(edges)]


def _moments(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and spread of each column, of the items that have it; a spread that is rounding alone is 1."""
    rows = np.ma.masked_invalid(np.asarray(X, dtype=np.float64))
    spread, floor = rows.std(axis=0).filled(0), 10 * np.finfo(X.dtype).eps * np.abs(rows).max(axis=0).filled(0)
    return rows.mean(axis=0).filled(0), np.where(spread > floor, spread, 1)


def _length(rows: np.ndarray) -> np.ndarray:
    return np.sqrt(np.maximum(np.einsum("ij,ij->i", rows, rows), _TINY))[:, None]
