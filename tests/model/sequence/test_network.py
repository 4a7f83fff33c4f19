"""The reader: by hand, against PyTorch's own convolution, and deaf to padding."""

import numpy as np
import torch
from torch.nn import functional

from motif.model.sequence.network import Reader

VECTORS = np.random.default_rng(0).normal(size=(9, 4)).astype(np.float32)


def made(**settings):
    given = {"vectors": VECTORS, "max_width": 5, "n_channels": 3, "n_hidden": 6, "dropout": 0.5, **settings}
    torch.manual_seed(0)
    return Reader(9, 2, **given)


def test_filters_are_convolutions_with_zeros_at_the_edges():
    """Each width as `conv1d` with padding "same", the largest answer over positions."""
    net, text = made().eval(), torch.tensor([[3, 1, 8, 0, 0, 2, 7]])
    seen = torch.from_numpy(VECTORS)[text].transpose(1, 2)
    wanted = []
    for width in range(1, 6):
        weight = net.filters[width - 1].weight.view(3, width, 4).transpose(1, 2)
        padded = functional.pad(seen, ((width - 1) // 2, width // 2))
        wanted.append(functional.relu(functional.conv1d(padded, weight)).amax(dim=2) / (1 + 1e-5) ** 0.5)
    assert torch.allclose(net.largest(text), torch.cat(wanted, dim=1), atol=1e-6)


def test_a_filter_of_one_word_by_hand():
    """The larger of two answers, normalised by the mean and spread of the three words of the batch."""
    net = made(vectors=np.array([[1.0], [3.0], [5.0]], np.float32), max_width=1, n_channels=1)
    with torch.no_grad():
        net.filters[0].weight.fill_(2.0)
    found = net.largest(torch.tensor([[0, 2], [1, -1]]))
    spread = (32 / 3) ** 0.5  # of 2, 10, 6
    assert torch.allclose(found, torch.tensor([[4 / spread], [0.0]]), atol=1e-5)


def test_padding_counts_for_nothing():
    """Neither in training, where it would move means, nor when asked; a text without words is zeros."""
    for net in (made(), made().eval()):
        with torch.no_grad():
            net.answers.shift.fill_(1.0)  # so that padding would win the maximum
        tight, loose = torch.tensor([[1, 2]]), torch.tensor([[1, 2, -1, -1, -1]])
        assert torch.allclose(net.largest(tight), net.largest(loose), atol=1e-6)
        both = net.largest(torch.tensor([[1, 2, -1], [-1, -1, -1]]))
        assert torch.allclose(both[0], net.largest(tight)[0], atol=1e-6)
        assert not both[1].any()
        assert not net.largest(torch.full((2, 3), -1)).any()


def test_given_vectors_stay_and_others_are_learned():
    """Given ones are no weights; that of no word stays zeros."""
    assert not any("table" in name for name in made().state_dict())
    net = made(vectors=4)
    net.features(torch.tensor([[1, 2, 3], [4, -1, -1]])).sum().backward()
    gradient = net.words.weight.grad
    assert gradient[2].any()
    assert not gradient[0].any()
