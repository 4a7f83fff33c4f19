"""What a user may hand over as a picture: a path, bytes, an array, a PIL image."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union

import numpy as np

from motif.core.errors import DataError, InputError
from motif.source.image import Picture, read_image
from motif.source.image.pillow import FAILURES
from motif.source.image.profile import png_profile

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["Given", "as_picture"]

_STORED = dict.fromkeys(("1", "L", "LA", "P", "RGB", "RGBA", "I;16"), "PNG") | {"CMYK": "TIFF", "LAB": "TIFF"}
_GREY = ("1", "L", "LA", "I;16")
_DIRECT = ("L", "LA", "RGB", "RGBA")  # whose pixels, without further words, are what a file would hold
_CONVERTED = {"PA": "RGBA", "RGBa": "RGBA", "La": "LA", "RGBX": "RGB", "YCbCr": "RGB", "HSV": "RGB"}
_CONVERTED |= {"I;16B": "I;16", "I;16L": "I;16"}

Given: TypeAlias = Union[str, Path, bytes, np.ndarray, Picture, "Image"]


def as_picture(given: Given) -> Picture:
    """Return a picture from whatever holds one.

    Parameters
    ----------
    given :
        A path, the bytes of a file, a `Picture`, a PIL image, or an array: (height, width) or (height, width, channels)
        with 1 to 4 channels (grey, grey and alpha, RGB, RGB and alpha), uint8 or uint16, taken for sRGB.

    Raises
    ------
    InputError
        For anything else.
    SourceError, DataError
        When the file cannot be read or is damaged.

    Examples
    --------
    >>> as_picture(np.zeros((2, 3), np.uint8)).pixels.shape
    (2, 3, 1)
    """
    if isinstance(given, Picture):
        return given
    if isinstance(given, (str, Path, bytes)):
        return read_image(given)
    if isinstance(given, np.ndarray):
        return Picture(given)
    if _is_pil(given):
        return _from_pil(given)
    raise InputError(f"a picture must be a path, bytes, an array or a PIL image; not {type(given).__name__!r}")


def _is_pil(given: object) -> bool:
    from PIL.Image import Image

    return isinstance(given, Image)


def _from_pil(image: Image) -> Picture:
    """Return what reading the image's file would give: orientation, depth and profile included."""
    mode = _CONVERTED.get(image.mode, image.mode)
    if mode not in _STORED or 0 in image.size:
        raise InputError(f"a PIL image of mode {image.mode!r} and size {image.size} is no picture; convert it to RGB")
    stream = io.BytesIO()
    try:
        exif, profile = image.getexif(), image.info.get("icc_profile")
        if not profile and image.format == "PNG":
            profile = png_profile(image.info, grey=mode in _GREY)
        if mode in _DIRECT and not exif and "transparency" not in image.info:
            return Picture(np.array(_plain(image, mode)), profile or None)
        as_it_is = {"compress_level": 0} if _STORED[mode] == "PNG" else {}
        _plain(image, mode).save(stream, format=_STORED[mode], exif=exif, icc_profile=profile, **as_it_is)
    except FAILURES as error:  # a file that Pillow has opened and not yet decoded
        cause = " ".join(str(error).split()) or type(error).__name__
        raise DataError(f"the PIL image cannot be decoded: {cause}", reason="damaged") from error
    return read_image(stream.getvalue())


def _plain(image: Image, mode: str) -> Image:
    if mode == image.mode:
        return image
    if mode != "I;16":
        return image.convert(mode)
    from PIL.Image import fromarray

    return fromarray(np.asarray(image).astype(np.uint16))
