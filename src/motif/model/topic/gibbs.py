"""Latent Dirichlet allocation by tomotopy's collapsed Gibbs sampler, an optional package."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from motif.core.errors import InputError
from motif.core.extra import extra

__all__ = ["sampled_counts"]


def sampled_counts(
    X: Any, n_components: int, item_prior: float, column_prior: float, *, n_rounds: int, seed: int
) -> np.ndarray:
    """Return how much each topic counted of each column at the end of a chain, the prior with it.

    Parameters
    ----------
    X :
        (n_items, n_columns): whole counts, dense or sparse.
    n_components :
        How many topics.
    item_prior, column_prior :
        The Dirichlet priors.
    n_rounds :
        Passes over all that was counted.
    seed :
        The same seed gives the same chain: there is one worker.

    Raises
    ------
    InputError
        For counts that are not whole.
    MissingExtra
        When tomotopy is not installed.

    Examples
    --------
    >>> sampled_counts([[0.5]], 1, 1.0, 1.0, n_rounds=1, seed=0)
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: engine='tomotopy' takes whole counts; 0.5 is none: take engine='sklearn'
    """
    rows = sparse.csr_array(X, copy=True)
    rows.sum_duplicates()
    broken = rows.data[rows.data != np.round(rows.data)]
    if len(broken):
        raise InputError(f"engine='tomotopy' takes whole counts; {broken[0]:g} is none: take engine='sklearn'")
    with extra("tomotopy"):
        import tomotopy  # type: ignore[import-not-found] # optional: seldom there when types are checked
    n_columns = rows.shape[1]
    model = tomotopy.LDAModel(k=n_components, alpha=item_prior, eta=column_prior, seed=seed)
    for start, end in zip(rows.indptr, rows.indptr[1:], strict=False):
        repeated = np.repeat(rows.indices[start:end], rows.data[start:end].astype(int))
        model.add_doc([str(column) for column in repeated.tolist()])
    model.train(n_rounds, workers=1)
    used = np.array([int(word) for word in model.used_vocabs], int)
    sizes = model.get_count_by_topics()
    counts = np.full((n_components, n_columns), column_prior)
    for topic, size in enumerate(sizes.tolist()):
        shares = model.get_topic_word_dist(topic)  # (count + prior) / (size + prior of the columns that occur)
        counts[topic, used] = shares * (size + column_prior * len(used))
    return counts
