"""What the loop asks for and what it tells: an objective, a moment of a training, and how it went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch
from torch import nn

from motif.model.train.row import Batch

__all__ = ["Moment", "Objective", "Trained"]


class Objective(Protocol):
    """What is minimised: the only thing that a kind of model must say."""

    def losses(self, net: Any, batch: Batch, step: int) -> Mapping[str, torch.Tensor]:
        """Return scalars by name: batch means of per-item sums."""

    def groups(self, net: Any) -> Mapping[str, Iterable[nn.Parameter]]:
        """Return the parameters that each named loss is minimised over, such as {"model": net.parameters()}."""


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """Where a training stands at the end of an epoch: what a monitor is called with.

    Parameters
    ----------
    epoch, step, n_steps :
        Epochs and steps done, and steps planned.
    losses :
        The epoch's mean of each loss.
    held_out :
        The loss on held-out items; None where there are none.
    net :
        The network itself, to look at and not to change.

    Examples
    --------
    >>> Moment(1, 10, 100, {"model": 0.5}, None, nn.Identity()).losses["model"]
    0.5
    """

    epoch: int
    step: int
    n_steps: int
    losses: Mapping[str, float]
    held_out: float | None
    net: nn.Module


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """How a training went.

    Parameters
    ----------
    n_steps, n_epochs :
        Done; the last epoch may be cut short by the ceiling.
    history :
        Mean of each loss by epoch, and "held_out" where there is one.
    best_epoch :
        The epoch, counted from 1, whose weights the network has now; None is the last.
    optimiser :
        The optimisers' state, to go on with.

    Examples
    --------
    >>> Trained(10, 1, {"model": [0.5]}, None, {}).n_steps
    10
    """

    n_steps: int
    n_epochs: int
    history: dict[str, list[float]]
    best_epoch: int | None
    optimiser: dict[str, torch.Tensor] = field(default_factory=dict)
