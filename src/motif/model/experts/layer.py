"""Two layers of a network that says of labels: a hidden one that is normalised and thinned out, and the labels'."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from motif.model.experts.network import LabelNet

__all__ = ["Layers", "Norm"]

_MOMENTUM = 0.1  # PyTorch's own share of a batch in the running mean
_ENOUGH = 2  # rows that have a spread


class Norm(nn.Module):
    """Batch normalisation of (n_rows, n_features) that takes batches of any size.

    As `nn.BatchNorm1d`; a batch of one row, which has no spread, is normalised by what earlier batches had.

    Parameters
    ----------
    n_features :
        How many numbers a row has.

    Examples
    --------
    >>> Norm(2)(torch.tensor([[0.0, 1.0], [2.0, 5.0]])).round().tolist()
    [[-1.0, -1.0], [1.0, 1.0]]
    """

    mean: torch.Tensor
    variance: torch.Tensor

    def __init__(self, n_features: int) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(n_features))
        self.shift = nn.Parameter(torch.zeros(n_features))
        self.register_buffer("mean", torch.zeros(n_features))
        self.register_buffer("variance", torch.ones(n_features))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return rows with mean 0 and spread 1 in each feature, scaled and shifted."""
        if len(x) == 0:
            return x
        by_batch = self.training and len(x) >= _ENOUGH
        return functional.batch_norm(x, self.mean, self.variance, self.scale, self.shift, by_batch, _MOMENTUM)


class Layers(LabelNet):
    """A hidden layer, normalised, rectified, thinned out while it is trained; and a logistic of it for each label.

    Parameters
    ----------
    n_features, n_labels :
        What goes in and what comes out.
    n_hidden :
        Numbers of the hidden layer.
    dropout :
        The share of them that is left out of each item in training, in [0, 1).

    Examples
    --------
    >>> Layers(3, 2, n_hidden=8, dropout=0.5).eval().probabilities(torch.zeros(4, 3)).shape
    torch.Size([4, 2])
    """

    def __init__(self, n_features: int, n_labels: int, *, n_hidden: int, dropout: float) -> None:
        super().__init__(n_features, n_labels)
        self.dropout = dropout
        self.hidden = nn.Linear(n_features, n_hidden, bias=False)  # the normalisation's shift is one
        self.norm = Norm(n_hidden)
        self.labels = nn.Linear(n_hidden, n_labels)

    def begin(self, logits: torch.Tensor) -> None:
        """Set the biases to the shares of the labels."""
        self.labels.bias.copy_(logits)

    def features(self, x: torch.Tensor) -> torch.Tensor:
        """Return the hidden layer, (n_items, n_hidden), at least 0, nothing left out."""
        return functional.relu(self.norm(self.hidden(x)))

    def loss(self, x: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """Return the cross-entropy of each item."""
        return _crossed(self.labels(self.features(x)), labels)

    def noisy_loss(self, x: torch.Tensor, labels: torch.Tensor, chance: torch.Generator) -> torch.Tensor:
        """Return the cross-entropy of each item, in training with parts of the hidden layer left out by chance."""
        seen = self.features(x)
        if self.training and self.dropout:
            kept = torch.rand(seen.shape, generator=chance, device=seen.device) >= self.dropout
            seen = seen * kept / (1 - self.dropout)
        return _crossed(self.labels(seen), labels)

    def probabilities(self, x: torch.Tensor) -> torch.Tensor:
        """Return the probability of each label."""
        return torch.sigmoid(self.labels(self.features(x)))


def _crossed(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return functional.binary_cross_entropy_with_logits(logits, labels, reduction="none").sum(dim=1)
