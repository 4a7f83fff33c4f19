"""The verb `cartoon` on one picture: the people, or all of it, painted or drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np

from motif.core.check import in_choices, in_range, integer
from motif.core.errors import InputError
from motif.core.record import recording
from motif.pictures.model.drawing import lines, pencil
from motif.pictures.model.khist import khist
from motif.pictures.model.khist2 import khist2
from motif.pictures.model.painted import Cartoon
from motif.pictures.model.palette import given_palette
from motif.pictures.model.poster import poster
from motif.pictures.model.soft import soft
from motif.pictures.represent import Matte, Network
from motif.pictures.source.given import Given, as_picture
from motif.pictures.source.palette import read_palette
from motif.pictures.study.cut import LOW_CONFIDENCE, matte_of, told, warning
from motif.pictures.study.result import Part, Result
from motif.represent.network import load
from motif.source.image import to_srgb
from motif.source.weights import resolve

__all__ = ["STYLES", "Style", "cartoon"]

Style: TypeAlias = Literal["soft", "poster", "lines", "pencil", "khist", "khist2"]
STYLES: tuple[Style, ...] = ("soft", "poster", "lines", "pencil", "khist", "khist2")
_NOT_CUT = "no person was found with confidence, so the whole picture is painted"


@dataclass(frozen=True, slots=True)
class _Way:
    """How a style paints: its function, and which settings it has."""

    paint: Callable[..., Cartoon]
    has: tuple[str, ...]
    counts: str = ""  # the argument that takes what each pixel counts


_WAYS: dict[Style, _Way] = {
    "soft": _Way(soft, ("levels", "line", "smooth", "saturation")),
    "poster": _Way(poster, ("palette", "line", "smooth", "saturation", "seed"), "weight"),
    "lines": _Way(lines, ("line", "smooth", "paper")),
    "pencil": _Way(pencil, ("levels", "line", "smooth", "seed")),
    "khist": _Way(khist, ("alpha", "min_group"), "where"),
    "khist2": _Way(khist2, ("alpha", "min_group", "line", "person_colours"), "where"),
}
_LEVELS = {"soft": 32, "pencil": 9}  # the most that make sense
_RANGES = {"line": (0, 20), "saturation": (0, 10)}
_MOST_SMOOTH = 20
_COLOURS = (2, 64)


def cartoon(
    picture: Given,
    *,
    style: Style = "soft",
    cut: bool | Literal["auto"] = "auto",
    levels: int | None = None,
    line: float | None = None,
    smooth: int | None = None,
    saturation: float | None = None,
    palette: int | str | Path | Sequence[str] | None = None,
    seed: int | None = None,
    stages: bool = False,
    alpha: float | None = None,
    min_group: int | None = None,
    person_colours: bool | None = None,
    paper: bool | None = None,
    weights: str | Path | None = None,
    network: Network | None = None,
) -> Result:
    """Return the people in a picture, or all of it, as a cartoon in 8-bit sRGB.

    What stays transparent has no say in the choice of colours. A setting means the same in every style that has it;
    None is the style's own; one that the style has not is refused.

    Parameters
    ----------
    picture :
        As for `cut`.
    style :
        "soft": painted in soft steps of lightness, with ink lines. "poster": flat areas of few colours, skin whole.
        "lines": the ink alone. "pencil": lines and hatching. "khist": the seed's program, pixel for pixel. "khist2":
        its idea, mended.
    cut :
        Whether the people are cut out first; "auto" where they are found with confidence, else the whole is painted and
        the note says so.
    levels :
        Steps of lightness, 1 to 32 (soft, 8) or 9 (pencil, 6).
    line :
        Width of the lines, 0 (none) to 20; 1 grows with the picture (soft, poster, lines, pencil, khist2).
    smooth :
        Rounds of smoothing, 0 to 20 (soft, 3; poster, 4; pencil, 2; lines, 0).
    saturation :
        What the distance of colours from grey is multiplied with, 0 to 10 (soft, 1.2; poster, 1.25).
    palette :
        The number of colours, 2 to 64, white and black among them; or colours "#rrggbb", or a file of them (poster,
        14).
    seed :
        Where chance begins (poster, pencil, 0).
    stages :
        Whether the pictures on the way are in the result's parts: smoothed, quantised, edges, contours.
    alpha, min_group :
        Level of the test for normality, and the fewest levels of a group that is split (khist: 0.001, 80; khist2:
        0.001, 48).
    person_colours :
        Whether the person's colours alone count although the whole is painted (khist2, False).
    paper :
        Whether the paper is white; False leaves it transparent (lines, True).
    weights, network :
        As for `cut`, of the network `selfie`.

    Raises
    ------
    InputError
        For an unknown style, and for a setting that the style has not, or out of its range.
    SourceError, DataError
        As for `cut`, and for the file of a palette.

    Examples
    --------
    >>> result = cartoon(np.full((8, 8, 3), 255, np.uint8), cut=False)
    >>> result.pixels.shape, result.pixels[0, 0].tolist(), result.alpha
    ((8, 8, 3), [255, 255, 255], None)
    >>> cartoon(np.zeros((8, 8, 3), np.uint8), style="lines", palette=8, cut=False)
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: the style 'lines' has no palette; it has line, smooth, paper
    """
    wishes = {
        "levels": levels,
        "line": line,
        "smooth": smooth,
        "saturation": saturation,
        "palette": palette,
        "seed": seed,
        "alpha": alpha,
        "min_group": min_group,
        "person_colours": person_colours,
        "paper": paper,
    }
    settings = _settings(style, {name: value for name, value in wishes.items() if value is not None})
    in_choices(cut, (True, False, "auto"), what="cut")
    given = as_picture(picture)
    looks = cut is not False or bool(settings.get("person_colours"))
    parameters = {"style": style, "cut": cut, **_shown(settings), **(told(network) if looks else {})}
    with recording("pictures.cartoon", parameters=parameters, inputs={"picture": given.id}) as watch:
        srgb = to_srgb(given)
        matte = (
            matte_of(srgb, network or (load(resolve("selfie", path=weights)) if weights else None)) if looks else None
        )
        shape, note = _shape(matte, cut)
        opacity = _opacity(srgb, shape)
        painted = _painted(srgb, style, settings, stages, _counted(opacity, matte))
        pixels, opacity = _with_alpha(painted.pixels, opacity)
    confidence = None if matte is None else matte.confidence
    parts = {name: Part(stage) for name, stage in painted.stages.items()}
    return Result(pixels, opacity, None, confidence, note, painted.centroids, watch.record, parts)


def _settings(style: Style, given: dict[str, Any]) -> dict[str, Any]:
    """Return the settings, checked, in the terms of the style's function."""
    in_choices(style, STYLES, what="style")
    has = _WAYS[style].has
    for name in given:
        if name not in has:
            raise InputError(f"the style {style!r} has no {name}; it has {', '.join(has)}")
    for name, (low, high) in _RANGES.items():
        if name in given:
            in_range(given[name], what=name, low=low, high=high)
    for name, low, high in (
        ("levels", 1, _LEVELS.get(style)),
        ("smooth", 0, _MOST_SMOOTH),
        ("seed", 0, None),
        ("min_group", 8, 256),
    ):
        if name in given:
            given[name] = integer(given[name], what=name, low=low, high=high)
    if "alpha" in given:
        in_range(given["alpha"], what="alpha", low=0, high=1)
    for name in ("person_colours", "paper"):
        if name in given:
            in_choices(given[name], (True, False), what=name)
    if "palette" in given:
        given["palette"] = _palette(given["palette"])
    return given


def _palette(palette: int | str | Path | Sequence[str]) -> int | np.ndarray:
    if isinstance(palette, (str, Path)):
        return given_palette(read_palette(palette))
    if isinstance(palette, Sequence):
        return given_palette(palette)
    return integer(palette, what="palette", low=_COLOURS[0], high=_COLOURS[1])


def _shown(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings as a record keeps them."""
    return {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in settings.items()}


def _shape(matte: Matte | None, cut: bool | Literal["auto"]) -> tuple[np.ndarray | None, str]:
    """Return what is cut out, None for nothing, and what has to be said."""
    if matte is None or cut is False:
        return None, ""
    if cut is True or matte.confidence >= LOW_CONFIDENCE:
        return matte.alpha, warning(matte)
    return None, f"{_NOT_CUT} ({matte.confidence:.2f})"


def _opacity(srgb: np.ndarray, shape: np.ndarray | None) -> np.ndarray | None:
    before = srgb[..., 3] if srgb.shape[2] == 4 else None
    if shape is None:
        return before
    share = shape if before is None else shape * (before / np.float32(255))
    return np.rint(share * np.float32(255)).astype(np.uint8)


def _counted(opacity: np.ndarray | None, matte: Matte | None) -> np.ndarray | None:
    """Return what each pixel counts, in 0 to 255: as it is seen, or as it is the person's; None where all count."""
    seen = opacity
    if seen is None and matte is not None:
        seen = np.rint(matte.alpha * np.float32(255)).astype(np.uint8)
    return seen if seen is not None and (seen > 127).any() else None


def _painted(
    srgb: np.ndarray, style: Style, settings: Mapping[str, Any], stages: bool, counted: np.ndarray | None
) -> Cartoon:
    way, how = _WAYS[style], dict(settings)
    how.pop("person_colours", None)
    if way.counts and counted is not None:
        how[way.counts] = counted > 127 if way.counts == "where" else counted / np.float32(255)
    return way.paint(np.ascontiguousarray(srgb[..., :3]), **how, stages=stages)


def _with_alpha(pixels: np.ndarray, opacity: np.ndarray | None) -> tuple[np.ndarray, np.ndarray | None]:
    """Return the pixels with their alpha: the picture's, the drawing's own, or what both leave."""
    if pixels.shape[2] == 4:
        own = pixels[..., 3]
        left = own if opacity is None else np.rint(own * (opacity / np.float32(255))).astype(np.uint8)
        return np.dstack([pixels[..., :3], left]), left
    return (pixels, None) if opacity is None else (np.dstack([pixels, opacity]), opacity)
