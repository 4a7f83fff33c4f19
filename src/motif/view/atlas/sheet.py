"""Sheets: small pictures of the items in one image, for what the pointer rests on."""

from __future__ import annotations

from dataclasses import dataclass, field

from motif.core.check import integer
from motif.core.digest import bytes_digest, content_id
from motif.view.part import Picture

__all__ = ["Sheet"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Small pictures of all items in one image, row by row, for what the pointer rests on.

    Parameters
    ----------
    picture :
        The image; its tiles are shown at their own size.
    width, height :
        Of one tile, in px.
    n_columns, n_rows :
        Tiles in a row, and rows of tiles.

    Attributes
    ----------
    id :
        What the drawing calls the image, from its bytes.

    Examples
    --------
    >>> Sheet(Picture(b"...", "image/png", "All digits"), width=32, height=32, n_columns=40, n_rows=45).place(41)
    (32, 32)
    """

    picture: Picture = field(repr=False)
    width: int
    height: int
    n_columns: int
    n_rows: int
    id: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for what in ("width", "height", "n_columns", "n_rows"):
            integer(getattr(self, what), what=what, low=1)
        object.__setattr__(self, "id", f"sheet-{content_id(bytes_digest(self.picture.data))}")

    def place(self, position: int) -> tuple[int, int]:
        """Return left and top of an item's tile, in px."""
        return position % self.n_columns * self.width, position // self.n_columns * self.height
