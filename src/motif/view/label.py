"""Where words go, so that none lies over another: laid out for a phone's width, wider they only move apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import TypeAlias

from motif.view.text import shown, text_width

__all__ = ["NARROWEST_PX", "ROW_PX", "Box", "Hung", "free_place", "hang", "shortened"]

NARROWEST_PX = 320  # a page of 360 px less its margins
ROW_PX = 18
_GAP_PX = 6
_LINE_PX = 4  # between a line and its word
_MOST_WORDS = 5  # all their orders are tried: 120

Box: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Hung:
    """A word that hangs on an axis by a line: the line's x, the word's ends, in px, and its row from the top."""

    text: str
    x: float
    left: float
    right: float
    row: int

    @property
    def to_the_right(self) -> bool:
        """Whether the word stands to the right of its line."""
        return self.left >= self.x


def hang(words: Sequence[tuple[str, float]], *, size_px: float) -> list[Hung]:
    """Return the words below an axis, in the given order: no word over another, and hardly a line through a word.

    Parameters
    ----------
    words :
        Text and x, in px of an axis 320 px wide.
    size_px :
        Of the type.

    Examples
    --------
    >>> [(word.row, word.to_the_right) for word in hang([("low", 0.0), ("lower", 2.0), ("high", 318.0)], size_px=13)]
    [(1, True), (0, True), (0, False)]
    """
    orders = _orders(words)
    best = min((_placed(words, order, size_px) for order in orders), key=_crowding)
    return [best[i] for i in range(len(words))]


def free_place(centre: tuple[float, float], width: float, room: tuple[float, float], taken: list[Box]) -> Box | None:
    """Return the box nearest to a centre that lies in the room and over none that is taken; None if there is none.

    A box that is too wide for the room begins at its left, in the row of the centre, where that is free.

    Parameters
    ----------
    centre :
        x and y, in px.
    width :
        Of the box, in px; it is one row high.
    room :
        Width and height in px; a row at the top and one at the bottom stay free.

    Examples
    --------
    >>> free_place((50, 50), 40, (100, 100), [(30, 41, 70, 59)])
    (30.0, 23.0, 70.0, 41.0)
    """
    x, y = min(max(centre[0], width / 2), max(room[0] - width / 2, width / 2)), centre[1]
    shifts = [(40 * i, ROW_PX * j) for i in range(-5, 6) for j in range(-5, 6)]
    for dx, dy in sorted(shifts, key=lambda shift: (abs(shift[0]) + 1.5 * abs(shift[1]), shift)):
        box = (x + dx - width / 2, y + dy - ROW_PX / 2, x + dx + width / 2, y + dy + ROW_PX / 2)
        within = box[0] >= 0 and box[2] <= room[0] and box[1] >= ROW_PX and box[3] <= room[1] - ROW_PX
        if within and not any(_overlap(box, other) for other in taken):
            return box
    own = (x - width / 2, y - ROW_PX / 2, x + width / 2, y + ROW_PX / 2)
    return None if any(_overlap(own, other) for other in taken) else own


def shortened(name: str, most: int) -> str:
    """Return a name as one line of at most `most` characters, nothing hidden in it.

    Examples
    --------
    >>> shortened("a name that is too long", 10)
    'a name th…'
    """
    name = " ".join(shown(name[: 4 * most]).split())
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _orders(words: Sequence[tuple[str, float]]) -> Iterable[Sequence[int]]:
    """Return in which orders the words may be placed: all of few, from either end of many."""
    if len(words) <= _MOST_WORDS:
        return permutations(range(len(words)))
    from_the_left = sorted(range(len(words)), key=lambda i: words[i][1])
    return from_the_left, from_the_left[::-1]


def _placed(words: Sequence[tuple[str, float]], order: Iterable[int], size_px: float) -> dict[int, Hung]:
    placed: dict[int, Hung] = {}
    for i in order:
        placed[i] = _place(*words[i], size_px=size_px, placed=list(placed.values()))
    return placed


def _place(text: str, x: float, *, size_px: float, placed: list[Hung]) -> Hung:
    """Return the word in the highest row where it meets no other word and no line meets a word; else in a row below."""
    length = text_width(text, size_px)
    right, left = (x + _LINE_PX, x + _LINE_PX + length), (x - _LINE_PX - length, x - _LINE_PX)
    sides = [right, left] if right[1] <= NARROWEST_PX else [left, right]
    inside = [side for side in sides if side[0] >= 0 and side[1] <= NARROWEST_PX] or sides[:1]
    last = 1 + max((word.row for word in placed), default=-1)
    candidates = [Hung(text, x, *side, row) for row in range(last + 1) for side in inside]
    free = (word for word in candidates if not any(_meet(word, other) for other in placed))
    return next(free, Hung(text, x, *inside[0], last))


def _meet(one: Hung, other: Hung) -> bool:
    if one.row == other.row:
        ends = [(min(word.left, word.x), max(word.right, word.x)) for word in (one, other)]
        return ends[0][0] < ends[1][1] + _GAP_PX and ends[1][0] < ends[0][1] + _GAP_PX
    return _crosses(one, other)


def _crosses(one: Hung, other: Hung) -> bool:
    """Return whether the line of the deeper word passes through the higher word."""
    deep, high = (one, other) if one.row > other.row else (other, one)
    return high.left - 3 < deep.x < high.right + 3


def _crowding(placed: dict[int, Hung]) -> tuple[int, int, int, list[int]]:
    """Return crossings, rows, their sum and the rows by item: the least is the best."""
    words = [placed[i] for i in sorted(placed)]
    crossings = sum(_crosses(a, b) for i, a in enumerate(words) for b in words[:i] if a.row != b.row)
    rows = [word.row for word in words]
    return crossings, max(rows, default=0), sum(rows), rows


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
