"""The codebook: nearest entries, running means, entries that died and came back, gradients straight through."""

import numpy as np
import pytest
import torch

from motif.core.errors import InputError
from motif.model.autoencode.layer import MLP
from motif.model.autoencode.likelihood import Gaussian
from motif.model.autoencode.network import Net
from motif.model.autoencode.quantise import Codebook, Quantising, codebook_of, perplexity
from motif.model.train.row import Batch


def _book(entries, *, n_parts=1, learned="ema"):
    book = Codebook(n_parts, len(entries), len(entries[0]), learned=learned)
    book.entries.data.copy_(torch.tensor(entries))
    book.started.fill_(1.0)
    book.counts.fill_(1.0)
    book.sums.copy_(book.entries.detach())
    return book


def test_each_part_gets_its_nearest_entry():
    """By Euclidean distance, checked by the full table of distances."""
    chance = torch.Generator().manual_seed(0)
    book = _book(torch.randn(9, 2, generator=chance).tolist(), n_parts=3)
    codes = torch.randn(20, 6, generator=chance)
    expected = torch.cdist(codes.reshape(-1, 2), book.entries).argmin(dim=1).reshape(20, 3)
    assert torch.equal(book.indices(codes), expected)
    assert torch.equal(book(codes), book.entries[expected].flatten(1))


def test_running_means_move_by_a_hundredth():
    """One batch: counts .99 * 1 + .01 * n, sums alike, entries their ratio."""
    book = _book([[0.0], [10.0]])
    codes = torch.tensor([[1.0], [2.0], [11.0]])
    book.follow(codes, book.indices(codes))
    torch.testing.assert_close(book.counts, torch.tensor([1.01, 1.0]))
    torch.testing.assert_close(book.entries, torch.tensor([[0.03 / 1.01], [10.01]]))


def test_entries_go_to_the_means_of_their_codes():
    """Batch after batch of the same codes: two entries end at the two clusters' means."""
    book = _book([[0.0], [10.0]])
    codes = torch.tensor([[1.0], [3.0], [8.0], [9.0]])
    for _ in range(1500):
        book.follow(codes, book.indices(codes))
    torch.testing.assert_close(book.entries, torch.tensor([[2.0], [8.5]]), rtol=1e-3, atol=0)


@pytest.mark.parametrize("learned", ["ema", "gradient"])
def test_dead_entries_are_revived(learned):
    """An entry that no code is near to is moved to a code; the one in use stays."""
    book = _book([[0.0], [1e6]], learned=learned)
    codes = torch.linspace(-1, 1, 64)[:, None]
    chance = torch.Generator().manual_seed(0)
    for _ in range(600):
        before = book.entries.detach().clone()
        book.prepare(codes, chance)
        book.follow(codes, book.indices(codes))
    assert book.entries.abs().max() < 1.1
    assert (book.counts > 1).all()
    assert before.abs().max() < 1.1


def test_the_first_batch_gives_the_first_entries():
    """All of them lie among its codes, also where there are more entries than codes."""
    book = Codebook(1, 16, 1)
    book.prepare(torch.tensor([[5.0], [7.0]]), torch.Generator().manual_seed(0))
    assert all(min(abs(entry - 5), abs(entry - 7)) < 0.01 for entry in book.entries.flatten().tolist())


def _net(learned):
    torch.manual_seed(0)
    net = Net(MLP([4, 2]), MLP([2, 4]), Gaussian(), 4)
    net.add_module("codebook", _book([[0.0], [1.0], [-1.0]], n_parts=2, learned=learned))
    return net


def test_gradients_pass_the_choice_straight_through():
    """Without commitment the encoder gets the decoder's gradient at the entries, as if these were the codes."""
    net = _net("ema").eval()
    x = torch.randn(8, 4)
    Quantising(None, (), commitment=0.0).losses(net, Batch(x, None, torch.Generator()), 0)["model"].backward()
    found = net.encoder.layers[0].bias.grad.clone()
    entries = net.codebook(net.encoder(x)).detach().requires_grad_()
    (net.decoder(entries) - x).square().sum(dim=1).mean().backward()
    torch.testing.assert_close(found, entries.grad.sum(dim=0))


def test_the_loss_is_its_parts():
    """Cost, a quarter of the distance to the entries, and for a gradient codebook that distance once more."""
    batch = Batch(torch.randn(8, 4), None, torch.Generator())
    for learned, weight in (("ema", 0.25), ("gradient", 1.25)):
        net = _net(learned).eval()
        found = Quantising(None, (), commitment=0.25).losses(net, batch, 0)
        torch.testing.assert_close(found["model"], found["reconstruction"] + weight * found["commitment"])
        found["model"].backward()
        assert (net.codebook.entries.grad is not None) == (learned == "gradient")


def test_judging_changes_nothing():
    """Out of training, no entry and no count moves."""
    net = _net("ema").eval()
    before = {name: value.clone() for name, value in net.state_dict().items()}
    Quantising(None, (), commitment=0.25).losses(net, Batch(torch.randn(8, 4), None, torch.Generator()), 0)
    assert all(torch.equal(before[name], value) for name, value in net.state_dict().items())


def test_perplexity_counts_entries_in_even_use():
    """By hand: shares 1/2, 1/4, 1/4 are 2^1.5 entries."""
    assert np.isclose(perplexity(torch.tensor([[0, 0, 4, 7]])).item(), 2**1.5)


def test_a_network_without_codebook_is_refused():
    """Another module by that name is none."""
    net = torch.nn.Module()
    net.add_module("codebook", torch.nn.Identity())
    with pytest.raises(InputError, match="Identity"):
        codebook_of(net)
