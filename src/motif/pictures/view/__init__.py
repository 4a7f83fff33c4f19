"""Pictures on pages: the demo's chapter, and the page about a folder."""

from motif.pictures.view.demo import chapter

__all__ = ["chapter"]
