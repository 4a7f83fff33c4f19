"""Representations: a Collection's media and facts as matrices, one row an item, and matrices as other matrices.

`to_matrix` and `to_pictures` (pixels), `FrozenNetwork` (networks that come in packages), `PictureEmbedder` (what
photographs show); scaling: `Rescaler`, `RankGauss`, `Log`, `Logit`, `Circular`; projections: `PCA`, `NeighbourMap`,
`UMAP`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from motif.represent.lite import PictureEmbedder
    from motif.represent.network import FrozenNetwork
    from motif.represent.pixel import to_matrix, to_pictures
    from motif.represent.project import PCA, UMAP, NeighbourMap
    from motif.represent.scale import Circular, Log, Logit, RankGauss, Rescaler

__all__ = [
    "PCA",
    "UMAP",
    "Circular",
    "FrozenNetwork",
    "Log",
    "Logit",
    "NeighbourMap",
    "PictureEmbedder",
    "RankGauss",
    "Rescaler",
    "to_matrix",
    "to_pictures",
]

_LIVES_IN = {
    "PCA": "project",
    "PictureEmbedder": "lite",
    "UMAP": "project",
    "Circular": "scale",
    "FrozenNetwork": "network",
    "Log": "scale",
    "Logit": "scale",
    "NeighbourMap": "project",
    "RankGauss": "scale",
    "Rescaler": "scale",
    "to_matrix": "pixel",
    "to_pictures": "pixel",
}


def __getattr__(name: str) -> Any:
    if name in _LIVES_IN:
        return getattr(import_module(f"motif.represent.{_LIVES_IN[name]}"), name)
    raise AttributeError(f"module 'motif.represent' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
