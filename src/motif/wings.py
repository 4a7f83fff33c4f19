"""The register of wings: the only file that lists them, and loads them by name.

A wing that is built has `WING.study.demo(*, folder, quick)`, which does the wing's job on real sample media, and
`WING.view.chapter(result)`, which draws it.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

__all__ = ["WINGS", "Wing", "load", "room"]


@dataclass(frozen=True, slots=True)
class Wing:
    """One subject: its name, its job in a line, the extra that brings its packages, and whether it is built yet.

    Examples
    --------
    >>> WINGS["latent"].is_built
    True
    """

    name: str
    job: str
    extra: str
    is_built: bool


_ALL = (
    Wing("pictures", "cut the person out, draw a cartoon, score how much changed", "pictures", is_built=True),
    Wing("latent", "few numbers for an image: codes, maps, groups", "latent", is_built=True),
    Wing("films", "plots, characters, personas", "films", is_built=True),
    Wing("songs", "gather songs, group them, recommend", "songs", is_built=True),
    Wing("videos", "label a video by picture, sound and words", "videos", is_built=True),
)
WINGS = {wing.name: wing for wing in _ALL}


def load(name: str) -> Any:
    """Return a wing's front door.

    Raises
    ------
    ImportError
        When a package that it needs is missing; `MissingExtra` where the wing names the extra.

    Examples
    --------
    >>> load("pictures").__name__
    'motif.pictures'
    """
    return import_module(f"motif.{name}")


def room(name: str, which: str) -> Any:
    """Return a room of a wing, such as its `study` or `view`.

    Examples
    --------
    >>> room("latent", "study").__name__
    'motif.latent.study'
    """
    return import_module(f"motif.{name}.{which}")
