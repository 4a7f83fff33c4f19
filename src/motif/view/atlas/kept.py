"""How much a map keeps of what it was made from, beside chance and the plainest map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.seed import generator

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from motif.collection.base import Collection
    from motif.evaluate.figure import Figure
    from motif.represent.nearest import Metric

__all__ = ["judge_block", "judge_codes"]

_FEWEST_JUDGED = 20  # items: of fewer, ten neighbours are half of all
_N_QUERIES = 1000


def judge_codes(
    X: np.ndarray | csr_array,
    codes: np.ndarray,
    *,
    metric: Metric = "euclidean",
    beside_pca: bool = True,
    n_queries: int = _N_QUERIES,
    seed: int = 0,
) -> Mapping[str, Figure]:
    """Return the figures of `evaluate.projection` for a map, beside PCA's; none for fewer than 20 items.

    Parameters
    ----------
    X :
        (n_items, n_features), dense or CSR: the items as they are.
    codes :
        (n_items, n_components), the map.
    metric :
        How distances in X are taken.
    beside_pca :
        Whether PCA's map of as many numbers is made for comparison.
    n_queries :
        Items that are asked for their neighbours.
    seed :
        Where chance comes from.

    Examples
    --------
    >>> X = np.random.default_rng(0).normal(size=(30, 4))
    >>> figures = judge_codes(X, X[:, :2])
    >>> sorted(figures["neighbours_kept"].trivial), judge_codes(X[:5], X[:5, :2])
    (['PCA'], {})
    """
    from motif.evaluate import projection
    from motif.represent.project.start import first_axes

    if len(codes) < _FEWEST_JUDGED:
        return {}
    others = {"PCA": first_axes(X, codes.shape[1], generator(seed))} if beside_pca else {}
    return projection.evaluate(X, codes, metric=metric, trivial=others, n_queries=n_queries, random_state=seed)


def judge_block(
    collection: Collection, name: str, *, n_queries: int = _N_QUERIES, seed: int = 0
) -> Mapping[str, Figure]:
    """Return what a block keeps of the block it was made from; nothing where that is not at hand.

    Distances are those that the block was made with, where its parameters say so. PCA is not set beside itself.

    Parameters
    ----------
    collection, name :
        The block. Judged are the items that it and its only parent have.
    n_queries, seed :
        As for `judge_codes`.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> from motif.represent.embed import embed
    >>> X = np.random.default_rng(0).normal(size=(30, 4))
    >>> songs = embed(Collection("song", {"id": [f"s{i}" for i in range(30)]}, blocks={"sound": X}), method="pca")
    >>> judge_block(songs, "map")["neighbours_kept"].trivial, judge_block(songs, "sound")
    ({}, {})
    """
    from motif.represent.block import block_matrix

    made = collection.blocks[name].info
    parents = [parent for parent in made.parents if parent in collection.blocks]
    if len(parents) != 1 or collection.blocks[parents[0]].info.kind == "ragged":
        return {}
    source, own = block_matrix(collection, parents[0]), block_matrix(collection, name)
    _, at_source, at_own = np.intersect1d(source.rows, own.rows, assume_unique=True, return_indices=True)
    codes: Any = own.X[at_own]
    metric: Metric = "cosine" if made.parameters.get("metric") == "cosine" else "euclidean"
    return judge_codes(
        source.X[at_source],
        codes.toarray() if hasattr(codes, "toarray") else codes,
        metric=metric,
        beside_pca=made.parameters.get("method") != "pca",
        n_queries=n_queries,
        seed=seed,
    )
