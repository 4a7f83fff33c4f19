"""Labels from features: a logistic for each label, and mixtures of such experts; any number of labels an item."""

from __future__ import annotations

from motif.model.experts.logistic import LogisticLabels
from motif.model.experts.mixture import MixtureOfExperts

__all__ = ["LogisticLabels", "MixtureOfExperts"]
