"""Rows and columns in text: numbers that line up, for the terminal and for pages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from numbers import Integral, Real
from typing import Any

from motif.core.check import integer, same_length
from motif.evaluate.figure import plain_number
from motif.view.text import clipped, shown

__all__ = ["aligned", "table_text"]

_LONGEST_CELL = 500  # characters on a page
_GAP = "  "


def aligned(values: Iterable[Any]) -> tuple[list[str], bool]:
    """Return the cells of a column as text, and whether they are numbers, which then share their decimals.

    Whole numbers have none; others as many as the finest needs, 4 at most, 2 at least where there is a fraction.

    Examples
    --------
    >>> aligned([1234.5, 2, None])
    (['1,234.50', '2.00', '–'], True)
    >>> aligned(["a", 1])
    (['a', '1'], False)
    """
    listed = list(values)
    numeric = [v for v in listed if isinstance(v, Real) and not isinstance(v, bool)]
    if not numeric or len(numeric) + listed.count(None) < len(listed):
        return [_cell(value) for value in listed], False
    decimals = _decimals([float(v) for v in numeric if not isinstance(v, Integral)])
    return [plain_number(None if v is None else float(v), decimals=decimals) for v in listed], True


def table_text(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, width: int = 100, colour: bool = False) -> str:
    """Return a table for the terminal: no boxes, one accent for the head, numbers to the right.

    Parameters
    ----------
    columns :
        The heads.
    rows :
        One cell for each column.
    width :
        Columns of the terminal; the widest column of words is cut until the table fits.
    colour :
        Whether the head is in the terminal's accent.

    Examples
    --------
    >>> print(table_text(("block", "items"), [("pixels", 1797), ("code", 90)]))
    block   items
    pixels  1,797
    code       90
    """
    from rich.cells import cell_len, set_cell_size

    width = integer(width, what="width", low=1)
    for row in rows:
        same_length(len(row), len(columns), what="cells of a row", other="columns")
    filled = [aligned(row[i] for row in rows) for i in range(len(columns))]
    heads = [_line(head) for head in columns]
    texts = [[head, *map(_line, cells)] for head, (cells, _) in zip(heads, filled, strict=True)]
    widths = _fitted([max(map(cell_len, cells)) for cells in texts], [right for _, right in filled], width)

    def padded(text: str, size: int, right: bool) -> str:
        if cell_len(text) > size:
            return set_cell_size(text, size - 1) + "…"
        gap = " " * (size - cell_len(text))
        return gap + text if right else text + gap

    lines = []
    for i in range(len(rows) + 1):
        cells = [padded(texts[j][i], widths[j], filled[j][1]) for j in range(len(columns))]
        lines.append(_GAP.join(cells).rstrip())
    if colour:
        lines[0] = f"\x1b[1;36m{lines[0]}\x1b[0m"
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return clipped(str(value), _LONGEST_CELL)


def _line(text: str) -> str:
    return " ".join(shown(text).split())


def _decimals(fractions: list[float]) -> int:
    finite = [abs(v) for v in fractions if math.isfinite(v)]
    if not finite:
        return 0
    smallest = min((v for v in finite if v > 0), default=1.0)
    return min(max(2, 1 - math.floor(math.log10(smallest))), 4)


def _fitted(widths: list[int], numeric: list[bool], most: int) -> list[int]:
    """Return column widths that fit, taken from the widest columns of words; never below 8."""
    widths = list(widths)
    surplus = sum(widths) + len(_GAP) * (len(widths) - 1) - most
    while surplus > 0:
        wordy = [i for i, right in enumerate(numeric) if not right and widths[i] > 8]
        if not wordy:
            return widths
        widest = max(wordy, key=lambda i: widths[i])
        widths[widest] -= 1
        surplus -= 1
    return widths
