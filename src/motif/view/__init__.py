"""Numbers to pages and pictures: one visual language for reports, figures and the terminal.

`part` holds what a chapter is made of, `report` writes the page, `strip` draws a number on its null, `figure` draws
charts and maps, `table` prints rows in the terminal, `token` has the colours, sizes and spaces that all of them use.
"""

from motif.view.part import Chapter, Chart, Gallery, Part, Picture, Prose, Strips, Table
from motif.view.report import render_page, write_page

__all__ = [
    "Chapter",
    "Chart",
    "Gallery",
    "Part",
    "Picture",
    "Prose",
    "Strips",
    "Table",
    "render_page",
    "write_page",
]
