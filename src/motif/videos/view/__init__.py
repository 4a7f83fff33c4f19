"""Videos on pages: the chapter of the demo, and the page about a collection."""

from motif.videos.view.demo import chapter
from motif.videos.view.page import chapters, write
from motif.videos.view.score import score_parts

__all__ = ["chapter", "chapters", "score_parts", "write"]
