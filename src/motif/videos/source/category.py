"""YouTube's categories: the numbers that its tables hold, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable

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
        """Return the number of a category that a cell names."""
        text = str(cell).strip()
        if text.isascii() and text.removesuffix(".0").isdigit():
            return int(text.removesuffix(".0"))
        number = self._numbers.setdefault(text.casefold(), _FIRST_OTHER + len(self._names) - len(CATEGORIES))
        self._names.setdefault(number, text)
        return number

    def names(self, numbers: Iterable[int]) -> dict[int, str | None]:
        """Return number -> name, in order; None where it has none."""
        return {number: self._names.get(number) for number in sorted(set(numbers))}
