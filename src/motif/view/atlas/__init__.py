"""Maps of items in the plane: the small drawing inside a page, the page that is all map, and `map`, which makes it."""

from motif.view.atlas.draw import DrawnMap, map
from motif.view.atlas.page import render_atlas, write_atlas
from motif.view.atlas.plate import map_png
from motif.view.atlas.scatter import scatter_map
from motif.view.atlas.sheet import Sheet
from motif.view.atlas.tile import picture_sheets

__all__ = ["DrawnMap", "Sheet", "map", "map_png", "picture_sheets", "render_atlas", "scatter_map", "write_atlas"]
