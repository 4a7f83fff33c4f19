"""Where the wing's pictures come from: a user's files and folders, arrays and PIL images, and one sample portrait."""

from motif.pictures.source.given import Given, as_picture
from motif.pictures.source.listing import SUFFIXES, Failure, Found, Listing, list_pictures
from motif.pictures.source.sample import astronaut

__all__ = ["SUFFIXES", "Failure", "Found", "Given", "Listing", "as_picture", "astronaut", "list_pictures"]
