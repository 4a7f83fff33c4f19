"""Labels from features, any number an item: a logistic a label, mixtures of such experts, and two layers."""

from __future__ import annotations

from motif.model.experts.layered import LayeredLabels
from motif.model.experts.logistic import LogisticLabels
from motif.model.experts.mixture import MixtureOfExperts

__all__ = ["LayeredLabels", "LogisticLabels", "MixtureOfExperts"]
