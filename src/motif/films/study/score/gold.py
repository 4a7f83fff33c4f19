"""Which characters of a collection have tropes or names of others, from a file or as the collection carries them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from motif.core.errors import InputError
from motif.films.collection.film import NAMES, TROPES
from motif.films.collection.match import matched
from motif.films.source.gold import read_gold
from motif.films.study.score.result import Gold

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from motif.collection.base import Collection
    from motif.films.source.cmu import Trope
    from motif.films.source.gold import GoldKind

__all__ = ["gold_of"]

_LABEL = {"tropes": "trope", "names": "name"}


def gold_of(collection: Collection, kind: GoldKind, path: str | Path | None = None) -> Gold:
    """Return which characters have which labels.

    Parameters
    ----------
    collection :
        Of characters.
    kind :
        "tropes" or "names".
    path :
        Where they are told; None takes the table of that name that the collection carries.

    Raises
    ------
    InputError
        When the collection carries none, or none of its characters has any.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> table = pa.table({"id": ["f1:a", "f1:a", "f9"], "trope": ["spy", "fool", "spy"]})
    >>> held = Collection("character", {"id": ["f1:a", "f1:b"]}, tables={"tropes": table})
    >>> found = gold_of(held, "tropes")
    >>> found.rows, found.labels, found.n_rows
    ((0,), (('spy', 'fool'),), 3)
    """
    if path is None:
        return _carried(collection, kind)
    rows, told = read_gold(path, kind)
    held = _bare(collection)
    table = _table(rows, kind, films=_films_of(held))
    found, match = matched(held, {kind: table})
    report = match.tables[kind]
    where = f"{report.n_here} of {report.n_rows} rows are of films or ids that are here"
    return _gold(
        collection, kind, found.tables[kind], n_here=report.n_here, n_ambiguous=report.n_ambiguous,
        by_rule=dict(report.by_rule), chance=report.chance, where=f"{told.name!r}: {where}",
    )  # fmt: skip


def _bare(collection: Collection) -> Collection:
    """Return the collection with the columns that matching asks for, empty where it has none."""
    missing = ("gender", "actor", "character_id", "matched", "film", "film_title", "name")
    for name in missing:
        if name not in collection.items.column_names:
            collection = collection.with_column(name, pa.nulls(collection.n_items, pa.string()))
    if "n_mentions" not in collection.items.column_names:
        collection = collection.with_column("n_mentions", pa.nulls(collection.n_items, pa.int64()))
    return collection


def _films_of(collection: Collection) -> set[str | None]:
    """The ids of films that are no film's title: "300" may be both."""
    films, titles = (set(collection.items[name].to_pylist()) for name in ("film", "film_title"))
    return films - titles


def _table(rows: Sequence[Trope], kind: GoldKind, *, films: Container[str | None]) -> pa.Table:
    films_of = [row.film_title if row.film_title in films else f"row {row.number}" for row in rows]
    told = {
        "id": [row.character_id or film for row, film in zip(rows, films_of, strict=True)],
        "trope": [row.kind for row in rows],
        "character": [row.character for row in rows],
        "film_title": [row.film_title for row in rows],
        "character_id": [row.character_id or None for row in rows],
        "actor": [row.actor for row in rows],
    }
    if kind == "tropes":
        return pa.table(told, schema=TROPES)
    named = {"name": told["trope"], **{name: told[name] for name in ("id", "film_title", "character_id")}}
    table = pa.table({name: named[name] for name in NAMES.names}, schema=NAMES)
    who = [row.character or row.kind for row in rows]  # as published, the shared name is the character's own
    return table.append_column("character", pa.array(who, pa.string()))


def _carried(collection: Collection, kind: GoldKind) -> Gold:
    if kind not in collection.tables:
        flag = f"--{kind} FILE"
        raise InputError(f"the collection carries no table {kind!r}; give {flag}, such as the corpus's {kind} file")
    table = collection.tables[kind]
    where = f"the table {kind!r} has {len(table)} rows"
    return _gold(collection, kind, table, n_here=None, n_ambiguous=0, by_rule=None, chance=None, where=where)


def _gold(
    collection: Collection,
    kind: GoldKind,
    table: pa.Table,
    *,
    n_here: int | None,
    n_ambiguous: int,
    by_rule: dict[str, int] | None,
    chance: float | None,
    where: str,
) -> Gold:
    place = {id_: row for row, id_ in enumerate(collection.ids)}
    labels = table[_LABEL[kind]].to_pylist()
    held: dict[int, dict[str, None]] = {}
    for id_, label in zip(table["id"].to_pylist(), labels, strict=True):
        if id_ in place and label:
            held.setdefault(place[id_], {})[str(label)] = None
    if not held:
        message = f"no character has any of the {kind}: {where}"
        raise InputError(f"{message}; characters are found by id, else by the film's title and the name")
    rows = tuple(sorted(held))
    n_found = sum(map(len, held.values()))
    return Gold(
        kind=kind,
        rows=rows,
        labels=tuple(tuple(held[row]) for row in rows),
        sizes=tuple(Counter(label for label in labels if label).values()),
        n_rows=len(labels),
        n_here=n_found if n_here is None else n_here,
        n_ambiguous=n_ambiguous,
        by_rule={"carried": n_found} if by_rule is None else by_rule,
        chance=chance,
    )
