"""Models: what is fitted to a matrix and gives labels, scores or codes. Every one is a scikit-learn estimator.

`KMeans`, `Agglomerative`, `GaussianMixture`, `HDBSCAN` (clusters); `Neighbours` and `find` (the items nearest to one);
`choose_n_clusters` (how many) and `distinctive` (what sets a cluster apart); `save` and `load` keep any of them in a
folder without pickling.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from motif.model.cluster import HDBSCAN, Agglomerative, GaussianMixture, KMeans
    from motif.model.naming import distinctive
    from motif.model.neighbours import Neighbours, find
    from motif.model.number import choose_n_clusters
    from motif.model.store import load, save

__all__ = [
    "HDBSCAN",
    "Agglomerative",
    "GaussianMixture",
    "KMeans",
    "Neighbours",
    "choose_n_clusters",
    "distinctive",
    "find",
    "load",
    "save",
]

_LIVES_IN = {
    "Agglomerative": "cluster",
    "GaussianMixture": "cluster",
    "HDBSCAN": "cluster",
    "KMeans": "cluster",
    "Neighbours": "neighbours",
    "choose_n_clusters": "number",
    "distinctive": "naming",
    "find": "neighbours",
    "load": "store",
    "save": "store",
}


def __getattr__(name: str) -> Any:
    if name in _LIVES_IN:
        return getattr(import_module(f"motif.model.{_LIVES_IN[name]}"), name)
    raise AttributeError(f"module 'motif.model' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
