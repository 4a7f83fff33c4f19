"""Ready characters: words by role, or vectors, that another program has made, from tables of many shapes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from motif.core.check import few
from motif.core.digest import file_digest
from motif.core.errors import DataError
from motif.films.source import cell
from motif.films.source.column import CHARACTER_ROLES, known_columns, role_columns, row_numbers_of
from motif.films.source.reading import Reading
from motif.films.source.table import begin, cells_of
from motif.source.table.report import Table

__all__ = ["Given", "is_ready", "read_ready"]

_ID = re.compile(r"[a-z]{0,12}[-_]?\d+|/m/\w+", re.IGNORECASE)
_GENDERS = {"f": "female", "m": "male", "female": "female", "male": "male"}
_MOST_MENTIONS = 10_000_000  # a plot has no more letters
_FEWEST_ROLES = 2  # where no column says "character": one called "agent" may be anything


@dataclass(frozen=True, slots=True)
class Given:
    """A character, as a file gives it; what is not known is None.

    Parameters
    ----------
    id, name, film :
        The character's id, its name, and the film's id.
    words :
        Role -> word -> how often; words as they are written.
    embedding :
        (n_features,).
    film_title, year, n_mentions, gender, character_id :
        What else the file says.

    Examples
    --------
    >>> Given("c1", None, "f1", {"agent": Counter(["kill"])}).words["agent"]
    Counter({'kill': 1})
    """

    id: str | None
    name: str | None
    film: str | None
    words: Mapping[str, Counter[str]] = field(default_factory=dict)
    embedding: np.ndarray | None = None
    film_title: str | None = None
    year: int | None = None
    n_mentions: int | None = None
    gender: str | None = None
    character_id: str | None = None


def is_ready(names: list[str]) -> str | None:
    """Return what of characters a table with these columns holds: "words", "embeddings", or None for neither.

    Examples
    --------
    >>> is_ready(["wiki_id", "character", "adj", "active", "patient"]), is_ready(["character", "emb"])
    ('words', 'embeddings')
    >>> is_ready(["id", "title", "plot"])
    """
    known = known_columns(names, CHARACTER_ROLES)
    if not {"id", "character", "name"} & set(known):
        return None
    is_sure = "character" in known
    if len(role_columns(names)) >= (1 if is_sure else _FEWEST_ROLES):
        return "words"
    of_films = not is_sure and {"plot", "title"} & {name.lower() for name in names}
    return "embeddings" if "embedding" in known and not of_films else None


def read_ready(table: Table, path: str | Path, told: Reading) -> Iterator[tuple[int, Given]]:
    """Yield the characters of a table with their rows.

    A column `character` holds ids where no two of its cells are the same and each looks like one (`c0001`, `17`,
    `/m/0jy9q0`), and names elsewhere (`O'Brien`). Words stand in one column a role: `agent`, `patient`, `attribute`,
    `possession`, or as others call them (`active`, `adj`, `attr`, …), as lists or printed as lists.

    Parameters
    ----------
    table :
        As `source.table.read_table` gives it.
    path :
        Where it lies.
    told :
        Its tally; `told.kind` is "words" or "embeddings".

    Raises
    ------
    DataError
        reason not_words, not_embeddings: nothing says whose words or vectors they are, or there are none.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from motif.source.table.report import TableReport
    >>> data = pa.table({"wiki_id": [7], "character": ["O'Brien"], "adj": ['["old"]'], "active": ["[]"]})
    >>> told = Reading("words.csv", "words")
    >>> given = next(read_ready(Table(data, TableReport("csv", n_rows=1)), __file__, told))[1]
    >>> given.name, given.film, given.words["attribute"]
    ("O'Brien", '7', Counter({'old': 1}))
    """
    known, roles = known_columns(table.columns, CHARACTER_ROLES), role_columns(table.columns)
    who = {"id", "character", "name"} & set(known)
    if not who or not (roles if told.kind == "words" else "embedding" in known):
        wanted = "a column of each role, such as 'agent' and 'patient'" if told.kind == "words" else "a column 'emb'"
        message = f"{told.name!r} holds no {told.kind} of characters; expected 'character' or 'id', and {wanted}"
        raise DataError(f"{message}; there are {few(table.columns)}", reason=f"not_{told.kind}")
    told.digest = file_digest(path)
    chosen = {**known, **{f"{role}:{n}": name for role, names in roles.items() for n, name in enumerate(names)}}
    used = {*chosen.values(), *row_numbers_of(table.columns)}
    told.unused = tuple(name for name in table.columns if name not in used)
    is_id = "character" in known and _are_ids(table.column(known["character"]).to_pylist())
    begin(table, told)
    for number, row in cells_of(table, chosen):
        given = _given(number, row, told, is_id=is_id)
        if given is not None:
            yield number, given


def _are_ids(cells: list[Any]) -> bool:
    texts = [text for one in cells if (text := cell.plain_text(one))]
    return bool(texts) and len(set(texts)) == len(texts) and all(map(_ID.fullmatch, texts))


def _given(number: int, row: dict[str, Any], told: Reading, *, is_id: bool) -> Given | None:
    character, id_ = cell.plain_text(row.get("character")), cell.identity(row.get("id"))
    id_ = id_ or (character if is_id else None)
    name = cell.plain_text(row.get("name")) or character or id_
    if id_ is None and name is None:
        told.leave_out(number, "nobody_named")
        return None
    try:
        words: dict[str, Counter[str]] = {}
        for column, given in row.items():
            role, mark, _ = column.partition(":")
            if mark:
                words[role] = words.get(role, Counter()) + cell.word_counts(given)
        embedding = None if "embedding" not in row else _vector(row["embedding"])
    except DataError as error:
        told.leave_out(number, error.reason, id=id_ or "", detail=str(error))
        return None
    mentions = cell.amount(row.get("n_mentions"))
    if mentions is not None and mentions > _MOST_MENTIONS:
        told.dirt["odd_mentions"] += 1
        mentions = None
    return Given(
        id_,
        name,
        cell.identity(row.get("film")),
        words,
        embedding,
        film_title=cell.plain_text(row.get("film_title")),
        year=cell.year(row.get("year")),
        n_mentions=None if mentions is None else int(mentions),
        gender=_GENDERS.get((cell.plain_text(row.get("gender")) or "").lower()),
        character_id=cell.plain_text(row.get("character_id")),
    )


def _vector(given: object) -> np.ndarray:
    """The vector of a cell: a list of numbers, or one printed by Python, JSON or NumPy."""
    try:
        if isinstance(given, str):
            given = given.strip().strip("[]()").replace(",", " ").split()
        vector = np.array(given, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise DataError(f"{str(given)[:40]!r} is no vector of numbers", reason="bad_vector") from error
    if vector.ndim != 1 or not len(vector):
        raise DataError(f"{str(given)[:40]!r} is no vector of numbers", reason="bad_vector")
    if not np.isfinite(vector).all():
        raise DataError("the vector has NaN or infinite values", reason="not_finite")
    return vector
