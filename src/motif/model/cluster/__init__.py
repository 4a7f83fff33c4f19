"""Clusters: items gathered around centres, in a tree, in clouds, or where they lie dense. One face for all.

`KMeans`, `Agglomerative`, `GaussianMixture`, `HDBSCAN`: each has `fit`, `labels_` (-1 is unassigned) and `n_clusters_`,
how many clusters have items; `predict` where an answer for new items has meaning. None says whether there are clusters
at all: set the result beside a null.
"""

from motif.model.cluster.centre import KMeans
from motif.model.cluster.density import HDBSCAN
from motif.model.cluster.mixture import GaussianMixture
from motif.model.cluster.tree import Agglomerative

__all__ = ["HDBSCAN", "Agglomerative", "GaussianMixture", "KMeans"]
