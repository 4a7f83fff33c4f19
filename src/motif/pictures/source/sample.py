"""The wing's sample: the portrait that its demo, documents and tests use."""

from __future__ import annotations

from importlib.resources import files

__all__ = ["astronaut"]


def astronaut() -> bytes:
    """Return the portrait of Eileen Collins by NASA: a PNG of 512 x 512 pixels, public domain.

    The same file as scikit-image's `data.astronaut`.

    Examples
    --------
    >>> astronaut()[1:4], len(astronaut())
    (b'PNG', 791555)
    """
    return (files("motif.pictures.source") / "samples" / "astronaut.png").read_bytes()
