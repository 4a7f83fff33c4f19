"""The opponent: two groups, each with the gradient of its own loss only."""

import math

import torch

from motif.model.autoencode.layer import MLP
from motif.model.autoencode.likelihood import Gaussian
from motif.model.autoencode.network import Net
from motif.model.autoencode.oppose import Opposing
from motif.model.train.row import Batch


def _net():
    torch.manual_seed(0)
    net = Net(MLP([4, 2]), MLP([2, 4]), Gaussian(), 4)
    net.add_module("discriminator", MLP([2, 5, 1]))
    return net


def _batch():
    return Batch(torch.randn(8, 4, generator=torch.Generator().manual_seed(1)), None, torch.Generator().manual_seed(2))


def test_the_groups_share_no_weight():
    """Together they are all there are."""
    net = _net()
    groups = {name: {id(one) for one in group} for name, group in Opposing(None, (), weight=1.0).groups(net).items()}
    assert not groups["model"] & groups["discriminator"]
    assert groups["model"] | groups["discriminator"] == {id(one) for one in net.parameters()}


def test_an_opponent_that_guesses_loses_twice_log_two():
    """And deceiving it then costs log 2."""
    net = _net()
    for parameter in net.discriminator.parameters():
        parameter.data.zero_()
    losses = Opposing(None, (), weight=3.0).losses(net, _batch(), 0)
    assert math.isclose(losses["discriminator"].item(), 2 * math.log(2), rel_tol=1e-6)
    assert math.isclose(losses["prior"].item(), math.log(2), rel_tol=1e-6)
    torch.testing.assert_close(losses["model"], losses["reconstruction"] + 3 * losses["prior"])


def test_the_opponent_does_not_teach_the_encoder():
    """Its loss reaches its own weights alone: codes are cut off."""
    net = _net()
    Opposing(None, (), weight=1.0).losses(net, _batch(), 0)["discriminator"].backward()
    assert all(one.grad is None for one in net.encoder.parameters())
    assert all(one.grad is not None for one in net.discriminator.parameters())


def test_held_out_items_are_judged_by_their_cost():
    """Early stopping must not chase an opponent that moves."""
    losses = Opposing(None, (), weight=3.0).losses(_net().eval(), _batch(), 0)
    torch.testing.assert_close(losses["model"].detach(), losses["reconstruction"])
