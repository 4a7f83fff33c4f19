"""What a chapter is made of: prose, pictures, charts, null strips, tables, and the record of how it was made."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from motif.core.check import few, in_choices, integer, name
from motif.core.errors import InputError
from motif.evaluate.figure import Figure
from motif.view.card import Cards
from motif.view.svg import require_passive

__all__ = ["Cards", "Chapter", "Chart", "Compare", "Gallery", "Part", "Picture", "Prose", "Strips", "Table"]

_FILE_BESIDE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_MANY_COLUMNS, _LONG_TEXT = 4, 40  # of a table that a narrow page shows row by row
_COLUMN_PX = 272  # of a gallery: three in a row on a wide page
_MIMES = ("image/png", "image/jpeg", "image/webp", "image/gif")


@dataclass(frozen=True, slots=True)
class Prose:
    r"""Words; an empty line begins a new paragraph.

    Examples
    --------
    >>> Prose("One.\n\nTwo.").paragraphs
    ['One.', 'Two.']
    """

    text: str

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs."""
        return [paragraph.strip() for paragraph in self.text.split("\n\n") if paragraph.strip()]


@dataclass(frozen=True, slots=True)
class Picture:
    """One image, as the bytes of a file.

    Parameters
    ----------
    data :
        The encoded image.
    mime :
        What the bytes are: image/png, image/jpeg, image/webp or image/gif.
    alt :
        What is to be seen, for those who don't see it; never empty.
    caption :
        What the data is, how it came about, what cannot be concluded.
    title :
        The finding, in a few words.
    ink :
        Whether it is ink on the light mode's paper: dark pages then show it light on dark, each hue kept.

    Raises
    ------
    InputError
        When there are no bytes, no alternative text or another kind.

    Examples
    --------
    >>> Picture(b"...", "image/png", "A photograph of an astronaut").uri
    'data:image/png;base64,Li4u'
    """

    data: bytes = field(repr=False)
    mime: str
    alt: str
    caption: str = ""
    title: str = ""
    ink: bool = False

    def __post_init__(self) -> None:
        in_choices(self.mime, _MIMES, what="mime")
        _require_words(self.alt, what="a picture's alt text")
        if not self.data:
            raise InputError("a picture must have at least one byte")

    @property
    def uri(self) -> str:
        """The image as a link that holds all of it."""
        return f"data:{self.mime};base64,{b64encode(self.data).decode()}"


@dataclass(frozen=True, slots=True)
class Gallery:
    """Pictures side by side, such as before and after.

    Parameters
    ----------
    pictures, caption :
        In order, and what they are.
    title :
        The finding, in a few words.
    column_px :
        The narrowest column: as many stand in a row as find room with it.

    Raises
    ------
    InputError
        When there is no picture, or the column has no width.

    Examples
    --------
    >>> before, after = Picture(b"1", "image/png", "Before"), Picture(b"2", "image/png", "After")
    >>> len(Gallery((before, after), "The same photograph, cut and drawn.").pictures)
    2
    """

    pictures: tuple[Picture, ...]
    caption: str = ""
    title: str = ""
    column_px: int = _COLUMN_PX

    def __post_init__(self) -> None:
        integer(self.column_px, what="column_px", low=1)
        if not self.pictures:
            raise InputError("a gallery must have at least one picture")


@dataclass(frozen=True, slots=True)
class Compare:
    """Two pictures of the same thing, side by side; where scripts run, one over the other with a slider between them.

    Parameters
    ----------
    before, after :
        Pictures of one size; their captions name them, such as "the photograph" and "cut out".
    caption :
        What they are, and what cannot be concluded.
    title :
        The finding, in a few words.

    Raises
    ------
    InputError
        When one has no caption to be called by.

    Examples
    --------
    >>> photo, drawn = (Picture(b"1", "image/png", alt, alt) for alt in ("A photograph", "A cartoon"))
    >>> Compare(photo, drawn, "The same portrait.").after.caption
    'A cartoon'
    """

    before: Picture
    after: Picture
    caption: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        for picture in (self.before, self.after):
            _require_words(picture.caption, what="the caption of a compared picture")


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing as SVG text.

    Parameters
    ----------
    svg :
        One <svg> element that runs nothing and asks for nothing outside itself.
    caption :
        What the data is, how many, which seed, what cannot be concluded.
    alt :
        What the chart shows, for those who don't see it; never empty.
    title :
        The finding, in a few words.

    Raises
    ------
    InputError
        When the SVG is not passive or there is no alternative text.

    Examples
    --------
    >>> Chart("<svg><circle r='3'/></svg>", "A dot.", "One dot").title
    ''
    """

    svg: str = field(repr=False)
    caption: str
    alt: str
    title: str = ""

    def __post_init__(self) -> None:
        require_passive(self.svg)
        _require_words(self.alt, what="a chart's alt text")


@dataclass(frozen=True, slots=True)
class Strips:
    """Figures, each on its null, with a caption and, as a title, the finding.

    Examples
    --------
    >>> Strips((Figure("AMI", 0.4, None, {}, None, 9, True, "Agreement only."),)).figures[0].name
    'AMI'
    """

    figures: tuple[Figure, ...]
    caption: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        wrong = [figure for figure in self.figures if not isinstance(figure, Figure)]
        if wrong or not self.figures:
            raise InputError(
                f"strips must hold at least one Figure and nothing else; given {few(self.figures, most=2)}"
            )


@dataclass(frozen=True, slots=True)
class Table:
    """Rows and columns, with a caption and, as a title, the finding; numbers line up at the decimal point.

    Examples
    --------
    >>> Table(("cluster", "items"), (("zeros", 178), ("ones", 182))).columns
    ('cluster', 'items')
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    caption: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        wrong = [row for row in self.rows if len(row) != len(self.columns)]
        if wrong or not self.columns:
            message = f"each row must have {len(self.columns)} cells, one for each column; {len(wrong)} have not"
            raise InputError(f"{message}: {few(wrong, most=2)}" if self.columns else "a table must have columns")

    @property
    def stacks(self) -> bool:
        """Whether a narrow page shows each row as a list: of many columns with long texts too little would be seen."""
        texts = (cell for row in self.rows for cell in row if isinstance(cell, str))
        return len(self.columns) >= _MANY_COLUMNS and any(len(text) > _LONG_TEXT for text in texts)


Part: TypeAlias = Prose | Picture | Gallery | Compare | Cards | Chart | Strips | Table


@dataclass(frozen=True, slots=True)
class Chapter:
    """One result on a page.

    Parameters
    ----------
    id :
        What links point to: lower-case letters, digits, `_` and `-`, a letter first.
    title :
        The finding, or the verb.
    lead :
        One or two sentences under the title.
    parts :
        What is shown, in order.
    made :
        How it was made: a run record as a dict, folded at the end of the chapter.
    links :
        Words and the name of a file that lies beside the page, for what has a page of its own.

    Raises
    ------
    InputError
        When the id is no such name, a part is none of the known ones, or a link leads anywhere else.

    Examples
    --------
    >>> Chapter("digits", "Ten kinds of digits", "What k-means finds.", (Prose("..."),)).id
    'digits'
    """

    id: str
    title: str
    lead: str
    parts: tuple[Part, ...]
    made: Mapping[str, Any] = field(default_factory=dict, hash=False)
    links: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        for words, file in self.links:
            _require_words(words, what="a link")
            if not _FILE_BESIDE.fullmatch(file):
                raise InputError(f"a link leads to a file beside the page, such as 'map.html'; given {file!r}")
        name(self.id, what="a chapter's id")
        _require_words(self.title, what="a chapter's title")
        wrong = [part for part in self.parts if not isinstance(part, Part)]
        if wrong:
            raise InputError(
                f"a chapter's parts must be those of view.part; {len(wrong)} are not: {few(wrong, most=2)}"
            )


def _require_words(text: object, *, what: str) -> None:
    if not isinstance(text, str) or not text.strip():
        raise InputError(f"{what} must be words; given {text!r}")
