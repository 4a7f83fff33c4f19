"""Films on pages: the chapter of the demo, and the pages about films, their characters and personas."""

from motif.films.view.demo import chapter
from motif.films.view.page import chapters, write

__all__ = ["chapter", "chapters", "write"]
