"""The chapter of the wing: photograph, cut-out, cartoon, their likeness, and the colours that were found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from motif.source.image import encode_image
from motif.view.part import Chapter, Gallery, Part, Picture, Prose, Strips, Table

if TYPE_CHECKING:
    from motif.evaluate.figure import Figure
    from motif.pictures.study.portrait import Demo

__all__ = ["chapter", "on_checker"]

_SQUARE = 16  # side of the checker's squares, pixels
_LIGHT, _DARK = 250, 236  # of the checker, grey levels: quiet, on light and on dark pages
_NAMES = {
    "whole": "SSIM, whole picture",
    "white": "SSIM, cut-out on white, all pixels",
    "person": "SSIM, cut-out, the person only",
}
_CHANNELS = {"H": "hue (0 to 179)", "S": "saturation (0 to 255)", "V": "value (0 to 255)"}


def chapter(result: Demo) -> Chapter:
    """Return the chapter that shows what the demo made of the portrait.

    Parameters
    ----------
    result :
        What `pictures.study.demo` returned.

    Examples
    --------
    >>> from motif.pictures.study.portrait import demo
    >>> drawn = chapter(demo(quick=True, network=lambda batch: np.ones((1, 1, 256, 256), np.float32)))
    >>> drawn.id, [type(part).__name__ for part in drawn.parts][:2]
    ('pictures', ['Gallery', 'Prose'])
    """
    if result.cutout is None:
        title, lead = "A portrait as a cartoon", "The cut-out was left out; the whole picture was painted."
    else:
        title = "A portrait, cut out and drawn"
        lead = "A small network finds the person; the picture is reduced to the few colours its histograms ask for."
    warning = (Prose(f"The cut-out was left out: {result.missing}"),) if result.missing else ()
    parts: tuple[Part, ...] = (*warning, _gallery(result), Prose(_faults(result)), *_likeness(result), _colours(result))
    return Chapter("pictures", title, lead, parts, made=result.record.as_dict())


def on_checker(pixels: np.ndarray) -> np.ndarray:
    """Return a picture with alpha on a quiet checker, RGB.

    Parameters
    ----------
    pixels :
        (height, width, 4) uint8; without alpha, (height, width, 3), it is returned as it is.

    Examples
    --------
    >>> on_checker(np.zeros((2, 2, 4), np.uint8))[0, 0].tolist()
    [250, 250, 250]
    """
    if pixels.shape[2] == 3:
        return pixels
    rows, columns = np.indices(pixels.shape[:2]) // _SQUARE
    paper = np.where((rows + columns) % 2, _DARK, _LIGHT)[..., None]
    share = pixels[..., 3:] / np.float32(255)
    return np.rint(pixels[..., :3] * share + paper * (1 - share)).astype(np.uint8)


def _gallery(result: Demo) -> Gallery:
    height, width = result.photograph.shape[:2]
    of_whom = "a woman with short hair in an orange space suit, a helmet in her arms"
    shown = [
        _picture(result.photograph, f"Photograph: {of_whom}, a flag and a shuttle behind", "The photograph."),
    ]
    if result.cutout is not None:
        caption = f"Cut out; the checker is transparent. The network's confidence: {result.cutout.confidence:.2f}."
        shown.append(_picture(result.cutout.pixels, f"The same without background: {of_whom}", caption))
    n_hues, n_saturations, n_values = (len(levels) for levels in result.cartoon.centroids.values())
    caption = f"Painted: {n_hues} hues, {n_saturations} saturations, {n_values} values, black outlines (khist)."
    shown.append(_picture(result.cartoon.pixels, f"A cartoon in flat colours with black lines: {of_whom}", caption))
    return Gallery(tuple(shown), f"{result.credit}. One picture, {width} x {height} pixels.")


def _picture(pixels: np.ndarray, alt: str, caption: str) -> Picture:
    return Picture(encode_image(on_checker(pixels), format="jpg"), "image/jpeg", alt, caption)


def _faults(result: Demo) -> str:
    faults = (
        "What the style gets wrong here: a line above the lip reads as a moustache, others run down the cheek like "
        "scars, fair hair turns brown with a bare patch, and the lines are one pixel wide at any size. It is the "
        "printed program of 2021, pixel for pixel, kept as the baseline that better styles must beat."
    )
    if result.cutout is None:
        return faults
    colours = "Our one departure: the colours are those of the person alone; what was cut away has no say in them."
    return f"{faults}\n\n{colours}"


def _likeness(result: Demo) -> tuple[Part, ...]:
    figures = tuple(_named(figure, name) for name, figure in result.figures.items())
    made = f"{_n_draws(result.figures):,} draws, seed {result.record.seed}"
    caption = (
        f"Structural similarity of cartoon and photograph; chance deals the cartoon's tiles out at random ({made}). "
        "High means that little was changed, not that the cartoon is good: doing nothing scores 1."
    )
    if "white" not in result.figures:
        return (Strips(figures, caption),)
    white, person = (result.figures[name].value for name in ("white", "person"))
    words = (
        f"The same cartoon scores {white:.2f} when the white around the person counts and {person:.2f} on the person: "
        "the rest is paper compared with paper. The program that this style comes from reported such a number on white "
        "as accuracy."
    )
    title = f"White paper lifts the score from {person:.2f} to {white:.2f}" if white > person else ""
    return Strips(figures, caption, title), Prose(words)


def _named(figure: Figure, name: str) -> Figure:
    return replace(figure, name=_NAMES[name])


def _n_draws(figures: Mapping[str, Figure]) -> int:
    return max((figure.null.n for figure in figures.values() if figure.null is not None), default=0)


def _colours(result: Demo) -> Table:
    rows = tuple(
        (_CHANNELS[channel], len(levels), " ".join(f"{level:g}" for level in levels))
        for channel, levels in result.cartoon.centroids.items()
    )
    caption = (
        "The levels that each channel may take. As in the printed program, blue and red are exchanged before hue is "
        "computed and hue is taken for a line, not a circle, so its numbers are not the hues that people see."
    )
    n_levels = sum(len(levels) for levels in result.cartoon.centroids.values())
    return Table(("channel", "levels", "centroids"), rows, caption, title=f"{n_levels} levels paint the whole picture")
