"""Whether what a save says was learned is what a fitted autoencoder holds: arrays of the right shapes and types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from motif.core.check import few

__all__ = ["require_whole"]

_SUM = 1e-6  # how far shares may be from summing to one


def require_whole(estimator: Any, wanted: Mapping[str, torch.Tensor], learned: Mapping[str, tuple[int, ...]]) -> None:
    """Refuse a state whose parts do not fit each other: what a save that was tampered with holds.

    Parameters
    ----------
    estimator :
        With `weights_` and what else it learned.
    wanted :
        The state of its network, which says what shapes and types the weights have.
    learned :
        Shapes of the arrays that are learned beside the weights; shares among them sum to one along their last axis.

    Raises
    ------
    ValueError
        With the first part that does not fit.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> state = SimpleNamespace(weights_={"scale": np.zeros(2, np.float32)})
    >>> require_whole(state, {"scale": torch.zeros(3)}, {})
    Traceback (most recent call last):
        ...
    ValueError: weights_['scale'] is float32 (2,), not float32 (3,)
    """
    weights = estimator.weights_
    if not isinstance(weights, dict) or weights.keys() != wanted.keys():
        raise ValueError(f"weights_ must hold {few(sorted(wanted))}")
    for name, tensor in wanted.items():
        _fits(weights[name], tuple(tensor.shape), str(tensor.dtype).removeprefix("torch."), f"weights_[{name!r}]")
    if "scale" in weights and not (weights["scale"] > 0).all():
        raise ValueError(f"weights_['scale'] must be above 0, not {weights['scale']}")
    for name, shape in learned.items():
        found = getattr(estimator, name)
        _fits(found, shape, "float64", name)
        if name.endswith(("_shares_", "_prior_")) and not _are_shares(found):
            raise ValueError(f"{name} must be at least 0 and sum to 1")
    for name, found in getattr(estimator, "optimiser_", {}).items():
        _fits(found, np.shape(found), "float32", f"optimiser_[{name!r}]")


def _fits(found: Any, shape: tuple[int, ...], dtype: str, what: str) -> None:
    if not isinstance(found, np.ndarray):
        raise ValueError(f"{what} is a {type(found).__name__}, not an array")
    if found.shape != shape or found.dtype.name != dtype:
        raise ValueError(f"{what} is {found.dtype.name} {found.shape}, not {dtype} {shape}")
    if not np.isfinite(found).all():
        raise ValueError(f"{what} holds NaN or infinite values")


def _are_shares(found: np.ndarray) -> bool:
    return bool((found >= 0).all() and (np.abs(found.sum(axis=-1) - 1) <= _SUM).all())
