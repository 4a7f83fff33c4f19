"""Counting words: lists of words as a sparse matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from motif.core.check import integer

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["count_words"]


def count_words(
    texts: Iterable[Sequence[str]], *, words: Sequence[str] | None = None, min_texts: int = 1
) -> tuple[csr_array, tuple[str, ...]]:
    """Return how often each word stands in each text, and which word each column is.

    Parameters
    ----------
    texts :
        The words of each text.
    words :
        The columns; words that are none of them are not counted. None takes all, in alphabetical order.
    min_texts :
        Where `words` is None: in how many texts a word must stand to have a column, at least 1.

    Returns
    -------
    counts :
        (n_texts, n_words), CSR, float32.
    words : tuple of str
        (n_words,).

    Examples
    --------
    >>> counts, words = count_words([["sea", "day", "sea"], ["day"]])
    >>> words, counts.toarray().tolist()
    (('day', 'sea'), [[1.0, 2.0], [1.0, 0.0]])
    """
    counted = [Counter(text) for text in texts]
    if words is None:
        min_texts = integer(min_texts, what="min_texts", low=1)
        held = Counter(word for one in counted for word in one)
        words = sorted(word for word, n in held.items() if n >= min_texts)
    place = {word: column for column, word in enumerate(words)}
    columns: list[int] = []
    values: list[int] = []
    ends = [0]
    for one in counted:
        row = sorted((place[word], n) for word, n in one.items() if word in place)
        columns += [column for column, _ in row]
        values += [n for _, n in row]
        ends.append(len(columns))
    shape = (len(counted), len(place))
    data = np.array(values, np.float32), np.array(columns, np.int32), np.array(ends, np.int32)
    return sparse.csr_array(data, shape=shape), tuple(words)
