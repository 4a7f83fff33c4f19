"""What autoencoders minimise: the losses that the one training loop asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import torch
from torch import nn

from motif.model.autoencode.divergence import kl_divergence
from motif.model.autoencode.network import Net
from motif.model.autoencode.noise import Noise
from motif.model.autoencode.penalty import Penalty
from motif.model.train.row import Batch

__all__ = ["Evidence", "Restoring", "drawn", "moments", "with_label"]

_FOLLOW = 0.05  # how far the kept noise moves towards each batch's
_WIDEST = 30.0  # of a log variance: beyond it float32 overflows in its square


class Restoring:
    """The cost of restoring items from their codes, and penalties.

    Parameters
    ----------
    noise :
        What the items go through before the encoder; None for nothing.
    penalties :
        Added to the cost.

    Examples
    --------
    >>> Restoring(None, ()).groups(nn.Linear(2, 1)).keys()
    dict_keys(['model'])
    """

    def __init__(self, noise: Noise | None, penalties: tuple[Penalty, ...]) -> None:
        self.noise, self.penalties = noise, penalties

    def groups(self, net: nn.Module) -> Mapping[str, Iterable[nn.Parameter]]:
        """Return all parameters as one group."""
        return {"model": net.parameters()}

    def losses(self, net: Net, batch: Batch, step: int) -> Mapping[str, torch.Tensor]:  # noqa: ARG002
        """Return the mean cost with its parts."""
        x = net.seen(batch.x)
        seen = self.corrupted(net.likelihood.seen(x), batch)
        codes = net.encoder(seen)
        cost = net.likelihood.mean_cost(net.decoder(codes), x)
        return self.added(net, seen, codes, batch, cost, {"reconstruction": cost.detach()})

    def corrupted(self, seen: torch.Tensor, batch: Batch) -> torch.Tensor:
        """Return what the encoder sees."""
        return seen if self.noise is None else self.noise(seen, batch.chance)

    def added(
        self,
        net: Net,
        seen: torch.Tensor,
        codes: torch.Tensor,
        batch: Batch,
        cost: torch.Tensor,
        parts: dict[str, torch.Tensor],
    ) -> Mapping[str, torch.Tensor]:
        """Return the loss with its penalties; the parts stand beside it where there is more than one."""
        for penalty in self.penalties:
            value = penalty(net, seen, codes, batch.chance)
            cost = cost + value
            parts[penalty.name] = value.detach()
        return {"model": cost} | (parts if len(parts) > 1 else {})


class Evidence(Restoring):
    """Minus the evidence lower bound: the surprise of an item given a drawn code, plus beta times the divergence.

    Parameters
    ----------
    noise, penalties :
        As for `Restoring`; penalties see the means of the codes.
    beta :
        Weight of the divergence; 1 for the bound itself.
    n_labels :
        How many labels the decoder is told; 0 for none.

    Examples
    --------
    >>> Evidence(None, (), beta=4.0).beta
    4.0
    """

    def __init__(
        self, noise: Noise | None, penalties: tuple[Penalty, ...], *, beta: float = 1.0, n_labels: int = 0
    ) -> None:
        super().__init__(noise, penalties)
        self.beta, self.n_labels = beta, n_labels

    def losses(self, net: Net, batch: Batch, step: int) -> Mapping[str, torch.Tensor]:  # noqa: ARG002
        """Return minus the bound with its parts."""
        x = net.seen(batch.x)
        seen = self.corrupted(net.likelihood.seen(x), batch)
        mu, logvar = moments(net.encoder(seen))
        codes = with_label(drawn(mu, logvar, batch.chance), batch.y, self.n_labels)
        surprise, log_noise = net.likelihood.best_surprise(net.decoder(codes), x)
        if log_noise is not None and net.training:
            net.log_noise.lerp_(log_noise, _FOLLOW)
        divergence = kl_divergence(mu, logvar).mean()
        parts = {"reconstruction": surprise.detach(), "divergence": divergence.detach()}
        return self.added(net, seen, mu, batch, surprise + self.beta * divergence, parts)


def moments(statistics: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return means and log variances of what a variational encoder says.

    Examples
    --------
    >>> [part.tolist() for part in moments(torch.tensor([[1.0, 2.0]]))]
    [[[1.0]], [[2.0]]]
    """
    mu, logvar = statistics.chunk(2, dim=1)
    return mu, logvar.clamp(-_WIDEST, _WIDEST)


def drawn(mu: torch.Tensor, logvar: torch.Tensor, chance: torch.Generator) -> torch.Tensor:
    """Return codes drawn as mu + sigma * epsilon, through which gradients pass (Kingma & Welling 2014).

    Examples
    --------
    >>> drawn(torch.ones(1, 2), torch.full((1, 2), -30.0), torch.Generator()).round(decimals=3)
    tensor([[1., 1.]])
    """
    epsilon = torch.randn(mu.shape, generator=chance, device=mu.device, dtype=mu.dtype)
    return torch.addcmul(mu, (0.5 * logvar).exp(), epsilon)


def with_label(codes: torch.Tensor, y: torch.Tensor | None, n_labels: int) -> torch.Tensor:
    """Return codes with their label beside them, one column a label.

    Examples
    --------
    >>> with_label(torch.zeros(1, 1), torch.tensor([1]), 2)
    tensor([[0., 0., 1.]])
    """
    if y is None or not n_labels:
        return codes
    told = torch.zeros(len(codes), n_labels, dtype=codes.dtype, device=codes.device)
    return torch.cat([codes, told.scatter_(1, y.unsqueeze(1), 1.0)], dim=1)
