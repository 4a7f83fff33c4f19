"""What errors cost under each likelihood."""

import math

import numpy as np
import pytest
import torch
from torch import distributions

from motif.core.errors import InputError
from motif.model.autoencode.likelihood import LIKELIHOODS, likelihood_of
from motif.model.autoencode.scaling import summarise
from motif.model.train import Rows

CHANCE = torch.Generator().manual_seed(0)
LOGITS = torch.randn(6, 5, generator=CHANCE, dtype=torch.float64)
X = torch.rand(6, 5, generator=CHANCE, dtype=torch.float64)
ALL = [("gaussian", "identity"), ("gaussian", "sigmoid"), ("bernoulli", "identity"), ("multinomial", "identity")]


@pytest.mark.parametrize(("name", "output"), ALL, ids=str)
def test_mean_cost_is_the_mean_of_costs(name, output):
    """Sums over features, means over items."""
    kind = likelihood_of(name, output)
    assert kind.cost(LOGITS, X).shape == (6,)
    torch.testing.assert_close(kind.mean_cost(LOGITS, X), kind.cost(LOGITS, X).mean())


def test_surprises_are_pytorch_s():
    """Minus the log densities of PyTorch's distributions."""
    noise = torch.tensor(-0.7, dtype=torch.float64)
    normal = distributions.Normal(LOGITS, noise.exp()).log_prob(X).sum(dim=1)
    torch.testing.assert_close(likelihood_of("gaussian").surprise(LOGITS, X, noise), -normal)
    ones = (X > 0.5).double()
    bernoulli = distributions.Bernoulli(logits=LOGITS).log_prob(ones).sum(dim=1)
    torch.testing.assert_close(likelihood_of("bernoulli").surprise(LOGITS, ones, noise), -bernoulli)
    counts = (X * 9).floor()
    for row in range(6):
        whole = distributions.Multinomial(int(counts[row].sum()), logits=LOGITS[row])
        coefficient = torch.lgamma(counts[row].sum() + 1) - torch.lgamma(counts[row] + 1).sum()
        expected = coefficient - whole.log_prob(counts[row])
        found = likelihood_of("multinomial").surprise(LOGITS[row : row + 1], counts[row : row + 1], noise)
        torch.testing.assert_close(found[0], expected)


def test_the_best_noise_is_best():
    """No other noise makes the batch likelier than the one that is chosen."""
    kind = likelihood_of("gaussian")
    best, log_noise = kind.best_surprise(LOGITS, X)
    torch.testing.assert_close(kind.surprise(LOGITS, X, log_noise).mean(), best)
    for other in (log_noise - 0.1, log_noise + 0.1):
        assert kind.surprise(LOGITS, X, other).mean() > best
    assert torch.isfinite(kind.best_surprise(X, X)[0])


def test_counts_are_seen_as_roots_of_shares():
    """Each item has length one; an empty item stays zero; what is restored is as large as the item."""
    kind = likelihood_of("multinomial")
    counts = torch.tensor([[9.0, 16.0, 0.0], [0.0, 0.0, 0.0]])
    assert kind.seen(counts).tolist() == [pytest.approx([0.6, 0.8, 0.0]), [0.0, 0.0, 0.0]]
    restored = kind.matched(kind.restored(torch.zeros(2, 3)), counts)
    assert restored.sum(dim=1).tolist() == pytest.approx([25.0, 0.0])


@pytest.mark.parametrize("name", ["bernoulli", "gaussian"])
def test_bounded_kinds_ask_for_bounds(name):
    """Values outside [0, 1] are refused with their range; bytes count as 0 to 255."""
    kind = likelihood_of(name, "sigmoid")
    with pytest.raises(InputError, match=r"X has values from -1 to 4; rescale it, or take"):
        kind.scale(summarise(Rows(np.array([[-1.0], [4.0]]))))
    shift, scale = kind.scale(summarise(Rows(np.array([[0], [200]], dtype=np.uint8))))
    assert (shift.tolist(), scale) == ([0.0], 255.0)
    assert kind.restored(torch.zeros(1, 1)).item() == 0.5


def test_counts_below_zero_and_unknown_names_are_refused():
    """One line each."""
    with pytest.raises(InputError, match="takes counts, at least 0; the lowest value of X is -2"):
        LIKELIHOODS["multinomial"].scale(summarise(Rows(np.array([[-2.0], [1.0]]))))
    with pytest.raises(InputError, match="likelihood must be one of 'gaussian'"):
        likelihood_of("poisson")
    with pytest.raises(InputError, match="output must be one of"):
        likelihood_of("gaussian", "tanh")


def test_cross_entropy_by_hand():
    """It is log 2 for each number at a logit of zero, and no overflow far out."""
    kind = likelihood_of("bernoulli")
    assert kind.cost(torch.zeros(1, 3), torch.tensor([[0.0, 0.3, 1.0]])).item() == pytest.approx(3 * math.log(2))
    assert torch.isfinite(kind.cost(torch.tensor([[1e4]]), torch.tensor([[0.0]]))).all()
