"""What an extraction found, as numbers that stand beside what they are measured against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from motif.films.collection.character import ROLES

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.films.collection.match import Match
    from motif.films.study.characters.collect import Book

__all__ = ["Extraction"]


@dataclass(frozen=True)
class Extraction:
    """The characters of films, and how they were come by.

    Parameters
    ----------
    collection :
        Kind "character", as it is on disk where it was written.
    n_films :
        Films that were given: `book.n_read` and those in `book.dropped`.
    book :
        What was read and left out, and the words that were found.
    match :
        How many are known from casts and from what others say of characters.
    told :
        The user's decisions on names: given, used, unmatched.
    reader :
        What read the plots.

    Examples
    --------
    >>> from motif.films.study.characters.collect import Book
    >>> Extraction(None, 0, Book({}), None, {}, "demo").pronoun_gain is None
    True
    """

    collection: Collection
    n_films: int
    book: Book
    match: Match
    told: Mapping[str, Any]
    reader: str

    @property
    def pronoun_gain(self) -> float | None:
        """Role words that pronouns bring, as a share of those without them; None where there are none of these."""
        counts = self.book.counts
        words = counts["n_role_words"] - counts["n_pronoun_words"]
        return counts["n_pronoun_words"] / words if words else None

    def as_dict(self) -> dict[str, Any]:
        """Return everything but the collection as JSON values."""
        counts, match = self.book.counts, self.match
        tables = {name: asdict(table) | {"share": table.share} for name, table in match.tables.items()}
        return {
            "n_films": self.n_films,
            "n_read": self.book.n_read,
            "n_characters": self.collection.n_items,
            "dropped": {**self.book.dropped},
            "few_mentions": self.book.n_rare,
            "n_plot_words": counts["n_words"],
            "role_words": {
                "total": counts["n_role_words"],
                "by_role": {role: counts[role] for role in ROLES},
                "from_pronouns": counts["n_pronoun_words"],
                "without_pronouns": counts["n_role_words"] - counts["n_pronoun_words"],
                "gain": self.pronoun_gain,
            },
            "markup": {"films": self.book.n_cleaned, "marks": counts["n_marks"]},
            "match": asdict(match) | {"share": match.share, "tables": tables},
            "aliases": {**self.told},
            "reader": self.reader,
        }
