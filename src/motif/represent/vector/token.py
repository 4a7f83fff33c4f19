"""Texts as sentences of plain words, for vectors to be learned from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

__all__ = ["sentences"]

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_END = re.compile(r"(?<=[.!?…])\s+|\n+")


def sentences(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield the words of each sentence, in small letters: what is written in letters, apostrophes and hyphens inside.

    No parser is asked: a sentence ends at a full stop and a blank, or at a line's end, which is all that a window of
    neighbours needs to know.

    Parameters
    ----------
    texts :
        Such as the plots of films.

    Examples
    --------
    >>> list(sentences(["O'Brien left in 1984. He never came back!"]))
    [["o'brien", 'left', 'in'], ['he', 'never', 'came', 'back']]
    """
    for text in texts:
        for part in _END.split(text):
            words = [word.lower() for word in _WORD.findall(part)]
            if words:
                yield words
