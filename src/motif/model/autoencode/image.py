"""Pictures as rows of a matrix, and the shape that convolutions need back."""

from __future__ import annotations

from math import isqrt, prod
from typing import Any, TypeAlias

import numpy as np

from motif.core.check import few, integer
from motif.core.errors import InputError

__all__ = ["Image", "ImageSetting", "flattened", "image_of"]

Image: TypeAlias = tuple[int, int, int]
ImageSetting: TypeAlias = tuple[int, ...] | None
_CHANNELS = (1, 3, 4)  # grey, colour, colour with alpha: what a last axis of channels holds


def flattened(X: Any) -> tuple[Any, Image | None]:
    """Return pictures as rows (n_items, channels * height * width) with the shape of each; a matrix as it is, and None.

    Parameters
    ----------
    X :
        (n_items, height, width) or (n_items, channels, height, width), also as a list of arrays; anything else comes
        back untouched. Mapped files stay mapped.

    Raises
    ------
    InputError
        When a list holds pictures of several sizes, and for channels on the last axis.

    Examples
    --------
    >>> rows, image = flattened(np.zeros((2, 8, 6)))
    >>> rows.shape, image
    ((2, 48), (1, 8, 6))
    """
    if isinstance(X, list | tuple) and X and all(isinstance(one, np.ndarray) and one.ndim in (2, 3) for one in X):
        sizes = sorted({one.shape for one in X}, key=lambda size: (len(size), size))
        if len(sizes) > 1:
            raise InputError(f"X holds pictures of {len(sizes)} sizes: {few(sizes)}; bring them to one size")
        X = np.stack(X)
    if not isinstance(X, np.ndarray) or X.ndim not in (3, 4):
        return X, None
    if X.ndim == 4 and X.shape[1] not in _CHANNELS and X.shape[3] in _CHANNELS:
        raise InputError(
            f"X has shape {X.shape}; pictures are (n_items, channels, height, width): pass np.moveaxis(X, -1, 1)"
        )
    n_channels, height, width = (1, *X.shape[1:]) if X.ndim == 3 else X.shape[1:]
    return X.reshape(len(X), n_channels * height * width), (n_channels, height, width)


def image_of(setting: ImageSetting, seen: Image | None, n_features: int) -> Image | None:
    """Return the shape (channels, height, width) of each item.

    Parameters
    ----------
    setting :
        (height, width) or (channels, height, width), as the estimators take it; None asks X.
    seen :
        The shape that X came in; None for a matrix, whose rows are grey squares where their length is a square.
    n_features :
        Of an item.

    Returns
    -------
    The shape, or None for items that are no pictures.

    Raises
    ------
    InputError
        For a setting that is no shape, or does not fit the items.

    Examples
    --------
    >>> image_of((6, 8), None, 48), image_of(None, None, 64), image_of(None, None, 63)
    ((1, 6, 8), (1, 8, 8), None)
    """
    if setting is None:
        side = isqrt(n_features)
        return seen or ((1, side, side) if side * side == n_features else None)
    if not isinstance(setting, tuple | list) or len(setting) not in (2, 3):
        raise InputError(f"image_shape must be (height, width) or (channels, height, width), not {setting!r}")
    n_channels, height, width = (integer(n, what="image_shape", low=1) for n in (1, *setting)[-3:])
    if prod((n_channels, height, width)) != n_features or (seen is not None and seen != (n_channels, height, width)):
        given = f"pictures of {seen}" if seen else f"items of {n_features} features"
        raise InputError(f"image_shape={setting!r} does not fit X, which holds {given}")
    return n_channels, height, width
