"""The wing's verbs, one file each, the twins of `motif videos VERB`; `demo` is on synthetic videos.

A verb is imported from its file, as in `from motif.videos.study.gather import gather`: to gather, nothing that only
learning needs is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from motif.videos.study.invented import Demo, demo

__all__ = ["Demo", "demo"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from motif.videos.study import invented

        return getattr(invented, name)
    raise AttributeError(f"module 'motif.videos.study' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
