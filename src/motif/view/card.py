"""Cards: kinds of things side by side, each with its name, a few headed lines, and tiles of those that belong to it."""

from __future__ import annotations

from dataclasses import dataclass

from motif.core.check import in_range
from motif.core.errors import InputError
from motif.view.svg import element, percent
from motif.view.token import paint, paint_category

__all__ = ["Card", "Cards", "Gauge", "Tile"]

_GAUGE_PX = 14


@dataclass(frozen=True, slots=True)
class Tile:
    """One that belongs to a card and has no picture: letters in the card's colour stand for it.

    Parameters
    ----------
    letters :
        At most four.
    name :
        Who it is, under the tile.
    note :
        What it is of, on the tile.

    Raises
    ------
    InputError
        When there are no letters, or too many.

    Examples
    --------
    >>> Tile("J", "Joker", "The Dark Knight").name
    'Joker'
    """

    letters: str
    name: str
    note: str = ""

    def __post_init__(self) -> None:
        if not 1 <= len(self.letters) <= 4:
            raise InputError(f"a tile has one to four letters, not {self.letters!r}")


@dataclass(frozen=True, slots=True)
class Gauge:
    """A share on what chance would have of it.

    Parameters
    ----------
    value, chance :
        In [0, 1].
    words :
        What is measured.

    Raises
    ------
    InputError
        When a number is no share.

    Examples
    --------
    >>> Gauge(0.8, 0.05, "found again").text
    'found again 0.80, by chance 0.05'
    """

    value: float
    chance: float
    words: str

    def __post_init__(self) -> None:
        in_range(self.value, what="a gauge's value", low=0, high=1)
        in_range(self.chance, what="a gauge's chance", low=0, high=1)

    @property
    def text(self) -> str:
        """Both numbers in words."""
        return f"{self.words} {self.value:.2f}, by chance {self.chance:.2f}"

    def svg(self, colour: str) -> str:
        """Return the drawing: chance as a grey bar from zero, the value as a dot on the line."""
        middle = _GAUGE_PX / 2
        return element(
            "svg",
            element("line", x1=0, x2="100%", y1=middle, y2=middle, stroke=paint("line"), stroke_width=1),
            element("rect", x=0, y=middle - 4, width=percent(self.chance), height=8, fill=paint("chance")),
            element("circle", cx=percent(self.value), cy=middle, r=4.5, fill=colour),
            xmlns="http://www.w3.org/2000/svg",
            width="100%",
            height=_GAUGE_PX,
            overflow="visible",
        )


@dataclass(frozen=True, slots=True)
class Card:
    """One card.

    Parameters
    ----------
    title, note :
        What it is called, and a line about it.
    label :
        A short mark before the title, such as its number.
    lines :
        Headings and what stands beside them.
    tiles :
        Those that belong to it.
    rank :
        Its place among all by size: the eight largest have colours of their own, on maps too.
    gauge :
        A share on what chance would have of it; None where nothing was measured.

    Raises
    ------
    InputError
        When it has no title.

    Examples
    --------
    >>> Card("kill; killer", "12 characters", label="7").label
    '7'
    """

    title: str
    note: str = ""
    label: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    tiles: tuple[Tile, ...] = ()
    rank: int = -1
    gauge: Gauge | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.title, str) or not self.title.strip():
            raise InputError(f"a card's title must be words; given {self.title!r}")

    @property
    def colour(self) -> str:
        """Its colour, for CSS."""
        return paint_category(self.rank)

    @property
    def gauge_svg(self) -> str:
        """The gauge as a drawing; empty without one."""
        return "" if self.gauge is None else self.gauge.svg(self.colour)


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards side by side, with a caption and, as a title, the finding.

    Raises
    ------
    InputError
        When there is none.

    Examples
    --------
    >>> len(Cards((Card("kill; killer"), Card("marry; bride"))).cards)
    2
    """

    cards: tuple[Card, ...]
    caption: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        if not self.cards:
            raise InputError("there must be at least one card")
