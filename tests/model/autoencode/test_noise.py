"""Corruptions: what they do to numbers, and how often."""

import pytest
import torch

from motif.core.errors import InputError
from motif.model.autoencode.noise import noise_of

X = torch.full((200, 100), 0.7)


def _through(setting, **limits):
    return noise_of(setting, **limits)(X, torch.Generator().manual_seed(0))


def test_gaussian_noise_has_its_deviation():
    """Mean 0 and the standard deviation that was asked for."""
    added = _through(("gaussian", 0.4)) - X
    assert added.mean().item() == pytest.approx(0, abs=0.01)
    assert added.std().item() == pytest.approx(0.4, rel=0.02)


def test_masking_puts_its_share_to_zero():
    """And leaves all else."""
    out = _through(("masking", 0.25))
    assert (out == 0).float().mean().item() == pytest.approx(0.25, abs=0.01)
    assert set(out.unique().tolist()) == {0.0, X[0, 0].item()}


def test_salt_and_pepper_are_half_of_the_share_each():
    """At the highest and the lowest value."""
    out = _through(("salt_and_pepper", 0.3), low=-1.0, high=2.0)
    assert (out == 2).float().mean().item() == pytest.approx(0.15, abs=0.01)
    assert (out == -1).float().mean().item() == pytest.approx(0.15, abs=0.01)
    assert (out == X).float().mean().item() == pytest.approx(0.7, abs=0.01)


@pytest.mark.parametrize("name", ["gaussian", "masking", "salt_and_pepper"])
def test_no_strength_is_no_noise(name):
    """And the items themselves are never changed."""
    assert torch.equal(_through((name, 0)), X)
    _through(name)
    assert X.unique().numel() == 1


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("dust", "noise must be one of 'gaussian'"),
        (("masking", 1.5), "the strength of noise 'masking' must be at least 0 and at most 1"),
        (("gaussian", -1), "at least 0"),
        (3, "must be a name such as 'masking' or a pair"),
    ],
    ids=str,
)
def test_wrong_settings_are_refused(setting, words):
    """One line."""
    with pytest.raises(InputError, match=words):
        noise_of(setting)
