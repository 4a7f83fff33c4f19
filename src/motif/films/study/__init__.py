"""The wing's verbs, one file each; `demo` is on synopses of invented films.

A verb is imported from its file, as in `from motif.films.study.gather import gather`: to gather, nothing that only
reading plots needs is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from motif.films.study.invented import Demo, demo

__all__ = ["Demo", "demo"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from motif.films.study import invented

        return getattr(invented, name)
    raise AttributeError(f"module 'motif.films.study' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
