"""Features of songs as columns that distances can be measured in: ranks as normal numbers, keys on a circle, weights.

Chosen on the songs of one half of the artists of two tables (bdda, hit_predictor; halves by a hash of the name), then
looked at on the other halves. There, plain transforms (logarithms, logits, weights of .3) -> ranks and the weights
below -> the same with local scaling (`model`): same artist among the nearest ten .150 -> .161 -> .163, a genre shared
with songs of other artists .378 -> .386 -> .386 (bdda); decade of other artists' songs .325 -> .338 -> .338
(hit_predictor). Without any scaling: .046 and .243 on bdda. `benchmarks/recommend.py` measures it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, Self, TypeAlias, get_args

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import Tags

from motif.core.check import in_choices, same_length
from motif.core.errors import InputError
from motif.represent.estimator import matrix_to_fit, matrix_to_use
from motif.represent.scale import Circular, Log, Logit, RankGauss

__all__ = ["KINDS", "PLAIN_WEIGHTS", "WEIGHTS", "SongScaler", "SongScaling"]

SongScaling: TypeAlias = Literal["tuned", "plain", "standard", "none"]
KINDS: tuple[SongScaling, ...] = get_args(SongScaling)
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "instrumentalness": 0.75,
        "valence": 0.75,
        "tempo": 0.75,
        "duration_ms": 0.75,
        "liveness": 0.3,
        "key": 0.1,
        "mode": 0.1,
        "time_signature": 0.1,
        "fifths_cos": 0.1,  # of the block `sound`: what key a song is in, as above
        "fifths_sin": 0.1,
        "tuning_cents": 0.1,
    }
)
"""Feature -> its weight in "tuned"; 1 for all others."""
PLAIN_WEIGHTS: Mapping[str, float] = MappingProxyType({"key": 0.3, "mode": 0.3, "time_signature": 0.3})
_SHARES = frozenset(
    {"acousticness", "danceability", "energy", "instrumentalness", "liveness", "speechiness", "valence"}
)  # in [0, 1]
_RATIOS = frozenset({"tempo", "duration_ms"})  # twice as much is one step
_EDGE = 1e-3  # of a share: what lies nearer to 0 or 1 is taken for this
_CIRCLE, _N_KEYS, _FIFTH = "key", 12, 7


class SongScaler(TransformerMixin, BaseEstimator):
    """Brings features of songs to comparable size, so that distances between songs mean something.

    It knows which column goes through which shared scaling (`RankGauss`, `Log`, `Logit`, `Circular`), and its weight.
    A cell may be empty (NaN): it becomes 0, which is the typical value. A column that is named `key` holds pitch
    classes, 0 to 11 for C to B: it becomes two, the place on the circle of fifths, on which C lies beside G and F; -1
    (no key detected) lies in the middle.

    Parameters
    ----------
    kind :
        "tuned": each column by its ranks, as numbers of a normal distribution, times the weights of `WEIGHTS`. "plain":
        logit for shares, logarithm for tempo and duration, then mean 0 and sd 1, times `PLAIN_WEIGHTS`. "standard":
        mean 0 and sd 1, keys as plain numbers. "none": as they are.
    columns :
        (n_features,), the features' names, which say what each is; None knows nothing of them.

    Attributes
    ----------
    values_, scores_ :
        For each column, the values seen (at most some thousand) and the normal number that stands for each; empty where
        ranks are not used.
    offset_, scale_ :
        (n_features,), subtracted after that, and then divided by.
    n_missing_ :
        Empty cells in the fit.

    Raises
    ------
    InputError
        For another kind, or what is no matrix of numbers.

    Notes
    -----
    Ours, from the parts of `represent.scale`; ranks are `RankGauss`'s, of the cells that are not empty. A saved one is
    loaded by `store.load(folder, classes=[SongScaler])`: the store's own list holds the classes of the shared rooms
    alone, and does not know the wings. No verb saves one, since a collection's space is made of its features anew.

    Examples
    --------
    >>> scaler = SongScaler(columns=["tempo", "key"]).fit([[80.0, 0.0], [120.0, 7.0], [200.0, np.nan]])
    >>> scaler.get_feature_names_out().tolist(), scaler.n_missing_
    (['tempo', 'key_cos', 'key_sin'], 1)
    >>> scaler.transform([[120.0, 0.0]]).round(2)
    array([[0.  , 0.14, 0.  ]])
    """

    def __init__(self, kind: SongScaling = "tuned", *, columns: Sequence[str] | None = None) -> None:
        self.kind = kind
        self.columns = columns

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Learn how each column spreads; X is (n_items, n_features), NaN in an empty cell."""
        in_choices(self.kind, KINDS, what="kind")
        given, missing = _apart(X)
        values = matrix_to_fit(self, given).astype(np.float64)
        values[missing] = np.nan
        if self.columns is not None:
            same_length(len(self.columns), values.shape[1], what="columns", other="features")
        self.n_missing_ = int(missing.sum())
        if self.n_missing_ == values.size:
            raise InputError(f"X of shape {values.shape} is empty in all its cells; give features of at least one song")
        tables = [_ranks(column) if self._by_rank(at) else _nothing() for at, column in enumerate(values.T)]
        self.values_, self.scores_ = [list(part) for part in zip(*tables, strict=True)]
        straight = self._straight(values)
        self.offset_, self.scale_ = self._spread(straight)
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Return the scaled features, (n_items, n_columns), in the float type of X; 0 in an empty cell."""
        values, dtype = self._checked(X)
        scaled = self._scaled(values) * self._weights()
        parts = [
            self._weights()[at] * _on_circle(values[:, at]) if self._is_circle(at) else scaled[:, [at]]
            for at in range(values.shape[1])
        ]
        return np.nan_to_num(np.hstack(parts), nan=0.0).astype(dtype)

    def scores(self, X: Any) -> np.ndarray:
        """Return how far each cell lies from what is typical, in sd, (n_items, n_features): without weights, NaN kept.

        A key on its circle is neither much nor little, and NaN.
        """
        values, _ = self._checked(X)
        scores = self._scaled(values)
        scores[:, [at for at in range(values.shape[1]) if self._is_circle(at)]] = np.nan
        return scores

    def get_feature_names_out(self, input_features: Sequence[str] | None = None) -> np.ndarray:
        """Return the names of the scaled columns."""
        given = self.columns if input_features is None else input_features
        names = [f"x{at}" for at in range(len(self.scale_))] if given is None else list(given)
        told = ([f"{name}_cos", f"{name}_sin"] if self._is_circle(at) else [name] for at, name in enumerate(names))
        return np.array([name for pair in told for name in pair], dtype=object)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags

    def _checked(self, X: Any) -> tuple[np.ndarray, np.dtype]:
        given, missing = _apart(X)
        checked = matrix_to_use(self, given)
        values = checked.astype(np.float64)
        values[missing] = np.nan
        return values, checked.dtype

    def _name(self, at: int) -> str:
        return "" if self.columns is None else self.columns[at]

    def _is_circle(self, at: int) -> bool:
        return self._name(at) == _CIRCLE and self.kind in ("tuned", "plain")

    def _by_rank(self, at: int) -> bool:
        return self.kind == "tuned" and not self._is_circle(at)

    def _weights(self) -> np.ndarray:
        table: Mapping[str, float] = {"tuned": WEIGHTS, "plain": PLAIN_WEIGHTS}.get(self.kind, {})
        return np.array([table.get(self._name(at), 1.0) for at in range(len(self.scale_))])

    def _straight(self, values: np.ndarray) -> np.ndarray:
        """Return the columns on the scale on which mean and sd are taken."""
        columns = [self._straightened(at, column) for at, column in enumerate(values.T)]
        return np.stack(columns, axis=1)

    def _straightened(self, at: int, column: np.ndarray) -> np.ndarray:
        if self._by_rank(at):
            seen = self.values_[at]
            scored = np.interp(column, seen, self.scores_[at]) if len(seen) else np.zeros(len(column))
            return np.where(np.isnan(column), np.nan, scored)
        if self.kind != "plain":
            return column
        if self._name(at) in _SHARES:
            return _of_known(Logit(0, 1, margin=_EDGE), np.clip(column, 0, 1))
        return _of_known(Log(offset=0), np.maximum(column, 1)) if self._name(at) in _RATIOS else column

    def _spread(self, straight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        n_features = straight.shape[1]
        offset, scale = np.zeros(n_features), np.ones(n_features)
        if self.kind == "none":
            return offset, scale
        for at, column in enumerate(straight.T):
            known = column[~np.isnan(column)]
            if len(known):
                offset[at] = known.mean()
                scale[at] = known.std() if known.min() < known.max() else 1.0
        return offset, np.where(scale > 0, scale, 1.0)

    def _scaled(self, values: np.ndarray) -> np.ndarray:
        return (self._straight(values) - self.offset_) / self.scale_


def _apart(X: Any) -> tuple[Any, np.ndarray]:
    """Return X with 0 in its empty cells, and where these are; what is no array of numbers is left to others."""
    given = np.asarray(X)
    if given.dtype.kind != "f" or given.ndim != 2:
        return X, np.zeros(given.shape if given.ndim == 2 else (0, 0), dtype=bool)
    missing = np.isnan(given)
    return (np.where(missing, given.dtype.type(0), given) if missing.any() else X), missing


def _nothing() -> tuple[np.ndarray, np.ndarray]:
    return np.empty(0), np.empty(0)


def _ranks(column: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the values of a column, ascending, and the normal number of each one's mean rank; long ones thinned."""
    known = column[~np.isnan(column)]
    if not len(known):
        return _nothing()
    ranks = RankGauss().fit(known[:, None])
    return ranks.values_[0], ranks.scores_[0]


def _of_known(bend: Log | Logit, column: np.ndarray) -> np.ndarray:
    """Return a column bent; empty cells stay so."""
    bent, known = column.copy(), ~np.isnan(column)
    if known.any():
        bent[known] = bend.fit_transform(column[known, None])[:, 0]
    return bent


def _on_circle(keys: np.ndarray) -> np.ndarray:
    """Return pitch classes on the circle of fifths, (n, 2), at sd 1 an axis if all are equally frequent."""
    known = keys >= 0
    fifths = np.where(known, keys * _FIFTH, 0)[:, None]
    return np.sqrt(2) * np.where(known[:, None], Circular(_N_KEYS).fit_transform(fifths), 0.0)
