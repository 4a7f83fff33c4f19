"""How far a Gaussian code is from its prior."""

from __future__ import annotations

import torch

__all__ = ["kl_divergence"]


def kl_divergence(
    mu: torch.Tensor,
    logvar: torch.Tensor,
    prior_mu: torch.Tensor | float = 0.0,
    prior_logvar: torch.Tensor | float = 0.0,
) -> torch.Tensor:
    """Return the Kullback-Leibler divergence of diagonal Gaussians from a prior, in nats, summed over the dimensions.

    1/2 sum((sigma^2 + (mu - m)^2) / s^2 - 1 - log(sigma^2 / s^2)). The lecture's formula has the wrong sign
    and sigma in the place of sigma^2; its code is right.

    Parameters
    ----------
    mu, logvar :
        (..., n_components): means and logarithms of the variances.
    prior_mu, prior_logvar :
        The prior's, broadcast; the standard normal by default.

    Returns
    -------
    (...), at least 0 up to rounding.

    Examples
    --------
    >>> kl_divergence(torch.tensor([[1.0, 0.0]]), torch.zeros(1, 2))
    tensor([0.5000])
    """
    if isinstance(prior_mu, float | int) and isinstance(prior_logvar, float | int) and prior_mu == prior_logvar == 0:
        return 0.5 * (logvar.exp() + mu.square() - 1 - logvar).sum(dim=-1)
    prior_mu = torch.as_tensor(prior_mu, dtype=mu.dtype, device=mu.device)
    prior_logvar = torch.as_tensor(prior_logvar, dtype=mu.dtype, device=mu.device)
    apart = logvar - prior_logvar
    return 0.5 * (apart.exp() + (mu - prior_mu).square() * (-prior_logvar).exp() - 1 - apart).sum(dim=-1)
