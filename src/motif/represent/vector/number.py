"""Texts as the numbers of their words in a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

__all__ = ["word_numbers"]


def word_numbers(texts: Iterable[Sequence[str]], places: Mapping[str, int]) -> list[np.ndarray]:
    """Return the number of each word that has one, text by text, in order.

    Parameters
    ----------
    texts :
        The words of each text; one in capitals is looked up in small letters where it has no number of its own.
    places :
        Word -> number, such as `WordVectors.places`.

    Examples
    --------
    >>> [numbers.tolist() for numbers in word_numbers([["A", "Cat"], ["dog"]], {"a": 0, "cat": 1, "Cat": 2})]
    [[0, 2], []]
    """
    found = []
    for text in texts:
        numbers = [places.get(word, places.get(word.lower(), -1)) for word in text]
        found.append(np.array([number for number in numbers if number >= 0], np.int32))
    return found
