"""The styles without paint: `lines`, ink alone, and `pencil`, lines and hatching that grows denser where it is dark."""

from __future__ import annotations

import cv2
import numpy as np

from motif.core.seed import generator, integer_seed
from motif.pictures.model.band import in_bands
from motif.pictures.model.line import ink
from motif.pictures.model.painted import Cartoon, check_pixels
from motif.pictures.model.tone import full_lightness, lightness_steps, smoothed_lab

__all__ = ["lines", "pencil"]

_TILE = 512  # pixels of a tile of hatching, repeated
_STROKE = 24  # length of a stroke, pixels of the tile
_ANGLES = (45.0, 135.0, 20.0, 110.0, 70.0, 160.0, 0.0, 90.0)  # degrees, one for each layer of hatching
_DARKEST = 0.35  # what a layer leaves of the light where a stroke is darkest
_GRAPHITE = 60  # grey of a line
_LIGHTEN = 0.7  # power of lightness: dark photographs would else be all strokes
_HATCHED = 0.85  # lightness, of white, above which the paper stays free


def lines(
    pixels: np.ndarray, *, line: float = 1.0, smooth: int = 0, paper: bool = True, stages: bool = False
) -> Cartoon:
    """Return the lines of a picture alone, black on white paper or on nothing.

    Parameters
    ----------
    pixels :
        RGB, (height, width, 3) uint8; not changed.
    line, smooth :
        As for `ink` and `smoothed_lab`: with `smooth`, the lines are those of the smoothed picture, fewer.
    paper :
        Whether there is paper; False gives black with an alpha, (height, width, 4).
    stages :
        Whether the pictures on the way are kept.

    Raises
    ------
    InputError
        When the array has another shape or type.

    Examples
    --------
    >>> plain = np.full((8, 8, 3), 40, np.uint8)
    >>> lines(plain).pixels[0, 0].tolist(), lines(plain, paper=False).pixels[0, 0].tolist()
    ([255, 255, 255], [0, 0, 0, 0])
    """
    check_pixels(pixels, style="lines")
    seen = pixels
    if smooth:
        small = cv2.cvtColor(smoothed_lab(pixels, smooth=smooth), cv2.COLOR_LAB2RGB)
        seen = cv2.resize(small, pixels.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    drawn = ink(seen, line=line)
    blank = np.zeros_like(drawn)
    canvas = cv2.cvtColor(cv2.bitwise_not(drawn), cv2.COLOR_GRAY2RGB) if paper else cv2.merge([blank] * 3 + [drawn])
    kept = {"edges": drawn} if stages else {}
    return Cartoon(canvas, {}, kept | ({"smoothed": seen} if stages and smooth else {}))


def pencil(
    pixels: np.ndarray,
    *,
    levels: int = 6,
    line: float = 1.0,
    smooth: int = 2,
    seed: int = 0,
    stages: bool = False,
) -> Cartoon:
    """Return the picture drawn with a pencil: grey lines, and a layer of hatching for each step that it is darker.

    Each layer is a texture of strokes in a direction of its own, and darkens what is there; so no place is lighter for
    being darker in the photograph.

    Parameters
    ----------
    pixels :
        RGB, (height, width, 3) uint8; not changed.
    levels :
        Tones of hatching, the free paper among them, 1 to 9.
    line, smooth :
        As for `soft`.
    seed :
        Where the strokes lie.
    stages :
        Whether the pictures on the way are kept.

    Raises
    ------
    InputError
        When the array has another shape or type.

    Examples
    --------
    >>> dark, white = (pencil(np.full((64, 64, 3), grey, np.uint8)).pixels.mean() for grey in (0, 255))
    >>> bool(dark < 128), float(white)
    (True, 255.0)
    """
    check_pixels(pixels, style="pencil")
    lightness = full_lightness(pixels, np.ascontiguousarray(smoothed_lab(pixels, smooth=smooth)[..., 0]))
    steps = np.minimum(((np.arange(256) / 255 / _HATCHED) ** _LIGHTEN * levels).astype(np.uint8), levels - 1)
    drawn = ink(pixels, line=line)
    hatching = _hatching(levels - 1, _thickness(pixels.shape), seed)
    tones = lightness_steps(levels).astype(np.uint8)
    canvas = np.empty_like(pixels)
    shape = pixels.shape[:2]
    kept = {"smoothed": np.empty(shape, np.uint8), "quantised": np.empty(shape, np.uint8), "edges": drawn}

    def draw(band: slice) -> None:
        light = lightness(band)
        step = cv2.LUT(light, steps)
        lead = cv2.convertScaleAbs(drawn[band], alpha=(255 - _GRAPHITE) / 255)
        grey = cv2.multiply(_hatched(step, hatching, band.start), cv2.bitwise_not(lead), scale=1 / 255)
        canvas[band] = cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)
        if stages:
            kept["smoothed"][band], kept["quantised"][band] = light, tones[step]

    in_bands(draw, pixels.shape)
    return Cartoon(canvas, {"L": tuple(lightness_steps(levels).tolist())}, kept if stages else {})


def _thickness(shape: tuple[int, ...]) -> int:
    """Return by how much the strokes are enlarged: they grow with the picture."""
    return max(1, round(max(shape[:2]) / 1000))


def _hatching(n_layers: int, thickness: int, seed: int) -> np.ndarray:
    """Return tiles of strokes, (n_layers + 1, side, side) uint8: after no layer, after one, after two."""
    side = _TILE * thickness
    tiles = [np.full((side, side), 255, np.uint8)]
    random = generator(integer_seed(seed))
    for i in range(n_layers):
        noise = random.random((_TILE, _TILE), dtype=np.float32)
        angle = np.deg2rad(_ANGLES[i % len(_ANGLES)])
        strokes = _along(noise, angle)
        low, high = np.quantile(strokes, (0.05, 0.75))
        left = np.clip((strokes - low) / (high - low), 0, 1) * (1 - _DARKEST) + _DARKEST
        enlarged_left = cv2.resize(left, (side, side), interpolation=cv2.INTER_CUBIC)
        tiles.append(np.clip(np.rint(tiles[-1] * np.minimum(enlarged_left, 1)), 0, 255).astype(np.uint8))
    return np.array(tiles)


def _along(noise: np.ndarray, angle: float) -> np.ndarray:
    """Return noise drawn out into strokes, the tile's ends meeting."""
    reach = np.linspace(-_STROKE / 2, _STROKE / 2, _STROKE)
    shifts = [(round(float(np.sin(angle) * one)), round(float(np.cos(angle) * one))) for one in reach]
    return sum((np.roll(noise, shift, axis=(0, 1)) for shift in shifts), np.zeros_like(noise)) / np.float32(_STROKE)


def _hatched(step: np.ndarray, hatching: np.ndarray, top: int) -> np.ndarray:
    """Return the band under as many layers as its steps ask for: the lightest has none."""
    height, width = step.shape
    side = hatching.shape[1]
    rows, columns = (top + np.arange(height)) % side, np.arange(width) % side
    grey = np.full(step.shape, 255, np.uint8)
    for i in range(len(hatching) - 1):
        layer = hatching[len(hatching) - 1 - i][np.ix_(rows, columns)]
        grey = np.where(step == i, layer, grey)
    return grey
