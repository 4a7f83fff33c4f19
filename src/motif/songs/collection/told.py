"""The table of decisions: `id_a,id_b,same`, with which the user overrules the rules of merging."""

from __future__ import annotations

from pathlib import Path

from motif.core.check import few
from motif.core.errors import DataError
from motif.songs.collection.judge import Told
from motif.songs.source.track import track_id
from motif.source.table import read_table

__all__ = ["read_told"]

_COLUMNS = ("id_a", "id_b", "same")
_YES = frozenset({"true", "yes", "1", "same"})
_NO = frozenset({"false", "no", "0", "apart"})


def read_told(path: str | Path) -> Told:
    r"""Return the decisions of a table with the columns `id_a`, `id_b` and `same` (true or false).

    Ids may be spelled as URIs or links. Where the table names a pair twice, both must say the same.

    Raises
    ------
    SourceError
        When it cannot be read.
    DataError
        reason no_decisions: when a column is missing, or a row says neither yes nor no or has not two ids.
    InputError
        When the decisions contradict each other.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_text
    >>> path = Path(tempfile.mkdtemp()) / "same.csv"
    >>> write_text(path, "id_a,id_b,same\nrow-1,row-2,false\n")
    >>> read_told(path).apart
    (('row-1', 'row-2'),)
    """
    table = read_table(path)
    name = Path(path).name
    if missing := [column for column in _COLUMNS if column not in table.columns]:
        message = f"{name!r} has no column {few(missing)}; a table of decisions has id_a, id_b and same"
        raise DataError(message, reason="no_decisions")
    pairs: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for number, row in enumerate(table.data.select(_COLUMNS).to_pylist(), start=1):
        a, b, word = (str(row[column] if row[column] is not None else "").strip() for column in _COLUMNS)
        a, b, word = track_id(a) or a, track_id(b) or b, word.lower()
        if not a or not b or a == b or word not in _YES | _NO:
            message = f"decision {number} of {name!r} is {a!r}, {b!r}, {word!r}; expected two ids, and true or false"
            raise DataError(message, reason="no_decisions")
        pairs[word in _YES].append((a, b))
    return Told(same=tuple(pairs[True]), apart=tuple(pairs[False]))
