"""One training in several processes: each takes its share of every batch, and all take the same step.

`torchrun` starts the processes, `together` joins them, and the loop does the rest. What has one loss goes through
PyTorch's `DistributedDataParallel`, which sums the gradients while they are still being computed; since it divides by
the number of processes, each weighs its loss by its share of the batch, so that the step is that of the whole batch in
one process. The wrapper takes one backward pass a step: where there are several losses, each over parameters of its
own (an opponent), the gradients are summed here, by one weighted `all_reduce` after all backward passes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from torch import distributed, nn
from torch.nn.parallel import DistributedDataParallel

from motif.model.train.row import Batch
from motif.model.train.seam import Objective

__all__ = ["Losses", "Team", "team", "together"]

Losses = Callable[[Batch, int], Mapping[str, torch.Tensor]]


@dataclass(frozen=True, slots=True)
class Team:
    """The processes of one training, as one of them sees it.

    Parameters
    ----------
    rank :
        Its number, counted from 0.
    size :
        How many there are; 1 alone.

    Examples
    --------
    >>> Team(1, 2).share(np.arange(5))
    (array([3, 4]), 0.4)
    """

    rank: int = 0
    size: int = 1

    def share(self, rows: np.ndarray) -> tuple[np.ndarray, float]:
        """Return this process's rows of a batch, and their weight; where they do not go round, all take all."""
        if self.size == 1 or len(rows) < self.size:
            return rows, 1 / self.size
        mine = np.array_split(rows, self.size)[self.rank]
        return mine, len(mine) / len(rows)

    def losses(self, net: nn.Module, objective: Objective, *, n_groups: int) -> Losses:
        """Return what a step asks for the losses of its batch; of one group, their gradients come back summed."""
        if self.size == 1 or n_groups > 1:
            return partial(objective.losses, net)
        return DistributedDataParallel(_Whole(net, objective), static_graph=True)

    def weighed(self, loss: torch.Tensor, weight: float) -> torch.Tensor:
        """Return the loss as much larger than the batch's mean as this process's share is than an equal one."""
        return loss if weight * self.size == 1 else loss * (weight * self.size)

    def begin(self, net: nn.Module, seed: int) -> int:
        """Give all processes the first one's weights; return its seed."""
        self.tell(net.state_dict().values())
        return self.agreed(seed)

    def tell(self, tensors: Iterable[torch.Tensor]) -> None:
        """Give all processes the first one's numbers, in place."""
        if self.size == 1:
            return
        with torch.no_grad():
            for tensor in tensors:
                told = tensor.detach().contiguous()
                distributed.broadcast(told, src=0)
                tensor.copy_(told)

    def agreed(self, seed: int) -> int:
        """Return the first process's number."""
        if self.size == 1:
            return seed
        told = torch.tensor([seed], device=_device())
        distributed.broadcast(told, src=0)
        return int(told.item())

    def combine(
        self,
        net: nn.Module,
        parameters: Iterable[nn.Parameter],
        losses: Mapping[str, torch.Tensor],
        weight: float,
    ) -> dict[str, torch.Tensor]:
        """Make buffers, and the gradients of these parameters, those of the whole batch; return its losses.

        Buffers that move while training (running means) are averaged.
        """
        kept = {name: loss.detach() for name, loss in losses.items()}
        if self.size == 1:
            return kept
        gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
        buffers = [buffer for buffer in net.buffers() if buffer.dtype == torch.float32]
        parts = [*gradients, *(loss.to(torch.float32) for loss in kept.values()), *buffers]
        weights = [weight] * (len(gradients) + len(kept)) + [1 / self.size] * len(buffers)
        flat = torch.cat([part.reshape(-1) * times for part, times in zip(parts, weights, strict=True)])
        distributed.all_reduce(flat)
        summed = [
            one.view(part.shape)
            for one, part in zip(flat.split([part.numel() for part in parts]), parts, strict=True)
        ]  # fmt: skip
        for gradient, whole in zip(gradients, summed, strict=False):
            gradient.copy_(whole)
        for buffer, whole in zip(buffers, summed[len(summed) - len(buffers) :], strict=True):
            buffer.copy_(whole)
        return {name: whole.clone() for name, whole in zip(kept, summed[len(gradients) :], strict=False)}

    def any(self, stop: bool) -> bool:
        """Return whether any process wants to stop."""
        if self.size == 1:
            return stop
        told = torch.tensor([int(stop)], device=_device())
        distributed.all_reduce(told)
        return bool(told.item())


class _Whole(nn.Module):
    """Network and objective as one module whose forward pass is the losses; buffers are not its own, but combined."""

    def __init__(self, net: nn.Module, objective: Objective) -> None:
        super().__init__()
        self._asked = (objective, net)  # in a tuple, so that only the weights below are this module's
        self.weights = nn.ParameterList(net.parameters())

    def forward(self, batch: Batch, step: int) -> dict[str, torch.Tensor]:
        objective, net = self._asked
        return dict(objective.losses(net, batch, step))


def team() -> Team:
    """Return the processes that are joined; a team of one where none are.

    Examples
    --------
    >>> team()
    Team(rank=0, size=1)
    """
    if not distributed.is_available() or not distributed.is_initialized():
        return Team()
    return Team(distributed.get_rank(), distributed.get_world_size())


@contextmanager
def together() -> Generator[Team]:
    """Join the processes that `torchrun` started; without it, do nothing.

    Inside, every `fit` of an autoencoder must be called by all processes with the same settings and items; each
    ends up with the same weights. Objectives whose losses are means over items, without noise, take the very steps of
    one process; noise is drawn by each process for its own items. Checkpoints are written by the first process.

    Examples
    --------
    >>> with together() as joined:
    ...     joined.size
    1
    """
    if int(os.environ.get("WORLD_SIZE", "1")) == 1 or distributed.is_initialized():
        yield team()
        return
    if torch.cuda.is_available():
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
    distributed.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
    try:
        yield team()
    finally:
        distributed.destroy_process_group()


def _device() -> torch.device:
    return torch.device("cuda" if distributed.get_backend() == "nccl" else "cpu")
