"""The autoencoders by kind, with settings that fit a block; and the plain answer that each is held against, PCA."""

from __future__ import annotations

import inspect
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Self, get_args

import numpy as np

from motif.core.check import few, in_choices
from motif.core.errors import InputError
from motif.core.extra import extra
from motif.represent.project import PCA

if TYPE_CHECKING:
    from motif.latent.represent import Items

__all__ = ["KINDS", "Kind", "Plain", "in_units", "new_model", "rows_to_fit"]

Kind = Literal["autoencoder", "variational", "conditional", "vector_quantized", "adversarial"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_CLASSES: dict[Kind, str] = {
    "autoencoder": "Autoencoder",
    "variational": "VariationalAutoencoder",
    "conditional": "ConditionalVariationalAutoencoder",
    "vector_quantized": "VectorQuantizedAutoencoder",
    "adversarial": "AdversarialAutoencoder",
}
_LEAST_VARIANCE = 1e-9  # of a direction in which nothing varies
_LEAST_SHARE = 1e-3  # of a pixel that is never on, so that one that is costs 7 nats and not infinity


def new_model(kind: Kind, items: Items, settings: dict[str, Any], *, seed: int) -> Any:
    """Return the estimator of a kind that is not fitted yet.

    Parameters
    ----------
    kind :
        One of `KINDS`.
    items :
        What it will be fitted to: they say the shape of pictures.
    settings :
        Of the estimator, by its own names.
    seed :
        Its `random_state`.

    Raises
    ------
    InputError
        For an unknown kind or setting.
    MissingExtra
        Without PyTorch.

    Examples
    --------
    >>> from motif.latent.represent import items_of
    >>> from motif.latent.source import digits
    >>> new_model("variational", items_of(digits(), "pixels"), {"n_components": 3}, seed=0).image_shape
    (1, 8, 8)
    """
    in_choices(kind, KINDS, what="kind")
    with extra("latent"):
        from motif.model import autoencode
    cls = getattr(autoencode, _CLASSES[kind])
    known = inspect.signature(cls.__init__).parameters
    unknown = [name for name in settings if name not in known]
    if unknown:
        names = [name for name in known if name not in ("self", "image_shape", "random_state")]
        raise InputError(f"kind {kind!r} has no setting {few(unknown)}; it has {few(names, most=40)}")
    return cls(**{"image_shape": items.image} | settings, random_state=seed)


def rows_to_fit(items: Items, model: Any) -> tuple[np.ndarray, float, float]:
    """Return what a network is fitted to, (n_items, n_features), and the scale and offset that make numbers of it.

    Stored numbers stay mapped from their file. Only where a likelihood wants values in [0, 1], and they are stored as
    neither bytes nor such numbers, all of them come into memory.

    Parameters
    ----------
    items :
        Of a block.
    model :
        Not fitted yet.

    Examples
    --------
    >>> from motif.latent.represent import items_of
    >>> from motif.latent.source import digits
    >>> held = items_of(digits(), "pixels")
    >>> free, bounded = ({"output": output} for output in ("identity", "sigmoid"))
    >>> [rows_to_fit(held, new_model("autoencoder", held, one, seed=0))[0].dtype.name for one in (free, bounded)]
    ['uint8', 'float32']
    """
    info = items.block.info
    bounded = model.likelihood != "gaussian" or model.output == "sigmoid"
    if items.is_bytes or (info.scale == 1 and info.offset == 0) or (info.scale > 0 and not bounded):
        return items.stored, info.scale, info.offset
    return items.values(slice(None)), 1.0, 0.0


def in_units(model: Any, scale: float, offset: float) -> None:
    """Let a model that was fitted to stored numbers take and give the numbers that they mean, stored * scale + offset.

    Parameters
    ----------
    model :
        Fitted; changed in place.
    scale, offset :
        Of the block.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> model = SimpleNamespace(weights_={"shift": np.array([51.0]), "scale": np.array(255.0)})
    >>> in_units(model, 1 / 255, 0.0)
    >>> {name: float(array.item()) for name, array in model.weights_.items()}
    {'shift': 0.2, 'scale': 1.0}
    """
    shift, width = model.weights_["shift"], model.weights_["scale"]
    model.weights_ = {**model.weights_, "shift": shift * scale + offset, "scale": np.asarray(width * scale)}


@dataclass(frozen=True, eq=False)
class Plain:
    """What needs no network: PCA with as many numbers, and the mean item.

    Parameters
    ----------
    pca :
        Fitted to the same items as the network.
    variance :
        Of all features together.

    Examples
    --------
    >>> X = np.random.default_rng(0).normal(size=(50, 4))
    >>> plain = Plain.fitted(X, 2)
    >>> plain.restored(X).shape, bool(plain.surprise(X).mean() < plain.surprise_of_mean(X).mean() + 0.5)
    ((50, 4), True)
    """

    pca: PCA
    variance: float

    @classmethod
    def fitted(cls, X: np.ndarray, n_components: int) -> Self:
        """Fit PCA with as many numbers as there can be, at most `n_components`."""
        pca = PCA(min(n_components, *X.shape)).fit(X)
        share = float(pca.explained_variance_ratio_.sum())
        return cls(pca, float(pca.explained_variance_.sum()) / share if share > 0 else 0.0)

    def restored(self, X: np.ndarray) -> np.ndarray:
        """Return items after coding and decoding."""
        return self.pca.inverse_transform(self.pca.transform(X))

    def surprise(self, X: np.ndarray) -> np.ndarray:
        """Return minus each item's log density under probabilistic PCA (Tipping & Bishop 1999), in nats."""
        codes = self.pca.transform(X).astype(np.float64)
        spread = np.maximum(self.pca.explained_variance_, _LEAST_VARIANCE)
        n_features, n_codes = X.shape[1], codes.shape[1]
        left = max((self.variance - spread.sum()) / max(n_features - n_codes, 1), _LEAST_VARIANCE)
        missed = ((X - self.restored(X)).astype(np.float64) ** 2).sum(axis=1)
        logs = np.log(spread).sum() + (n_features - n_codes) * math.log(left) + n_features * math.log(2 * math.pi)
        return 0.5 * ((codes**2 / spread).sum(axis=1) + missed / left + logs)

    def surprise_of_mean(self, X: np.ndarray) -> np.ndarray:
        """Return minus each item's log density under one round Gaussian about the mean, in nats."""
        each = max(self.variance / X.shape[1], _LEAST_VARIANCE)
        squares = ((X - self.pca.mean_) ** 2).sum(axis=1, dtype=np.float64)
        return 0.5 * (squares / each + X.shape[1] * math.log(2 * math.pi * each))

    def entropy_of_mean(self, X: np.ndarray) -> np.ndarray:
        """Return each item's cross-entropy with the mean item, in nats, for values in [0, 1]."""
        mean = np.clip(self.pca.mean_, _LEAST_SHARE, 1 - _LEAST_SHARE)
        return -(X @ np.log(mean) + (1 - X) @ np.log(1 - mean)).astype(np.float64)
