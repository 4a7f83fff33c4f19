"""What is known of characters from elsewhere: the rows of a cast, of tropes or of names, by film."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from motif.films.collection.likeness import Named, Parts, name_forms, plain_title

__all__ = ["KnownRows"]

_GENDERS = {"f": "female", "female": "female", "m": "male", "male": "male"}


class KnownRows:
    """The rows of a table of characters.

    Parameters
    ----------
    table :
        `id` is the film's where it is known; `film_title` helps where it is not. `character_id`, `actor` and `gender`
        may be there or not.
    named_by :
        The column of the characters' names.
    films :
        Ids that are known to be films': a row with one of these is of that film, and of no other of its title.

    Examples
    --------
    >>> rows = KnownRows(pa.table({"id": ["f1", "f1"], "character": ["Ann Lee", "Ann Lee"]}), named_by="character")
    >>> [(one.name, mine) for one, mine in rows.people([0, 1])]
    [(('ann', 'lee'), [0, 1])]
    """

    def __init__(self, table: pa.Table, *, named_by: str, films: Container[str] = ()) -> None:
        self._table = table
        self._names = self._cells(named_by)
        self.character_ids, self.actors = self._cells("character_id"), self._cells("actor")
        self.genders = [_GENDERS.get(str(gender).casefold()) for gender in self._cells("gender")]
        ids = self._cells("id")
        self.films = _grouped(ids)
        titles = zip(ids, self._cells("film_title"), strict=True)
        self._titles = _grouped(["" if id_ in films else plain_title(title) for id_, title in titles])

    def _cells(self, column: str) -> list[Any]:
        """A column's cells, None for each where there is no such column."""
        if column not in self._table.column_names:
            return [None] * len(self._table)
        return self._table[column].to_pylist()

    def told(self) -> set[int]:
        """Return the rows that name a character or its id."""
        both = zip(self._names, self.character_ids, strict=True)
        return {row for row, (name, id_) in enumerate(both) if name or id_}

    def of(self, film: str, title: str) -> list[int]:
        """Return the rows of a film: by its id, else by its plain title."""
        return self.films.get(film) or self._titles.get(title, [])

    def people(self, rows: Iterable[int]) -> list[tuple[Named, list[int]]]:
        """Return whom the rows name, each with its rows: those of one name are one person."""
        groups: dict[tuple[Parts, ...], list[int]] = defaultdict(list)
        for row in rows:
            forms = name_forms(self._names[row]) if self._names[row] else []
            if forms:
                groups[tuple(forms)].append(row)
        return [(Named(forms[0], frozenset(forms), self.genders[mine[0]]), mine) for forms, mine in groups.items()]

    def carried(self, found: Mapping[int, int], ids: Sequence[str]) -> pa.Table:
        """Return the table with the characters' ids in place of the films', which go to the column `film`.

        Parameters
        ----------
        found :
            Row -> place of its character.
        ids :
            Of the characters, by place.
        """
        own = self._cells("id")
        new = pa.array([ids[found[row]] if row in found else id_ for row, id_ in enumerate(own)], pa.string())
        table = self._table.set_column(self._table.schema.get_field_index("id"), "id", new)
        return table if "film" in table.column_names else table.append_column("film", pa.array(own, pa.string()))


def _grouped(keys: Sequence[str | None]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for row, key in enumerate(keys):
        if key:
            groups[key].append(row)
    return dict(groups)
