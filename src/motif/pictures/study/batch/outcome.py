"""What became of each input of a batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from motif.pictures.source.listing import Failure

__all__ = ["Batch", "Outcome"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One result that is there now.

    Parameters
    ----------
    input, output :
        Paths, as the user would write them; "-" for bytes.
    confidence :
        How sure the network was, in [0, 1]; None when nothing was cut, or when the result was there before.
    note :
        One line of warning, empty when there is none.
    is_new :
        Whether this run made it.
    parts :
        Further pictures that were written beside it, by their paths.
    centroids :
        The levels that a cartoon was painted with, by channel; empty for a cut-out.
    has_place :
        Whether the result says where the photograph was taken (GPS), because metadata were asked for.
    data :
        The bytes of the result, where no file was asked for; None otherwise.

    Examples
    --------
    >>> Outcome("a.jpg", "out/a.png", confidence=0.9).as_dict()["output"]
    'out/a.png'
    """

    input: str
    output: str
    confidence: float | None = None
    note: str = ""
    is_new: bool = True
    parts: tuple[str, ...] = ()
    centroids: Mapping[str, tuple[float, ...]] = field(default_factory=dict, hash=False)
    has_place: bool = False
    data: bytes | None = field(default=None, repr=False)

    def as_dict(self) -> dict[str, Any]:
        """Return what a new result is told by, as plain JSON values; what is empty is left out after the first four."""
        told = {"input": self.input, "output": self.output, "confidence": self.confidence, "note": self.note}
        further = {
            "parts": list(self.parts),
            "centroids": {channel: list(levels) for channel, levels in self.centroids.items()},
            "has_place": self.has_place,
        }
        return told | {name: value for name, value in further.items() if value}


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of each input.

    Parameters
    ----------
    done :
        Results made now.
    skipped :
        Results that were there, of the same input and settings.
    failed :
        Inputs without a result, each with its reason.
    n_ignored :
        Files in the folders that are no pictures by their names.

    Examples
    --------
    >>> Batch(done=(Outcome("a.jpg", "out/a.png"),), skipped=(), failed=(), n_ignored=0).as_dict()["done"][0]["output"]
    'out/a.png'
    """

    done: tuple[Outcome, ...]
    skipped: tuple[Outcome, ...]
    failed: tuple[Failure, ...]
    n_ignored: int

    def as_dict(self) -> dict[str, Any]:
        """Return the batch as plain JSON values."""
        return {
            "done": [one.as_dict() for one in self.done],
            "skipped": [{"input": one.input, "output": one.output} for one in self.skipped],
            "failed": [asdict(one) for one in self.failed],
            "ignored": self.n_ignored,
        }
