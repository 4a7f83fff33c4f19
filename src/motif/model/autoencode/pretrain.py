"""First weights from unlabelled items: layers that already describe them, for a classifier that has few labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from motif.core.check import in_choices, integer
from motif.core.errors import InputError
from motif.model.autoencode.noise import NoiseSetting
from motif.model.autoencode.plain import Autoencoder

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["WAYS", "Initial", "Way", "pretrain", "widths_of"]

Way = Literal["whole", "greedy"]
WAYS: tuple[Way, ...] = get_args(Way)


@dataclass(frozen=True, slots=True, eq=False)
class Initial:
    """First weights of dense layers.

    Parameters
    ----------
    layers :
        Weight (n_out, n_in) and bias (n_out,) of each layer, first to last.
    shift, scale :
        The first layer takes (x - shift) / scale: (n_features,), and one number.
    activation :
        After each layer.

    Examples
    --------
    >>> Initial(((np.eye(2), np.zeros(2)),), np.zeros(2), 1.0, "relu").widths
    (2,)
    """

    layers: tuple[tuple[np.ndarray, np.ndarray], ...]
    shift: np.ndarray
    scale: float
    activation: str

    @property
    def widths(self) -> tuple[int, ...]:
        """Numbers after each layer."""
        return tuple(len(bias) for _, bias in self.layers)


def pretrain(
    X: Any,
    widths: Sequence[int],
    *,
    how: Way = "whole",
    activation: str = "gelu",
    noise: NoiseSetting = ("masking", 0.5),
    epochs: int = 20,
    batch_size: int = 128,
    learning_rate: float = 2e-3,
    min_steps: int = 100,
    max_steps: int = 2000,
    n_threads: int = 1,
    random_state: RandomState = None,
) -> Initial:
    """Return layers that a denoising autoencoder learned from items without labels (Vincent et al. 2010).

    Parameters
    ----------
    X :
        (n_items, n_features), as `Autoencoder` takes it.
    widths :
        Numbers after each layer, at least one.
    how :
        "whole": one autoencoder of all layers. "greedy": one layer after the other, each on the codes of those before,
        with its even part of the steps; the codes of all items are kept in memory.
    activation :
        After each layer.
    noise :
        What the items go through, to be undone; half masked by default.
    epochs, batch_size, learning_rate, min_steps, max_steps, n_threads, random_state :
        As for `Autoencoder`.

    Raises
    ------
    InputError
        For settings out of range, and for what `Autoencoder` refuses.

    Examples
    --------
    >>> X = np.random.default_rng(0).normal(size=(50, 6))
    >>> pretrain(X, (4, 3), how="greedy", max_steps=100, random_state=0).widths
    (4, 3)
    """
    in_choices(how, WAYS, what="how")
    n_out = widths_of(widths)
    settings = {
        "activation": activation, "code": activation, "noise": noise, "epochs": epochs, "batch_size": batch_size,
        "learning_rate": learning_rate, "n_threads": n_threads, "random_state": random_state,
    }  # fmt: skip
    if how == "whole":
        whole = Autoencoder(
            n_out[-1], encoder=("mlp", *n_out[:-1]), min_steps=min_steps, max_steps=max_steps, **settings
        ).fit(X)
        layers = tuple(_layer(whole, i) for i in range(len(n_out)))
        return Initial(layers, whole.weights_["shift"], float(whole.weights_["scale"]), activation)
    steps = {"min_steps": max(1, min_steps // len(n_out)), "max_steps": max(1, max_steps // len(n_out))}
    return _greedy(X, n_out, activation, settings | steps)


def widths_of(setting: Any) -> list[int]:
    """Return the numbers after each layer, at least one of them.

    Raises
    ------
    InputError
        For what is no such list.

    Examples
    --------
    >>> widths_of((256, 128))
    [256, 128]
    """
    if not isinstance(setting, tuple | list) or not setting:
        raise InputError(f"widths must be numbers of layers such as (256, 128), not {setting!r}")
    return [integer(width, what="a layer's width", low=1) for width in setting]


def _greedy(X: Any, widths: list[int], activation: str, settings: dict[str, Any]) -> Initial:
    models = []
    for width in widths:
        models.append(Autoencoder(width, encoder=("mlp",), **settings).fit(X))
        X = models[-1].transform(X)
    layers = [_layer(model, 0) for model in models]
    for i, model in enumerate(models[1:], start=1):  # these saw shifted and scaled codes; the network will not
        weight = (layers[i][0] / model.weights_["scale"]).astype(np.float32)
        layers[i] = weight, (layers[i][1] - weight @ model.weights_["shift"]).astype(np.float32)
    first = models[0].weights_
    return Initial(tuple(layers), first["shift"], float(first["scale"]), activation)


def _layer(model: Autoencoder, i: int) -> tuple[np.ndarray, np.ndarray]:
    return model.weights_[f"encoder.layers.{i}.weight"], model.weights_[f"encoder.layers.{i}.bias"]
