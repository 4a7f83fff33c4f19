"""Results between chance and the best that is possible, one below the other on one axis, as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from motif.core.check import in_range
from motif.core.errors import InputError
from motif.view.label import shortened
from motif.view.svg import element, percent, written
from motif.view.token import FONTS, TYPE_PX, paint

__all__ = ["Limited", "between"]

_ROW_PX, _FIRST_PX, _AXIS_PX = 52, 18, 20
_LINE_PX, _TICK_PX = 28, 7
_LONGEST_NAME = 34  # characters; leaves room for the numbers at 320 px


@dataclass(frozen=True, slots=True)
class Limited:
    """One result.

    Parameters
    ----------
    name :
        What it is of.
    value :
        In [0, 1].
    interval :
        Low and high end; None draws none.
    chance :
        Low and high end of what chance scores.
    best :
        The best that is possible; None where nobody knows.

    Raises
    ------
    InputError
        When a number is not in [0, 1].

    Examples
    --------
    >>> Limited("visual", 0.63, (0.6, 0.66), (0.1, 0.12), 0.85).told
    '0.63 of 0.85'
    """

    name: str
    value: float
    interval: tuple[float, float] | None
    chance: tuple[float, float]
    best: float | None = None

    def __post_init__(self) -> None:
        for number in (self.value, *(self.interval or ()), *self.chance, *(() if self.best is None else (self.best,))):
            in_range(number, what=f"a number of {self.name!r}", low=0, high=1)

    @property
    def told(self) -> str:
        """The result in words, with the best where it is known."""
        return f"{self.value:.2f}" if self.best is None else f"{self.value:.2f} of {self.best:.2f}"


def between(rows: Sequence[Limited], *, unit: str, trivial: tuple[str, float] | None = None) -> str:
    """Return results as dots with intervals, each on the band of chance and below the best possible, as SVG.

    Parameters
    ----------
    rows :
        In order, from the top.
    unit :
        What the numbers are, at the right end of the axis, which goes from 0 to 1.
    trivial :
        Name and value of what an answer without effort scores in all rows: a line through all of them.

    Raises
    ------
    InputError
        When there is no row.

    Examples
    --------
    >>> svg = between([Limited("visual", 0.63, None, (0.1, 0.12), 0.85)], unit="GAP")
    >>> svg.count("<circle"), "0.63 of 0.85" in svg, "best possible" in svg
    (1, True, True)
    """
    if not rows:
        raise InputError("there must be at least one result")
    foot = _FIRST_PX + len(rows) * _ROW_PX
    drawn = [part for at, row in enumerate(rows) for part in _row(row, _FIRST_PX + at * _ROW_PX)]
    drawn += _words(rows[0])
    if trivial is not None:
        drawn += _through(trivial, len(rows))
    drawn += [
        element("text", "0", y=foot + 14, fill=paint("muted"), font_size=TYPE_PX["note"]),
        element("text", written(f"{unit} → 1"), x="100%", y=foot + 14, text_anchor="end", fill=paint("muted"),
                font_size=TYPE_PX["note"]),
    ]  # fmt: skip
    return element(
        "svg",
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        class_="bars",
        width="100%",
        height=foot + _AXIS_PX + (0 if trivial is None else _AXIS_PX),
        font_family=", ".join(FONTS),
        font_size=TYPE_PX["small"],
        overflow="visible",
    )


def _row(row: Limited, top: int) -> list[str]:
    y = top + _LINE_PX
    low, high = row.chance
    ink = {"y": top + 14, "fill": paint("ink")}
    drawn = [
        element("text", written(shortened(row.name, _LONGEST_NAME)), **ink),
        element("text", written(row.told), x="100%", text_anchor="end", font_weight=600, **ink),
        element("line", x1="0%", x2="100%", y1=y, y2=y, stroke=paint("line"), stroke_width=1),
        element("rect", x=percent(low), y=y - 4, width=percent(max(high - low, 0.004)), height=8, fill=paint("chance")),
    ]
    if row.best is not None:
        at = {"x1": percent(row.best), "x2": percent(row.best), "y1": y - _TICK_PX, "y2": y + _TICK_PX}
        drawn.append(element("line", stroke=paint("ink"), stroke_width=2, **at))
    if row.interval is not None:
        ends = {"x1": percent(row.interval[0]), "x2": percent(row.interval[1]), "y1": y, "y2": y}
        drawn.append(element("line", stroke=paint("accent"), stroke_width=2, **ends))
    return [*drawn, element("circle", cx=percent(row.value), cy=y, r=5, fill=paint("accent"))]


def _words(row: Limited) -> list[str]:
    """Return what the marks of the first row are, above it."""
    middle = sum(row.chance) / 2
    note = {"y": 12, "fill": paint("muted"), "font_size": TYPE_PX["note"]}
    drawn = [element("text", "chance", x=percent(middle), text_anchor=_anchor(middle), **note)]
    if row.best is not None:
        drawn.append(element("text", "best possible", x=percent(row.best), text_anchor=_anchor(row.best), **note))
    return drawn


def _through(trivial: tuple[str, float], n_rows: int) -> list[str]:
    name, value = trivial
    at = {"x1": percent(value), "x2": percent(value), "stroke": paint("muted"), "stroke_width": 1}
    tops = [_FIRST_PX + row * _ROW_PX + _LINE_PX for row in range(n_rows)]
    lines = [element("line", y1=y - _TICK_PX, y2=y + _TICK_PX, **at) for y in tops]
    y = _FIRST_PX + n_rows * _ROW_PX + 2 * _AXIS_PX - 4
    told = written(f"thin line: {shortened(name, _LONGEST_NAME)} {value:.2f}")
    word = element("text", told, y=y, fill=paint("muted"), font_size=TYPE_PX["note"])
    return [*lines, word]


def _anchor(share: float) -> str:
    return "start" if share < 0.12 else "end" if share > 0.88 else "middle"
