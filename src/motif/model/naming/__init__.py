"""Naming: what sets a cluster apart from the rest, and the short name that follows from it."""

from motif.model.naming.category import Categories, categories
from motif.model.naming.profile import Measure, Profile, Trait, distinctive

__all__ = ["Categories", "Measure", "Profile", "Trait", "categories", "distinctive"]
