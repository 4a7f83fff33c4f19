"""Colours: what a profile says they mean, as sRGB of 8 bits."""

from __future__ import annotations

import io
import logging

import numpy as np
from PIL import Image, ImageCms

from motif.source.image.picture import Picture

__all__ = ["can_be_parsed", "cmyk_to_rgb", "lab_to_rgb", "to_srgb"]

_LOG = logging.getLogger(__name__)
_EIGHT = ((np.arange(1 << 16) + 128) // 257).astype(np.uint8)  # 65535 = 255 * 257: the nearest of 256 levels
_BROKEN = (OSError, ValueError, TypeError, ImageCms.PyCMSError)  # what a damaged profile leads LittleCMS's wrapper into
_SPACES = {"GRAY": "L", "RGB": "RGB", "CMYK": "CMYK"}


def to_srgb(picture: Picture) -> np.ndarray:
    """Return a picture's pixels as sRGB: 8 bits, three colours, and alpha where it has one.

    Grey becomes three equal colours, 16 bits the nearest of 256 levels, and the colours go through the picture's
    profile to sRGB (perceptual intent, by LittleCMS, 8 bits inside). Without a profile they count as sRGB and stay as
    they are. A profile that cannot be used is named in the log, and the colours stay.

    Returns
    -------
    ndarray
        (height, width, 3 or 4), uint8.

    Examples
    --------
    >>> to_srgb(Picture(np.array([[[0], [65535]]], np.uint16))).tolist()
    [[[0, 0, 0], [255, 255, 255]]]
    """
    pixels = _EIGHT[picture.pixels] if picture.pixels.dtype == np.uint16 else picture.pixels
    n_colours = 3 if pixels.shape[2] > 2 else 1
    colours = pixels[:, :, :n_colours]
    result = _through_profile(colours, picture.profile) if picture.profile else None
    if result is None:
        result = np.repeat(colours, 3, axis=2) if n_colours == 1 else colours
    return np.concatenate([result, pixels[:, :, -1:]], axis=2) if picture.has_alpha else np.array(result)


def _through_profile(colours: np.ndarray, profile: bytes) -> np.ndarray | None:
    """The colours as sRGB, or None where the profile is broken or speaks of other colours."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = _SPACES.get(source.profile.xcolor_space.strip(), "")
        if mode == "RGB" and colours.shape[2] == 1:
            colours = np.repeat(colours, 3, axis=2)
        if mode != ("L" if colours.shape[2] == 1 else "RGB"):
            _LOG.warning("a colour profile for %s is not used for a picture of other colours", mode or "other spaces")
            return None
        transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
    except _BROKEN as error:
        _LOG.warning("a colour profile cannot be used, the colours are taken as sRGB: %s", error)
        return None
    image = Image.fromarray(np.ascontiguousarray(colours[:, :, 0] if mode == "L" else colours))
    return np.asarray(transform.apply(image))


def can_be_parsed(profile: bytes) -> bool:
    """Return whether bytes are a colour profile, whatever it speaks of.

    Examples
    --------
    >>> can_be_parsed(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()), can_be_parsed(b"noise")
    (True, False)
    """
    try:
        ImageCms.ImageCmsProfile(io.BytesIO(profile))
    except _BROKEN:
        return False
    return True


def cmyk_to_rgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a CMYK picture as sRGB: through its profile, or by Pillow's plain formula where it has none of use.

    Examples
    --------
    >>> cmyk_to_rgb(Image.new("CMYK", (1, 1), (0, 255, 255, 0)), None).getpixel((0, 0))
    (255, 0, 0)
    """
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            return ImageCms.buildTransform(source, srgb, "CMYK", "RGB").apply(image)
        except _BROKEN as error:
            _LOG.warning("a CMYK profile cannot be used, the colours are converted without it: %s", error)
    return image.convert("RGB")


def lab_to_rgb(image: Image.Image) -> Image.Image:
    """Return a Lab picture as sRGB.

    Examples
    --------
    >>> max(lab_to_rgb(Image.new("LAB", (1, 1), (0, 128, 128))).getpixel((0, 0))) <= 1  # black, but for rounding
    True
    """
    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    return ImageCms.buildTransform(lab, srgb, "LAB", "RGB").apply(image)
