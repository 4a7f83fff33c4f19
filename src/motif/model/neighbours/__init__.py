"""Neighbours: which items lie nearest to one, with variety and caps per group where that is asked for."""

from motif.model.neighbours.choose import diverse, within_caps
from motif.model.neighbours.index import Neighbours
from motif.model.neighbours.item import Found, find

__all__ = ["Found", "Neighbours", "diverse", "find", "within_caps"]
