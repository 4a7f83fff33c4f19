"""Models: what is fitted to a matrix and gives labels, scores or codes. Every one is a scikit-learn estimator.

`KMeans` (clusters); `save` and `load` keep any of them in a folder without pickling.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from motif.model.cluster import KMeans
    from motif.model.store import load, save

__all__ = ["KMeans", "load", "save"]

_LIVES_IN = {"KMeans": "cluster", "load": "store", "save": "store"}


def __getattr__(name: str) -> Any:
    if name in _LIVES_IN:
        return getattr(import_module(f"motif.model.{_LIVES_IN[name]}"), name)
    raise AttributeError(f"module 'motif.model' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
