"""Looked-at files become a collection of pictures: each once, what was left out on record."""

from motif.pictures.collection.build import Seen, built
from motif.pictures.collection.ledger import STEP, ledger, tallied

__all__ = ["STEP", "Seen", "built", "ledger", "tallied"]
