"""What variational kinds answer: the evidence lower bound, the likelihood by importance sampling, draws from the prior.

All in nats, as densities of the items in their own units (for multinomial and Bernoulli likelihoods, probabilities; the
multinomial coefficient is left out).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from motif.core.check import in_range, integer
from motif.core.seed import generator, integer_seed
from motif.model.autoencode.convolve import Deconvolving
from motif.model.autoencode.divergence import kl_divergence
from motif.model.autoencode.face import Face
from motif.model.autoencode.objective import Evidence, drawn, moments, with_label
from motif.represent.estimator import require_fitted

if TYPE_CHECKING:
    from motif.core.seed import RandomState
    from motif.model.autoencode.network import Net
    from motif.model.autoencode.scaling import Summary

__all__ = ["Bound"]

_N_DRAWS = 8  # of a code, for each item's bound


class Bound(Face):
    """The part that the variational kinds share.

    Examples
    --------
    >>> from motif.model.autoencode.variational import VariationalAutoencoder
    >>> issubclass(VariationalAutoencoder, Bound)
    True
    """

    beta: float

    def elbo(self, X: Any, *, n_draws: int = _N_DRAWS) -> float:
        """Return the mean evidence lower bound of the items, in nats, higher is better; beta plays no part.

        The codes are drawn with the same `n_draws` epsilons for each item, so that an item's bound does not depend on
        its neighbours; the epsilons have mean 0 and variance 1 exactly. Since they are shared, their chance does not
        average out over items: with 8 an item's bound is off by up to 0.6 nats, and the mean by about 0.1, upwards.
        Take `n_draws=64` for figures that are reported.
        """
        n_draws = integer(n_draws, what="n_draws", low=1)
        rows = self._rows(X, reset=False)
        return float(self._asked(rows, self._bounds(n_draws), width=None).mean(dtype=np.float64))

    def score_samples(self, X: Any, *, n_draws: int = _N_DRAWS) -> np.ndarray:
        """Return each item's evidence lower bound in nats, (n_items,), higher is better.

        From draws that all items share, as in `elbo`: with 8 an item's bound is off by up to 0.6 nats, and the mean by
        about 0.1, upwards. Take `n_draws=64` for figures that are reported.
        """
        n_draws = integer(n_draws, what="n_draws", low=1)
        rows = self._rows(X, reset=False)
        return self._asked(rows, self._bounds(n_draws), width=None)

    def nll(self, X: Any, k: int = 100, *, random_state: RandomState = 0) -> float:
        """Return the mean of minus the items' log likelihood, in nats, lower is better.

        Estimated by importance sampling with k codes drawn for each item (Burda et al. 2016): an upper bound in
        expectation, which falls to the truth as k grows.
        """
        k = integer(k, what="k", low=1)
        rows = self._rows(X, reset=False)
        chance = torch.Generator().manual_seed(integer_seed(random_state))
        return -float(self._asked(rows, self._likelihoods(k, chance), width=None).mean(dtype=np.float64))

    def sample(self, n_items: int = 1, *, random_state: RandomState = None) -> np.ndarray:
        """Return new items, (n_items, n_features): the means of what codes drawn from the prior stand for."""
        require_fitted(self)  # type: ignore[arg-type]
        n_items = integer(n_items, what="n_items", low=1)
        codes = generator(random_state).normal(size=(n_items, self.network_["n_components"]))
        return self.inverse_transform(codes)

    def _n_statistics(self, n_components: int) -> int:
        return 2 * n_components

    def _built(self, network: dict[str, Any]) -> Net:
        net = super()._built(network)
        if isinstance(net.decoder, Deconvolving):
            net.decoder.alone()  # a bound speaks of codes: none is to be learned from more than these
        return net

    def _objective(self, summary: Summary) -> Evidence:
        in_range(self.beta, what="beta", low=0)
        return Evidence(self._noise(summary), self._penalties(), beta=float(self.beta), n_labels=self._n_labels())

    def _scores(self, net: Net, x: torch.Tensor, y: torch.Tensor | None) -> torch.Tensor:
        return self._bounds(_N_DRAWS)(net, x, y)

    def _bounds(self, n_draws: int) -> Callable[[Net, torch.Tensor, torch.Tensor | None], torch.Tensor]:
        """Return the function that says each item's bound."""
        shape = (n_draws, self.network_["n_components"])
        drawn_once = np.random.default_rng((self.seed_, n_draws)).normal(size=shape)
        if n_draws > 1:  # all items share them: without this their chance would not average out
            drawn_once -= drawn_once.mean(axis=0)
            drawn_once /= np.sqrt(np.square(drawn_once).mean(axis=0))
        epsilons = torch.from_numpy(drawn_once)

        def bounds(net: Net, x: torch.Tensor, y: torch.Tensor | None) -> torch.Tensor:
            seen, mu, logvar = _encoded(net, x)
            total = torch.zeros_like(mu[:, 0])
            for epsilon in epsilons.to(mu.device, mu.dtype):
                total += self._surprise(net, mu + (0.5 * logvar).exp() * epsilon, seen, y)
            return -total / n_draws - kl_divergence(mu, logvar)

        return bounds

    def _likelihoods(
        self, k: int, chance: torch.Generator
    ) -> Callable[[Net, torch.Tensor, torch.Tensor | None], torch.Tensor]:
        """Return the function that says each item's log likelihood."""

        def likelihoods(net: Net, x: torch.Tensor, y: torch.Tensor | None) -> torch.Tensor:
            seen, mu, logvar = _encoded(net, x)
            total = torch.full_like(mu[:, 0], -math.inf)
            for _ in range(k):
                codes = drawn(mu.cpu(), logvar.cpu(), chance).to(mu.device)
                prior = -0.5 * codes.square().sum(dim=1)
                own = -0.5 * ((codes - mu).square() * (-logvar).exp() + logvar).sum(dim=1)
                total = torch.logaddexp(total, prior - own - self._surprise(net, codes, seen, y))
            return total - math.log(k)

        return likelihoods

    def _surprise(self, net: Net, codes: torch.Tensor, seen: torch.Tensor, y: torch.Tensor | None) -> torch.Tensor:
        """Return minus the log density of items in their own units, given their codes."""
        logits = net.decoder(with_label(codes, y, self._n_labels()))
        surprise = net.likelihood.surprise(logits, seen, net.log_noise)
        density = self.network_["likelihood"] == "gaussian"
        return surprise + seen.shape[1] * net.scale.log().to(surprise.dtype) if density else surprise


def _encoded(net: Net, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    seen = net.seen(x)
    return seen, *moments(net.encoder(net.likelihood.seen(seen)))
