"""A table of word vectors."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from motif.core.check import finite_rows, integer, same_length, unique_ids
from motif.core.digest import array_digest, bytes_digest
from motif.core.errors import InputError
from motif.represent.nearest.row import unit_rows
from motif.source.vector import read_vectors

__all__ = ["WordVectors", "load_vectors"]


@dataclass(frozen=True, eq=False)
class WordVectors:
    """Words and what stands for each: a vector, near those of words that mean alike.

    Parameters
    ----------
    words :
        (n_words,), each only once.
    X :
        (n_words, n_features), float32, finite.
    origin :
        Where they come from, in a few words, for records and pages.

    Raises
    ------
    InputError
        When words and vectors do not fit each other.

    Examples
    --------
    >>> table = WordVectors(("cat", "dog", "sofa"), np.array([[1, 0], [0.9, 0.1], [0, 1]], np.float32))
    >>> table.rows(["dog", "unknown"]).tolist()
    [[0.8999999761581421, 0.10000000149011612], [0.0, 0.0]]
    >>> table.near("cat", 1)
    [('dog', 0.994)]
    """

    words: tuple[str, ...]
    X: np.ndarray
    origin: str = "given"

    def __post_init__(self) -> None:
        """Refuse what does not fit."""
        if self.X.ndim != 2:
            raise InputError(f"word vectors must have shape (n_words, n_features), not {self.X.shape}")
        same_length(len(self.words), len(self.X), what="words", other="vectors")
        unique_ids(self.words, what="words")
        finite_rows(self.X, what="word vectors")

    @property
    def n_features(self) -> int:
        """How long each vector is."""
        return self.X.shape[1]

    @cached_property
    def places(self) -> dict[str, int]:
        """The row of each word."""
        return {word: n for n, word in enumerate(self.words)}

    @cached_property
    def digest(self) -> str:
        """The sha256 of words and vectors, 64 hex digits, for the record of what is made from them."""
        return bytes_digest("\n".join([*self.words, array_digest(self.X)]).encode())

    def place(self, word: str) -> int:
        """Return a word's row, of a word in capitals that of its small letters where it has none; -1 without any."""
        return self.places.get(word, self.places.get(word.lower(), -1))

    def rows(self, words: Sequence[str]) -> np.ndarray:
        """Return the vectors of words, (n_words, n_features), float32; zeros for a word that has none."""
        found = np.array([self.place(word) for word in words], int)
        vectors = np.zeros((len(found), self.n_features), np.float32)
        vectors[found >= 0] = self.X[found[found >= 0]]
        return vectors

    def near(self, word: str, n_words: int = 10) -> list[tuple[str, float]]:
        """Return the words nearest to a word by angle, nearest first, each with its cosine.

        Raises
        ------
        InputError
            For a word that has no vector.
        """
        n_words = integer(n_words, what="n_words", low=1)
        place = self.place(word)
        if place < 0:
            raise InputError(f"{word!r} has no vector among {len(self.words):,} words")
        cosines = self._directions @ self._directions[place]
        cosines[place] = -np.inf
        order = np.argsort(-cosines, kind="stable")[: min(n_words, len(self.words) - 1)]
        return [(self.words[i], round(float(cosines[i]), 3)) for i in order]

    @cached_property
    def _directions(self) -> np.ndarray:
        return unit_rows(self.X)


def load_vectors(
    source: str | Path,
    *,
    words: str | Path | Sequence[str] | None = None,
    only: Collection[str] | None = None,
    max_words: int | None = None,
) -> WordVectors:
    """Return the word vectors of a file; see `motif.source.vector.read_vectors` for the forms and the parameters.

    Raises
    ------
    SourceError
        When a file is missing or cannot be read.
    DataError
        When it is damaged, or holds no word vectors.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_bytes
    >>> path = Path(tempfile.mkdtemp()) / "glove.txt"
    >>> write_bytes(path, b"cat 0.5 1")
    >>> load_vectors(path).origin
    'glove.txt'
    """
    found, X = read_vectors(source, words=words, only=only, max_words=max_words)
    return WordVectors(found, X, origin=Path(source).name)
