"""Whether what a save says was learned is what a fitted autoencoder holds: arrays of the right shapes and types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from motif.core.check import few, in_range, integer, missing

__all__ = [
    "require_counts",
    "require_course",
    "require_gaussian",
    "require_history",
    "require_labels",
    "require_shares",
    "require_whole",
]

_SUM = 1e-6  # how far shares may be from summing to one
_STATE = frozenset({"step", "exp_avg", "exp_avg_sq"})  # what Adam keeps of each array


def require_whole(estimator: Any, wanted: Mapping[str, torch.Tensor], learned: Mapping[str, tuple[int, ...]]) -> None:
    """Refuse a state whose parts do not fit each other: what a save that was tampered with holds.

    Parameters
    ----------
    estimator :
        With `weights_` and what else it learned.
    wanted :
        The state of its network, which says what shapes and types the weights have.
    learned :
        Shapes of the arrays of float64 that are learned beside the weights.

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
        _fits(getattr(estimator, name), shape, "float64", name)
    optimiser = getattr(estimator, "optimiser_", {})
    if not isinstance(optimiser, dict):
        raise ValueError(f"optimiser_ is a {type(optimiser).__name__}, not a dict")
    for name, found in optimiser.items():
        _fits(found, np.shape(found), "float32", f"optimiser_[{name!r}]")
        group, _, what = name.rpartition(".")
        if what not in _STATE or not group.rpartition(".")[2].isdecimal():
            raise ValueError(f"optimiser_[{name!r}] is no state of Adam's")
        if any(f"{group}.{other}" not in optimiser for other in _STATE):
            raise ValueError(f"optimiser_ must hold {few(sorted(_STATE))} of {group!r}")


def require_course(estimator: Any) -> None:
    """Refuse what no training can have been like: `seed_`, `n_epochs_`, `n_steps_`, `best_epoch_`, `history_`.

    Raises
    ------
    ValueError
        With the first of them.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> require_course(SimpleNamespace(seed_=0, n_epochs_=1, n_steps_=0))
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: n_steps_ must be at least 1, not 0
    """
    integer(estimator.seed_, what="seed_", low=0)
    integer(estimator.n_epochs_, what="n_epochs_", low=1)
    integer(estimator.n_steps_, what="n_steps_", low=1)
    if estimator.best_epoch_ is not None:
        integer(estimator.best_epoch_, what="best_epoch_", low=1, high=estimator.n_epochs_)
    require_history(estimator.history_, n_epochs=estimator.n_epochs_)


def require_history(history: Any, *, n_epochs: int | None = None) -> None:
    """Refuse a history that is not lists of numbers by name, one an epoch; of "model" all are finite.

    Examples
    --------
    >>> require_history({"model": [0.5, "low"]})
    Traceback (most recent call last):
        ...
    ValueError: history_['model'] must be a list of numbers
    """
    if not isinstance(history, dict) or "model" not in history:
        raise ValueError("history_ must be a dict that holds 'model'")
    for name, values in history.items():
        if not isinstance(values, list) or not all(isinstance(value, float) for value in values):
            raise ValueError(f"history_[{name!r}] must be a list of numbers")
    if not np.isfinite(history["model"]).all():
        raise ValueError("history_['model'] holds NaN or infinite values")
    if n_epochs is not None and len(history["model"]) != n_epochs:
        raise ValueError(f"history_['model'] holds {len(history['model'])} numbers, and there were {n_epochs} epochs")


def require_labels(classes: Any) -> None:
    """Refuse labels that are not sorted, each once.

    Examples
    --------
    >>> require_labels(np.array(["b", "a"]))
    Traceback (most recent call last):
        ...
    ValueError: classes_ must be labels, sorted, each once
    """
    flat = isinstance(classes, np.ndarray) and classes.ndim == 1 and len(classes)
    if not flat or any(missing(label) for label in classes.tolist()) or not (classes[1:] > classes[:-1]).all():
        raise ValueError("classes_ must be labels, sorted, each once")


def require_counts(counts: Any, shares: np.ndarray) -> None:
    """Refuse counts of labels that are none, or whose shares are others.

    Examples
    --------
    >>> require_counts(np.array([3, 1]), np.array([0.5, 0.5]))
    Traceback (most recent call last):
        ...
    ValueError: class_prior_ must be the shares of class_counts_
    """
    whole = isinstance(counts, np.ndarray) and counts.dtype.kind == "i" and counts.shape == shares.shape
    if not whole or not (counts >= 0).all() or not counts.any():
        raise ValueError("class_counts_ must be how many items have each label")
    if not np.allclose(shares, counts / counts.sum(), rtol=_SUM):
        raise ValueError("class_prior_ must be the shares of class_counts_")


def require_gaussian(covariance: np.ndarray) -> None:
    """Refuse what is no covariance of codes: it is symmetric, and no part varies less with itself than with another.

    Examples
    --------
    >>> require_gaussian(np.array([[1.0, 2.0], [2.0, 1.0]]))
    Traceback (most recent call last):
        ...
    ValueError: code_covariance_ is no covariance
    """
    variance = covariance.diagonal()
    most = np.sqrt(np.outer(variance, variance)) * (1 + _SUM) if (variance >= 0).all() else np.zeros(())
    if not np.allclose(covariance, covariance.T) or not (np.abs(covariance) <= most + np.finfo(float).tiny).all():
        raise ValueError("code_covariance_ is no covariance")


def require_shares(shares: np.ndarray, in_use: Any) -> None:
    """Refuse shares of a codebook's entries that do not sum to one, or are not those of its perplexity.

    Examples
    --------
    >>> require_shares(np.array([[0.5, 0.5]]), 1.0)
    Traceback (most recent call last):
        ...
    ValueError: perplexity_ must be 2, that of code_shares_, not 1.0
    """
    if not (shares >= 0).all() or not (np.abs(shares.sum(axis=-1) - 1) <= _SUM).all():
        raise ValueError("code_shares_ must be at least 0 and sum to 1")
    mean = shares.mean(axis=0)
    expected = float(np.exp(-(mean[mean > 0] * np.log(mean[mean > 0])).sum()))
    in_range(in_use, what="perplexity_")
    if not np.isclose(in_use, expected, rtol=_SUM):
        raise ValueError(f"perplexity_ must be {expected:.6g}, that of code_shares_, not {in_use!r}")


def _fits(found: Any, shape: tuple[int, ...], dtype: str, what: str) -> None:
    if not isinstance(found, np.ndarray):
        raise ValueError(f"{what} is a {type(found).__name__}, not an array")
    if found.shape != shape or found.dtype.name != dtype:
        raise ValueError(f"{what} is {found.dtype.name} {found.shape}, not {dtype} {shape}")
    if not np.isfinite(found).all():
        raise ValueError(f"{what} holds NaN or infinite values")
