"""Ready vectors: an array in NumPy's format, and beside it a file that says whose row is whose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from motif.core.check import few
from motif.core.digest import file_digest
from motif.core.errors import DataError
from motif.core.files import is_there
from motif.films.source import cell
from motif.films.source.column import CHARACTER_ROLES, known_columns
from motif.films.source.line import read_text
from motif.films.source.reading import Reading
from motif.films.source.ready import Given
from motif.films.source.table import cells_of
from motif.source.file import open_bytes
from motif.source.table import read_table

__all__ = ["ids_beside", "read_vectors"]

_TABLES = (".csv", ".tsv", ".jsonl", ".json", ".parquet")


def ids_beside(path: str | Path) -> Path | None:
    """Return the file beside an array that says whose its rows are, by its name; None where there is none.

    Of `bert.npy` these are `bert.ids.txt`, `bert.txt`, `bert.csv` and other tables of that name, and `ids.txt`.

    Examples
    --------
    >>> ids_beside("nobody has this.npy")
    """
    path = Path(path)
    names = [f"{path.stem}{end}" for end in (".ids.txt", ".ids.csv", ".txt", *_TABLES)]
    return next((one for name in [*names, "ids.txt"] if is_there(one := path.with_name(name))), None)


def read_vectors(path: str | Path, told: Reading, *, ids: str | Path | None = None) -> Iterator[tuple[int, Given]]:
    """Yield characters with their vectors, and the row of each, counted from 1.

    Parameters
    ----------
    path :
        A file `.npy`: (n_characters, n_features), numbers.
    told :
        Its tally.
    ids :
        A text with one id a line, or a table with a column `id` or `character`; None takes what is `ids_beside`.

    Raises
    ------
    DataError
        reason not_embeddings (another shape or kind of numbers), missing_ids, wrong_length (as many ids as rows).

    Examples
    --------
    >>> import io, tempfile
    >>> from motif.core.files import write_bytes, write_text
    >>> folder, stream = Path(tempfile.mkdtemp()), io.BytesIO()
    >>> np.save(stream, np.eye(2))
    >>> write_bytes(folder / "bert.npy", stream.getvalue())
    >>> write_text(folder / "bert.ids.txt", "c1" + chr(10) + "c2")
    >>> [(given.id, given.embedding.tolist()) for _, given in read_vectors(folder / "bert.npy", Reading("b", "x"))]
    [('c1', [1.0, 0.0]), ('c2', [0.0, 1.0])]
    """
    values = _array(path, told)
    beside = ids_beside(path) if ids is None else Path(ids)
    if beside is None:
        wanted = f"{Path(path).stem}.ids.txt"
        message = f"{told.name!r} does not say whose its rows are; put one id a line into {wanted!r} beside it"
        raise DataError(f"{message}, or name the file", reason="missing_ids")
    people = _people(beside, told)
    if len(people) != len(values):
        message = f"{beside.name!r} has {len(people):,} ids, {told.name!r} {len(values):,} rows"
        raise DataError(f"{message}; one id for each row is expected", reason="wrong_length")
    told.digest = file_digest(path)
    for number, (row, (id_, name, film)) in enumerate(zip(values, people, strict=True), start=1):
        told.n_gathered += 1
        vector = np.asarray(row, dtype=np.float32)
        if not np.isfinite(vector).all():
            told.leave_out(number, "not_finite", id=id_ or "")
        elif id_ is None and name is None:
            told.leave_out(number, "nobody_named")
        else:
            yield number, Given(id_, name, film, embedding=vector)


def _array(path: str | Path, told: Reading) -> np.ndarray:
    with open_bytes(path, gunzip=False):
        pass  # which refuses what is no file
    try:
        values = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, OSError, EOFError) as error:
        cause = str(error).partition("\n")[0]
        raise DataError(f"{told.name!r} is no array of numbers: {cause[:100]}", reason="not_embeddings") from error
    if not isinstance(values, np.ndarray) or values.ndim != 2 or 0 in values.shape or values.dtype.kind not in "fiu":
        kind = f"{values.dtype} {values.shape}" if isinstance(values, np.ndarray) else type(values).__name__
        raise DataError(f"{told.name!r} holds {kind}; expected numbers, one row a character", reason="not_embeddings")
    return values


def _people(path: Path, told: Reading) -> list[tuple[str | None, str | None, str | None]]:
    """Id, name and film of each row."""
    if path.suffix.lower() == ".txt":
        own = Reading(path.name, told.kind)
        lines = read_text(path, own).decode().splitlines()
        return [(line.strip() or None, None, None) for line in lines]
    table = read_table(path)
    known = known_columns(table.columns, CHARACTER_ROLES)
    if not {"id", "character", "name"} & set(known):
        message = f"{path.name!r} does not say whose the rows of {told.name!r} are: no column 'id' or 'character'"
        raise DataError(f"{message}; there are {few(table.columns)}", reason="missing_ids")
    roles = {role: known[role] for role in ("id", "character", "name", "film") if role in known}
    rows = ({role: cell.identity(value) for role, value in row.items()} for _, row in cells_of(table, roles))
    return [(row.get("id"), row.get("name") or row.get("character"), row.get("film")) for row in rows]
