"""The networks that say of labels: linear maps, and what their losses add for large weights."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from motif.model.experts.likelihood import mixture_loss, mixture_probabilities, square_sum

__all__ = ["Experts", "LabelNet", "Logistics"]


class LabelNet(nn.Module):
    """What both networks have: a loss of each item, probabilities, and the weights that are kept small.

    Parameters
    ----------
    n_features, n_labels :
        What goes in and what comes out.

    Examples
    --------
    >>> issubclass(Experts, LabelNet)
    True
    """

    def __init__(self, n_features: int, n_labels: int) -> None:
        super().__init__()
        self.n_features, self.n_labels = n_features, n_labels

    def loss(self, x: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """Return the cross-entropy of each item, (n_items,), summed over its labels."""
        raise NotImplementedError

    def noisy_loss(self, x: torch.Tensor, labels: torch.Tensor, chance: torch.Generator) -> torch.Tensor:  # noqa: ARG002
        """Return what training minimises: the loss, but where a network is trained with noise."""
        return self.loss(x, labels)

    def probabilities(self, x: torch.Tensor) -> torch.Tensor:
        """Return the probability of each label, (n_items, n_labels)."""
        raise NotImplementedError

    def begin(self, logits: torch.Tensor) -> None:
        """Set the biases so that each label is as likely as its share of the items, before anything is learned."""
        raise NotImplementedError

    def weight_square(self) -> torch.Tensor:
        """Return the sum of the squares of all weights, biases left out."""
        return sum(
            (square_sum(weight) for name, weight in self.named_parameters() if name.endswith("weight")),
            torch.zeros(()),
        )


class Logistics(LabelNet):
    """One logistic a label: `sigmoid(W x + b)`.

    Parameters
    ----------
    n_features, n_labels :
        What goes in and what comes out.

    Examples
    --------
    >>> Logistics(3, 2).probabilities(torch.zeros(4, 3)).shape
    torch.Size([4, 2])
    """

    def __init__(self, n_features: int, n_labels: int) -> None:
        super().__init__(n_features, n_labels)
        self.labels = nn.Linear(n_features, n_labels)

    def begin(self, logits: torch.Tensor) -> None:
        """Set the biases to the shares of the labels."""
        self.labels.bias.copy_(logits)

    def loss(self, x: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """Return the cross-entropy of each item."""
        return functional.binary_cross_entropy_with_logits(self.labels(x), labels, reduction="none").sum(dim=1)

    def probabilities(self, x: torch.Tensor) -> torch.Tensor:
        """Return the probability of each label."""
        return torch.sigmoid(self.labels(x))


class Experts(LabelNet):
    """A mixture of logistics for each label, with gates that look at the features too.

    Follows `MoeModel` of google/youtube-8m: gates without bias, a dummy expert that says no. The rows of a weight are
    laid out expert by expert, not label by label, so that a label's experts lie in planes.

    Parameters
    ----------
    n_features, n_labels :
        What goes in and what comes out.
    n_experts :
        Experts of each label, beside the dummy.
    gate_rank :
        Numbers that the gates go through, as the low-rank gates of WILLOW; None for none.

    Examples
    --------
    >>> Experts(3, 2, n_experts=4).probabilities(torch.zeros(5, 3)).shape
    torch.Size([5, 2])
    """

    def __init__(self, n_features: int, n_labels: int, *, n_experts: int, gate_rank: int | None = None) -> None:
        super().__init__(n_features, n_labels)
        self.n_experts = n_experts
        self.narrow = nn.Identity() if gate_rank is None else nn.Linear(n_features, gate_rank, bias=False)
        self.gates = nn.Linear(gate_rank or n_features, (n_experts + 1) * n_labels, bias=False)
        self.experts = nn.Linear(n_features, n_experts * n_labels)

    def begin(self, logits: torch.Tensor) -> None:
        """Set the experts' biases to the shares of the labels, so that they need not be learned from nothing."""
        self.experts.bias.copy_(logits.repeat(self.n_experts))

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return gates (n_items, n_experts + 1, n_labels) and experts (n_items, n_experts, n_labels)."""
        gates = self.gates(self.narrow(x)).unflatten(1, (self.n_experts + 1, self.n_labels))
        return gates, self.experts(x).unflatten(1, (self.n_experts, self.n_labels))

    def loss(self, x: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """Return the cross-entropy of each item."""
        gates, experts = self(x)
        return mixture_loss(gates, experts, labels)

    def probabilities(self, x: torch.Tensor) -> torch.Tensor:
        """Return the probability of each label."""
        return mixture_probabilities(*self(x))
