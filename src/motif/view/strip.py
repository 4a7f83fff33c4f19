"""The signature: a number stands on its null, drawn for pages and for the terminal.

A grey band is what chance scores (5 to 95 %), small ticks with words are the trivial answers, the dot with its
interval is the result; filled when it is better than chance, hollow when it is not.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from motif.core.check import integer
from motif.evaluate.figure import Figure, Null, in_words, plain_number
from motif.view.label import NARROWEST_PX, ROW_PX, Hung, hang, shortened
from motif.view.svg import element, percent, px, written
from motif.view.text import shown, text_width
from motif.view.token import FONTS, TYPE_PX, paint

__all__ = ["chance_text", "described", "null_text", "p_text", "strip_svg", "strip_text", "strips_text"]

_MARGIN = 0.03  # of the width, on both sides of the axis, so that a dot at the end is whole
_NOTE_PX, _NAME_PX = TYPE_PX["note"], TYPE_PX["body"]
_LONGEST_WORD, _LONGEST_UNIT = 24, 20  # characters
_WIDEST_PX = 155  # of a word: less than half of 320, so that there is room on one side of any place of the axis
_AT_AN_END, _WIDEST_THERE_PX = 0.25, 235  # of the axis from either end, and how wide a word may be there
_SENTENCE = 46  # characters a line that fit 320 px
_BAR = 24  # columns of the terminal's axis, where there is room
_SHORTEST_BAR = 8
_ACCENT, _RESET = "\x1b[1;36m", "\x1b[0m"


def strip_svg(figure: Figure, *, sentence: bool = True) -> str:
    """Return a figure's null strip as an SVG that fills its width, from 320 px on.

    Parameters
    ----------
    figure :
        What is drawn.
    sentence :
        Whether name, value and verdict stand above the axis; False where the page says them itself.

    Examples
    --------
    >>> null = Null("permuted_labels", 0.0, 0.02, 20.5, 0.001, -0.03, 0.03, 999)
    >>> svg = strip_svg(Figure("AMI", 0.41, null, {"one_cluster": 0.0}, (0.38, 0.44), 1797, True, "Agreement only."))
    >>> svg.startswith("<svg"), "better than chance by 0.41" in svg
    (True, True)
    """
    low, high = _span(figure)
    axis = _Axis(figure, low, high)
    heading, top = _heading(figure) if sentence else ("", 0)
    words, depth = _words(axis, top + 54)
    height = top + 62 + depth * ROW_PX
    return element(
        "svg",
        element("title", written(f"{_named(figure)}: {figure.verdict()}")),
        element("desc", written(described(figure))),
        heading,
        *_scale(axis, top + 10),
        *_band(axis, top + 42),
        *words,
        *_result(axis, top + 42),
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        class_="strip",
        width="100%",
        height=px(height),
        font_family=", ".join(FONTS),
        font_size=_NOTE_PX,
        overflow="visible",
    )


def strip_text(figure: Figure, *, width: int = 80, colour: bool = False) -> str:
    """Return a figure's null strip as one line for the terminal.

    Parameters
    ----------
    figure :
        What is drawn.
    width :
        Columns of the terminal; a line that needs more loses its axis first, and then stays whole.
    colour :
        Whether name, value and dot are in the terminal's accent.

    Examples
    --------
    >>> null = Null("permuted_labels", 0.0, 0.02, 20.5, 0.000999, -0.03, 0.03, 1000)
    >>> print(strip_text(Figure("AMI", 0.41, null, {"one_cluster": 0.0}, None, 1797, True, "Agreement only.")))
    AMI 0.41  ░|········●                chance 0.00 ± 0.02, p < 0.001
    """
    return strips_text([figure], width=width, colour=colour)


def strips_text(figures: Sequence[Figure], *, width: int = 80, colour: bool = False, with_answers: bool = True) -> str:
    """Return the null strips of several figures as lines whose axes begin and end below each other.

    Parameters
    ----------
    figures :
        What is drawn, a line each.
    width :
        Columns of the terminal; where one line needs more, all lose their axis first, and then stay whole.
    colour :
        Whether names, values and dots are in the terminal's accent.
    with_answers :
        Whether a trivial answer that is not beaten is named at the end of its line; False where words below say so.

    Examples
    --------
    >>> null = Null("permuted_labels", 0.0, 0.02, 20.5, 0.000999, -0.03, 0.03, 1000)
    >>> figures = [Figure(name, 0.41, null, {}, None, 1797, True, "Agreement only.") for name in ("AMI", "V-measure")]
    >>> print(strips_text(figures))
    AMI 0.41        ░░········●                chance 0.00 ± 0.02, p < 0.001
    V-measure 0.41  ░░········●                chance 0.00 ± 0.02, p < 0.001
    """
    from rich.cells import cell_len

    width = integer(width, what="width", low=1)
    names, tails = [_named(figure) for figure in figures], [_tail(figure, with_answers) for figure in figures]
    widest = max(map(cell_len, names), default=0)
    room = min(width - widest - max(map(cell_len, tails), default=0) - 5, _BAR)
    lines = []
    for figure, name, tail in zip(figures, names, tails, strict=True):
        bar = _bar(figure, room) if room >= _SHORTEST_BAR and math.isfinite(figure.value) else ""
        gap = " " * (widest - cell_len(name))
        if colour:
            name, bar = f"{_ACCENT}{name}{_RESET}", bar.replace("●", f"{_ACCENT}●{_RESET}")
        lines.append("  ".join(filter(None, (name + gap, bar and f"{bar} ", tail))))
    return "\n".join(lines)


def chance_text(figure: Figure) -> str:
    """Return what chance scores as words: mean, sd and p; empty without a null.

    Examples
    --------
    >>> null = Null("permuted_labels", 0.0, 0.002, 205.0, 0.000999, -0.003, 0.003, 1000)
    >>> chance_text(Figure("AMI", 0.41, null, {}, None, 1797, True, "Agreement only."))
    'chance 0.000 ± 0.002, p < 0.001'
    """
    null = figure.null
    if null is None:
        return ""
    return f"{_chance(figure, null)}, {p_text(null.p)}" if null.p is not None else _chance(figure, null)


def null_text(null: Null) -> str:
    """Return what makes a null, as words: what was left to chance and in how many draws.

    Examples
    --------
    >>> null_text(Null("permuted_labels", 0.0, 0.02, 20.5, 0.001, -0.03, 0.03, 1000))
    'permuted labels, 1,000 draws'
    >>> null_text(Null("analytic", 0.5, 0.02, 20.5, None, 0.47, 0.53, 0))
    'analytic'
    """
    return f"{in_words(null.kind)}, {null.n:,} draws" if null.n else in_words(null.kind)


def p_text(p: float) -> str:
    """Return a p value as words.

    Examples
    --------
    >>> p_text(0.000999), p_text(0.01249), p_text(0.3)
    ('p < 0.001', 'p = 0.012', 'p = 0.30')
    """
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}" if p < 0.0995 else f"p = {p:.2f}"


def described(figure: Figure) -> str:
    """Return all that the strip shows as sentences, for those who hear it.

    Examples
    --------
    >>> described(Figure("AMI", 0.41, None, {"one_cluster": 0.0}, None, 50, True, "Agreement only."))
    'AMI 0.41, n = 50; higher is better. Trivial answers: one cluster 0.00. Better than one cluster would score.'
    """
    interval = f", 95 % interval {_interval(figure)}" if figure.interval else ""
    direction = "higher" if figure.higher_is_better else "lower"
    said = [f"{_named(figure)}{interval}, n = {figure.n:,}; {direction} is better"]
    if figure.null is not None:
        said.append(f"C{chance_text(figure)[1:]} ({null_text(figure.null)})")
    if figure.trivial:
        answers = (f"{in_words(name)} {figure.format(score)}" for name, score in figure.trivial.items())
        said.append(f"Trivial answers: {', '.join(answers)}")
    verdict = figure.verdict()
    return shown(". ".join([*said, verdict[0].upper() + verdict[1:]]) + ".")


@dataclass(frozen=True)
class _Axis:
    figure: Figure
    low: float
    high: float

    def share(self, number: float) -> float:
        """Return how far along the axis a number lies, in [0, 1]."""
        return min(max((number - self.low) / (self.high - self.low), 0.0), 1.0)

    def x(self, number: float) -> str:
        return percent(self._place(number))

    def narrow_px(self, number: float) -> float:
        return self._place(number) * NARROWEST_PX

    def _place(self, number: float) -> float:
        return _MARGIN + (1 - 2 * _MARGIN) * self.share(number)


def _span(figure: Figure) -> tuple[float, float]:
    """Return the ends of the axis: all numbers, zero unless it is far away, and one for scores without a unit."""
    shown_numbers = [number for number in figure.numbers() if math.isfinite(number)] or [0.0]
    low, high = min(shown_numbers), max(shown_numbers)
    spread = high - low
    if min(abs(low), abs(high)) <= 2 * spread or spread == 0:
        low, high = min(low, 0.0), max(high, 0.0)
    if figure.higher_is_better and not figure.unit and -1 <= low <= high <= 1:
        high = 1.0
    return low, high if high > low else low + 1.0


def _named(figure: Figure) -> str:
    return f"{shortened(figure.name, 60)} {figure.format(figure.value)}{_unit(figure)}"


def _unit(figure: Figure) -> str:
    return f" {shortened(figure.unit, _LONGEST_UNIT)}" if figure.unit else ""


def _interval(figure: Figure) -> str:
    low, high = figure.interval or (math.nan, math.nan)
    return f"{figure.format(low)} to {figure.format(high)}"


def _chance(figure: Figure, null: Null) -> str:
    if null.z is None:  # the draws do not vary
        return f"chance {figure.format(null.mean)}"
    decimals = figure.decimals
    while decimals < 6 and round(null.sd, decimals) == 0:
        decimals += 1
    return f"chance {plain_number(null.mean, decimals=decimals)} ± {plain_number(null.sd, decimals=decimals)}"


def _heading(figure: Figure) -> tuple[str, int]:
    lines = textwrap.wrap(figure.verdict(), _SENTENCE)
    name = element(
        "text", written(_named(figure)), x=percent(_MARGIN), y=_NAME_PX, font_size=_NAME_PX, font_weight=600,
        fill=paint("ink"),
    )  # fmt: skip
    said = [
        element("text", written(line), x=percent(_MARGIN), y=px(_NAME_PX + 20 + i * ROW_PX), fill=paint("muted"))
        for i, line in enumerate(lines)
    ]
    return name + "".join(said), _NAME_PX + 20 + len(lines) * ROW_PX


def _scale(axis: _Axis, y: float) -> list[str]:
    """Return the ends of the axis as numbers, and which way is better."""
    figure = axis.figure
    low, high = (figure.format(end) for end in (axis.low, axis.high))
    high += _unit(figure)
    left, right = (low, f"better →  {high}") if figure.higher_is_better else (f"{low}  ← better", high)
    style = {"y": px(y), "fill": paint("muted")}
    return [
        element("text", written(left), x=percent(_MARGIN), **style),
        element("text", written(right), x=percent(1 - _MARGIN), text_anchor="end", **style),
    ]


def _band(axis: _Axis, y: float) -> list[str]:
    """Return the axis with the spread of chance and the ticks of the trivial answers."""
    line = {"x1": axis.x(axis.low), "x2": axis.x(axis.high), "y1": px(y), "y2": px(y)}
    drawn = [element("line", stroke=paint("line"), stroke_width=2, **line)]
    null = axis.figure.null
    if null is not None:
        width = percent((1 - 2 * _MARGIN) * (axis.share(null.high) - axis.share(null.low)))
        band = {"x": axis.x(null.low), "y": px(y - 9), "width": width, "height": 18}
        grey = paint("chance")  # the stroke keeps a narrow band visible
        drawn.append(element("rect", fill=grey, stroke=grey, stroke_width=3, stroke_linejoin="round", **band))
    return drawn


def _result(axis: _Axis, y: float) -> list[str]:
    """Return the dot with its interval and its number."""
    figure = axis.figure
    if not math.isfinite(figure.value):
        return []
    x, accent, drawn = axis.x(figure.value), paint("accent"), []
    if figure.interval is not None and all(math.isfinite(end) for end in figure.interval):
        ends = {"x1": axis.x(figure.interval[0]), "x2": axis.x(figure.interval[1]), "y1": px(y), "y2": px(y)}
        drawn.append(element("line", stroke=accent, stroke_width=4, **ends))
    fill = accent if figure.stands_out() or figure.null is None else paint("paper")
    drawn.append(element("circle", cx=x, cy=px(y), r=5, fill=fill, stroke=accent, stroke_width=2))
    place = axis.share(figure.value)
    anchor = "start" if place < 0.08 else "end" if place > 0.92 else "middle"
    number = {"x": x, "y": px(y - 14), "text_anchor": anchor, "font_weight": 600, "fill": paint("ink")}
    return [*drawn, element("text", written(figure.format(figure.value)), **number)]


def _words(axis: _Axis, y: float) -> tuple[list[str], int]:
    """Return ticks, lines and words of chance and the trivial answers, and how many rows they need."""
    figure = axis.figure
    finite = {name: score for name, score in figure.trivial.items() if math.isfinite(score)}
    hanging = [(_answer(name, figure.format(score), axis.share(score)), score) for name, score in finite.items()]
    if figure.null is not None:
        hanging.append((_chance(figure, figure.null), figure.null.mean))
    hung = hang([(text, axis.narrow_px(number)) for text, number in hanging], size_px=_NOTE_PX)
    drawn = [(word, axis.x(number)) for word, (_, number) in zip(hung, hanging, strict=True)]
    lines = [_line(word, x, y) for word, x in drawn]
    return [*lines, *(_write(word, x, y) for word, x in drawn)], 1 + max((word.row for word in hung), default=-1)


def _answer(name: str, number: str, place: float = 0.5) -> str:
    """Return a trivial answer and its score, the name cut until both fit beside their place on the axis, in [0, 1]."""
    widest = _WIDEST_THERE_PX if min(place, 1 - place) <= _AT_AN_END else _WIDEST_PX
    most = _LONGEST_WORD
    while most > 1 and text_width(f"{shortened(in_words(name), most)} {number}", _NOTE_PX) > widest:
        most -= 1
    return f"{shortened(in_words(name), most)} {number}"


def _line(word: Hung, x: str, y: float) -> str:
    end = px(y + 8 + word.row * ROW_PX)
    return element("line", x1=x, x2=x, y1=px(y - 19), y2=end, stroke=paint("muted"), stroke_width=1)


def _write(word: Hung, x: str, y: float) -> str:
    return element(
        "text", written(word.text), x=x, dx=4 if word.to_the_right else -4, y=px(y + 12 + word.row * ROW_PX),
        text_anchor="start" if word.to_the_right else "end", fill=paint("muted"), stroke=paint("paper"), stroke_width=4,
        stroke_linejoin="round", paint_order="stroke",
    )  # fmt: skip


def _bar(figure: Figure, n_columns: int) -> str:
    """Return the axis in columns: ░ chance, | the trivial answers and chance's mean, ● the result, · the way to it."""
    axis = _Axis(figure, *_span(figure))

    def column(number: float) -> int:
        return round(axis.share(number) * (n_columns - 1))

    cells = [" "] * n_columns
    null, value = figure.null, column(figure.value)
    if null is not None:
        start = column(null.mean)
        for i in range(min(start, value), max(start, value)):
            cells[i] = "·"
        for i in range(column(null.low), column(null.high) + 1):
            cells[i] = "░"
    for score in figure.trivial.values():
        if math.isfinite(score):
            cells[column(score)] = "|"
    cells[value] = "●"
    return "".join(cells)


def _tail(figure: Figure, with_answers: bool) -> str:
    """Return the words after the axis: chance, and the best trivial answer where it is not beaten."""
    best = figure.best_trivial()
    words = [chance_text(figure)]
    if with_answers and best is not None and math.isfinite(figure.value) and not figure.beats(best[1]):
        words.append(_answer(best[0], figure.format(best[1])))
    return ", ".join(filter(None, words)) or shown(figure.verdict())
