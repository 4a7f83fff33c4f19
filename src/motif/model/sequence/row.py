"""Texts as the numbers of their words, end to end; a batch is padded with -1 to the longest in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from scipy import sparse

from motif.core.check import few, integer
from motif.core.errors import InputError
from motif.model.experts.target import LabelRows
from motif.model.train.row import Batch

__all__ = ["TextRows", "Texts", "checked_vectors", "texts_of"]

_NO_WORD = -1


class Texts:
    """Numbers of words, text after text.

    Parameters
    ----------
    numbers :
        (n_words,) int32 of all texts.
    ends :
        (n_texts + 1,): where each text begins, and the end.

    Examples
    --------
    >>> Texts(np.array([4, 7, 5], np.int32), np.array([0, 2, 3])).padded(np.array([0, 1])).tolist()
    [[4, 7], [5, -1]]
    """

    dtype = np.dtype(np.int32)

    def __init__(self, numbers: np.ndarray, ends: np.ndarray) -> None:
        self.numbers, self.ends = numbers, ends
        self.shape = (len(ends) - 1, max(1, int(np.diff(ends).max(initial=0))))

    def __len__(self) -> int:
        return self.shape[0]

    def padded(self, places: np.ndarray, width: int | None = None) -> np.ndarray:
        """Return some texts, (n_places, width) int32, as wide as the longest of them or as asked, -1 for no word."""
        sizes = self.ends[places + 1] - self.ends[places]
        width = max(1, int(sizes.max(initial=0))) if width is None else width
        offsets = np.arange(width)
        there = offsets < sizes[:, None]
        found = np.full((len(places), width), _NO_WORD, np.int32)
        found[there] = self.numbers[(self.ends[places][:, None] + offsets)[there]]
        return found


def texts_of(X: Any, *, n_words: int | None = None, unknown: bool = False, max_length: int | None = None) -> Texts:
    """Return texts, checked.

    Parameters
    ----------
    X :
        The texts, each the numbers of its words in their order; a number below 0 is a word that is not known, and is
        passed over. A text may be empty.
    n_words :
        How many words are known: numbers are below it. None sets no limit.
    unknown :
        Whether larger numbers are passed over, instead of refused.
    max_length :
        How many words of a text are read, from the first on; None is all.

    Raises
    ------
    InputError
        When there is no text, a text is no list of whole numbers, or a number is too large.

    Examples
    --------
    >>> texts_of([[3, 1], [], [-1, 2]], n_words=4).ends.tolist()
    [0, 2, 2, 3]
    """
    if max_length is not None:
        max_length = integer(max_length, what="max_length", low=1)
    if isinstance(X, str) or not hasattr(X, "__len__") or len(X) == 0:
        raise InputError("there are no texts (0 items, minimum of 1 is required); give lists of numbers of words")
    rows = [_row(text, n) for n, text in enumerate(X)]
    kept = [row[row >= 0] for row in rows]
    if n_words is not None:
        over = [n for n, row in enumerate(kept) if row.size and row.max() >= n_words]
        if over and not unknown:
            raise InputError(f"numbers of words must be below {n_words:,}, the words with vectors; texts {few(over)}")
        kept = [row[row < n_words] for row in kept]
    kept = [row[:max_length] for row in kept]
    ends = np.concatenate([[0], np.cumsum([len(row) for row in kept])])
    return Texts(np.concatenate(kept).astype(np.int32), ends)


def _row(text: Sequence[int] | np.ndarray, place: int) -> np.ndarray:
    row = np.asarray(text)
    if row.ndim == 1 and row.size == 0:
        return np.empty(0, np.int32)
    if row.ndim != 1 or row.dtype.kind not in "iu":
        told = f"text {place} is {row.dtype} of shape {row.shape}"
        raise InputError(f"{told}; a text is a list of whole numbers, one for each of its words")
    if row.max() > np.iinfo(np.int32).max:
        raise InputError(f"text {place} has a word of number {row.max()}; numbers are below {2**31:,}")
    return row


def checked_vectors(vectors: Any) -> np.ndarray:
    """Return a table of word vectors, (n_words, n_features) float32, checked.

    Raises
    ------
    InputError
        When it is no finite matrix.

    Examples
    --------
    >>> checked_vectors([[1, 2], [3, 4]]).dtype
    dtype('float32')
    """
    table = np.asarray(vectors)
    if table.ndim != 2 or 0 in table.shape or table.dtype.kind not in "biuf":
        raise InputError(f"vectors must be numbers of shape (n_words, n_features), not {table.dtype} {table.shape}")
    table = table.astype(np.float32, copy=False)
    bad = np.flatnonzero(~np.isfinite(table).all(axis=1))
    if len(bad):
        raise InputError(f"the vectors of {len(bad):,} words have NaN or infinite values: {few(bad.tolist())}")
    return table


class TextRows(LabelRows):
    """Texts with any number of labels.

    Parameters
    ----------
    X :
        The texts.
    Y :
        (n_texts, n_labels) CSR.
    only :
        Positions of the texts that count; None for all.

    Examples
    --------
    >>> rows = TextRows(texts_of([[3, 1], [2]]), sparse.csr_array(np.eye(2, dtype=bool)))
    >>> rows.batch(np.array([1]), chance=torch.Generator(), device=torch.device("cpu")).x.tolist()
    [[2]]
    """

    X: Texts

    def __init__(self, X: Texts, Y: sparse.csr_array, *, only: np.ndarray | None = None) -> None:
        super().__init__(X, Y, only=only)

    def take(self, rows: np.ndarray | slice) -> torch.Tensor:
        """Return texts as wide as the longest of all."""
        return torch.from_numpy(self.X.padded(self._places(rows), self.X.shape[1]))

    def seen(self, rows: slice) -> torch.Tensor:
        """Return texts as wide as the longest of them."""
        return torch.from_numpy(self.X.padded(self._places(rows)))

    def part(self, only: np.ndarray) -> TextRows:
        """Return some of the texts, by their positions; nothing is copied."""
        return TextRows(self.X, self.Y, only=only if self.only is None else self.only[only])

    def batch(self, rows: np.ndarray | slice, *, chance: torch.Generator, device: torch.device) -> Batch:
        """Return texts with their labels, (n_texts, n_labels) float32."""
        places = self._places(rows)
        labels = torch.from_numpy(self.Y[places].toarray().astype(np.float32))
        return Batch(torch.from_numpy(self.X.padded(places)).to(device), labels.to(device), chance)

    def _places(self, rows: np.ndarray | slice) -> np.ndarray:
        places = np.arange(len(self))[rows]
        return places if self.only is None else self.only[places]
