"""What the latent wing shows: sheets of small pictures, and the chapter made of them."""

from motif.latent.view.page import chapter

__all__ = ["chapter"]
