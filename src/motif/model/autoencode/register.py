"""Encoders and decoders of one's own: a name that the estimators take, and the function that builds the module.

The estimators and their saves hold the name and its numbers, nothing that could be executed: so clone, pickle and save
work as for Motif's own networks, and whoever loads a save brings the modules by registering the name first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from motif.core.check import name as checked_name
from motif.core.errors import InputError
from motif.model.autoencode.network import DECODERS, ENCODERS, LECTURE, Size

__all__ = ["register_network"]

_OWN = frozenset({*ENCODERS, *DECODERS, *LECTURE})


def register_network(
    name: str,
    *,
    encoder: Callable[..., nn.Module] | None = None,
    decoder: Callable[..., nn.Module] | None = None,
) -> None:
    """Let estimators take an encoder, a decoder or a pair of one's own by name, in this process.

    A builder is called as `build(size, *numbers)` with a `Size` and the numbers of the setting: `encoder=("deep", 4)`
    calls it with 4. Encoders map (n_items, size.n_features) to (n_items, size.n_statistics), decoders
    (n_items, size.n_decoder_inputs) to logits (n_items, size.n_features); `size.image` is (channels, height, width)
    where the items are pictures. Worker processes that do not inherit this one's memory need the call too.

    Parameters
    ----------
    name :
        Lower case, and none of Motif's own; registering it again replaces the builders.
    encoder, decoder :
        The builders; None leaves that side as it is.

    Raises
    ------
    InputError
        For a name of Motif's own, and for no builder. A module that returns another shape is refused when it is built.

    Examples
    --------
    >>> register_network("plain", encoder=lambda size: nn.Linear(size.n_features, size.n_statistics))
    >>> from motif.model.autoencode.plain import Autoencoder
    >>> model = Autoencoder(1, encoder="plain", decoder=("mlp", 8), max_steps=5, min_steps=5, random_state=0)
    >>> model.fit([[0.0, 1.0], [1.0, 0.0]]).transform([[0.5, 0.5]]).shape
    (1, 1)
    """
    checked_name(name, what="the network's name")
    if name in _OWN:
        raise InputError(f"{name!r} is a network of Motif's own; choose another name")
    if encoder is None and decoder is None:
        raise InputError(f"nothing to register as {name!r}: give encoder=, decoder= or both")
    if encoder is not None:
        ENCODERS[name] = _watched(encoder, f"encoder {name!r}", "n_features", "n_statistics")
    if decoder is not None:
        DECODERS[name] = _watched(decoder, f"decoder {name!r}", "n_decoder_inputs", "n_features")


def _watched(builder: Callable[..., nn.Module], what: str, before: str, after: str) -> Callable[..., nn.Module]:
    """Return the builder with a look at what its module makes of one row."""

    def build(size: Size, *numbers: Any) -> nn.Module:
        module = builder(size, *numbers)
        if not isinstance(module, nn.Module):
            raise InputError(f"{what} must build a torch.nn.Module, not {type(module).__name__!r}")
        expected = (1, getattr(size, after))
        training = module.training
        with torch.no_grad():
            made = module.eval()(torch.zeros(1, getattr(size, before)))
        module.train(training)
        if tuple(made.shape) != expected:
            raise InputError(
                f"{what} returns shape {tuple(made.shape)} for one item; expected {expected} = (1, {after})"
            )
        return module

    return build
