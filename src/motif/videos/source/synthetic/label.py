"""How labels go together: every video has one main label, which brings companions, and others come by themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from motif.videos.source.synthetic.fitted import FittedLabels

__all__ = ["LabelPrior", "label_prior"]

_LEAST = 0.05  # of what a label's frequency asks for: how often it is at least a main label
_N_SHARED = 0.4  # companions are chosen as their frequency to this power: not always the commonest


@dataclass(frozen=True, eq=False)
class LabelPrior:
    """How likely each set of labels is.

    A video's main label is drawn by `weights`; given it, all other labels are independent: companions with their own
    probability, the rest with that of `background`. So the probability of any set is known.

    Parameters
    ----------
    weights :
        (n_labels,), summing to 1: how often each is the main label.
    given_main :
        (n_labels, n_labels) sparse: row: main label, column: how likely the label is then; 1 on the diagonal. What is
        not stored is `background`.
    background :
        (n_labels,): how likely a label is where nothing brings it.
    block :
        (n_labels,): the number of each label's subject.

    Examples
    --------
    >>> from motif.videos.source.synthetic.fitted import fitted_labels
    >>> prior = label_prior(fitted_labels(), 40, pairs=np.zeros((0, 2), int), n_blocks=4, rng=np.random.default_rng(0))
    >>> round(float(prior.weights.sum()), 9), bool((prior.frequencies() > prior.weights).all())
    (1.0, True)
    """

    weights: np.ndarray
    given_main: sparse.csr_array
    background: np.ndarray
    block: np.ndarray

    def frequencies(self) -> np.ndarray:
        """Return the share of videos that have each label, (n_labels,)."""
        stored = sparse.csr_array((np.ones(self.given_main.nnz), self.given_main.indices, self.given_main.indptr))
        return self.weights @ self.given_main + (1 - self.weights @ stored) * self.background

    def draw(self, mains: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Return labels for videos of these main labels, (n_videos, n_labels) bool."""
        likely = np.broadcast_to(self.background, (len(mains), len(self.weights))).copy()
        rows = self.given_main[mains]
        likely[np.repeat(np.arange(len(mains)), np.diff(rows.indptr)), rows.indices] = rows.data
        return rng.random(likely.shape) < likely


def label_prior(
    fitted: FittedLabels, n_labels: int, *, pairs: np.ndarray, n_blocks: int, rng: np.random.Generator
) -> LabelPrior:
    """Return a prior of which labels go together, as frequent as the fitted law says.

    Parameters
    ----------
    fitted :
        What real label sets are like.
    n_labels :
        How many there are; label 0 is the commonest.
    pairs :
        (n_pairs, 2): labels that are only ever main labels, the smaller first; both of a pair equally often, with the
        same companions and subject.
    n_blocks :
        How many subjects.
    rng :
        Where chance comes from.

    Examples
    --------
    >>> from motif.videos.source.synthetic.fitted import fitted_labels
    >>> rng, pairs = np.random.default_rng(0), np.array([[5, 9]])
    >>> prior = label_prior(fitted_labels(), 40, pairs=pairs, n_blocks=4, rng=rng)
    >>> prior.background[[5, 9]].tolist(), bool(prior.weights[5] == prior.weights[9])
    ([0.0, 0.0], True)
    """
    frequent = (np.arange(1, n_labels + 1) + fitted.zipf_shift) ** -fitted.zipf_exponent
    frequent[pairs] = frequent[pairs].mean(axis=1, keepdims=True)
    shares = np.array(fitted.block_shares[:n_blocks])
    block = rng.choice(len(shares), size=n_labels, p=shares / shares.sum())
    block[pairs[:, 1]] = block[pairs[:, 0]]
    alone = np.zeros(n_labels, dtype=bool)
    alone[pairs.ravel()] = True
    brought = _companions(fitted, frequent, block, alone, rng)
    like = np.arange(n_labels)
    like[pairs[:, 1]] = pairs[:, 0]
    brought = sparse.csr_array(brought[like])  # both of a pair bring the same labels, so that nothing tells them apart
    background = np.where(alone, 0, frequent * fitted.other_labels / frequent[~alone].sum())
    weights = _weights(frequent, brought)
    weights[pairs] = weights[pairs].mean(axis=1, keepdims=True)
    return LabelPrior(
        weights / weights.sum(), (brought + sparse.eye_array(n_labels)).tocsr(), np.minimum(background, 0.5), block
    )


def _companions(
    fitted: FittedLabels, frequent: np.ndarray, block: np.ndarray, alone: np.ndarray, rng: np.random.Generator
) -> sparse.csr_array:
    """How likely each label's companions are: labels that are more frequent, mostly of any subject."""
    rows, columns, values = [], [], []
    for label in range(1, len(frequent)):
        others = np.flatnonzero(~alone[:label])
        same = block[others] == block[label]
        for mean, sd in zip(fitted.companion_mean, fitted.companion_sd, strict=True):
            own = rng.random() < fitted.same_block
            among = np.flatnonzero(same == own)
            if not len(among):
                continue
            chance = frequent[others[among]] ** _N_SHARED
            place = rng.choice(among, p=chance / chance.sum())
            rows.append(label)
            columns.append(others[place])
            values.append(_between(mean, sd, rng))
            others, same = np.delete(others, place), np.delete(same, place)
    shape = (len(frequent), len(frequent))
    return sparse.csr_array((np.array(values), (np.array(rows, int), np.array(columns, int))), shape=shape)


def _between(mean: float, sd: float, rng: np.random.Generator) -> float:
    """A number of the beta distribution with this mean and sd."""
    size = mean * (1 - mean) / sd**2 - 1
    return float(np.clip(rng.beta(mean * size, (1 - mean) * size), 0.01, 0.99))


def _weights(frequent: np.ndarray, brought: sparse.csr_array) -> np.ndarray:
    """How often each is main, so that all are as frequent as asked: what others bring is taken off, rarest first."""
    weights, came = np.zeros(len(frequent)), np.zeros(len(frequent))
    for label in range(len(frequent) - 1, -1, -1):
        weights[label] = max(_LEAST * frequent[label], frequent[label] - came[label])
        run = slice(brought.indptr[label], brought.indptr[label + 1])
        came[brought.indices[run]] += weights[label] * brought.data[run]
    return weights
