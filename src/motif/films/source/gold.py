"""What others know of characters, to score personas by: the corpus's tropes and names, or a table of ids and labels."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from motif.core.digest import file_digest
from motif.core.errors import DataError
from motif.films.source import cell
from motif.films.source.cmu import Trope, read_tropes
from motif.films.source.column import known_columns, plain_name
from motif.films.source.reading import Reading
from motif.films.source.table import begin, cells_of
from motif.source.table import Table, read_table

__all__ = ["GoldKind", "read_gold"]

GoldKind = Literal["tropes", "names"]
_LABELS = {
    "tropes": ("trope", "tropes", "label", "gold", "persona", "type", "kind", "cluster"),
    "names": ("name", "names", "label", "gold", "cluster"),
}
_WHO = {
    "character_id": ["character_id", "id", "freebase_id", "char_id"],
    "character": ["character", "char", "character_name"],
    "film_title": ["film_title", "movie_title", "title", "film", "movie"],
    "actor": ["actor", "actor_name"],
}


def read_gold(path: str | Path, kind: GoldKind) -> tuple[list[Trope], Reading]:
    r"""Return which characters have which trope or name, and what became of the file's rows.

    Parameters
    ----------
    path :
        `tvtropes.clusters.txt` or `name.clusters.txt` as published, or a table with a column of labels ("trope",
        "label", for names "name") and who has them: an id ("character_id", "id"), or a "character" and its "film".
    kind :
        Which of the two.

    Raises
    ------
    SourceError, DataError
        When it cannot be read, or has no such columns.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_text
    >>> path = Path(tempfile.mkdtemp()) / "tropes.csv"
    >>> write_text(path, "id,trope\nf1:ann,spy\nf1:ann,fool\n,spy\n")
    >>> rows, told = read_gold(path, "tropes")
    >>> [(row.character_id, row.kind) for row in rows], dict(told.dropped)
    ([('f1:ann', 'spy'), ('f1:ann', 'fool')], {'nobody_named': 1})
    """
    path = Path(path)
    told = Reading(path.name, kind)
    if path.name.removesuffix(".gz").endswith(".txt"):
        return [*read_tropes(path, told)], told
    told.digest = file_digest(path)
    return [*_rows(read_table(path), told)], told


def _rows(table: Table, told: Reading) -> Iterator[Trope]:
    labels = {plain_name(name): name for name in reversed(table.columns)}
    label = next((labels[name] for name in _LABELS[told.kind] if name in labels), None)
    who = known_columns([name for name in table.columns if name != label], _WHO)
    if label is None or not ("character_id" in who or {"character", "film_title"} <= who.keys()):
        wanted = f"a column {_LABELS[told.kind][0]!r} and a column 'id', or 'character' and 'film'"
        raise DataError(f"{told.name!r} has no {told.kind}: {wanted} are expected, not {list(table.columns)[:8]}")
    begin(table, told)
    for number, row in cells_of(table, {**who, "label": label}):
        found = {role: cell.identity(value) for role, value in row.items()}
        text = found["label"]
        if text is None:
            told.leave_out(number, "no_label")
        elif not found.get("character_id") and not found.get("character"):
            told.leave_out(number, "nobody_named")
        else:
            told.n_kept += 1
            id_ = found.get("character_id") or ""
            yield Trope(number, text, id_, found.get("character"), found.get("film_title"), found.get("actor"))
