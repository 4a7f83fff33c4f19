"""Colours of the border without the old background: what a half-transparent pixel would show if it were all subject."""

from __future__ import annotations

import cv2
import numpy as np

__all__ = ["cleaned"]

_WIDE, _NARROW = 90, 6  # side of the box of each round, pixels: section 3 of the paper
_COARSE = 4  # the wide box's means are so smooth that a quarter of the size shows them; divides tile and halo
_TILE, _HALO = 128, 8  # pixels: only tiles with a border are done, and the halo is what the narrow box reaches
_NOTHING = np.float32(1e-5)
_HARDLY = 1 / 510  # of alpha: half a level of 255


def cleaned(pixels: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Return the subject's colours, freed of the background that shines through where the alpha is between 0 and 1.

    Follows Forte and Pitié 2021, "Approximate fast foreground colour estimation" (blur fusion, two rounds): the local
    means of subject and background are guessed by a box blur, and corrected so that they make up the pixel. The first
    round's means are taken at a quarter of the size, which the paper does not do.

    Parameters
    ----------
    pixels :
        (height, width, channels), uint8 or uint16, in any colours.
    alpha :
        (height, width) float32 in [0, 1].

    Returns
    -------
    Pixels of the same shape and type; where the alpha is 0 or 1, they stay as they are.

    Examples
    --------
    >>> pixels = np.zeros((9, 9, 1), np.uint8)
    >>> pixels[:, :4], pixels[:, 4] = 200, 100  # white cloth, a half-covered column, black behind
    >>> alpha = np.float32(pixels[..., 0]) / 200
    >>> int(cleaned(pixels, alpha)[4, 4, 0]) > 170
    True
    """
    result = pixels.copy()
    soft = (alpha > _HARDLY) & (alpha < 1 - _HARDLY)
    if not soft.any():
        return result
    wide = _wide_means(pixels, alpha)
    top = np.iinfo(pixels.dtype).max
    for above in range(0, alpha.shape[0], _TILE):
        for left in range(0, alpha.shape[1], _TILE):
            tile = slice(above, above + _TILE), slice(left, left + _TILE)
            here = soft[tile]
            if here.any():
                levels = np.rint(np.clip(_found(pixels, alpha, wide, above, left), 0, top)).astype(pixels.dtype)
                result[tile][here] = levels[here]
    return result


def _wide_means(pixels: np.ndarray, alpha: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the means of subject and background under the wide box, at a quarter of the size."""
    size = tuple(-(-length // _COARSE) for length in alpha.shape[::-1])
    small, share = (cv2.resize(part, size, interpolation=cv2.INTER_AREA) for part in (pixels, alpha))
    seen = small.reshape(*share.shape, -1).astype(np.float32)
    return _means(seen, seen, share, _WIDE // _COARSE)


def _found(
    pixels: np.ndarray, alpha: np.ndarray, wide: tuple[np.ndarray, np.ndarray], above: int, left: int
) -> np.ndarray:
    """Return the subject's colours in one tile."""
    top, start = max(0, above - _HALO), max(0, left - _HALO)
    window = slice(top, above + _TILE + _HALO), slice(start, left + _TILE + _HALO)
    seen, share = pixels[window].astype(np.float32), alpha[window]
    coarse = tuple(slice(part.start // _COARSE, -(-part.stop // _COARSE)) for part in window)
    means = [_enlarged(part[coarse], share.shape) for part in wide]
    subject = _corrected(seen, share, *means)
    subject = _corrected(seen, share, *_means(subject, means[1], share, _NARROW))
    return subject[above - top : above - top + _TILE, left - start : left - start + _TILE]


def _enlarged(means: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    size = (means.shape[1] * _COARSE, means.shape[0] * _COARSE)
    return cv2.resize(means, size, interpolation=cv2.INTER_LINEAR).reshape(*size[::-1], -1)[: shape[0], : shape[1]]


def _means(subject: np.ndarray, background: np.ndarray, alpha: np.ndarray, side: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the local means of subject and background, each weighted by its share."""
    box, shape = (side, side), subject.shape
    share = cv2.blur(alpha, box)[..., None]
    alpha = alpha[..., None]
    of_subject = cv2.blur(subject * alpha, box).reshape(shape)
    of_background = cv2.blur(background * (1 - alpha), box).reshape(shape)
    return of_subject / (share + _NOTHING), of_background / (1 - share + _NOTHING)


def _corrected(seen: np.ndarray, alpha: np.ndarray, subject: np.ndarray, background: np.ndarray) -> np.ndarray:
    """Return the subject so that, with the background, it makes up what is seen."""
    alpha = alpha[..., None]
    found = subject - background  # one array all the way: subject + alpha * (seen - background - alpha * found)
    found *= alpha
    found += background
    np.subtract(seen, found, out=found)
    found *= alpha
    found += subject
    return found
