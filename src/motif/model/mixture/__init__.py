"""Mixtures of sparse counts: each item has one component, each component its own words over a shared background.

`MultinomialMixture` is for counts (words of a character, clicks of a visitor); for clouds in a space of measurements
there is `motif.model.cluster.GaussianMixture`.
"""

from motif.model.mixture.multinomial import MultinomialMixture

__all__ = ["MultinomialMixture"]
