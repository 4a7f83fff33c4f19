"""Sound as numbers: what is heard in a song, one row a song, each number with its formula, unit and range.

`FEATURES` is the table of what is measured, `describe` measures it. Only `describe` needs librosa.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from motif.represent.sound.feature import FEATURES, Feature

if TYPE_CHECKING:
    from motif.represent.sound.measure import describe

__all__ = ["FEATURES", "Feature", "describe"]


def __getattr__(name: str) -> Any:
    if name == "describe":
        return import_module("motif.represent.sound.measure").describe
    raise AttributeError(f"module 'motif.represent.sound' has no attribute {name!r}")
