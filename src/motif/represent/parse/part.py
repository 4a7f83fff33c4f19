"""Long texts in parts: where to cut so that a parser's memory is bounded, and no sentence is cut that need not be."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["MOST_CHARACTERS", "cut"]

MOST_CHARACTERS = 20_000  # a plot of 4,000 words: longer than nearly all, and 100 MB of parser memory
_END = re.compile(r"\n\s*\n|[.!?][\"”’')\]]*\s")  # a paragraph's or a sentence's
_BLANK = re.compile(r"\s")
_RUN = re.compile(r"\S{400}")  # no word is as long; a tokeniser's time grows with the square of such a run


def cut(text: str, *, most: int = MOST_CHARACTERS) -> Iterator[tuple[int, str]]:
    """Yield the parts of a text with the place where each begins; put together they are the text.

    A part ends behind a sentence where one ends in its second half, else behind a blank, else anywhere; also behind 400
    characters without a blank.

    Parameters
    ----------
    text :
        Of any length; an empty one has no part.
    most :
        How many characters a part has at most. At least 1.

    Examples
    --------
    >>> list(cut("He ran. She hid.", most=10))
    [(0, 'He ran. '), (8, 'She hid.')]
    """
    start = 0
    while start < len(text):
        end = len(text)
        if end - start > most:
            end = start + (_last(_END, text, start, most) or _last(_BLANK, text, start, most) or most)
        for run in _RUN.finditer(text, start, end):
            yield start, text[start : run.end()]
            start = run.end()
        if start < end:
            yield start, text[start:end]
        start = end


def _last(pattern: re.Pattern[str], text: str, start: int, most: int) -> int:
    """Return how far behind `start` the last match in the second half of a part ends, 0 without one."""
    ends = [found.end() for found in pattern.finditer(text, start + most // 2, start + most)]
    return ends[-1] - start if ends else 0
