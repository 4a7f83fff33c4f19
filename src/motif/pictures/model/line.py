"""Lines: a difference of Gaussians that follows the edges, inked where it is dark, drawn at full resolution.

Follows XDoG (Winnemöller, Kyprianidis and Olsen 2012, "XDoG", section 2) with the lines smoothed along the flow of the
edges (Kang, Lee and Chui 2007, "Coherent line drawing"; the flow is that of the smoothed structure tensor, Kyprianidis
and Döllner 2008). The response holds nothing finer than the lines are wide; so it is computed on a small copy,
enlarged, and only then turned into ink: the border of a line is as sharp as the picture's pixels.
"""

from __future__ import annotations

import cv2
import numpy as np

from motif.pictures.model.band import in_bands, shrunk

__all__ = ["ink", "response"]

_SIDE = 1200  # long side of the small copy, pixels; there a line's sigma is 1.2
_FINEST = 1000  # long side over sigma, at `line=1`: chosen by eye, see docs/pictures.md
_WIDER = 1.6  # the second Gaussian over the first: Winnemöller's k
_FLOW = 2.5  # of the structure tensor's Gaussian, in sigmas of the line
_REACH = 6  # half the length that is smoothed along the flow, in sigmas of the line
_FAINT, _FULL = 1.5, 3.5  # of the response, in levels of lightness (0 to 255): where ink begins, where it is black
_SURE = 4.0  # a line is kept when some of it is darker than this
_SPECK = 30  # pixels of a copy with a long side of 800: smaller specks are dropped


def ink(pixels: np.ndarray, *, line: float = 1.0) -> np.ndarray:
    """Return where the lines are.

    Parameters
    ----------
    pixels :
        RGB, (height, width, 3) uint8.
    line :
        Width of the lines, >= 0; 1 is a sigma of a 1000th of the long side, 0 draws none.

    Returns
    -------
    (height, width) uint8: 0 is paper, 255 ink.

    Examples
    --------
    >>> step = np.zeros((60, 60, 3), np.uint8)
    >>> step[:, 30:] = 200
    >>> drawn = ink(step)
    >>> int(drawn[30].max()), int(drawn[30, :25].max()), int(drawn[30, 35:].max())
    (255, 0, 0)
    """
    result = np.zeros(pixels.shape[:2], np.uint8)
    if line == 0:
        return result
    small = response(shrunk(pixels, _SIDE), line=line)
    full = cv2.resize(small, result.shape[::-1], interpolation=cv2.INTER_CUBIC)

    def draw(band: slice) -> None:
        result[band] = np.clip((full[band] - np.float32(_FAINT)) * np.float32(255 / (_FULL - _FAINT)), 0, 255)

    in_bands(draw, result.shape)
    return result


def response(pixels: np.ndarray, *, line: float) -> np.ndarray:
    """Return how dark each pixel is beside its neighbours, smoothed along the edges; 0 where there is but a speck.

    Parameters
    ----------
    pixels, line :
        As for `ink`; `line` > 0.

    Examples
    --------
    >>> float(response(np.full((9, 9, 3), 80, np.uint8), line=1).max())
    0.0
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB)[..., 0].astype(np.float32)
    sigma = max(0.7, max(grey.shape) / _FINEST * line)
    darker = _blurred(grey, sigma * _WIDER) - _blurred(grey, sigma)
    along = _along_flow(darker, _flow(grey, sigma * _FLOW), round(_REACH * sigma))
    return _without_specks(along)


def _blurred(part: np.ndarray, sigma: float) -> np.ndarray:
    return cv2.GaussianBlur(part, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)


def _flow(grey: np.ndarray, sigma: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the direction along the edges, as x and y of unit vectors."""
    x = cv2.Sobel(grey, cv2.CV_32F, 1, 0, borderType=cv2.BORDER_REPLICATE)
    y = cv2.Sobel(grey, cv2.CV_32F, 0, 1, borderType=cv2.BORDER_REPLICATE)
    xx, yy, xy = (_blurred(part, sigma) for part in (x * x, y * y, x * y))
    angle = np.arctan2(2 * xy, xx - yy) / 2 + np.float32(np.pi / 2)
    return np.cos(angle), np.sin(angle)


def _along_flow(values: np.ndarray, flow: tuple[np.ndarray, np.ndarray], n_steps: int) -> np.ndarray:
    """Return the means of values along the flow, weighted by a Gaussian; directions are kept from turning round."""
    total, weights = values.copy(), 1.0
    columns, rows = np.meshgrid(*(np.arange(n, dtype=np.float32) for n in values.shape[::-1]))
    for way in (1, -1):
        x, y = columns, rows
        step_x, step_y = way * flow[0], way * flow[1]
        for i in range(1, n_steps + 1):
            x, y = x + step_x, y + step_y
            weight = float(np.exp(-2 * (i / n_steps) ** 2))
            total += np.float32(weight) * cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            weights += weight
            if i < n_steps:
                next_x, next_y = (
                    cv2.remap(part, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE) for part in flow
                )
                turn = np.where(next_x * step_x + next_y * step_y < 0, np.float32(-1), np.float32(1))
                step_x, step_y = turn * next_x, turn * next_y
    return np.maximum(total / np.float32(weights), 0)


def _without_specks(dark: np.ndarray) -> np.ndarray:
    """Return the response with lines that are short, or nowhere sure, set to nothing."""
    n, label, stats, _ = cv2.connectedComponentsWithStats((dark > _FAINT).astype(np.uint8), connectivity=8)
    strongest = np.zeros(n, np.float32)
    np.maximum.at(strongest, label.ravel().astype(np.intp), dark.ravel())
    smallest = _SPECK * (max(dark.shape) / 800) ** 2
    kept = (stats[:, cv2.CC_STAT_AREA] >= smallest) & (strongest >= _SURE)
    kept[0] = True  # the paper; below the faintest ink in any case
    return np.where(kept[label], dark, np.float32(0))
