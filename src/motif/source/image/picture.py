"""A picture: its pixels, upright and at their own depth, with the colour profile they came with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from motif.core.digest import array_digest, content_id
from motif.core.errors import InputError
from motif.source.image.metadata import Metadata

__all__ = ["Picture", "as_pixels"]


def as_pixels(pixels: object, *, what: str = "pixels") -> np.ndarray:
    """Return pixels as (height, width, channels), or refuse what is no picture.

    Parameters
    ----------
    pixels :
        uint8 or uint16, (height, width) or (height, width, channels), with 1 to 4 channels: grey, grey and alpha, RGB,
        RGB and alpha.
    what :
        How messages call it.

    Raises
    ------
    InputError
        With the shape and dtype given.

    Examples
    --------
    >>> as_pixels(np.zeros((2, 3), np.uint8)).shape
    (2, 3, 1)
    """
    if not isinstance(pixels, np.ndarray):
        raise InputError(f"{what} must be an array, not {type(pixels).__name__}")
    array = pixels[:, :, None] if pixels.ndim == 2 else pixels
    if array.ndim != 3 or not 1 <= array.shape[2] <= 4 or 0 in array.shape or array.dtype not in (np.uint8, np.uint16):
        expected = "uint8 or uint16 of shape (height, width) or (height, width, 1 to 4)"
        raise InputError(f"{what} must be {expected}; given {pixels.dtype} of shape {pixels.shape}")
    return array


@dataclass(frozen=True, eq=False)
class Picture:
    """A decoded picture.

    Parameters
    ----------
    pixels :
        (height, width, channels), uint8 or uint16, with 1 to 4 channels: grey, grey and alpha, RGB, RGB and alpha. The
        orientation that the file asks for is applied, alpha is not multiplied into the colours.
    profile :
        The ICC profile that says what the colours mean; None means sRGB.
    format :
        What the bytes were, such as "jpeg" or "png"; empty for pixels that came from elsewhere.
    metadata :
        What the file's EXIF and XMP say of the picture; None where they say nothing.
    converted_from :
        The colours that the file holds, where reading turned them into sRGB: "CMYK" or "Lab"; empty otherwise.
    has_broken_profile :
        Whether the file holds a profile that nothing can read, which was left out.

    Examples
    --------
    >>> picture = Picture(np.zeros((2, 3, 4), np.uint8))
    >>> picture.height, picture.width, picture.has_alpha, picture.id
    (2, 3, True, '34adb838a6761d5e')
    """

    pixels: np.ndarray
    profile: bytes | None = None
    format: str = ""
    metadata: Metadata | None = None
    converted_from: str = ""
    has_broken_profile: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "pixels", as_pixels(self.pixels))

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.pixels.shape[0]

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.pixels.shape[1]

    @property
    def has_alpha(self) -> bool:
        """Whether the last channel says how opaque a pixel is."""
        return self.pixels.shape[2] in (2, 4)

    @cached_property
    def id(self) -> str:
        """The id that the decoded pixels give, 16 hex digits: the same after renaming, retagging or packing anew.

        The profile is ignored: one picture with two profiles has one id, though it does not look the same.
        """
        return content_id(array_digest(self.pixels))
