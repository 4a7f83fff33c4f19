"""What is made of a picture: the cartoon style `khist`, and the levels of colour that it finds."""

from motif.pictures.model.khist import Cartoon, khist
from motif.pictures.model.level import colour_levels, looks_normal

__all__ = ["Cartoon", "colour_levels", "khist", "looks_normal"]
