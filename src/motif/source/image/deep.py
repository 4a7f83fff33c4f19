"""Pictures of 16 bits a channel, which Pillow would reduce to 8: colour by OpenCV, grey by Pillow at full depth."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFile

from motif.core.errors import DataError
from motif.source.image.tiff import tag_values, with_upright_tag

__all__ = ["deep_grey", "is_deep_colour", "read_deep_colour"]

_PNG_COLOURS = {2: (0, 1, 2), 4: (0, 3), 6: (0, 1, 2, 3)}  # colour type -> channels of what OpenCV gives, in RGB order
_BITS, _PHOTOMETRIC, _EXTRA = 258, 262, 338
_RGB, _WHITE_IS_ZERO = 2, 0
_NO_ALPHA, _MULTIPLIED = 0, 1
_TOP = 65535


def is_deep_colour(data: bytes, kind: str) -> bool:
    r"""Return whether a PNG or TIFF has 16 bits a channel and more than grey.

    Examples
    --------
    >>> is_deep_colour(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x10\2", "png")
    True
    """
    if kind == "png":
        return data[24] == 16 and data[25] in _PNG_COLOURS
    if kind != "tiff":
        return False
    bits = tag_values(data, _BITS)
    return len(bits) >= 3 and set(bits) == {16} and tag_values(data, _PHOTOMETRIC) == (_RGB,)


def read_deep_colour(data: bytes, kind: str, *, key: tuple[int, ...] | None, name: str) -> np.ndarray:
    """Return the pixels of a PNG or TIFF of 16 bits, as stored: orientation is not applied.

    Parameters
    ----------
    data, kind :
        The bytes and what they are; `is_deep_colour` must hold.
    key :
        The one colour of a PNG that is transparent, in levels of 16 bits.
    name :
        How messages call it.

    Returns
    -------
    ndarray
        (height, width, 2, 3 or 4), uint16.

    Raises
    ------
    DataError
        reason damaged.

    Examples
    --------
    >>> from motif.source.image.encode import encode_image
    >>> pixels = np.arange(2 * 3 * 3, dtype=np.uint16).reshape(2, 3, 3)
    >>> bool((read_deep_colour(encode_image(pixels, format="png"), "png", key=None, name="a") == pixels).all())
    True
    """
    import cv2

    stored = with_upright_tag(data) if kind == "tiff" else data  # OpenCV would turn a TIFF by itself
    try:
        pixels = cv2.imdecode(np.frombuffer(stored, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        pixels = None
    if pixels is None or pixels.dtype != np.uint16 or pixels.ndim != 3:
        raise DataError(f"{name} is damaged: its 16-bit pixels cannot be decoded", reason="damaged")
    swap = cv2.COLOR_BGR2RGB if pixels.shape[2] == 3 else cv2.COLOR_BGRA2RGBA
    pixels = cv2.cvtColor(pixels, swap)
    if kind == "tiff":
        return _tiff_alpha(pixels, tag_values(data, _EXTRA))
    if key is not None:
        opaque = (pixels[:, :, :3] != np.array(key, np.uint16)).any(axis=2)
        return np.dstack([pixels[:, :, :3], opaque * np.uint16(_TOP)])
    channels = _PNG_COLOURS[data[25]]
    return pixels if pixels.shape[2] == len(channels) else pixels[:, :, list(channels)]


def _tiff_alpha(pixels: np.ndarray, extra: tuple[int, ...]) -> np.ndarray:
    """A fourth channel as plain alpha: dropped where it means nothing, divided out where it is multiplied in."""
    if pixels.shape[2] < 4 or extra[:1] == (_NO_ALPHA,):
        return pixels[:, :, :3]
    if extra[:1] == (_MULTIPLIED,):
        alpha = np.maximum(pixels[:, :, 3:].astype(np.uint32), 1)
        colours = (pixels[:, :, :3].astype(np.uint32) * _TOP + alpha // 2) // alpha
        return np.dstack([np.minimum(colours, _TOP).astype(np.uint16), pixels[:, :, 3]])
    return pixels


def deep_grey(image: ImageFile.ImageFile | Image.Image, data: bytes, kind: str) -> np.ndarray:
    """Return the pixels of a decoded grey picture of 16 (or 12) bits: black is 0, white is 65535.

    Returns
    -------
    ndarray
        (height, width, 1 or 2), uint16.

    Examples
    --------
    >>> image = Image.fromarray(np.array([[0, 65535]], np.uint16))
    >>> deep_grey(image, b"", "png").tolist()
    [[[0], [65535]]]
    """
    pixels = np.asarray(image).astype(np.uint16)
    key = image.info.get("transparency")
    if kind == "png" and isinstance(key, int):
        return np.dstack([pixels, (pixels != key) * np.uint16(_TOP)])
    if kind == "tiff" and tag_values(data, _BITS) == (12,):
        pixels = pixels << 4 | pixels >> 8
    if kind == "tiff" and tag_values(data, _PHOTOMETRIC) == (_WHITE_IS_ZERO,):
        pixels = _TOP - pixels
    return pixels[:, :, None]
