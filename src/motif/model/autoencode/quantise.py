"""A codebook: each part of a code is replaced by the nearest of a few learned entries (van den Oord et al. 2017)."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import nn
from torch.nn import functional

from motif.core.errors import InputError
from motif.model.autoencode.network import Net
from motif.model.autoencode.noise import Noise
from motif.model.autoencode.objective import Restoring
from motif.model.autoencode.penalty import Penalty
from motif.model.train.parallel import team
from motif.model.train.row import Batch

__all__ = ["CODEBOOKS", "Codebook", "Quantising", "codebook_of", "perplexity"]

CODEBOOKS = ("ema", "gradient")
_KEEP = 0.99  # of the running means, each step: the paper's appendix A.1
_DEAD = 0.03  # of its fair share of the items: an entry that is used less is put somewhere else
_JITTER = 1e-3


class Codebook(nn.Module):
    """Entries that stand for the parts of codes; all parts share them.

    Parameters
    ----------
    n_parts :
        Parts of a code.
    n_entries :
        How many there are to choose from.
    width :
        Numbers in a part.
    learned :
        "ema": entries are running means of what they stand for; "gradient": they are parameters.

    Examples
    --------
    >>> book = Codebook(2, 4, 1)
    >>> _ = book.entries.data.copy_(torch.tensor([[0.0], [1.0], [2.0], [3.0]]))
    >>> book(torch.tensor([[0.2, 2.9]])), book.indices(torch.tensor([[0.2, 2.9]]))
    (tensor([[0., 3.]]), tensor([[0, 3]]))
    """

    entries: torch.Tensor
    counts: torch.Tensor
    sums: torch.Tensor
    started: torch.Tensor

    def __init__(self, n_parts: int, n_entries: int, width: int, *, learned: str = "ema") -> None:
        super().__init__()
        self.n_parts, self.learned = n_parts, learned
        if learned == "gradient":
            self.entries = nn.Parameter(torch.zeros(n_entries, width))
        else:
            self.register_buffer("entries", torch.zeros(n_entries, width))
        self.register_buffer("counts", torch.zeros(n_entries))
        self.register_buffer("sums", torch.zeros(n_entries, width))
        self.register_buffer("started", torch.zeros(()))

    def forward(self, codes: torch.Tensor) -> torch.Tensor:
        """Return the nearest entries, (n_items, n_components)."""
        return self.at(self.indices(codes))

    def at(self, indices: torch.Tensor) -> torch.Tensor:
        """Return the codes of indices (n_items, n_parts)."""
        return functional.embedding(indices, self.entries).flatten(1)

    def indices(self, codes: torch.Tensor) -> torch.Tensor:
        """Return which entries are nearest to the parts of codes, (n_items, n_parts)."""
        parts = self._parts(codes.detach())
        entries = self.entries.detach()
        apart = entries.square().sum(dim=1) - 2 * parts @ entries.T
        return apart.argmin(dim=1).reshape(-1, self.n_parts)

    def prepare(self, codes: torch.Tensor, chance: torch.Generator) -> None:
        """Before a step: begin with codes of the first batch, and move entries that are hardly used to codes of this.

        Without it most entries never win an item, and so never learn (Dhariwal et al. 2020, their random restarts).
        """
        self._revive(codes, chance)
        team().tell((self.entries, self.counts, self.sums))

    def _revive(self, codes: torch.Tensor, chance: torch.Generator) -> None:
        fair = codes.shape[0] * self.n_parts / len(self.entries)
        dead = self.counts < _DEAD * fair if self.started else torch.ones_like(self.counts, dtype=torch.bool)
        self.started.fill_(1.0)
        n_dead = int(dead.sum())
        if not n_dead:
            return
        parts = self._parts(codes.detach())
        places = torch.randint(len(parts), (n_dead,), generator=chance, device=parts.device)
        moved = parts[places]
        moved = moved + _JITTER * torch.randn(moved.shape, generator=chance, device=parts.device, dtype=parts.dtype)
        with torch.no_grad():
            self.entries[dead] = moved
        self.counts[dead] = fair
        self.sums[dead] = moved * fair

    def follow(self, codes: torch.Tensor, indices: torch.Tensor) -> None:
        """After a step: move the running counts, and the entries that are means, towards this batch."""
        parts, chosen = self._parts(codes.detach()), indices.flatten()
        used = torch.bincount(chosen, minlength=len(self.counts)).to(parts.dtype)
        self.counts.lerp_(used, 1 - _KEEP)
        if self.learned == "ema":
            self.sums.lerp_(torch.zeros_like(self.sums).index_add_(0, chosen, parts), 1 - _KEEP)
            self.entries.copy_(self.sums / self.counts.clamp(min=1e-6).unsqueeze(1))

    def _parts(self, codes: torch.Tensor) -> torch.Tensor:
        return codes.reshape(-1, self.entries.shape[1])


class Quantising(Restoring):
    """The cost of restoring items from the entries nearest to their codes; gradients pass the choice straight through.

    Parameters
    ----------
    noise, penalties :
        As for `Restoring`; penalties see the codes before they are replaced.
    commitment :
        Weight of a code's squared distance to its entry, which keeps codes near the entries.

    Examples
    --------
    >>> Quantising(None, (), commitment=0.25).commitment
    0.25
    """

    def __init__(self, noise: Noise | None, penalties: tuple[Penalty, ...], *, commitment: float) -> None:
        super().__init__(noise, penalties)
        self.commitment = commitment

    def losses(self, net: Net, batch: Batch, step: int) -> Mapping[str, torch.Tensor]:  # noqa: ARG002
        """Return the cost with its parts, and the perplexity of the entries that the batch uses."""
        x = net.seen(batch.x)
        seen = self.corrupted(net.likelihood.seen(x), batch)
        codes, book = net.encoder(seen), codebook_of(net)
        if net.training:
            book.prepare(codes, batch.chance)
        indices = book.indices(codes)
        nearest = book.at(indices)
        cost = net.likelihood.mean_cost(net.decoder(codes + (nearest - codes).detach()), x)
        apart = (codes - nearest.detach()).square().sum(dim=1).mean()
        parts = {"reconstruction": cost.detach(), "commitment": apart.detach(), "perplexity": perplexity(indices)}
        cost = cost + self.commitment * apart
        if book.learned == "gradient":
            cost = cost + (codes.detach() - nearest).square().sum(dim=1).mean()
        if net.training:
            book.follow(codes, indices)
        return self.added(net, seen, codes, batch, cost, parts)


def codebook_of(net: nn.Module) -> Codebook:
    """Return the codebook of a network that has one.

    Raises
    ------
    InputError
        For a network without.

    Examples
    --------
    >>> net = nn.Module()
    >>> net.add_module("codebook", Codebook(1, 2, 1))
    >>> codebook_of(net).n_parts
    1
    """
    book = net.get_submodule("codebook")
    if not isinstance(book, Codebook):
        raise InputError(f"the network's codebook is a {type(book).__name__}; expected a Codebook")
    return book


def perplexity(indices: torch.Tensor) -> torch.Tensor:
    """Return how many entries are in use: the exponential of the entropy of their shares, a scalar.

    Examples
    --------
    >>> perplexity(torch.tensor([[0, 1], [2, 3]])), perplexity(torch.tensor([[5, 5]]))
    (tensor(4.), tensor(1.))
    """
    counts = torch.bincount(indices.flatten()).float()
    shares = counts[counts > 0] / counts.sum()
    return (-(shares * shares.log()).sum()).exp()
