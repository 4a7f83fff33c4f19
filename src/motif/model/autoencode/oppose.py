"""Codes that an opponent cannot tell from draws of the prior (Makhzani et al. 2015)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import torch
from torch import nn
from torch.nn import functional

from motif.model.autoencode.network import Net
from motif.model.autoencode.noise import Noise
from motif.model.autoencode.objective import Restoring
from motif.model.autoencode.penalty import Penalty
from motif.model.train.row import Batch

__all__ = ["Opposing"]


class Opposing(Restoring):
    """The cost of restoring items plus how well their codes are told from draws of a standard normal.

    Two groups of parameters, each with its own optimiser: "model" (encoder and decoder) and "discriminator". Both
    losses come from one forward pass.

    Parameters
    ----------
    noise, penalties :
        As for `Restoring`.
    weight :
        Of the prior's part against the cost.

    Examples
    --------
    >>> Opposing(None, (), weight=2.0).weight
    2.0
    """

    def __init__(self, noise: Noise | None, penalties: tuple[Penalty, ...], *, weight: float) -> None:
        super().__init__(noise, penalties)
        self.weight = weight

    def groups(self, net: nn.Module) -> Mapping[str, Iterable[nn.Parameter]]:
        """Return the two groups."""
        model = [parameter for name, parameter in net.named_parameters() if not name.startswith("discriminator.")]
        return {"model": model, "discriminator": net.get_submodule("discriminator").parameters()}

    def losses(self, net: Net, batch: Batch, step: int) -> Mapping[str, torch.Tensor]:  # noqa: ARG002
        """Return both losses with their parts; on held-out items "model" is the cost alone, since the opponent moves.

        The discriminator's loss is 2 log 2 = 1.39 where it cannot tell them apart.
        """
        x = net.seen(batch.x)
        seen = self.corrupted(net.likelihood.seen(x), batch)
        codes = net.encoder(seen)
        cost = net.likelihood.mean_cost(net.decoder(codes), x)
        opponent = net.get_submodule("discriminator")
        told = functional.softplus(-opponent(codes)).mean()
        prior = torch.randn(codes.shape, generator=batch.chance, device=codes.device, dtype=codes.dtype)
        own = functional.softplus(opponent(codes.detach())).mean() + functional.softplus(-opponent(prior)).mean()
        parts = {"reconstruction": cost.detach(), "prior": told.detach()}
        if net.training:
            cost = cost + self.weight * told
        return dict(self.added(net, seen, codes, batch, cost, parts)) | {"discriminator": own}
