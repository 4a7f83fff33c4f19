"""Images: pictures as upright pixels at their own depth with their colour profile, and back into bytes."""

from __future__ import annotations

from motif.source.image.colour import to_srgb
from motif.source.image.encode import encode_image
from motif.source.image.metadata import Metadata
from motif.source.image.note import read_note
from motif.source.image.picture import Picture
from motif.source.image.read import FORMATS, MAX_PIXELS, read_image
from motif.source.image.whole import is_whole

__all__ = [
    "FORMATS",
    "MAX_PIXELS",
    "Metadata",
    "Picture",
    "encode_image",
    "is_whole",
    "read_image",
    "read_note",
    "to_srgb",
]
