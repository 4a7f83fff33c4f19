"""The wing's verbs, one file each: gather, describe, recommend, score, show, playlist; `demo` is on made-up music.

A verb is imported from its file, as in `from motif.songs.study.gather import gather`: to gather, nothing that only
recommending needs is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from motif.songs.study.synthetic import Demo, demo

__all__ = ["Demo", "demo"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from motif.songs.study import synthetic

        return getattr(synthetic, name)
    raise AttributeError(f"module 'motif.songs.study' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
