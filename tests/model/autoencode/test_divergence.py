"""The divergence against PyTorch's distributions and by hand."""

import json
import math

import numpy as np
import pytest
import torch

from motif.model.autoencode import kl_divergence


def test_by_hand():
    """A code at the prior costs nothing; variance e costs (e - 2) / 2, a mean of 2 costs 2."""
    zero = torch.zeros(1, 1, dtype=torch.float64)
    assert kl_divergence(zero, zero).item() == 0
    assert kl_divergence(zero, zero + 1).item() == pytest.approx((math.e - 2) / 2)
    assert kl_divergence(zero + 2, zero).item() == pytest.approx(2)


@pytest.mark.shared
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float64, 1e-9), (torch.float32, 1e-5)], ids=str)
def test_it_equals_the_reference(shared, dtype, tolerance):
    """All twenty cases, with and without a prior, to what the reference states."""
    cases = json.loads((shared / "data" / "latent" / "kl.json").read_text())["cases"]
    assert len(cases) == 20
    for case in cases:
        names = ("mu", "logvar", "prior_mu", "prior_logvar")
        given = {name: torch.tensor([case[name]], dtype=dtype) for name in names if name in case}
        found = kl_divergence(**given)
        assert found.dtype == dtype
        np.testing.assert_allclose(found.item(), case["kl_nats"], rtol=tolerance, atol=1e-6 * (dtype is torch.float32))


def test_a_general_prior_that_is_the_standard_one():
    """Both ways of writing it agree, gradients too."""
    mu, logvar = torch.randn(2, 4, 3, generator=torch.Generator().manual_seed(0)).requires_grad_()
    one, other = kl_divergence(mu, logvar), kl_divergence(mu, logvar, torch.zeros(3), torch.zeros(3))
    torch.testing.assert_close(one, other)
    one.sum().backward()
    assert one.shape == (4,)
