"""How strong the Dirichlet priors are."""

import numpy as np
import pytest
from scipy.special import gammaln

from motif.films.model.prior import log_of_counts, sliced


@pytest.mark.parametrize(
    ("counts", "strength", "probability"),
    [
        ([[1]], 0.5, 1),
        ([[1, 0]], 3.0, 1 / 2),
        ([[1, 1]], 1.0, 1 / 6),
        ([[2, 0]], 1.0, 1 / 3),
        ([[2, 0], [1, 1]], 1.0, 1 / 18),
        ([[0, 0]], 1.0, 1),
    ],
)
def test_probability_of_counts_by_hand(counts, strength, probability):
    """One order of drawing, its shares summed out: Pólya's urn."""
    assert np.exp(log_of_counts(np.array(counts), strength)) == pytest.approx(probability)


def test_draws_follow_the_density():
    """Many steps over a Gamma density come back with its mean and variance in the logarithm's scale."""
    rng = np.random.default_rng(0)
    shape = 5.0  # in the logarithm: x**shape * exp(-x), a Gamma variable of this shape
    chain, value = [], 1.0
    for _ in range(4_000):
        value = sliced(lambda x: shape * np.log(x) - x - gammaln(shape), value, rng=rng)
        chain.append(value)
    assert np.mean(chain[100:]) == pytest.approx(shape, rel=0.06)  # a chain of 3,900 has an error of some 2 %
    assert np.var(chain[100:]) == pytest.approx(shape, rel=0.2)


def test_planted_strength_is_found():
    """Counts drawn with a strength of 0.2 draw the prior there."""
    rng = np.random.default_rng(1)
    counts = np.stack([rng.multinomial(30, rng.dirichlet(np.full(20, 0.2))) for _ in range(200)])
    value, chain = 5.0, []
    for _ in range(60):
        value = sliced(lambda x: log_of_counts(counts, x), value, rng=rng)
        chain.append(value)
    assert np.median(chain[20:]) == pytest.approx(0.2, rel=0.15)


def test_strength_stays_in_bounds():
    """A density that always wants less ends at the least strength, one that wants more at the greatest."""
    rng = np.random.default_rng(2)
    for sign, bound in ((-1, 1e-3), (1, 1e3)):
        value = 1.0
        for _ in range(40):
            value = sliced(lambda x, sign=sign: sign * 50 * np.log(x), value, rng=rng)
            assert 1e-3 <= value <= 1e3
        assert value == pytest.approx(bound, rel=0.2)
