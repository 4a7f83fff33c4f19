"""A tagger: blocks made comparable, then a logistic or a mixture of experts for each label."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, get_args

import numpy as np
from sklearn.base import BaseEstimator

from motif.core.check import in_choices, same_length
from motif.core.errors import InputError
from motif.core.extra import extra
from motif.represent.estimator import require_fitted
from motif.represent.fuse import Fusion, FusionWay
from motif.represent.rows import RowSource
from motif.videos.represent.stack import Fused, Stack

if TYPE_CHECKING:
    from scipy import sparse

    from motif.core.seed import RandomState
    from motif.model.experts import LogisticLabels, MixtureOfExperts
    from motif.model.train import Moment

__all__ = ["Head", "Tagger"]

Head = Literal["experts", "logistic"]
_SAMPLE = 20_000  # videos that means and spreads are taken of


class Tagger(BaseEstimator):
    """Says how likely each label is from the blocks of a video.

    Parameters
    ----------
    modalities :
        The blocks, in order.
    head :
        "experts" (`motif.model.MixtureOfExperts`) or "logistic" (`motif.model.LogisticLabels`).
    how :
        How the blocks are made comparable: "by_block" or "whole", see `motif.represent.fuse.Fusion`.
    settings :
        Of the head, such as {"n_experts": 4, "epochs": 10}; None for its own.
    random_state :
        Where chance comes from.

    Attributes
    ----------
    label_ids_ :
        (n_labels,) int64: the label of each column.
    widths_ :
        Columns of each block.
    fusion_, head_ :
        What was learned by both parts, by name.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> x = np.random.default_rng(0).normal(size=(80, 3)).astype(np.float32)
    >>> held = Collection("video", {"id": [f"v{n}" for n in range(80)]}, blocks={"visual": x})
    >>> tagger = Tagger(("visual",), head="logistic", settings={"learning_rate": 0.1}, random_state=0)
    >>> tagger = tagger.fit(Stack(held, ("visual",)), x[:, :2] > 0, labels=[7, 9])
    >>> tagger.predict_proba(Stack(held, ("visual",), np.array([0]))).round().astype(int).tolist(), tagger.label_ids_
    ([[1, 0]], array([7, 9]))
    """

    def __init__(
        self,
        modalities: Sequence[str] = ("visual", "audio"),
        *,
        head: Head = "experts",
        how: FusionWay = "by_block",
        settings: dict[str, Any] | None = None,
        random_state: RandomState = None,
    ) -> None:
        self.modalities = modalities
        self.head = head
        self.how = how
        self.settings = settings
        self.random_state = random_state

    def fit(
        self,
        X: Stack,
        Y: sparse.csr_array | np.ndarray,
        *,
        labels: Sequence[int] | np.ndarray,
        held_out: tuple[Stack, Any] | None = None,
        monitor: Callable[[Moment], object] | None = None,
        checkpoint: str | Path | None = None,
    ) -> Self:
        """Learn from videos and their labels.

        Parameters
        ----------
        X :
            The blocks.
        Y :
            (n_videos, n_labels) of 0 and 1.
        labels :
            The label of each column.
        held_out, monitor, checkpoint :
            As `motif.model.MixtureOfExperts.fit` takes them; held-out blocks as X.

        Raises
        ------
        InputError
            For settings out of range, and labels that do not line up.
        """
        in_choices(self.head, get_args(Head), what="head")
        same_length(len(labels), Y.shape[1], what="labels", other="columns of Y")
        fusion = Fusion(X.widths, how=self.how).fit(X.rows(_spread(len(X))))
        head = self._new_head()
        self.label_ids_ = np.asarray(labels, dtype=np.int64)
        self.widths_ = X.widths
        self.fusion_ = {"mean": fusion.mean_, "spread": fusion.spread_}  # before the monitor asks what it sees
        held = None if held_out is None else (Fused(held_out[0], fusion), held_out[1])
        head.fit(Fused(X, fusion), Y, held_out=held, monitor=monitor, checkpoint=checkpoint)
        self.head_ = {name: value for name, value in vars(head).items() if name.endswith("_")}
        return self

    def predict_proba(self, X: Stack) -> np.ndarray:
        """Return the probability of each label, (n_videos, n_labels) float32, in the order of `label_ids_`.

        Raises
        ------
        Unfitted, InputError
            When it has not been fitted, or the blocks have other widths.
        """
        require_fitted(self)
        if X.widths != self.widths_:
            raise InputError(f"blocks of {X.widths} numbers; {tuple(self.modalities)} of {self.widths_} were fitted")
        return self._fitted_head().predict_proba(self._fused(X))

    def seen(self, X: Stack, places: np.ndarray) -> np.ndarray:
        """Return some videos as the head sees them, (n_places, n_features) float32; also while it is being fitted."""
        return self._fused(X).rows(places)

    def _fused(self, X: Stack) -> RowSource:
        fusion = Fusion(self.widths_, how=self.how)
        fusion.mean_, fusion.spread_ = self.fusion_["mean"], self.fusion_["spread"]
        fusion.n_features_in_ = sum(self.widths_)
        return Fused(X, fusion)

    def _new_head(self) -> LogisticLabels | MixtureOfExperts:
        with extra("videos"):
            from motif.model.experts import LogisticLabels, MixtureOfExperts
        kind = MixtureOfExperts if self.head == "experts" else LogisticLabels
        settings = dict(self.settings or {})
        known = kind().get_params()
        unknown = sorted(set(settings) - set(known))
        if unknown:
            raise InputError(f"{kind.__name__} has no setting {unknown[0]!r}; it has {', '.join(sorted(known))}")
        return kind().set_params(**{"random_state": self.random_state, **settings})

    def _fitted_head(self) -> LogisticLabels | MixtureOfExperts:
        head = self._new_head()
        for name, value in self.head_.items():
            setattr(head, name, value)
        return head

    def _require_whole(self) -> None:
        """Refuse a state whose parts do not fit: what a save that was tampered with holds."""
        self.widths_ = tuple(self.widths_)
        head = self._fitted_head()
        head._require_whole()
        n_features = sum(self.widths_)
        if head.n_features_in_ != n_features or len(self.label_ids_) != len(head.classes_):
            raise ValueError("its blocks and labels do not fit its head")
        if any(np.shape(array) != (n_features,) for array in self.fusion_.values()) or set(self.fusion_) != {
            "mean",
            "spread",
        }:
            raise ValueError("its means and spreads do not fit its blocks")


def _spread(n: int) -> np.ndarray:
    """Positions of at most so many videos, evenly over all."""
    return np.unique(np.linspace(0, n - 1, min(n, _SAMPLE)).astype(np.int64)) if n else np.zeros(0, np.int64)
