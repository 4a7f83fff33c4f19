"""The rows of a matrix that lie nearest to given rows."""

from motif.represent.nearest.search import METRICS, Metric, nearest

__all__ = ["METRICS", "Metric", "nearest"]
