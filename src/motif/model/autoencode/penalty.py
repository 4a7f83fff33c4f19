"""What is added to the loss to keep weights small, codes sparse or codes steady; each by name, with its strength.

A penalty is one function and one line in `PENALTIES`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import torch
from torch import nn

from motif.core.check import in_choices, in_range
from motif.core.errors import InputError
from motif.model.autoencode.contractive import contractive_penalty

__all__ = ["PENALTIES", "Penalty", "PenaltySetting", "penalties_of"]

PenaltySetting: TypeAlias = str | tuple[Any, ...] | None
_RATE = 0.05  # how often a unit of a sparse code is active: Ng's lecture notes (2011)
_EDGE = 1e-6  # keeps the logarithm of a dead or ever active unit finite


@dataclass(frozen=True, slots=True)
class Penalty:
    """A penalty with its strength.

    Parameters
    ----------
    name :
        "l2" the sum of squared weights without biases; "l1" the sum of a code's sizes; "kl" the divergence of the
        units' mean activity from 0.05 (codes in (0, 1) only); "contractive" the squared norm of the encoder's Jacobian.
    strength :
        What it is multiplied with, at least 0.

    Examples
    --------
    >>> Penalty("l1", 0.5)(nn.Identity(), torch.zeros(1, 2), torch.tensor([[1.0, -3.0]]), torch.Generator())
    tensor(2.)
    """

    name: str
    strength: float

    def __call__(self, net: nn.Module, x: torch.Tensor, codes: torch.Tensor, chance: torch.Generator) -> torch.Tensor:
        """Return the batch's penalty, a scalar: of weights, or a mean over its items."""
        return self.strength * PENALTIES[self.name][1](net, x, codes, chance)


def _l2(net: nn.Module, x: torch.Tensor, codes: torch.Tensor, chance: torch.Generator) -> torch.Tensor:  # noqa: ARG001
    return torch.stack([weight.square().sum() for weight in net.parameters() if weight.ndim > 1]).sum()


def _l1(net: nn.Module, x: torch.Tensor, codes: torch.Tensor, chance: torch.Generator) -> torch.Tensor:  # noqa: ARG001
    return codes.abs().sum(dim=1).mean()


def _kl(net: nn.Module, x: torch.Tensor, codes: torch.Tensor, chance: torch.Generator) -> torch.Tensor:  # noqa: ARG001
    rate = codes.mean(dim=0).clamp(_EDGE, 1 - _EDGE)
    return (_RATE * (_RATE / rate).log() + (1 - _RATE) * ((1 - _RATE) / (1 - rate)).log()).sum()


def _contractive(net: Any, x: torch.Tensor, codes: torch.Tensor, chance: torch.Generator) -> torch.Tensor:  # noqa: ARG001
    return contractive_penalty(net.encoder, x, generator=chance).mean()


_Term = Callable[[Any, torch.Tensor, torch.Tensor, torch.Generator], torch.Tensor]
PENALTIES: dict[str, tuple[float, _Term]] = {
    "l2": (1e-4, _l2),
    "l1": (1e-2, _l1),
    "kl": (1.0, _kl),
    "contractive": (1e-2, _contractive),
}


def penalties_of(setting: PenaltySetting, *, code: str = "identity") -> tuple[Penalty, ...]:
    """Return the penalties that a setting names: None, a name, a (name, strength) pair, or a tuple of these.

    Parameters
    ----------
    setting :
        As the estimators take it.
    code :
        The activation of the codes, which "kl" needs to lie in (0, 1).

    Raises
    ------
    InputError
        For an unknown name, a strength below 0, and "kl" on codes that have no rate.

    Examples
    --------
    >>> penalties_of(("l1", 0.1)), len(penalties_of((("l2", 0.1), "contractive")))
    ((Penalty(name='l1', strength=0.1),), 2)
    """
    found = tuple(_penalty(one) for one in _listed(setting))
    if any(one.name == "kl" for one in found) and code != "sigmoid":
        raise InputError(f"penalty 'kl' needs codes in (0, 1): set code='sigmoid', not {code!r}; or take 'l1'")
    return found


def _listed(setting: PenaltySetting) -> list[Any]:
    if setting is None:
        return []
    if isinstance(setting, str) or _is_pair(setting):
        return [setting]
    if isinstance(setting, tuple | list):
        return list(setting)
    raise InputError(f"penalty must be a name such as 'l1', a pair such as ('l1', 0.01) or several, not {setting!r}")


def _is_pair(setting: Any) -> bool:
    pair = isinstance(setting, tuple | list) and len(setting) == 2 and isinstance(setting[0], str)
    return pair and not isinstance(setting[1], str | tuple | list)


def _penalty(one: Any) -> Penalty:
    if not isinstance(one, str) and not _is_pair(one):
        raise InputError(f"a penalty must be a name such as 'l1' or a pair such as ('l1', 0.01), not {one!r}")
    name, strength = (one, None) if isinstance(one, str) else one
    in_choices(name, PENALTIES, what="penalty")
    strength = PENALTIES[name][0] if strength is None else strength
    in_range(strength, what=f"the strength of penalty {name!r}", low=0)
    if strength == math.inf:
        raise InputError(f"the strength of penalty {name!r} must be a finite number, not {strength!r}")
    return Penalty(name, float(strength))
