"""Songs on pages: the chapter of the demo, and the page about a collection."""

from motif.songs.view.demo import chapter
from motif.songs.view.page import chapters, write
from motif.songs.view.score import score_parts

__all__ = ["chapter", "chapters", "score_parts", "write"]
