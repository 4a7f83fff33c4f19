"""Corruptions that a denoising autoencoder learns to undo (Vincent et al. 2008)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import torch

from motif.core.check import in_choices, in_range
from motif.core.errors import InputError

__all__ = ["NOISES", "Noise", "NoiseSetting", "noise_of"]

NoiseSetting: TypeAlias = str | tuple[str, float] | None
_STRONGEST = 1e6  # times the spread of the items: nothing of them is left long before, and float32 holds its square


@dataclass(frozen=True, slots=True)
class Noise:
    """A corruption with its strength.

    Parameters
    ----------
    name :
        "gaussian" adds a normal of that standard deviation; "masking" puts that share of the numbers to zero;
        "salt_and_pepper" puts that share to the lowest or the highest value.
    strength :
        In the units that the network sees: of the items' spread, or of [0, 1] where they are bounded; a share in [0, 1]
        for the other two.
    low, high :
        Lowest and highest value that the network sees, of all columns or (n_features,) of each.

    Examples
    --------
    >>> Noise("masking", 1.0)(torch.ones(1, 3), torch.Generator())
    tensor([[0., 0., 0.]])
    """

    name: str
    strength: float
    low: float | torch.Tensor = 0.0
    high: float | torch.Tensor = 1.0

    def __call__(self, x: torch.Tensor, chance: torch.Generator) -> torch.Tensor:
        """Return a corrupted copy of x, (n_items, n_features)."""
        return NOISES[self.name][1](x, self, chance)


def _gaussian(x: torch.Tensor, noise: Noise, chance: torch.Generator) -> torch.Tensor:
    return x + noise.strength * torch.randn(x.shape, generator=chance, device=x.device, dtype=x.dtype)


def _masking(x: torch.Tensor, noise: Noise, chance: torch.Generator) -> torch.Tensor:
    return x * (torch.rand(x.shape, generator=chance, device=x.device) >= noise.strength)


def _salt_and_pepper(x: torch.Tensor, noise: Noise, chance: torch.Generator) -> torch.Tensor:
    drawn = torch.rand(x.shape, generator=chance, device=x.device)
    low, high = (torch.as_tensor(end, dtype=x.dtype, device=x.device) for end in (noise.low, noise.high))
    salted = torch.where(drawn < noise.strength / 2, high, x)
    return torch.where((drawn >= noise.strength / 2) & (drawn < noise.strength), low, salted)


NOISES: dict[str, tuple[float, Callable[[torch.Tensor, Noise, torch.Generator], torch.Tensor]]] = {
    "gaussian": (0.3, _gaussian),
    "masking": (0.3, _masking),
    "salt_and_pepper": (0.2, _salt_and_pepper),
}


def noise_of(
    setting: NoiseSetting, *, low: float | torch.Tensor = 0.0, high: float | torch.Tensor = 1.0
) -> Noise | None:
    """Return the corruption that a setting names: None, a name, or a (name, strength) pair.

    Raises
    ------
    InputError
        For an unknown name, or a strength out of its range.

    Examples
    --------
    >>> noise_of(("masking", 0.5)).strength, noise_of(None)
    (0.5, None)
    """
    if setting is None:
        return None
    name, strength = _pair(setting)
    in_choices(name, NOISES, what="noise")
    strength = NOISES[name][0] if strength is None else strength
    in_range(strength, what=f"the strength of noise {name!r}", low=0, high=_STRONGEST if name == "gaussian" else 1)
    return Noise(name, float(strength), low, high)


def _pair(setting: str | tuple[str, float]) -> tuple[str, float | None]:
    if isinstance(setting, str):
        return setting, None
    if isinstance(setting, tuple | list) and len(setting) == 2 and isinstance(setting[0], str):
        return setting[0], setting[1]
    raise InputError(f"noise must be a name such as 'masking' or a pair such as ('masking', 0.3), not {setting!r}")
