"""Points on two axes, even or logarithmic, as SVG that keeps its type and dots at every width."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import same_length
from motif.core.errors import InputError
from motif.view.label import NARROWEST_PX, ROW_PX, Box, free_place, shortened
from motif.view.svg import element, percent, px, written
from motif.view.text import text_width
from motif.view.token import FONTS, TYPE_PX, paint

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["Axis", "Trace", "points"]

_TOP_PX, _PLOT_PX, _FOOT_PX = 28, 260, 40
_LEFT, _RIGHT = 0.09, 0.97  # of the width: what is drawn lies between
_DOT_PX = 3
_TURN = 0.7  # of the width: from there on words stand to the left of their dot
_LIFT_PX = 12  # of a word above its dot
_LONGEST_NAME = 24  # characters
_MOST_TICKS = 6
_NOTE_PX = TYPE_PX["note"]


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis.

    Parameters
    ----------
    name :
        What it shows, with its unit.
    is_log :
        Whether equal ratios lie equally far apart; numbers must then be above 0.
    low, high :
        Its ends; None takes those of the numbers.

    Examples
    --------
    >>> Axis("videos", is_log=True).is_log
    True
    """

    name: str
    is_log: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """A line through the points, such as what chance scores.

    Parameters
    ----------
    name :
        What it is called, at its right end.
    x, y :
        (n,) each, from left to right.
    is_result :
        Whether it is what was measured (in the accent), or what that stands beside (grey).

    Examples
    --------
    >>> Trace("chance", np.array([1.0, 9.0]), np.array([0.1, 0.1])).is_result
    False
    """

    name: str
    x: np.ndarray
    y: np.ndarray
    is_result: bool = False


def points(
    x: ArrayLike,
    y: ArrayLike,
    *,
    across: Axis,
    up: Axis,
    titles: Sequence[str] = (),
    named: Sequence[int] = (),
    traces: Sequence[Trace] = (),
) -> str:
    """Return dots on two axes as SVG, with the names of some and lines through all.

    Parameters
    ----------
    x, y :
        (n_points,), finite.
    across, up :
        The axes.
    titles :
        (n_points,), what is said where the pointer rests on a dot; none says nothing.
    named :
        Which points have their title beside them, the most telling first; those that find no room stay without.
    traces :
        Lines.

    Raises
    ------
    InputError
        When lengths differ, there is no point, or a number is not finite, or is not above 0 on a logarithmic axis.

    Examples
    --------
    >>> svg = points([1, 10], [100, 3], across=Axis("rank", is_log=True), up=Axis("videos", is_log=True))
    >>> svg.count("<circle"), ">10</text>" in svg
    (2, True)
    """
    dots = _checked(x, across), _checked(y, up)
    same_length(len(dots[1]), len(dots[0]), what="y", other="x")
    if titles:
        same_length(len(titles), len(dots[0]), what="titles", other="points")
    scales = (
        _Scale.of(across, [dots[0], *(_checked(trace.x, across) for trace in traces)], starts=_LEFT, ends=_RIGHT),
        _Scale.of(up, [dots[1], *(_checked(trace.y, up) for trace in traces)], starts=1, ends=0),
    )
    shares, heights = scales[0].places(dots[0]), _down(scales[1].places(dots[1]))
    drawn = [*_grid(*scales), *_named_axes(across, up)]
    drawn += [line for trace in traces if not trace.is_result for line in _line(trace, *scales)]
    drawn += [
        _dot(share, height, titles[at] if titles else "")
        for at, (share, height) in enumerate(zip(shares.tolist(), heights.tolist(), strict=True))
    ]
    drawn += [line for trace in traces if trace.is_result for line in _line(trace, *scales)]
    taken: list[Box] = []
    drawn += _named_traces(traces, scales, taken)
    drawn += _named_dots(list(zip(shares.tolist(), heights.tolist(), strict=True)), titles, named, taken)
    return element(
        "svg",
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        class_="points",
        width="100%",
        height=_TOP_PX + _PLOT_PX + _FOOT_PX,
        font_family=", ".join(FONTS),
        font_size=_NOTE_PX,
        overflow="visible",
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where numbers lie on an axis, from `starts` to `ends`, and its ticks."""

    is_log: bool
    low: float
    high: float
    starts: float
    ends: float

    @classmethod
    def of(cls, axis: Axis, numbers: Sequence[np.ndarray], *, starts: float, ends: float) -> _Scale:
        every = np.concatenate(numbers)
        low = float(every.min()) if axis.low is None else axis.low
        high = float(every.max()) if axis.high is None else axis.high
        if high <= low:
            low, high = (low / 2, low * 2) if axis.is_log else (low - 0.5, low + 0.5)
        return cls(axis.is_log, low, high, starts, ends)

    def places(self, numbers: np.ndarray) -> np.ndarray:
        """Return where numbers lie, those beyond the ends at them."""
        low, high = (math.log(self.low), math.log(self.high)) if self.is_log else (self.low, self.high)
        share = ((np.log(numbers) if self.is_log else numbers) - low) / (high - low)
        found: np.ndarray = self.starts + np.clip(share, 0, 1) * (self.ends - self.starts)
        return found

    def ticks(self) -> list[float]:
        """Return round numbers between the ends, at most six."""
        found = self._decades() if self.is_log else self._steps()
        return [tick for tick in found if self.low * (1 - 1e-9) <= tick <= self.high * (1 + 1e-9)]

    def _decades(self) -> list[float]:
        first, last = math.floor(math.log10(self.low)), math.ceil(math.log10(self.high))
        tens = [float(f"1e{power}") for power in range(first, last + 1)]
        if last - first <= 2:
            return [ten * digit for ten in tens for digit in (1, 3)]
        return tens[:: -(-len(tens) // _MOST_TICKS)]

    def _steps(self) -> list[float]:
        rough = (self.high - self.low) / (_MOST_TICKS - 1)
        ten = 10.0 ** math.floor(math.log10(rough))
        step = next(ten * digit for digit in (1, 2, 5, 10) if ten * digit >= rough * (1 - 1e-9))
        return [step * at for at in range(math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9) + 1)]


def _checked(numbers: ArrayLike, axis: Axis) -> np.ndarray:
    found = np.asarray(numbers, dtype=np.float64)
    if found.ndim != 1 or not len(found):
        raise InputError(f"points must be one number each on {axis.name!r}; given shape {found.shape}")
    if not np.isfinite(found).all() or (axis.is_log and (found <= 0).any()):
        kind = "finite and above 0, for the axis is logarithmic" if axis.is_log else "finite"
        raise InputError(f"numbers on {axis.name!r} must be {kind}")
    return found


def _down(shares: np.ndarray) -> np.ndarray:
    """Return heights in px from shares of the drawing's height."""
    return _TOP_PX + _PLOT_PX * shares


def _grid(across: _Scale, up: _Scale) -> list[str]:
    """Return a line for each tick of the axis that goes up, and the numbers of both."""
    drawn = []
    for tick in up.ticks():
        y = float(_down(up.places(np.array([tick])))[0])
        drawn.append(element("line", x1="0%", x2="100%", y1=px(y), y2=px(y), stroke=paint("line"), stroke_width=1))
        drawn.append(element("text", written(_number(tick)), x=0, y=px(y - 4), fill=paint("muted")))
    foot = _TOP_PX + _PLOT_PX
    if not up.ticks() or up.ticks()[0] > up.low:
        drawn.append(element("line", x1="0%", x2="100%", y1=foot, y2=foot, stroke=paint("line"), stroke_width=1))
    for tick in across.ticks():
        at = {"x": percent(float(across.places(np.array([tick]))[0])), "y": foot + 18, "text_anchor": "middle"}
        drawn.append(element("text", written(_number(tick)), fill=paint("muted"), **at))
    return drawn


def _number(number: float) -> str:
    if number >= 10_000 and number % 1000 == 0:
        return f"{number / 1e6:g}M" if number >= 1e6 else f"{number / 1e3:g}k"
    return f"{number:,.0f}" if number >= 1000 else f"{number:.6g}"


def _named_axes(across: Axis, up: Axis) -> list[str]:
    foot = _TOP_PX + _PLOT_PX + _FOOT_PX - 4
    return [
        element("text", written(up.name), x=0, y=12, fill=paint("ink"), font_weight=600),
        element("text", written(f"{across.name} →"), x="100%", y=foot, text_anchor="end", fill=paint("ink"),
                font_weight=600),
    ]  # fmt: skip


def _dot(share: float, height: float, title: str) -> str:
    told = [element("title", written(title))] if title else []
    return element(
        "circle", *told, cx=percent(share), cy=px(height), r=_DOT_PX, fill=paint("accent"), fill_opacity=0.55
    )


def _line(trace: Trace, across: _Scale, up: _Scale) -> list[str]:
    same_length(len(trace.y), len(trace.x), what=f"y of {trace.name!r}", other="x")
    shares, heights = across.places(np.asarray(trace.x)).tolist(), _down(up.places(np.asarray(trace.y))).tolist()
    colour = paint("accent" if trace.is_result else "muted")
    dashes = None if trace.is_result else "5 3"
    return [
        element("line", x1=percent(shares[at]), x2=percent(shares[at + 1]), y1=px(heights[at]), y2=px(heights[at + 1]),
                stroke=colour, stroke_width=2, stroke_linecap="round", stroke_dasharray=dashes)
        for at in range(len(shares) - 1)
    ]  # fmt: skip


def _named_traces(traces: Sequence[Trace], scales: tuple[_Scale, _Scale], taken: list[Box]) -> list[str]:
    """Return the name of each line, above its right end, where it finds room."""
    drawn = []
    for trace in traces:
        share = float(scales[0].places(np.asarray(trace.x)[-1:])[0])
        height = float(_down(scales[1].places(np.asarray(trace.y)[-1:]))[0])
        colour = paint("accent" if trace.is_result else "muted")
        drawn += _word(trace.name, share, height - ROW_PX / 2 - 2, taken, colour=colour, side=-1)
    return drawn


def _named_dots(
    places: Sequence[tuple[float, float]], titles: Sequence[str], named: Sequence[int], taken: list[Box]
) -> list[str]:
    drawn = []
    for at in named:
        share, height = places[at]
        side = 1 if share < _TURN else -1
        drawn += _word(titles[at], share, height - _LIFT_PX, taken, colour=paint("ink"), side=side)
    return drawn


def _word(text: str, share: float, height: float, taken: list[Box], *, colour: str, side: int) -> list[str]:
    """Return a word beside a place, moved to where it lies over no other; nothing where there is no room.

    It is laid out for the narrowest page; wider, it stays at the same distance from its place.
    """
    text = shortened(text, _LONGEST_NAME)
    width, x = text_width(text, _NOTE_PX), share * NARROWEST_PX
    beside = side * (2 * _DOT_PX + width / 2)
    box = free_place((x + beside, height), width, (NARROWEST_PX, _TOP_PX + _PLOT_PX + ROW_PX), taken)
    if box is None:
        return []
    taken.append(box)
    at = {"x": percent(share), "dx": px((box[0] + box[2]) / 2 - x), "y": px((box[1] + box[3]) / 2 + 4)}
    halo = {"stroke": paint("paper"), "stroke_width": 3, "paint_order": "stroke"}
    return [element("text", written(text), text_anchor="middle", fill=colour, **at, **halo)]
