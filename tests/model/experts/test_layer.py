"""Two layers: the normalisation against PyTorch's own, batches of one row, what is left out by chance."""

import torch
from torch import nn

from motif.model.experts.layer import Layers, Norm


def test_normalisation_is_pytorchs():
    """In training, in what it remembers, and when it is asked."""
    ours, theirs = Norm(3), nn.BatchNorm1d(3)
    x = torch.randn(8, 3, generator=torch.Generator().manual_seed(0)) * 5 + 2
    assert torch.equal(ours(x), theirs(x))
    assert torch.equal(ours.variance, theirs.running_var)
    assert torch.equal(ours.eval()(x), theirs.eval()(x))


def test_a_batch_of_one_row_is_normalised_by_earlier_ones():
    """Where PyTorch's own refuses it; and one of none stays none."""
    norm = Norm(2)
    row = torch.tensor([[3.0, -1.0]])
    assert torch.allclose(norm(row), row, rtol=1e-4)
    assert norm(row[:0]).shape == (0, 2)


def test_what_is_left_out_comes_from_the_given_chance():
    """The same noise gives the same loss, other noise another, and a network that is asked has none."""
    net = Layers(3, 2, n_hidden=16, dropout=0.5)
    x, labels = torch.ones(4, 3).cumsum(0), torch.ones(4, 2)

    def loss(seed):
        return net.noisy_loss(x, labels, torch.Generator().manual_seed(seed)).tolist()

    assert loss(1) == loss(1) != loss(2)
    net.eval()
    assert loss(1) == loss(2) == net.loss(x, labels).tolist()
