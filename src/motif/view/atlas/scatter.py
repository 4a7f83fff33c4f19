"""The small map inside a page: an SVG with a dot for each item, named regions, and the item where the pointer rests."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import same_length
from motif.core.errors import InputError
from motif.view.atlas.frame import MOST_NAMES, Frame, by_size, checked_map, core, middle
from motif.view.atlas.sheet import Sheet
from motif.view.label import NARROWEST_PX, ROW_PX, Box, free_place, shortened
from motif.view.svg import element, percent, px, written
from motif.view.text import text_width
from motif.view.token import FONTS, TYPE_PX, paint, paint_category

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["dot_px", "scatter_map", "scatter_svg"]

_NOTE_PX = TYPE_PX["note"]
_LONGEST_NAME = 24  # characters
_FEW, _SOME = 60, 500  # items that larger dots leave apart
_MOST_TIPS = 3000  # of the items answer the pointer, evenly chosen: 200 bytes each


def scatter_map(
    codes: ArrayLike,
    labels: ArrayLike,
    names: Sequence[str],
    *,
    titles: Sequence[str] | None = None,
    sheet: Sheet | None = None,
    x_label: str = "",
    y_label: str = "",
) -> str:
    """Return a map of items as SVG: a dot for each, a named region for each label, one scale for both axes.

    A region is the hull of the half of its items nearest to its middle. The eight largest have colours, the others are
    grey; the 60 largest carry their names, as far as there is room. Where the pointer rests, the item's picture and
    title are shown.

    Parameters
    ----------
    codes :
        (n_items, 2), where the items lie; finite.
    labels :
        (n_items,), whole numbers that index `names`; negative for none.
    names :
        What the regions are called; regions without items are left out.
    titles :
        (n_items,), what the items are called; None shows no titles.
    sheet :
        Tiles of the items in the same order; None shows no pictures.
    x_label, y_label :
        What the axes are, with their unit.

    Raises
    ------
    InputError
        When the shapes do not fit together or a label has no name.

    Examples
    --------
    >>> svg = scatter_map([[0, 0], [1, 0], [9, 9]], [0, 0, 1], ["low", "high"], x_label="component 1")
    >>> svg.count("<circle"), ">low</text>" in svg
    (3, True)
    """
    codes, labels = checked_map(codes, labels, names)
    _check_shown(len(codes), titles, sheet)
    frame = Frame.around(codes)
    places = frame.places(codes)
    ranked = by_size(labels)
    radius = dot_px(len(places))
    dots = [_dots(places[labels < 0], paint("other"), radius)]
    dots += [_dots(places[labels == label], paint_category(rank), radius) for rank, label in enumerate(ranked)]
    return scatter_svg(
        places,
        labels,
        names,
        ratio=frame.ratio,
        behind="" if sheet is None else _sheet_image(sheet),
        dots="".join(dots),
        ahead="".join([*_axis_names(x_label, y_label), *_tips(places, titles, sheet)]),
    )


def scatter_svg(
    places: np.ndarray,
    labels: np.ndarray,
    names: Sequence[str],
    *,
    ratio: float,
    dots: str,
    behind: str = "",
    ahead: str = "",
) -> str:
    """Return the drawing of a map around given dots: regions under them, names over them.

    Parameters
    ----------
    places :
        (n_items, 2), shares of the drawing's width and height.
    labels, names :
        As for `scatter_map`.
    ratio :
        Height over width.
    dots, behind, ahead :
        Markup: the dots, what lies under and what lies over all.

    Examples
    --------
    >>> scatter_svg(np.zeros((1, 2)), np.array([0]), ["one"], ratio=1.0, dots="")[:4]
    '<svg'
    """
    ranked = by_size(labels)
    colours = [paint_category(rank) for rank in range(len(ranked))]
    regions = [_region(places[labels == label], colour, ratio) for label, colour in zip(ranked, colours, strict=True)]
    middles = [middle(places[labels == label]) for label in ranked]
    return element(
        "svg",
        behind,
        element("svg", *regions, viewBox="0 0 1000 1000", preserveAspectRatio="none", width="100%", height="100%"),
        dots,
        *_region_names([names[label] for label in ranked[:MOST_NAMES]], middles, colours, ratio),
        ahead,
        xmlns="http://www.w3.org/2000/svg",
        class_="map",
        width="100%",
        style=f"aspect-ratio: {px(1 / ratio)}; height: auto",
        font_family=", ".join(FONTS),
        font_size=_NOTE_PX,
        overflow="visible",
    )


def _check_shown(n_items: int, titles: Sequence[str] | None, sheet: Sheet | None) -> None:
    if titles is not None:
        same_length(len(titles), n_items, what="titles")
    if sheet is not None and sheet.n_columns * sheet.n_rows < n_items:
        raise InputError(f"the sheet holds {sheet.n_columns * sheet.n_rows} tiles, fewer than the {n_items} items")


def _region(places: np.ndarray, colour: str, ratio: float) -> str:
    corners = core(places, ratio)
    if corners is None:
        return ""
    points = " ".join(f"{px(1000 * x)},{px(1000 * y)}" for x, y in corners)
    return element(
        "polygon", points=points, fill=colour, fill_opacity=0.08, stroke=colour, stroke_opacity=0.55, stroke_width=1.25,
        stroke_linejoin="round", vector_effect="non-scaling-stroke",
    )  # fmt: skip


def dot_px(n_items: int) -> int:
    """Return the radius of a map's dots: where there are few, nothing is lost by larger ones.

    Examples
    --------
    >>> dot_px(12), dot_px(200), dot_px(11_223)
    (5, 3, 2)
    """
    return 5 if n_items <= _FEW else 3 if n_items <= _SOME else 2


def _dots(places: np.ndarray, colour: str, radius: int) -> str:
    dots = [element("circle", cx=percent(x), cy=percent(y), r=radius) for x, y in places]
    return element("g", *dots, fill=colour, fill_opacity=0.6) if dots else ""


def _axis_names(x_label: str, y_label: str) -> list[str]:
    style = {"fill": paint("muted"), "stroke": paint("paper"), "stroke_width": 3, "paint_order": "stroke"}
    named = []
    if y_label:
        named.append(element("text", written(f"↑ {y_label}"), x=0, y=12, **style))
    if x_label:
        named.append(element("text", written(f"{x_label} →"), x="100%", y="100%", dy=-4, text_anchor="end", **style))
    return named


def _region_names(
    names: Sequence[str], middles: Sequence[np.ndarray], colours: Sequence[str], ratio: float
) -> list[str]:
    """Return the regions' names near their middles, the largest's first; one that would lie over others is left out.

    Parameters
    ----------
    names :
        Of the largest regions; further middles and colours have none.
    """
    room = (float(NARROWEST_PX), NARROWEST_PX * ratio)
    boxes: list[Box] = []
    lines, words = [], []
    for name, centre, colour in zip(names, middles, colours, strict=False):
        text = shortened(name, _LONGEST_NAME)
        x, y = float(centre[0]) * room[0], float(centre[1]) * room[1]
        box = free_place((x, y), 1.08 * text_width(text, _NOTE_PX), room, boxes)  # bold is wider
        if box is None:
            continue
        boxes.append(box)
        dx, dy = (box[0] + box[2]) / 2 - x, (box[1] + box[3]) / 2 - y
        at = {"x": percent(centre[0]), "y": percent(centre[1])}
        if abs(dx) + abs(dy) > ROW_PX:
            line = element("line", x2=px(dx), y2=px(dy), stroke=colour, stroke_width=1)
            lines.append(element("svg", line, overflow="visible", **at))
        halo = {"stroke": paint("paper"), "stroke_width": 4, "stroke_linejoin": "round", "paint_order": "stroke"}
        named = {"dx": px(dx), "dy": px(dy + 4), "text_anchor": "middle", "font_weight": 600, "fill": colour}
        words.append(element("text", written(text), **at, **named, **halo))
    return lines + words


def _sheet_image(sheet: Sheet) -> str:
    size = {"width": sheet.width * sheet.n_columns, "height": sheet.height * sheet.n_rows}
    return element("defs", element("image", id=sheet.id, href=sheet.picture.uri, **size))


def _tips(places: np.ndarray, titles: Sequence[str] | None, sheet: Sheet | None) -> list[str]:
    """Return what the pointer finds: for each item a wider circle, and what is shown while it rests there."""
    if titles is None and sheet is None:
        return []
    step = math.ceil(len(places) / _MOST_TIPS)
    tips = [_tip(i, places[i], None if titles is None else titles[i], sheet) for i in range(0, len(places), step)]
    return [element("g", *tips, class_="hits", fill_opacity=0)]


def _tip(position: int, place: np.ndarray, title: str | None, sheet: Sheet | None) -> str:
    text = "" if title is None else shortened(title, _LONGEST_NAME)
    tile = (0, 0) if sheet is None else (sheet.width, sheet.height)
    width = max(tile[0], text_width(text, _NOTE_PX)) + 12
    height = tile[1] + (ROW_PX if text else 0) + 12
    left = 10 if place[0] < 0.5 else -width - 10
    top = 10 if place[1] < 0.5 else -height - 10
    inside = [element("rect", x=px(left), y=px(top), width=px(width), height=px(height), rx=4)]
    if sheet is not None:
        view = {"x": px(left + 6), "y": px(top + 6), "width": tile[0], "height": tile[1]}
        x, y = sheet.place(position)
        tile_box = f"{x} {y} {sheet.width} {sheet.height}"
        inside.append(element("svg", element("use", href=f"#{sheet.id}"), viewBox=tile_box, **view))
    if text:
        inside.append(element("text", written(text), x=px(left + 6), y=px(top + height - 10)))
    tip = element("g", *inside, class_="tip", display="none")
    hit = element("circle", r=7)
    return element("svg", hit, tip, x=percent(place[0]), y=percent(place[1]), class_="hit", overflow="visible")
