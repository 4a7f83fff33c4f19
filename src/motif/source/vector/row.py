"""Rows of word vectors as they are read: one dimension, finite numbers, the words that are wanted, each once."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from motif.core.errors import DataError

__all__ = ["MOST_FEATURES", "Rows"]

MOST_FEATURES = 10_000
"""The longest vectors that are read; a header that says more is no header."""


class Rows:
    """Words and their vectors, collected one by one.

    Parameters
    ----------
    name :
        Of the file, for messages.
    n_features :
        How long each vector is.
    only :
        The words that are wanted; None takes all.
    max_words :
        The most that are kept; None sets no limit.

    Examples
    --------
    >>> rows = Rows("glove.txt", 2, only={"cat"})
    >>> rows.add("dog", [1.0, 2.0], place="line 1")
    >>> rows.add("cat", [3.0, 4.0], place="line 2")
    >>> rows.done()
    (('cat',), array([[3., 4.]], dtype=float32))
    """

    def __init__(
        self, name: str, n_features: int, *, only: Collection[str] | None = None, max_words: int | None = None
    ) -> None:
        self.name = name
        self.n_features = n_features
        self._only = None if only is None else frozenset(only)
        self._max_words = max_words
        self._found: dict[str, np.ndarray] = {}

    @property
    def is_full(self) -> bool:
        """Whether no further word can be wanted."""
        return len(self._found) in (self._max_words, -1 if self._only is None else len(self._only))

    def wants(self, word: str) -> bool:
        """Return whether a word is to be kept: of words that come twice, the first."""
        return word not in self._found and (self._only is None or word in self._only)

    def add(self, word: str, values: object, *, place: str) -> None:
        """Keep a word's vector, if it is wanted.

        Raises
        ------
        DataError
            For NaN, infinities and what float32 cannot hold.
        """
        if not self.wants(word):
            return
        with np.errstate(over="ignore"):
            vector = np.asarray(values, dtype=np.float32)
        if not np.isfinite(vector).all():
            raise DataError(
                f"{self.name!r}, {place}: the vector of {word!r} has NaN or infinite values", reason="not_finite"
            )
        self._found[word] = vector

    def done(self) -> tuple[tuple[str, ...], np.ndarray]:
        """Return the words and their vectors, (n_words, n_features), in the file's order.

        Raises
        ------
        DataError
            When there are none.
        """
        if not self._found:
            wanted = "" if self._only is None else f" of the {len(self._only)} words that are wanted"
            raise DataError(f"{self.name!r} holds no vector{wanted}", reason="no_vectors")
        return tuple(self._found), np.stack(list(self._found.values()))
