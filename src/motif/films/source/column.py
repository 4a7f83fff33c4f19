"""Columns: what those of a table of films or of characters are, by their names alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

__all__ = [
    "CHARACTER_ROLES",
    "FILM_ROLES",
    "ROLE_WORDS",
    "known_columns",
    "plain_name",
    "role_columns",
    "row_numbers_of",
]

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_OTHER = re.compile(r"[^a-z0-9]+")
_COUNTER = re.compile(r"(column_1|unnamed_0|index)(_\d+)?")
_FILM_IDS = "wikipedia_movie_id wikipedia_id wiki_movie_id wiki_id film_id movie_id imdb_id tconst tmdb_id"
_TITLES = "title film_title movie_title film movie movie_name film_name name primary_title original_title"
_PLOTS = "plot plot_summary plot_synopsis summary synopsis overview extract storyline story description plot_text text"
_YEARS = "year release_year title_year start_year movie_release_date release_date released date"
_REVENUES = "revenue_usd revenue box_office boxoffice box_office_revenue movie_box_office_revenue"
_GROSSES = "worldwide_gross worlwide_gross_income gross us_gross domestic_gross lifetime_gross"
_RUNTIMES = "runtime_min runtime runtime_minutes running_time running_time_min movie_runtime duration length"
FILM_ROLES: dict[str, Sequence[str]] = {
    "id": f"id {_FILM_IDS}".split(),
    "title": _TITLES.split(),
    "plot": _PLOTS.split(),
    "year": _YEARS.split(),
    "revenue_usd": f"{_REVENUES} {_GROSSES}".split(),
    "runtime_min": _RUNTIMES.split(),
    "genres": ["genres", "genre", "movie_genres", "major_genre"],
    "languages": ["languages", "language", "movie_languages", "spoken_languages", "original_language"],
    "countries": ["countries", "country", "movie_countries", "production_countries", "origin_ethnicity"],
    "cast": ["cast", "actors", "starring", "stars"],
}
"""What is known of a film -> what its column may be called, the likeliest first."""

CHARACTER_ROLES: dict[str, Sequence[str]] = {
    "id": ["id"],
    "character": ["character", "char", "character_name"],
    "name": ["name", "canonical_name"],
    "film": f"{_FILM_IDS} film movie book".split(),
    "film_title": ["film_title", "movie_title", "title", "film", "movie", "book"],
    "year": _YEARS.split(),
    "n_mentions": ["n_mentions", "mentions"],
    "gender": ["gender", "sex"],
    "character_id": ["character_id", "character_map", "freebase_id"],
    "embedding": ["emb", "embedding", "embeddings", "vector"],
}
"""What is known of a character -> what its column may be called, the likeliest first."""

ROLE_WORDS: dict[str, tuple[str, ...]] = {
    "agent": ("agent", "agents", "active", "agent_verbs", "active_verbs"),
    "patient": ("patient", "patients", "passive", "patient_verbs"),
    "attribute": ("attribute", "attributes", "attr", "attrs", "adj", "adjs", "adjectives", "mod", "modifiers"),
    "possession": ("possession", "possessions", "poss"),
}
"""What is said of a character -> what its column of words may be called."""


def plain_name(name: str) -> str:
    """Return a column's name in lower case with `_` between words.

    Examples
    --------
    >>> [plain_name(name) for name in ("Release Year", "Origin/Ethnicity", "imdbId", "wiki_id")]
    ['release_year', 'origin_ethnicity', 'imdb_id', 'wiki_id']
    """
    return _OTHER.sub("_", _CAMEL.sub("_", name.strip()).lower()).strip("_")


def known_columns(names: Sequence[str], roles: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return role -> column, each column in one role.

    Examples
    --------
    >>> known_columns(["Release Year", "Title", "Plot"], FILM_ROLES)
    {'title': 'Title', 'plot': 'Plot', 'year': 'Release Year'}
    >>> known_columns(["film", "name", "film_id"], CHARACTER_ROLES)
    {'name': 'name', 'film': 'film_id', 'film_title': 'film'}
    """
    by_plain: dict[str, str] = {}
    for name in names:
        by_plain.setdefault(plain_name(name), name)
    found: dict[str, str] = {}
    for role, aliases in roles.items():
        free = (by_plain[alias] for alias in aliases if alias in by_plain and by_plain[alias] not in found.values())
        column = next(free, None)
        if column is not None:
            found[role] = column
    return found


def role_columns(names: Sequence[str]) -> dict[str, list[str]]:
    """Return role -> the columns of its words.

    Examples
    --------
    >>> role_columns(["wiki_id", "character", "adj", "active", "patient"])
    {'agent': ['active'], 'patient': ['patient'], 'attribute': ['adj']}
    """
    plain = [(plain_name(name), name) for name in names]
    found = {role: [name for one, name in plain if one in words] for role, words in ROLE_WORDS.items()}
    return {role: columns for role, columns in found.items() if columns}


def row_numbers_of(names: Sequence[str]) -> list[str]:
    """Return the columns that only count the rows, as data frames write them.

    Examples
    --------
    >>> row_numbers_of(["Unnamed: 0", "title"])
    ['Unnamed: 0']
    """
    return [name for name in names if _COUNTER.fullmatch(plain_name(name))]
