"""Motif finds what recurs in a media collection, and sets every number beside what chance would score.

The front door: a few public names; the heavy ones are loaded on first use.

Examples
--------
>>> import motif
>>> sorted(motif.__all__)
['Collection', 'Drop', 'MotifError', 'latent', 'open', 'pictures']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from motif.core.errors import MotifError
from motif.core.record import Drop

if TYPE_CHECKING:
    from motif import latent, pictures
    from motif.collection import Collection
    from motif.collection import read as open

__all__ = ["Collection", "Drop", "MotifError", "latent", "open", "pictures"]

_LAZY = {"Collection": ("motif.collection", "Collection"), "open": ("motif.collection", "read")}
_WINGS = ("latent", "pictures")


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        module, attribute = _LAZY[name]
        return getattr(import_module(module), attribute)
    if name in _WINGS:
        return import_module(f"motif.{name}")
    if name == "__version__":
        from motif.core.record import version

        return version()
    raise AttributeError(f"module 'motif' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
