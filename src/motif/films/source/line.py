"""Lines: the CMU corpus's files, whose cells stand between tabs and are never quoted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from motif.core.digest import bytes_digest
from motif.core.errors import DataError
from motif.films.source.reading import Reading
from motif.source.file import read_bytes
from motif.source.table.text import to_utf8

__all__ = ["read_text", "tabbed"]


def read_text(path: str | Path, told: Reading) -> bytes:
    """Return the bytes of a text as clean UTF-8; its dirt goes into the tally.

    Raises
    ------
    SourceError, DataError
        As `source.file.read_bytes`; reason not_text for bytes that are no text.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_bytes
    >>> path = Path(tempfile.mkdtemp()) / "a.txt"
    >>> write_bytes(path, "é".encode("latin-1"))
    >>> read_text(path, Reading("a.txt", "plots")).decode()
    'é'
    """
    data = read_bytes(path)
    told.digest = bytes_digest(data)
    try:
        text = to_utf8(data, name=told.name)
    except DataError as error:
        cause = str(error).partition(",")[0].partition(";")[0]
        raise DataError(f"{cause}; a text is expected", reason="not_text") from error
    told.dirt.update(text.dirt)
    return text.data


def tabbed(path: str | Path, told: Reading, *, n_cells: int) -> Iterator[tuple[int, list[str]]]:
    r"""Yield the number of each line and its cells; a line that has not as many is left out, an empty one skipped.

    Parameters
    ----------
    path :
        A file with tabs between its cells; gzip is unpacked.
    told :
        Counts the lines.
    n_cells :
        How many cells a line has. Of the last one more tabs are part, where it is a text.

    Raises
    ------
    SourceError, DataError
        As `read_text`.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_text
    >>> path = Path(tempfile.mkdtemp()) / "plots.txt"
    >>> write_text(path, "7\tHe goes.\nnothing\n")
    >>> told = Reading("plots.txt", "plots")
    >>> list(tabbed(path, told, n_cells=2)), dict(told.dropped)
    ([(1, ['7', 'He goes.'])], {'bad_row': 1})
    """
    data = read_text(path, told)
    number, begin = 0, 0
    while begin < len(data):
        end = data.find(b"\n", begin)
        end = len(data) if end < 0 else end
        line = data[begin:end].decode().rstrip("\r")
        number, begin = number + 1, end + 1
        if not line.strip():
            continue
        told.n_gathered += 1
        cells = [cell.strip() for cell in line.split("\t", n_cells - 1 if n_cells == 2 else -1)]
        if len(cells) != n_cells:
            detail = f"{n_cells} cells with tabs between are expected, not {len(cells)}"
            told.leave_out(number, "bad_row", detail=detail)
            continue
        yield number, cells
