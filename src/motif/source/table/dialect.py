"""The dialect of a delimited text: which character parts the cells, and whether quotes can be taken at their word."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable

import numpy as np

__all__ = ["NO_DELIMITER", "Dialect", "header_of", "quotes_are_plain", "quoting_of", "sniff"]

NO_DELIMITER = "\x1f"
"""Stands for the delimiter of a one-column file: a character that text does not have."""

QUOTE = '"'
_CANDIDATES = (",", "\t", ";", "|")
_SAMPLE = 1 << 16
_ROWS = 200
_SURE = 0.95  # share of rows of one width from which a first line of another width is a title, not a header


class Dialect(csv.Dialect):
    r"""How the `csv` module is told to read.

    Parameters
    ----------
    delimiter :
        The character between cells.
    quoted :
        Whether quotes keep delimiters and line ends inside a cell.
    escaped :
        Whether a backslash, and not doubling, makes a quote part of a cell.
    strict :
        Whether a broken quote is an error.

    Examples
    --------
    >>> next(csv.reader(['a|"b|c"'], Dialect("|")))
    ['a', 'b|c']
    """

    quotechar = QUOTE
    lineterminator = "\n"
    skipinitialspace = False

    def __init__(self, delimiter: str, *, quoted: bool = True, escaped: bool = False, strict: bool = True) -> None:
        self.delimiter = delimiter
        self.strict = strict
        self.doublequote = not escaped
        self.escapechar = "\\" if escaped else None
        self.quoting = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
        super().__init__()


def _sample(data: bytes) -> list[str]:
    """The first lines, as far as they are whole."""
    text = data[:_SAMPLE].decode(errors="ignore")
    lines = list(io.StringIO(text, newline=""))
    return lines[:-1] if len(data) > _SAMPLE and len(lines) > 1 else lines


def _rows(lines: Iterable[str], delimiter: str, *, most: int = _ROWS) -> list[list[str]]:
    """The first rows that hold anything."""
    rows: list[list[str]] = []
    reader = csv.reader(lines, Dialect(delimiter, strict=False))
    while len(rows) < most:
        try:
            row = next(reader, None)
        except csv.Error:  # a quote that is never closed makes one endless cell
            break
        if row is None:
            break
        if any(row):
            rows.append(row)
    return rows


def sniff(data: bytes) -> str:
    r"""Return the delimiter of a delimited text: comma, tab, semicolon, bar, or none (one column).

    The one that gives most rows the width of the header wins, the wider header among equals.

    Examples
    --------
    >>> sniff(b"id;song\n1;Hello, Goodbye\n"), sniff(b"a line\nanother, longer\n") == NO_DELIMITER
    (';', True)
    """
    lines = _sample(data)
    best = (0.0, 0, NO_DELIMITER)
    for delimiter in _CANDIDATES:
        widths = [len(row) for row in _rows(lines, delimiter)]
        if widths:
            score, width = _fitness(widths[0], widths[1:] or widths)
            best = max(best, (score, width, delimiter), key=lambda each: each[:2])
    return best[2]


def _fitness(header: int, rows: list[int]) -> tuple[float, int]:
    """How well a delimiter cuts: the share of rows as wide as the header; half of it if they agree on another width."""
    common, n_common = Counter(rows).most_common(1)[0]
    share = n_common / len(rows)
    if header > 1:
        return max(rows.count(header) / len(rows), share / 2), header
    title = common > 1 and n_common > 1 and share >= _SURE
    return (share / 2, common) if title else (0.0, 0)


def header_of(data: bytes, delimiter: str, *, quoted: bool = True) -> list[str]:
    r"""Return the cells of the first row that holds anything.

    Examples
    --------
    >>> header_of(b'\nid,"song, title"\n', ",")
    ['id', 'song, title']
    """
    if not quoted:
        for line in io.TextIOWrapper(io.BytesIO(data), "utf-8"):
            if line.strip("\n" + delimiter):
                return line.rstrip("\n").split(delimiter)
    lines = io.TextIOWrapper(io.BytesIO(data), "utf-8", newline="")
    rows = _rows(lines, delimiter, most=1)
    return rows[0] if rows else []


def quotes_are_plain(data: bytes, delimiter: str) -> bool:
    r"""Return whether every quote opens or closes a cell or is doubled in one, so that rows can be cut one way only.

    Examples
    --------
    >>> quotes_are_plain(b'1,"a ""b"", c"\n', ","), quotes_are_plain(b'1,5" disk\n', ",")
    (True, False)
    """
    if b'"' not in data:
        return True
    array = np.frombuffer(data, dtype=np.uint8)
    places = np.flatnonzero(array == ord(QUOTE))
    if len(places) % 2:
        return False
    edge = np.zeros(256, dtype=bool)
    edge[[ord(delimiter), ord("\n"), ord("\r")]] = True
    opening, closing = places[::2], places[1::2]
    doubled = closing[:-1] + 1 == opening[1:]  # reads as one quote that closes and one that opens
    opened = edge[array[opening - 1]] | (opening == 0)
    closed = edge[array[np.minimum(closing + 1, len(array) - 1)]] | (closing == len(array) - 1)
    opened[1:] |= doubled
    closed[:-1] |= doubled
    return bool(opened.all() and closed.all())


def quoting_of(data: bytes, delimiter: str) -> bool:
    r"""Return whether quotes at the start of cells are quoting at all: whether at least half of them are closed well.

    In files that never quote (many tab-separated ones) a quote is a character like any other.

    Examples
    --------
    >>> quoting_of(b'1\t"Heroes" is a song\n2\t"Low" too\n', "\t"), quoting_of(b'1,"Heroes"\n2,"Low\n', ",")
    (False, True)
    """
    part = re.escape(delimiter.encode())
    start = rb"(?:^|(?<=[\r\n" + part + rb']))"'
    n_opened = len(re.findall(start, data))
    n_closed = len(re.findall(start + rb'(?:[^"\r\n]|"")*"(?=[\r\n' + part + rb"]|$)", data))
    return 2 * n_closed >= n_opened
