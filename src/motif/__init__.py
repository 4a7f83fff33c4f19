"""Motif finds what recurs in a media collection, and sets every number beside what chance would score.

The front door: a few public names; the heavy ones, and the wings, are loaded on first use.

Examples
--------
>>> import motif
>>> films = motif.Collection("film", {"id": ["alien", "aliens"], "year": [1979, 1986]})
>>> films.where("year > 1980").ids
['aliens']
>>> motif.pictures.__name__
'motif.pictures'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from motif.core.errors import MotifError
from motif.core.record import Drop

if TYPE_CHECKING:
    from motif.collection import Collection
    from motif.collection import read as open

__all__ = ["Collection", "Drop", "MotifError", "open"]

_LAZY = {"Collection": ("motif.collection", "Collection"), "open": ("motif.collection", "read")}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        module, attribute = _LAZY[name]
        return getattr(import_module(module), attribute)
    if name == "__version__":
        from motif.core.record import version

        return version()
    wings = import_module("motif.wings")
    if name in wings.WINGS and wings.WINGS[name].is_built:
        return wings.load(name)
    raise AttributeError(f"module 'motif' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
