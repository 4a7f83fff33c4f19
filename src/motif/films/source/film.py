"""What every source of films becomes: films, and the parts of their cast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from motif.core.digest import bytes_digest, content_id

__all__ = ["Film", "Part", "film_id"]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a film's cast; what is not known is None.

    Parameters
    ----------
    character, actor :
        Names.
    character_id, actor_id :
        As the source gives them; of the CMU corpus, `character_id` is the id of this character played by this actor,
        by which its tropes and names are told.
    gender :
        Of the actor: "female", "male" or None.
    age :
        Of the actor when the film came out, in years.

    Examples
    --------
    >>> Part("Ash Williams", actor="Bruce Campbell").actor
    'Bruce Campbell'
    """

    character: str | None = None
    character_id: str | None = None
    actor: str | None = None
    actor_id: str | None = None
    gender: str | None = None
    age: float | None = None


@dataclass(frozen=True, slots=True)
class Film:
    """One film, as a file gives it; what is not known is None.

    Parameters
    ----------
    id :
        As the source gives it, as text; `film_id` where it gives none.
    title, year, plot :
        The plot is the text as it stands.
    revenue_usd, runtime_min :
        In US dollars, as they were paid; in minutes.
    genres, languages, countries :
        Names.
    origin :
        What the source is called.
    cast :
        Who played whom.

    Examples
    --------
    >>> Film("3217", "Army of Darkness", 1992, "Ash is sent back.").title
    'Army of Darkness'
    """

    id: str
    title: str | None = None
    year: int | None = None
    plot: str | None = None
    revenue_usd: float | None = None
    runtime_min: float | None = None
    genres: Sequence[str] | None = None
    languages: Sequence[str] | None = None
    countries: Sequence[str] | None = None
    origin: str = ""
    cast: Sequence[Part] = ()


def film_id(title: str | None, year: int | None, plot: str | None) -> str:
    """Return the id of a film whose source gives none: what identifies it, as 16 hex digits.

    Examples
    --------
    >>> film_id("Alien", 1979, None) == film_id("Alien", 1979, None), len(film_id("Alien", 1986, None))
    (True, 21)
    """
    return f"film-{content_id(bytes_digest(repr((title, year, plot)).encode(errors='backslashreplace')))}"
