"""`find`: films by title and characters by name, with what is known of each and who is most like them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from motif.core.check import integer
from motif.core.errors import InputError
from motif.core.record import RunRecord, recording
from motif.core.seed import generator, recorded_seed
from motif.films.collection.character import KIND
from motif.films.study.card import Card, cards, persona_names, require_characters
from motif.films.study.named import How, Match, is_exact, matching, merged
from motif.films.study.near import Resemblance

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.core.seed import RandomState
    from motif.evaluate.figure import Figure

__all__ = ["FilmFound", "Finding", "Neighbour", "PersonFound", "find"]

_STEP = "films.find"
_FILM_FACTS = ("genres", "languages", "countries", "runtime_min", "revenue_usd", "n_words", "origin")
_N_SHARED = 4


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A character that is near another.

    Parameters
    ----------
    id, name, film_title, year :
        Who it is.
    cosine :
        How near, in [0, 1].
    beyond_chance :
        Whether 95 % of random words have no neighbour so near.
    shared :
        Columns that both have, those that weigh most first.
    persona :
        The name of its persona; None where it has none.
    """

    id: str
    name: str
    film_title: str | None
    year: int | None
    cosine: float
    beyond_chance: bool
    shared: tuple[str, ...]
    persona: str | None = None


@dataclass(frozen=True, eq=False)
class PersonFound:
    """A character whose name fits, and who is most like it.

    Parameters
    ----------
    card :
        What is known of it.
    how :
        How the name fits: "same", "part" or "alike".
    near :
        The nearest characters of other films.
    figure :
        How near the nearest is, beside what random words have; None where nothing is said of the character.
    """

    card: Card
    how: How
    near: tuple[Neighbour, ...]
    figure: Figure | None


@dataclass(frozen=True, eq=False)
class FilmFound:
    """A film whose title fits, or one of whose cast.

    Parameters
    ----------
    id, title, year :
        Which it is.
    how :
        How the title fits; "cast" where it is somebody of the cast who does.
    facts :
        Column -> value; those that are known.
    cast :
        Who plays whom: `character`, `actor`; from the films' own table.
    characters :
        What a collection of characters knows of those of the film, the most mentioned first.
    """

    id: str
    title: str | None
    year: int | None
    how: str
    facts: Mapping[str, Any]
    cast: tuple[Mapping[str, str | None], ...]
    characters: tuple[Card, ...]


@dataclass(frozen=True, eq=False)
class Finding:
    """What fits a title or a name.

    Parameters
    ----------
    asked :
        The title or name.
    kind :
        What the collection holds: "film" or "character".
    films, people :
        Those that fit, best first, as many as were asked for.
    n_films, n_people :
        How many fit in all.
    record :
        How they were found.

    Examples
    --------
    >>> Finding("Odile", "film", (), (), 0, 0, RunRecord("demo")).as_dict()["n_films"]
    0
    """

    asked: str
    kind: str
    films: tuple[FilmFound, ...]
    people: tuple[PersonFound, ...]
    n_films: int
    n_people: int
    record: RunRecord

    def as_dict(self) -> dict[str, Any]:
        """Return all as plain JSON values."""
        return {
            "asked": self.asked,
            "kind": self.kind,
            "n_films": self.n_films,
            "n_characters": self.n_people,
            "films": [_film_value(one) for one in self.films],
            "characters": [_person_value(one) for one in self.people],
            "record": self.record.as_dict(),
        }


def find(
    collection: Collection,
    asked: str,
    *,
    n: int = 10,
    n_near: int = 5,
    n_draws: int = 199,
    random_state: RandomState = 0,
) -> Finding:
    """Return the films and characters of a title or name, with what is known of each.

    A name fits when it is the same, or has the words asked for, whatever their letter case and accents; only where
    none does, names that are spelt nearly so are taken. Of a collection of films titles and the cast are looked
    through; of one of characters the films' titles, the names and all that a character is called.

    Parameters
    ----------
    collection :
        Films or characters.
    asked :
        A title or name, or some of its words.
    n :
        The most films, and the most characters, that are told.
    n_near :
        How many characters near each are told; 0 looks for none.
    n_draws :
        How often random words look for a neighbour, to say what chance finds.
    random_state :
        Where chance comes from.

    Raises
    ------
    InputError
        When nothing fits, or the collection is of anything else.

    Examples
    --------
    >>> from motif.films.collection.film import Film, film_collection
    >>> films = film_collection([Film("f1", "Batman Returns", 1992), Film("f2", "Alien")], record=RunRecord("demo"))
    >>> [film.title for film in find(films, "batman").films]
    ['Batman Returns']
    """
    require_characters(collection)
    n, n_near = integer(n, what="n", low=1), integer(n_near, what="n_near", low=0)
    settings = {"asked": asked, "n": n, "n_near": n_near}
    with recording(_STEP, parameters=settings, seed=recorded_seed(random_state)) as watch:
        if collection.kind == KIND:
            titled, rows = _films_of_characters(collection, asked)
            named = _named(collection, asked)
            if is_exact([*named, *titled]):  # then what is only spelt alike is not meant
                named, titled = (one if is_exact(one) else [] for one in (named, titled))
            films = tuple(_film_of_characters(collection, rows[at], how) for at, how in titled[:n])
            people = _people(collection, named[:n], n_near, n_draws, random_state)
            n_films, n_people = len(titled), len(named)
        else:
            found = _films(collection, asked)
            films, people = tuple(_film(collection, row, how) for row, how in found[:n]), ()
            n_films, n_people = len(found), 0
    if not films and not people:
        what = "title or cast" if collection.kind != KIND else "character or film"
        message = f"no {what} of the {collection.n_items:,} {collection.kind}s fits {asked!r}; give a word of the name"
        raise InputError(message, reason="unknown_name")
    return Finding(asked, collection.kind, films, people, n_films, n_people, watch.record)


def _named(collection: Collection, asked: str) -> list[Match]:
    """Return the characters that are called so, by their name first, then by what else they are called."""
    by_name = matching(asked, collection.items["name"].to_pylist())
    if "aliases" not in collection.tables:
        return by_name
    table, row_of = collection.tables["aliases"], {id_: row for row, id_ in enumerate(collection.ids)}
    ids = table["id"].to_pylist()
    by_alias = matching(asked, table["alias"].to_pylist())
    return merged(by_name, [(row_of[ids[at]], how) for at, how in by_alias if ids[at] in row_of])


def _people(
    collection: Collection, named: Sequence[Match], n_near: int, n_draws: int, random_state: RandomState
) -> tuple[PersonFound, ...]:
    told = cards(collection, [row for row, _ in named])
    block = collection.blocks.get("roles")
    if not n_near or block is None or not named:
        return tuple(PersonFound(card, how, (), None) for card, (_, how) in zip(told, named, strict=True))
    all_of_them = Resemblance(block.raw, block.columns or (), collection.items["film"].to_pylist())
    chance, people, names = generator(random_state), [], persona_names(collection)
    for card, (row, how) in zip(told, named, strict=True):
        found = all_of_them.near(row, n=n_near, n_draws=n_draws, random_state=chance)
        if found is None:
            people.append(PersonFound(card, how, (), None))
            continue
        facts = collection.items.take(pa.array(found.rows)).to_pylist()
        each = zip(facts, found.cosines.tolist(), found.beyond_chance().tolist(), found.shared, strict=True)
        near = tuple(
            Neighbour(
                fact["id"], fact.get("name") or fact["id"], fact.get("film_title"), fact.get("year"), cosine, beyond,
                shared[:_N_SHARED], names.get(fact.get("persona"), fact.get("persona")) or None,
            )
            for fact, cosine, beyond, shared in each
        )  # fmt: skip
        people.append(PersonFound(card, how, near, found.figure))
    return tuple(people)


def _films_of_characters(collection: Collection, asked: str) -> tuple[list[Match], list[list[int]]]:
    """Return the films whose titles fit, and for each film the rows of its characters."""
    rows_of: dict[str, list[int]] = {}
    for row, film in enumerate(collection.items["film"].to_pylist()):
        if film is not None:
            rows_of.setdefault(film, []).append(row)
    titles = collection.items["film_title"].to_pylist()
    named = [titles[rows[0]] or film for film, rows in rows_of.items()]
    return matching(asked, named), [*rows_of.values()]


def _film_of_characters(collection: Collection, rows: Sequence[int], how: How) -> FilmFound:
    known = sorted(cards(collection, rows), key=lambda card: -(card.facts.get("n_mentions") or 0))
    first = known[0]
    film = first.film or ""
    return FilmFound(film, first.film_title, first.year, how, {}, _cast(collection, film), tuple(known))


def _films(collection: Collection, asked: str) -> list[tuple[int, str]]:
    """Return the films whose titles fit, and after them those of whose cast somebody does."""
    by_title = matching(asked, collection.items["title"].to_pylist())
    if "cast" not in collection.tables:
        return [*by_title]
    table, row_of = collection.tables["cast"], {id_: row for row, id_ in enumerate(collection.ids)}
    ids = table["id"].to_pylist()
    in_cast = matching(asked, table["character"].to_pylist())
    both = merged(by_title, [(row_of[ids[at]], how) for at, how in in_cast if ids[at] in row_of])
    titled = {row for row, _ in by_title}
    return [(row, how if row in titled else "cast") for row, how in both]


def _film(collection: Collection, row: int, how: str) -> FilmFound:
    fact = collection.items.slice(row, 1).to_pylist()[0]
    facts = {name: fact[name] for name in _FILM_FACTS if fact.get(name) not in (None, "", [])}
    return FilmFound(fact["id"], fact.get("title"), fact.get("year"), how, facts, _cast(collection, fact["id"]), ())


def _cast(collection: Collection, film: str) -> tuple[Mapping[str, str | None], ...]:
    if "cast" not in collection.tables:
        return ()
    table = collection.tables["cast"]
    rows = table.filter(pc.equal(table["id"], film)).to_pylist()
    return tuple({"character": row.get("character"), "actor": row.get("actor")} for row in rows)


def _film_value(one: FilmFound) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "year": one.year,
        "how": one.how,
        "facts": dict(one.facts),
        "cast": [dict(row) for row in one.cast],
        "characters": [card.as_dict() for card in one.characters],
    }


def _person_value(one: PersonFound) -> dict[str, Any]:
    near = [
        {
            "id": near.id,
            "name": near.name,
            "film_title": near.film_title,
            "year": near.year,
            "cosine": near.cosine,
            "beyond_chance": near.beyond_chance,
            "shared": [*near.shared],
            "persona": near.persona,
        }
        for near in one.near
    ]
    figure = None if one.figure is None else one.figure.as_dict()
    return one.card.as_dict() | {"how": one.how, "near": near, "nearest": figure}
