"""Charts for pages, as SVG that keeps its type and dots at every width and follows the page into the dark."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import same_length
from motif.core.errors import InputError
from motif.evaluate.figure import plain_number
from motif.view.label import shortened
from motif.view.svg import element, percent, written
from motif.view.token import FONTS, TYPE_PX, paint

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["bars", "beside_chance"]

_ROW_PX, _DOT_ROW_PX, _BAR_PX, _AXIS_PX = 42, 36, 8, 20
_LONGEST_NAME = 32  # characters; leaves room for the number at 320 px


def bars(
    names: Sequence[str],
    values: ArrayLike,
    *,
    intervals: ArrayLike | None = None,
    reference: tuple[str, float] | None = None,
    unit: str = "",
    in_order: bool = False,
) -> str:
    """Return a bar chart as SVG: sorted by value, from zero, each bar with its name, number and interval.

    Parameters
    ----------
    names :
        (n_bars,), what the bars are called.
    values :
        (n_bars,), finite, in `unit`.
    intervals :
        (n_bars, 2), low and high ends; None draws none.
    reference :
        Name and value of a line through all bars, such as what chance scores.
    unit :
        The unit as text, written after each number.
    in_order :
        Whether the bars stay in the order given, as classes of a scale want.

    Raises
    ------
    InputError
        When the lengths differ, there is no bar or a number is not finite.

    Examples
    --------
    >>> svg = bars(["a", "b"], [0.2, 0.7], intervals=[(0.1, 0.3), (0.6, 0.8)], reference=("chance", 0.1))
    >>> svg.index(">b</text>") < svg.index(">a</text>")
    True
    """
    heights, ends = _checked(names, values, intervals)
    extremes = [0.0, *heights, *ends.ravel(), *([] if reference is None else [reference[1]])]
    low, high = min(extremes), max(extremes)
    spread = (high - low) or 1.0
    decimals = _decimals(np.append(heights, [] if reference is None else reference[1]))

    def place(number: float) -> float:
        return (number - low) / spread

    drawn = []
    order = range(len(heights)) if in_order else np.argsort(-heights, kind="stable").tolist()
    for row, i in enumerate(order):
        number = f"{plain_number(float(heights[i]), decimals=decimals)}{unit and ' '}{unit}"
        interval = (place(ends[i, 0]), place(ends[i, 1])) if len(ends) else None
        drawn += _bar(names[i], number, place(0), place(float(heights[i])), interval, row * _ROW_PX)
    height = len(heights) * _ROW_PX
    if reference is not None:
        number = f"{shortened(reference[0], _LONGEST_NAME)} {plain_number(reference[1], decimals=decimals)}"
        drawn += _reference_line(number, place(reference[1]), len(heights))
        height += 20
    return element(
        "svg",
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        class_="bars",
        width="100%",
        height=height,
        font_family=", ".join(FONTS),
        font_size=TYPE_PX["small"],
        overflow="visible",
    )


def beside_chance(
    names: Sequence[str],
    values: ArrayLike,
    chance: ArrayLike,
    *,
    chosen: int | None = None,
    unit: str = "",
) -> str:
    """Return values as dots, each on the band of what chance scores in its place, as SVG; the order stays.

    Parameters
    ----------
    names :
        (n_rows,), what the rows are called.
    values :
        (n_rows,), finite.
    chance :
        (n_rows, 2), low and high ends of chance.
    chosen :
        The row whose name and number are set in bold; None sets none.
    unit :
        What the numbers are, as text, at the end of the axis.

    Raises
    ------
    InputError
        When the lengths differ, there is no row or a number is not finite.

    Examples
    --------
    >>> svg = beside_chance(["2 groups", "3 groups"], [0.2, 0.7], [(0.1, 0.3), (0.1, 0.3)], chosen=1)
    >>> svg.count("<circle"), svg.count("<rect")
    (2, 2)
    """
    dots, bands = _checked(names, values, chance)
    extremes = [0.0, *dots, *bands.ravel()]
    low, high = min(extremes), max(extremes)
    spread = (high - low) or 1.0
    decimals = max(2, _decimals(dots))
    drawn = []
    for row, (name, value, band) in enumerate(zip(names, dots.tolist(), bands.tolist(), strict=True)):
        places = [(number - low) / spread for number in (value, *band)]
        number = plain_number(value, decimals=decimals)
        drawn += _dot_on_band(name, number, places, top=row * _DOT_ROW_PX, bold=row == chosen)
    drawn += _ends(low, low + spread, unit, decimals, y=len(dots) * _DOT_ROW_PX + 14)
    middle = (bands[0].mean() - low) / spread
    word = {"x": percent(min(max(middle, 0.3), 0.7)), "y": 14, "text_anchor": "middle", "fill": paint("muted")}
    drawn.append(element("text", "chance", **word))
    return element(
        "svg",
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        class_="bars",
        width="100%",
        height=len(dots) * _DOT_ROW_PX + _AXIS_PX,
        font_family=", ".join(FONTS),
        font_size=TYPE_PX["small"],
        overflow="visible",
    )


def _dot_on_band(name: str, number: str, places: Sequence[float], *, top: int, bold: bool) -> list[str]:
    value, low, high = places
    written_in = {"y": top + 14, "fill": paint("ink"), "font_weight": 600 if bold else 400}
    at = {"y1": top + 24, "y2": top + 24, "stroke": paint("line"), "stroke_width": 1}
    return [
        element("text", written(shortened(name, _LONGEST_NAME)), **written_in),
        element("text", written(number), x="100%", text_anchor="end", **written_in),
        element("line", x1="0%", x2="100%", **at),
        element("rect", x=percent(low), y=top + 20, width=percent(high - low), height=_BAR_PX, fill=paint("chance")),
        element("circle", cx=percent(value), cy=top + 24, r=5 if bold else 4, fill=paint("accent")),
    ]


def _ends(low: float, high: float, unit: str, decimals: int, *, y: float) -> list[str]:
    """Return the ends of an axis as numbers, with what they are."""
    left, right = (plain_number(end, decimals=decimals) for end in (low, high))
    written_in = {"y": y, "fill": paint("muted"), "font_size": TYPE_PX["note"]}
    return [
        element("text", written(left), **written_in),
        element("text", written(f"{unit} → {right}" if unit else right), x="100%", text_anchor="end", **written_in),
    ]


def _checked(names: Sequence[str], values: ArrayLike, intervals: ArrayLike | None) -> tuple[np.ndarray, np.ndarray]:
    heights = np.asarray(values, dtype=np.float64)
    ends = np.empty((0, 2)) if intervals is None else np.asarray(intervals, dtype=np.float64)
    if heights.ndim != 1 or not len(heights):
        raise InputError(f"values must be one number for each bar; given shape {heights.shape}")
    same_length(len(names), len(heights), what="names", other="bars")
    if intervals is not None and ends.shape != (len(heights), 2):
        raise InputError(f"intervals must have shape {(len(heights), 2)}, low and high; given {ends.shape}")
    if not np.isfinite(heights).all() or not np.isfinite(ends).all():
        raise InputError("values and intervals must be finite")
    return heights, ends


def _decimals(numbers: np.ndarray) -> int:
    if (numbers == numbers.round()).all():
        return 0
    return min(max(1 - math.floor(math.log10(float(np.abs(numbers).max()))), 1), 6)


def _bar(name: str, number: str, zero: float, end: float, interval: tuple[float, float] | None, top: int) -> list[str]:
    bar = {"x": percent(min(zero, end)), "y": top + 22, "width": percent(abs(end - zero)), "height": _BAR_PX}
    drawn = [
        element("text", written(shortened(name, _LONGEST_NAME)), y=top + 15, fill=paint("ink")),
        element("text", written(number), x="100%", y=top + 15, text_anchor="end", font_weight=600, fill=paint("ink")),
        element("rect", fill=paint("accent"), **bar),
    ]
    if interval is not None:
        ends = {"x1": percent(interval[0]), "x2": percent(interval[1]), "y1": top + 33, "y2": top + 33}
        drawn.append(element("line", stroke=paint("muted"), stroke_width=2, **ends))
    return drawn


def _reference_line(text: str, x: float, n_rows: int) -> list[str]:
    """Return a line through all bars, but not through their names, and its own name below the last."""
    at = {"x1": percent(x), "x2": percent(x), "stroke": paint("ink"), "stroke_width": 1}
    lines = [element("line", y1=row * _ROW_PX + 19, y2=row * _ROW_PX + 36, **at) for row in range(n_rows)]
    anchor = "start" if x < 0.5 else "end"
    y = n_rows * _ROW_PX + 14
    return [*lines, element("text", written(text), x=percent(x), y=y, text_anchor=anchor, fill=paint("muted"))]
