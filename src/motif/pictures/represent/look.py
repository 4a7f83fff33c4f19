"""One look of a network at a picture of any size, and its answer at that size.

Each network wants its own square and its own scale of colours; what comes back is the same for all: the probability
that a pixel belongs to the subject.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import cv2
import numpy as np

__all__ = ["Network", "Segmenter", "person", "saliency", "tiled", "unet"]

Network: TypeAlias = Callable[[np.ndarray], np.ndarray]
Segmenter: TypeAlias = Callable[[np.ndarray], np.ndarray]

_SELFIE, _U2NETP = 256, 320  # the networks' own inputs, pixels
_MEAN = np.array([0.485, 0.456, 0.406], np.float32)[:, None, None]  # of ImageNet
_SD = np.array([0.229, 0.224, 0.225], np.float32)[:, None, None]
_UNET_LONGEST, _UNET_STEP = 512, 32  # pixels; five halvings fit into 32
_OVERLAP = 0.25  # of a tile, with its neighbour


def person(pixels: np.ndarray, network: Network) -> np.ndarray:
    """Return the probability of a person, as `selfie` sees it in one look.

    Parameters
    ----------
    pixels :
        sRGB, (height, width, 3) uint8.
    network :
        Takes (1, 3, 256, 256) float32 in [0, 1], returns (1, 1, 256, 256).

    Returns
    -------
    (height, width) float32 in [0, 1].

    Examples
    --------
    >>> person(np.full((2, 3, 3), 255, np.uint8), lambda batch: batch[:, :1]).tolist()
    [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]
    """
    batch = _batch(pixels, (_SELFIE, _SELFIE))
    return _at_size(network(batch / np.float32(255)), pixels)


def saliency(network: Network) -> Segmenter:
    """Return how `u2netp` sees a picture: what stands out most, which is not always a person.

    Parameters
    ----------
    network :
        Takes (1, 3, 320, 320) float32, scaled as ImageNet's, returns (1, 1, 320, 320) in [0, 1].

    Examples
    --------
    >>> everything = saliency(lambda batch: np.ones((1, 1, 320, 320), np.float32))
    >>> everything(np.zeros((2, 3, 3), np.uint8)).shape
    (2, 3)
    """

    def look(pixels: np.ndarray) -> np.ndarray:
        batch = _batch(pixels, (_U2NETP, _U2NETP))
        batch /= np.float32(max(1.0, float(batch.max())))  # as its authors do: by the brightest value
        batch = (batch - _MEAN) / _SD
        return _at_size(network(batch), pixels)

    return look


def unet(network: Network) -> Segmenter:
    """Return how a network that was trained with Motif sees a picture.

    A network whose file leaves its input's size open is shown the picture with its long side at 512 at most, both
    sides multiples of 32. An answer that leaves [0, 1] is taken for logits.

    Parameters
    ----------
    network :
        Takes (1, 3, h, w) float32 in [0, 1], returns (1, 1, h, w), probabilities or logits. Its `input_shape`, where
        it has one, says (3, h, w), with None for a size that is open.

    Examples
    --------
    >>> bright = unet(lambda batch: 40 * batch[:, :1] - 20)  # logits
    >>> bright(np.full((2, 3, 3), 255, np.uint8)).round(3).tolist()
    [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]
    """

    def look(pixels: np.ndarray) -> np.ndarray:
        answer = network(_batch(pixels, _unet_size(pixels, network)) / np.float32(255))
        if answer.min() < 0 or answer.max() > 1:
            answer = 1 / (1 + np.exp(-np.clip(answer, -50, 50)))
        return _at_size(answer, pixels)

    return look


def tiled(pixels: np.ndarray, look: Segmenter) -> np.ndarray:
    """Return the greatest probability that a look at the whole, or at one of six overlapping parts, gives each pixel.

    Two by three parts, three along the longer side. It finds small and many people that one look misses; of one
    person near the camera a part may show too little to be known.

    Parameters
    ----------
    pixels :
        sRGB, (height, width, 3) uint8.
    look :
        One look.

    Examples
    --------
    >>> tiled(np.zeros((6, 9, 3), np.uint8), lambda part: np.full(part.shape[:2], part.shape[1] / 9)).max()
    np.float64(1.0)
    """
    best = np.array(look(pixels))
    height, width = pixels.shape[:2]
    n_rows, n_columns = (2, 3) if width >= height else (3, 2)
    for rows in _spans(height, n_rows):
        for columns in _spans(width, n_columns):
            part = best[rows, columns]
            np.maximum(part, look(np.ascontiguousarray(pixels[rows, columns])), out=part)
    return best


def _spans(length: int, n: int) -> list[slice]:
    side = min(length, int(np.ceil(length / (n - (n - 1) * _OVERLAP))))
    starts = np.linspace(0, length - side, n).round().astype(int)
    return [slice(start, start + side) for start in starts.tolist()]


def _unet_size(pixels: np.ndarray, network: Network) -> tuple[int, int]:
    """Return (height, width) of what the network is shown."""
    declared = getattr(network, "input_shape", (3, None, None))[-2:]
    scale = min(1.0, _UNET_LONGEST / max(pixels.shape[:2]))
    height, width = (
        given or max(_UNET_STEP, round(side * scale / _UNET_STEP) * _UNET_STEP)
        for given, side in zip(declared, pixels.shape[:2], strict=True)
    )
    return height, width


def _batch(pixels: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    small = cv2.resize(pixels, size[::-1], interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(small.transpose(2, 0, 1)[None], np.float32)


def _at_size(answer: np.ndarray, pixels: np.ndarray) -> np.ndarray:
    plane = np.ascontiguousarray(answer.reshape(answer.shape[-2:]), np.float32)
    return np.clip(cv2.resize(plane, pixels.shape[1::-1], interpolation=cv2.INTER_LINEAR), 0, 1)
