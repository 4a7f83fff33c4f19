"""Numbers to pages and pictures: one visual language for reports, figures and the terminal.

`part` holds what a chapter is made of, `report` writes the page, `strip` draws a number on its null, `figure` draws
charts, `atlas` maps, `table` prints rows in the terminal, `style` is matplotlib in the same dress, and `token` has the
colours, sizes and spaces that all of them use.
"""

from motif.view.atlas import Sheet, scatter_map
from motif.view.card import Card, Cards, Gauge, Tile
from motif.view.figure import bars
from motif.view.part import Chapter, Chart, Compare, Gallery, Part, Picture, Prose, Strips, Table
from motif.view.report import render_page, write_page
from motif.view.strip import strip_svg, strip_text, strips_text
from motif.view.table import table_text

__all__ = [
    "Card",
    "Cards",
    "Chapter",
    "Chart",
    "Compare",
    "Gallery",
    "Gauge",
    "Part",
    "Picture",
    "Prose",
    "Sheet",
    "Strips",
    "Table",
    "Tile",
    "bars",
    "render_page",
    "scatter_map",
    "strip_svg",
    "strip_text",
    "strips_text",
    "table_text",
    "write_page",
]
