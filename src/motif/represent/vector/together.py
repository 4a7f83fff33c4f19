"""Which words stand together: in sentences, within a window; or in the counts of an item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy import sparse

__all__ = ["counted_together", "windows", "words_of"]


def words_of(corpus: Iterable[Sequence[str]], min_count: int) -> tuple[list[str], list[np.ndarray]]:
    """Return the words said often enough, most frequent first, and each sentence as the rows of its words.

    Parameters
    ----------
    corpus :
        Sentences as words; gone through once.
    min_count :
        How often a word must be said.

    Examples
    --------
    >>> words_of([["a", "b", "a"], ["a", "c"]], 1)
    (['a', 'b', 'c'], [array([0, 1, 0], dtype=int32), array([0, 2], dtype=int32)])
    """
    place: dict[str, int] = {}
    said = [np.array([place.setdefault(word, len(place)) for word in one], np.int32) for one in corpus]
    counts: Counter[int] = Counter()
    for one in said:
        counts.update(one.tolist())
    kept = [n for n, count in counts.most_common() if count >= min_count]
    new = np.full(len(place), -1, np.int32)
    new[kept] = np.arange(len(kept))
    listed = list(place)
    return [listed[n] for n in kept], [rows[rows >= 0] for rows in (new[one] for one in said)]


def windows(rows: Sequence[np.ndarray], n_words: int, window: int) -> sparse.csr_array:
    """Return how often each two words stand within a window of each other, the nearer the more: symmetric.

    Neighbours count 1, those a word apart (window - 1) / window, and so on: word2vec's window, on average.

    Parameters
    ----------
    rows :
        Sentences, as `words_of` returns them.
    n_words :
        How many words there are.
    window :
        The farthest that counts.

    Examples
    --------
    >>> windows([np.array([0, 1, 2])], 3, 2).toarray().tolist()
    [[0.0, 1.0, 0.5], [1.0, 0.0, 1.0], [0.5, 1.0, 0.0]]
    """
    shape = (n_words, n_words)
    flat = np.concatenate(rows) if len(rows) else np.zeros(0, np.int32)
    sentence = np.repeat(np.arange(len(rows), dtype=np.int32), [len(one) for one in rows])
    total = sparse.csr_array(shape, dtype=np.float64)
    for apart in range(1, window + 1):
        same = sentence[:-apart] == sentence[apart:]
        weights = np.full(np.count_nonzero(same), (window + 1 - apart) / window)
        total = total + sparse.coo_array((weights, (flat[:-apart][same], flat[apart:][same])), shape=shape).tocsr()
    return total + total.T


def counted_together(C: Any) -> sparse.csr_array:
    """Return how often each two words are said of one item: the products of their counts, summed.

    A word stands with itself too: otherwise two words that are said only together would lie as far apart as can be.

    Parameters
    ----------
    C :
        (n_items, n_words): counts, dense or sparse.

    Examples
    --------
    >>> counted_together([[2, 1, 0], [0, 1, 1]]).toarray().tolist()
    [[4.0, 2.0, 0.0], [2.0, 2.0, 1.0], [0.0, 1.0, 1.0]]
    """
    rows = sparse.csr_array(C, dtype=np.float64)
    return sparse.csr_array(rows.T @ rows)
