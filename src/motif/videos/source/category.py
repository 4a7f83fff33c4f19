"""YouTube's categories: the numbers that its tables hold, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable

from motif.core.errors import DataError

__all__ = ["CATEGORIES", "Categories"]

CATEGORIES = {
    1: "Film & Animation", 2: "Autos & Vehicles", 10: "Music", 15: "Pets & Animals", 17: "Sports", 18: "Short Movies",
    19: "Travel & Events", 20: "Gaming", 21: "Videoblogging", 22: "People & Blogs", 23: "Comedy", 24: "Entertainment",
    25: "News & Politics", 26: "Howto & Style", 27: "Education", 28: "Science & Technology",
    29: "Nonprofits & Activism", 30: "Movies", 31: "Anime/Animation", 32: "Action/Adventure", 33: "Classics",
    34: "Comedy (film)", 35: "Documentary", 36: "Drama", 37: "Family", 38: "Foreign", 39: "Horror",
    40: "Sci-Fi/Fantasy", 41: "Thriller", 42: "Shorts", 43: "Shows", 44: "Trailers",
}  # fmt: skip
"""Number -> name, as YouTube's Data API lists them (`videoCategories`)."""

_FIRST_OTHER = 1000
_MOST_DIGITS = 9  # what fits the collection's 32 bits


class Categories:
    """Categories by number or name; a name that YouTube does not have gets a number of its own, from 1000 on.

    Examples
    --------
    >>> known = Categories()
    >>> known.number("music"), known.number(24), known.number("24"), known.number("Cooking"), known.number("?")
    (10, 24, 24, 1000, 1001)
    >>> known.names([10, 1000, 77])
    {10: 'Music', 77: None, 1000: 'Cooking'}
    """

    def __init__(self) -> None:
        self._names = dict(CATEGORIES)
        self._numbers = {name.casefold(): number for number, name in CATEGORIES.items()}

    def number(self, cell: object) -> int:
        """Return the number of a category that a cell names.

        Raises
        ------
        DataError
            reason bad_labels, for a number of more than nine digits.
        """
        text = str(cell).strip().encode(errors="replace").decode()
        digits = text.removesuffix(".0")
        if digits.isascii() and digits.isdigit():
            if len(digits) > _MOST_DIGITS:
                raise DataError(f"{text[:40]!r} is no category: it has {len(digits)} digits", reason="bad_labels")
            return int(digits)
        number = self._numbers.setdefault(text.casefold(), _FIRST_OTHER + len(self._names) - len(CATEGORIES))
        self._names.setdefault(number, text)
        return number

    def names(self, numbers: Iterable[int]) -> dict[int, str | None]:
        """Return number -> name, in order; None where it has none."""
        return {number: self._names.get(number) for number in sorted(set(numbers))}
