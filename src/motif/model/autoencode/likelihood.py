"""What a decoder's numbers mean: how the items look to the network, what an error costs, what is restored.

Decoders return logits; sigmoid and softmax live here, in the losses. Costs are sums over the features of an item, and
means over a batch, so that beta and penalties weigh the same whatever the batch. A likelihood is one class and one line
in `LIKELIHOODS`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch.nn import functional

from motif.core.check import in_choices
from motif.core.errors import InputError
from motif.model.autoencode.scaling import Summary

__all__ = ["LIKELIHOODS", "OUTPUTS", "Bernoulli", "Gaussian", "Likelihood", "Multinomial", "likelihood_of"]

OUTPUTS = ("identity", "sigmoid")
_LEAST_NOISE = 1e-6  # of the variance: constant items have none
_LOG_2PI = math.log(2 * math.pi)


class Likelihood(Protocol):
    """What every kind says. `seen` is what the network sees of the items x, both (n_items, n_features)."""

    def scale(self, summary: Summary) -> tuple[np.ndarray, float]:
        """Return shift (n_features,) and scale: the network sees (x - shift) / scale."""

    def seen(self, x: torch.Tensor) -> torch.Tensor:
        """Return what the network sees of items that were shifted and scaled."""

    def cost(self, logits: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        """Return the cost of each item, (n_items,): squared error, or minus the logarithm of its probability."""

    def mean_cost(self, logits: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        """Return the mean cost of a batch, a scalar, in as few passes as there can be."""

    def restored(self, logits: torch.Tensor) -> torch.Tensor:
        """Return the expected item, in the scale that the network sees."""

    def matched(self, restored: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        """Return what was restored as large as the items it belongs to."""

    def surprise(self, logits: torch.Tensor, x: torch.Tensor, log_noise: torch.Tensor) -> torch.Tensor:
        """Return minus the logarithm of each item's density, (n_items,) in nats."""

    def best_surprise(self, logits: torch.Tensor, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor | None]:
        """Return the batch's mean surprise under the noise that fits it best, and the logarithm of that noise."""


@dataclass(frozen=True, slots=True)
class Gaussian:
    """Numbers with noise of one size: the cost is the squared error; the size is learned where a density is asked for.

    The noise of a batch is the one that makes it likeliest (Rybkin et al. 2021): no weight between the squared error
    and the divergence has to be found by hand.

    Parameters
    ----------
    bounded :
        Whether a sigmoid keeps what is restored in [0, 1].

    Examples
    --------
    >>> Gaussian().cost(torch.tensor([[1.0, 2.0]]), torch.tensor([[0.0, 0.0]]))
    tensor([5.])
    """

    bounded: bool = False

    def scale(self, summary: Summary) -> tuple[np.ndarray, float]:
        """Return the columns' means and the spread; 0 and 1 (255 for uint8) where it is bounded."""
        if self.bounded:
            return _unit_interval(summary, "output 'sigmoid'", "output='identity'")
        return summary.mean, summary.spread

    def seen(self, x: torch.Tensor) -> torch.Tensor:
        """Return the items themselves."""
        return x

    def cost(self, logits: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        """Return the squared error."""
        return (self.restored(logits) - x).square().sum(dim=1)

    def mean_cost(self, logits: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        """Return the mean squared error of an item."""
        return functional.mse_loss(self.restored(logits), x, reduction="sum") / len(x)

    def restored(self, logits: torch.Tensor) -> torch.Tensor:
        """Return the mean of the density."""
        return torch.sigmoid(logits) if self.bounded else logits

    def matched(self, restored: torch.Tensor, x: torch.Tensor) -> torch.Tensor:  # noqa: ARG002
        """Return it as it is."""
        return restored

    def surprise(self, logits: torch.Tensor, x: torch.Tensor, log_noise: torch.Tensor) -> torch.Tensor:
        """Return the normal density's, in the scale that the network sees."""
        return 0.5 * (self.cost(logits, x) * (-2 * log_noise).exp() + x.shape[1] * (2 * log_noise + _LOG_2PI))

    def best_surprise(self, logits: torch.Tensor, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor | None]:
        """Return n/2 (log(2 pi mse) + 1), and log sqrt(mse)."""
        log_variance = functional.mse_loss(self.restored(logits), x).clamp(min=_LEAST_NOISE).log()
        return 0.5 * x.shape[1] * (log_variance + _LOG_2PI + 1), 0.5 * log_variance.detach()


class _Counted:
    """What the likelihoods without noise share: a surprise is a cost."""

    def surprise(self, logits: torch.Tensor, x: torch.Tensor, log_noise: torch.Tensor) -> torch.Tensor:  # noqa: ARG002
        """Return the cost."""
        return self.cost(logits, x)  # type: ignore[attr-defined]

    def best_surprise(self, logits: torch.Tensor, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor | None]:
        """Return the mean cost, and no noise."""
        return self.mean_cost(logits, x), None  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Bernoulli(_Counted):
    """Numbers in [0, 1] as the probability of a one: the cross-entropy.

    For grey values it is a useful cost and no density: it does not integrate to one.

    Examples
    --------
    >>> Bernoulli().cost(torch.zeros(1, 2), torch.tensor([[0.0, 1.0]]))
    tensor([1.3863])
    """

    def scale(self, summary: Summary) -> tuple[np.ndarray, float]:
        """Return 0 and 1 (255 for uint8)."""
        return _unit_interval(summary, "likelihood 'bernoulli'", "likelihood='gaussian'")

    def seen(self, x: torch.Tensor) -> torch.Tensor:
        """Return the items themselves."""
        return x

    def cost(self, logits: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        """Return the cross-entropy in nats."""
        return functional.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(dim=1)

    def mean_cost(self, logits: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        """Return the mean cross-entropy of an item."""
        return functional.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)

    def restored(self, logits: torch.Tensor) -> torch.Tensor:
        """Return the probabilities."""
        return torch.sigmoid(logits)

    def matched(self, restored: torch.Tensor, x: torch.Tensor) -> torch.Tensor:  # noqa: ARG002
        """Return it as it is."""
        return restored


@dataclass(frozen=True, slots=True)
class Multinomial(_Counted):
    """Counts, such as the words of a document: which of the features each count falls on.

    The network sees the root of each feature's share of its item; the coefficient that depends on the counts alone is
    left out of the cost. What is restored are shares, which sum to 1.

    Examples
    --------
    >>> Multinomial().cost(torch.zeros(1, 2), torch.tensor([[3.0, 1.0]]))
    tensor([2.7726])
    """

    def scale(self, summary: Summary) -> tuple[np.ndarray, float]:
        """Return 0 and 1."""
        if summary.low < 0:
            raise InputError(
                f"likelihood 'multinomial' takes counts, at least 0; the lowest value of X is {summary.low:.4g}"
            )
        return np.zeros_like(summary.mean), 1.0

    def seen(self, x: torch.Tensor) -> torch.Tensor:
        """Return the root of the shares; zeros for an item without counts."""
        return (x / x.sum(dim=1, keepdim=True).clamp(min=1e-12)).sqrt()

    def cost(self, logits: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        """Return minus the sum of counts times log shares, in nats."""
        return -(x * torch.log_softmax(logits, dim=1)).sum(dim=1)

    def mean_cost(self, logits: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        """Return the mean of it."""
        return self.cost(logits, x).mean()

    def restored(self, logits: torch.Tensor) -> torch.Tensor:
        """Return the shares."""
        return torch.softmax(logits, dim=1)

    def matched(self, restored: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        """Return the expected counts: shares times how many counts the item has."""
        return restored * x.sum(dim=1, keepdim=True)


LIKELIHOODS: dict[str, Likelihood] = {
    "gaussian": Gaussian(),
    "bernoulli": Bernoulli(),
    "multinomial": Multinomial(),
}


def likelihood_of(name: str, output: str = "identity") -> Likelihood:
    """Return a likelihood by name.

    Raises
    ------
    InputError
        For an unknown name.

    Examples
    --------
    >>> likelihood_of("gaussian", "sigmoid")
    Gaussian(bounded=True)
    """
    in_choices(name, LIKELIHOODS, what="likelihood")
    in_choices(output, OUTPUTS, what="output")
    return Gaussian(bounded=True) if name == "gaussian" and output == "sigmoid" else LIKELIHOODS[name]


def _unit_interval(summary: Summary, who: str, instead: str) -> tuple[np.ndarray, float]:
    if summary.low < 0 or summary.high > summary.whole:
        raise InputError(
            f"{who} takes values in [0, 1], or uint8; X has values from {summary.low:.4g} to {summary.high:.4g}; "
            f"rescale it, or take {instead}"
        )
    return np.zeros_like(summary.mean), summary.whole
