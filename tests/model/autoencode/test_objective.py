"""The losses of plain and variational kinds, by hand."""

import pytest
import torch

from motif.model.autoencode import kl_divergence
from motif.model.autoencode.likelihood import Bernoulli, Gaussian
from motif.model.autoencode.network import Size, build
from motif.model.autoencode.noise import noise_of
from motif.model.autoencode.objective import Evidence, Restoring, moments, with_label
from motif.model.autoencode.penalty import penalties_of
from motif.model.train import Batch


def _batch(y=None):
    x = torch.rand(8, 5, generator=torch.Generator().manual_seed(1))
    return Batch(x, y, torch.Generator().manual_seed(2))


def _net(likelihood, n_statistics=2, n_inputs=2):
    torch.manual_seed(0)
    return build(Size(5, n_statistics, n_inputs, "tanh", "identity"), ("mlp", 4), ("mlp", 4), likelihood)


def test_restoring_by_hand():
    """The mean over items of the summed squared error; penalties on top, with their parts beside."""
    net, batch = _net(Gaussian()), _batch()
    expected = (net.decoder(net.encoder(batch.x)) - batch.x).square().sum() / 8
    assert Restoring(None, ()).losses(net, batch, 0).keys() == {"model"}
    torch.testing.assert_close(Restoring(None, ()).losses(net, batch, 0)["model"], expected)
    losses = Restoring(None, penalties_of(("l1", 2.0))).losses(net, batch, 0)
    l1 = 2 * net.encoder(batch.x).abs().sum() / 8
    torch.testing.assert_close(losses["model"], expected + l1)
    torch.testing.assert_close(losses["l1"], l1.detach())
    assert not losses["l1"].requires_grad


def test_noise_is_put_on_what_goes_in_only():
    """With all numbers masked the encoder sees zeros, and the target is still the item."""
    net, batch = _net(Gaussian()), _batch()
    found = Restoring(noise_of(("masking", 1)), ()).losses(net, batch, 0)["model"]
    expected = (net.decoder(net.encoder(torch.zeros(8, 5))) - batch.x).square().sum() / 8
    torch.testing.assert_close(found, expected)


@pytest.mark.parametrize("beta", [1.0, 4.0])
def test_evidence_by_hand(beta):
    """Cross-entropy summed over the features at one drawn code, plus beta times the divergence, averaged over items."""
    net, batch = _net(Bernoulli(), 4), _batch()
    found = Evidence(None, (), beta=beta).losses(net, batch, 0)
    mu, logvar = moments(net.encoder(batch.x))
    z = mu + (logvar / 2).exp() * torch.randn(8, 2, generator=torch.Generator().manual_seed(2))
    p = torch.sigmoid(net.decoder(z))
    entropy = -(batch.x * p.log() + (1 - batch.x) * (1 - p).log()).sum() / 8
    torch.testing.assert_close(found["model"], entropy + beta * kl_divergence(mu, logvar).mean())
    torch.testing.assert_close(found["model"], found["reconstruction"] + beta * found["divergence"])


def test_the_noise_is_followed_in_training_only():
    """The kept noise moves towards that of the batch."""
    net, batch = _net(Gaussian(), 4), _batch()
    Evidence(None, ()).losses(net.eval(), batch, 0)
    assert net.log_noise.item() == 0
    for _ in range(300):
        Evidence(None, ()).losses(net.train(), batch, 0)
    codes = moments(net.encoder(batch.x))[0]
    about = 0.5 * (net.decoder(codes) - batch.x).square().mean().log().item()
    assert net.log_noise.item() == pytest.approx(about, abs=0.2)


def test_the_decoder_is_told_the_label():
    """One column a label beside the codes; nothing where there are none."""
    codes = torch.full((2, 1), 7.0)
    assert with_label(codes, torch.tensor([2, 0]), 3).tolist() == [[7, 0, 0, 1], [7, 1, 0, 0]]
    assert with_label(codes, None, 3) is codes
    net, batch = _net(Bernoulli(), 4, 5), _batch(torch.tensor([0, 1, 2, 0, 1, 2, 0, 1]))
    Evidence(None, (), n_labels=3).losses(net, batch, 0)["model"].backward()
    assert (net.decoder.layers[0].weight.grad[:, 2:] != 0).any()


def test_wild_encoders_stay_finite():
    """Log variances are cut where float32 would overflow."""
    mu, logvar = moments(torch.tensor([[0.0, 1e6], [0.0, -1e6]]))
    assert torch.isfinite(kl_divergence(mu, logvar)).all()
