"""Penalties by hand, and their settings."""

import math

import pytest
import torch

from motif.core.errors import InputError
from motif.model.autoencode.layer import MLP
from motif.model.autoencode.likelihood import Gaussian
from motif.model.autoencode.network import Net
from motif.model.autoencode.penalty import Penalty, penalties_of

NET = Net(MLP([2, 1]), MLP([1, 2]), Gaussian(), 2)
for parameter in NET.parameters():
    parameter.data.fill_(2.0)


def _value(name, codes, strength=1.0):
    chance = torch.Generator().manual_seed(0)
    return Penalty(name, strength)(NET, torch.zeros(len(codes), 2), torch.tensor(codes), chance).item()


def test_squares_of_weights_leave_out_biases():
    """Four weights of 2; three biases of 2 do not count."""
    assert _value("l2", [[0.0]], strength=0.5) == pytest.approx(8.0)


def test_sizes_of_codes_are_a_mean_over_items():
    """(1 + 3 + 0) / 2 items."""
    assert _value("l1", [[1.0, -3.0], [0.0, 0.0]]) == pytest.approx(2.0)


def test_rates_of_units():
    """A unit that is active at the wanted rate costs nothing; one that is always half active costs its divergence."""
    assert _value("kl", [[0.1], [0.0]]) == pytest.approx(0, abs=1e-6)
    expected = 0.05 * math.log(0.05 / 0.5) + 0.95 * math.log(0.95 / 0.5)
    assert _value("kl", [[0.5, 0.05]]) == pytest.approx(expected, rel=1e-5)
    assert math.isfinite(_value("kl", [[0.0, 1.0]]))


def test_norm_of_the_jacobian():
    """One linear layer with weights (2, 2): 8 everywhere."""
    assert _value("contractive", [[0.0], [0.0]], strength=0.5) == pytest.approx(4.0)


def test_settings_are_read():
    """Names, pairs, several, as tuples or lists."""
    assert penalties_of(None) == ()
    assert penalties_of("l1") == (Penalty("l1", 1e-2),)
    assert penalties_of(["l2", 3]) == (Penalty("l2", 3.0),)
    assert penalties_of(("l2", "l1")) == (Penalty("l2", 1e-4), Penalty("l1", 1e-2))
    assert penalties_of((("l2", 0.5), "contractive")) == (Penalty("l2", 0.5), Penalty("contractive", 1e-2))


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("l3", "penalty must be one of 'l2', 'l1', 'kl', 'contractive', not 'l3'"),
        (("l1", -1), "the strength of penalty 'l1' must be at least 0, not -1"),
        ("kl", "needs codes in"),
        (5, "penalty must be a name"),
        ((5, 5), "a penalty must be a name"),
    ],
    ids=str,
)
def test_wrong_settings_are_refused(setting, words):
    """One line."""
    with pytest.raises(InputError, match=words):
        penalties_of(setting)
