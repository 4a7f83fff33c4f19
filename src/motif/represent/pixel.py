"""Pixels: pictures of one size as a matrix with a row a picture, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from motif.core.check import few, in_choices, matrix
from motif.core.errors import InputError

__all__ = ["to_matrix", "to_pictures"]

_WHITE = {"uint8": 255, "uint16": 65535}


def to_matrix(pictures: Any) -> np.ndarray:
    """Return pictures as a matrix of pixel values in [0, 1], one row a picture.

    Parameters
    ----------
    pictures :
        (n_items, height, width) or (n_items, height, width, n_channels), or a sequence of pictures of one size:
        uint8 in [0, 255], uint16 in [0, 65535], or floats in [0, 1].

    Returns
    -------
    X :
        (n_items, height * width * n_channels), rows first, channels last; float64 for float64, otherwise float32.

    Raises
    ------
    InputError
        For pictures of several sizes (with the sizes), of another type, or with floats outside [0, 1].

    Examples
    --------
    >>> to_matrix(np.array([[[0, 255], [51, 102]]], dtype=np.uint8))
    array([[0. , 1. , 0.2, 0.4]], dtype=float32)
    """
    stacked = _stacked(pictures)
    if stacked.dtype.name in _WHITE:
        scaled = stacked.astype(np.float32)
        scaled /= _WHITE[stacked.dtype.name]
    elif stacked.dtype.kind == "f":
        _refuse_outside(stacked)
        scaled = stacked.astype(np.float64 if stacked.dtype == np.float64 else np.float32)
    else:
        raise InputError(f"pictures must be uint8, uint16 or floats in [0, 1]; given {stacked.dtype}")
    return scaled.reshape(len(stacked), -1)


def to_pictures(
    X: Any, shape: tuple[int, ...], *, dtype: Literal["uint8", "uint16", "float32"] = "uint8"
) -> np.ndarray:
    """Return the pictures that the rows of a matrix hold.

    Values outside [0, 1], as a reconstruction may have, become black or white.

    Parameters
    ----------
    X :
        (n_items, height * width * n_channels), in [0, 1] as far as a picture can show it.
    shape :
        (height, width) or (height, width, n_channels).
    dtype :
        What comes back; the whole numbers are rounded to the nearest.

    Returns
    -------
    pictures :
        (n_items, *shape).

    Raises
    ------
    InputError
        When a row does not have the shape's number of pixels; both are named.

    Examples
    --------
    >>> to_pictures([[0.0, 1.1, 0.2, 0.4]], (2, 2))[0]
    array([[  0, 255],
           [ 51, 102]], dtype=uint8)
    """
    in_choices(dtype, (*_WHITE, "float32"), what="dtype")
    X = matrix(X)
    if X.shape[1] != np.prod(shape, dtype=int):
        raise InputError(
            f"X has {X.shape[1]} columns; pictures of shape {shape} have {np.prod(shape, dtype=int)} values"
        )
    clipped = np.clip(X, 0, 1)
    if dtype in _WHITE:
        clipped = np.rint(clipped * _WHITE[dtype])
    return clipped.astype(dtype).reshape(len(X), *shape)


def _stacked(pictures: Any) -> np.ndarray:
    if not isinstance(pictures, np.ndarray):
        pictures = _one_size([np.asarray(picture) for picture in pictures])
    if pictures.ndim not in (3, 4) or 0 in pictures.shape:
        expected = "(n_items, height, width) or (n_items, height, width, n_channels), each at least 1"
        raise InputError(f"pictures must have shape {expected}; given {pictures.shape}")
    return pictures


def _one_size(pictures: Sequence[np.ndarray]) -> np.ndarray:
    shapes = Counter(picture.shape for picture in pictures)
    if len(shapes) > 1:
        counted = few((f"{n} x {shape}" for shape, n in shapes.most_common()))
        raise InputError(f"pictures must all have one size; given {counted}; bring them to one size first")
    types = sorted({picture.dtype.name for picture in pictures})
    if len(types) > 1:
        raise InputError(f"pictures must all have one type; given {few(types)}")
    return np.stack(pictures) if pictures else np.empty((0, 0, 0))


def _refuse_outside(pictures: np.ndarray) -> None:
    low, high = pictures.min(), pictures.max()  # NaN if any is
    if not (low >= 0 and high <= 1):
        given = f"between {low:g} and {high:g}" if low == low else "with NaN"
        raise InputError(f"pictures of {pictures.dtype} must lie in [0, 1]; given {given}; divide by the white value")
