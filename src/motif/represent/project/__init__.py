"""Projections: matrices described by fewer numbers for each item.

`PCA` (exact, linear, can be undone), `NeighbourMap` (a map on which neighbours stay neighbours, no package needed) and
`UMAP` (the same with the extra `umap`).
"""

from motif.represent.project.neighbour import NeighbourMap
from motif.represent.project.pca import PCA
from motif.represent.project.umap import UMAP

__all__ = ["PCA", "UMAP", "NeighbourMap"]
