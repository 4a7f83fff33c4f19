"""Mean average precision over all scores of items that were seen once and let go: an estimate between two bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from motif.evaluate.tagging.given import Labels

__all__ = ["Bounded", "Histogram"]

_STEPS = 64  # bins for each power of two: a bin is at most 1/64 of its scores wide
_POWERS = 32  # from 2**-31, about 5e-10, to 2: what a sigmoid or a softmax gives
_N_BINS = _STEPS * _POWERS
_SHIFT = 23 - 6  # bits of a float32's fraction that a bin does not see
_LOWEST = (127 - 31) << 6
_CLASSES_AT_ONCE = 64  # their counters stay near the processor


@dataclass(frozen=True)
class Bounded:
    """A number that is not known exactly, and what it lies between.

    Parameters
    ----------
    value, low, high :
        The estimate and its bounds.
    """

    value: float
    low: float
    high: float


class Histogram:
    """Counts of scores for each class, in bins of 1/64 of the score, from 5e-10 to 2; lower ones share the first bin.

    The labels' own scores are kept. For each of them the items that score higher are known but for those without the
    class inside its bin, which gives a lower and an upper bound for every precision, and so for their mean; the
    estimate spreads them evenly over the bin. 8 kB for each class whatever the number of items.

    Parameters
    ----------
    n_classes :
        How many classes there are.

    Examples
    --------
    >>> counts = Histogram(1)
    >>> counts.add(np.array([[0.9], [0.8], [0.1]]), Labels(np.array([0, 2]), np.array([0, 0]), 3, 1))
    >>> counts.mean_average_precision().low.__round__(3)
    0.833
    """

    def __init__(self, n_classes: int) -> None:
        self.n_classes = n_classes
        self._counts = np.zeros(n_classes * _N_BINS, np.uint32)
        self._classes: list[np.ndarray] = []
        self._scores: list[np.ndarray] = []

    def add(self, scores: np.ndarray, labels: Labels) -> None:
        """Count the scores of more items, (n_items, n_classes), and keep those of the labels."""
        for start in range(0, self.n_classes, _CLASSES_AT_ONCE):
            block = np.ascontiguousarray(scores[:, start : start + _CLASSES_AT_ONCE], dtype=np.float32)
            bins = _bins(block) + np.arange(block.shape[1], dtype=np.int32) * np.int32(_N_BINS)
            counted = np.bincount(bins.ravel(), minlength=block.shape[1] * _N_BINS)
            self._counts[start * _N_BINS : start * _N_BINS + len(counted)] += counted.astype(np.uint32)
        self._classes.append(labels.classes)
        self._scores.append(scores[labels.items, labels.classes])

    def merge(self, other: Histogram) -> None:
        """Add what another has counted."""
        self._counts += other._counts
        self._classes += other._classes
        self._scores += other._scores

    def mean_average_precision(self) -> Bounded:
        """Return the mean over classes with a label of the average precision over all items."""
        classes, scores = np.concatenate(self._classes), np.concatenate(self._scores)
        order = np.lexsort((-scores, classes))
        classes, scores = classes[order], scores[order]
        with_labels, starts, n_labels = np.unique(classes, return_index=True, return_counts=True)
        found = np.zeros(3)
        for of, start, n in zip(with_labels.tolist(), starts.tolist(), n_labels.tolist(), strict=True):
            found += _precisions(self._counts[of * _N_BINS : (of + 1) * _N_BINS], scores[start : start + n])
        value, low, high = (found / max(len(with_labels), 1)).tolist()
        return Bounded(value, low, high)


def _bins(scores: np.ndarray) -> np.ndarray:
    """Return the bin of each float32 score: the first bits of its pattern, which rise with it; negative ones in 0."""
    patterns = scores.view(np.int32) >> _SHIFT
    return np.clip(patterns - _LOWEST, 0, _N_BINS - 1, out=patterns)


def _edges(bins: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    low, high = (((bins + step + _LOWEST).astype(np.int32) << _SHIFT).view(np.float32) for step in (0, 1))
    return low, high


def _precisions(counts: np.ndarray, ranked: np.ndarray) -> np.ndarray:
    """Return a class's average precision as estimated, at least and at most, from its labels' scores, highest first."""
    kept = ranked.astype(np.float32)
    bins = _bins(kept)
    hits = np.searchsorted(-ranked, -ranked, side="right")  # labels at least as high
    own = np.bincount(bins, minlength=_N_BINS)
    others = counts.astype(np.int64) - own  # without the class
    above = np.cumsum(others[::-1])[::-1] - others
    low, high = _edges(bins)
    share = np.where(bins == 0, 1.0, np.clip((high - kept) / (high - low), 0, 1))
    reached = [above[bins] + part * others[bins] for part in (share, 1.0, 0.0)]
    return np.array([(hits / (hits + beside)).mean() for beside in reached])
