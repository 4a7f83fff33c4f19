"""The chapter of the wing: a portrait cut out, a sticker, painted in every style, and how much of it is left."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from motif.evaluate.figure import in_words
from motif.pictures.view.part import as_picture, named
from motif.view.part import Chapter, Compare, Gallery, Part, Picture, Prose, Strips, Table

if TYPE_CHECKING:
    from motif.pictures.study.portrait import Demo

__all__ = ["chapter"]

_WHOM = "a woman with short hair in an orange space suit, a helmet in her arms"
_STYLES = {  # style -> what it does
    "soft": "lightness in soft steps, colours a little stronger, ink lines",
    "poster": "flat areas in the few colours of a palette, ink lines",
    "lines": "ink lines on white paper, no colours",
    "pencil": "pencil strokes, denser where it is darker, no colours",
    "khist": "levels of hue, saturation and value that histograms ask for: the program of 2021, pixel for pixel",
    "khist2": "the same idea, its flaws mended",
}
_FAULTS = (
    "`khist` is kept as it was printed, as the baseline to beat: a line above the lip reads as a moustache, others run "
    "down the cheek like scars, and the lines are one pixel wide at any size."
)
_COLUMNS = {
    "person": "SSIM, the person",
    "white": "SSIM, on white paper",
    "colours": "colours",
    "edges": "edge pixels, %",
    "skin": "skin, CIEDE2000",
}
_DECIMALS = {"person": 2, "white": 2, "colours": 0, "edges": 2, "skin": 2}
_UNCOLOURED = ("lines", "pencil")  # which leave no skin tone to compare
_CELL_PX = 208
_GROUND = (92, 128, 150)  # what the sticker is stuck on: a blue that neither skin nor paper has


def chapter(result: Demo) -> Chapter:
    """Return the chapter that shows what the demo made of the portrait.

    Parameters
    ----------
    result :
        What `pictures.study.demo` returned.

    Examples
    --------
    >>> from inspect import signature
    >>> signature(chapter).return_annotation
    'Chapter'
    """
    if result.cutout is None:
        title, lead = "A portrait as a cartoon", "The cut-out was left out; the whole picture was painted."
    else:
        title = "A portrait, cut out and drawn"
        lead = "A small network finds the person; what it finds becomes a cut-out, a sticker, a painting in each style."
    warning = (Prose(f"The cut-out was left out: {result.missing}"),) if result.missing else ()
    faults = (Prose(_FAULTS),) if "khist" in result.styles else ()
    parts: tuple[Part, ...] = (
        *warning, _slider(result), *_cut_out(result), _styles(result), *faults, *_likeness(result), *_rows(result),
    )  # fmt: skip
    return Chapter("pictures", title, lead, parts, made=result.record.as_dict())


def _shown(pixels: np.ndarray, what: str, caption: str) -> Picture:
    return as_picture(pixels, f"{what}: {_WHOM}", caption)


def _slider(result: Demo) -> Compare:
    height, width = result.photograph.shape[:2]
    style = result.record.parameters["scored"]
    before = _shown(result.photograph, "Photograph", "the photograph")
    after = _shown(result.cartoon.pixels, "A drawing in colours", f"painted, style `{style}`")
    return Compare(before, after, f"{result.credit}. One picture, {width} x {height} pixels.")


def _cut_out(result: Demo) -> tuple[Part, ...]:
    if result.cutout is None or result.sticker is None:
        return ()
    sure = "" if result.cutout.confidence is None else f" The network's confidence: {result.cutout.confidence:.2f}."
    pictures = (
        _shown(result.cutout.pixels, "The same without background", f"Cut out; the checker is transparent.{sure}"),
        _shown(_stuck(result.sticker), "The same as a sticker", "A sticker on blue: its white border is cut out too."),
    )
    return (Gallery(pictures, "Cut out at full size; its colours are the photograph's, untouched."),)


def _stuck(sticker: np.ndarray) -> np.ndarray:
    """Return a sticker on a colour, against which its white border is seen in both modes."""
    share = sticker[..., 3:] / np.float32(255)
    return np.rint(sticker[..., :3] * share + np.array(_GROUND) * (1 - share)).astype(np.uint8)


def _styles(result: Demo) -> Gallery:
    pictures = tuple(
        _shown(one.pixels, f"Painted in the style {style}", f"`{style}`: {_STYLES.get(style, 'painted')}.")
        for style, one in result.styles.items()
    )
    whole = "the person alone" if result.cutout is not None else "the whole picture"
    n = len(pictures)
    styles = "The style" if n == 1 else f"All {n} styles"
    return Gallery(pictures, f"{styles} on {whole}, with their defaults.", column_px=_CELL_PX)


def _likeness(result: Demo) -> tuple[Part, ...]:
    figures = named(result.scored.views, "ssim")
    draws = f"{result.record.parameters['n_permutations']:,} draws, seed {result.record.seed}"
    caption = (
        f"Structural similarity of photograph and painting (`{result.record.parameters['scored']}`); chance deals the "
        f"painting's tiles out at random ({draws}). High means that little was changed, not that the painting is good: "
        "doing nothing scores 1."
    )
    views = result.scored.views
    if "cutout" not in views or "person" not in views:
        return (Strips(figures, caption),)
    white, person = (views[view]["ssim"].value for view in ("cutout", "person"))
    title = f"White paper lifts the score from {person:.2f} to {white:.2f}" if white > person else ""
    blank, share = views["cutout"]["ssim"].trivial["white_paper"], result.scored.paper_share or 0.0
    words = (
        f"{100 * share:.0f}\u00a0% of the pixels are white paper on both sides, so that a blank sheet with nobody on "
        f"it scores {blank:.2f}. The program that this wing grew from reported such a number, 0.86 on its own "
        "pictures, as accuracy."
    )
    return Strips(figures, caption, title), Prose(words)


def _rows(result: Demo) -> tuple[Part, ...]:
    if not result.rows:
        return ()
    rows = []
    for name, numbers in result.rows.items():
        told = {**numbers, "edges": 100 * numbers["edges"]}
        cells = (_rounded(told[key], _DECIMALS[key]) for key in _COLUMNS)
        rows.append((name if name in result.styles else in_words(name), *cells))
    caption = (
        "The styles, and below them what needs no effort. Colours: distinct at 5 bits a channel; edge pixels by "
        "Canny's detector; skin: how far its colours moved, about 1 is just noticeable. All of the person alone, but "
        "for the column on white paper."
    )
    return (Table(("", *_COLUMNS.values()), tuple(rows), caption, _finding(result)),)


def _rounded(number: float, decimals: int) -> float | int | None:
    if not math.isfinite(number):
        return None
    return round(number, decimals) if decimals else round(number)


def _finding(result: Demo) -> str:
    coloured = [style for style in result.styles if style not in _UNCOLOURED]
    skin = {style: result.rows[style]["skin"] for style in coloured if math.isfinite(result.rows[style]["skin"])}
    if len(skin) < 2:
        return ""
    best, worst = min(skin, key=lambda style: skin[style]), max(skin, key=lambda style: skin[style])
    told = f"skin stays truest in {best} ({skin[best]:.1f}) and moves most in {worst} ({skin[worst]:.1f})"
    return f"Of the {len(skin)} styles in colour, {told}"
