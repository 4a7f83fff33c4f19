"""What a verb makes of one picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from motif.core.record import RunRecord

__all__ = ["Part", "Parts", "Result"]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A further picture that belongs to a result.

    Parameters
    ----------
    pixels :
        (height, width, channels), uint8 or uint16, with alpha as the last channel where there is any.
    profile :
        The ICC profile that the pixels carry; None for sRGB.

    Examples
    --------
    >>> Part(np.zeros((2, 3, 4), np.uint8)).alpha.shape, Part(np.zeros((2, 3, 3), np.uint8)).alpha
    ((2, 3), None)
    """

    pixels: np.ndarray
    profile: bytes | None = None

    @property
    def alpha(self) -> np.ndarray | None:
        """The last channel, (height, width); None when nothing is transparent."""
        return self.pixels[..., -1] if self.pixels.shape[2] in (2, 4) else None


class Parts(Mapping[str, Part]):
    """Parts by name, each made anew whenever it is asked for, so that many large ones never stand side by side.

    Parameters
    ----------
    makers :
        What makes each part, by its name.

    Examples
    --------
    >>> parts = Parts({"classes": lambda: Part(np.zeros((2, 3, 3), np.uint8))})
    >>> list(parts), parts["classes"].pixels.shape
    (['classes'], (2, 3, 3))
    """

    def __init__(self, makers: Mapping[str, Callable[[], Part]]) -> None:
        self._makers = dict(makers)

    def __getitem__(self, name: str) -> Part:
        return self._makers[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def __contains__(self, name: object) -> bool:
        return name in self._makers

    def __repr__(self) -> str:
        return f"Parts({', '.join(self._makers)})"


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What a verb made of a picture.

    Parameters
    ----------
    pixels :
        (height, width, channels), uint8 or uint16, with alpha as the last channel where there is any.
    alpha :
        The last channel, (height, width); None when nothing is transparent.
    profile :
        The ICC profile that the pixels still carry; None for sRGB.
    confidence :
        How sure the network is of the person, in [0, 1]; None when nothing was cut.
    note :
        One line of warning, empty when there is none.
    centroids :
        The levels that a cartoon was painted with, by channel; empty for a cut-out.
    parts :
        Further pictures that belong to the result, by a short name for file names: each person or stage.
    record :
        How it was made.

    Examples
    --------
    >>> from motif.pictures.study.cartoon import cartoon
    >>> cartoon(np.zeros((8, 8, 3), np.uint8), cut=False).record.step
    'pictures.cartoon'
    """

    pixels: np.ndarray
    alpha: np.ndarray | None
    profile: bytes | None
    confidence: float | None
    note: str
    centroids: dict[str, tuple[float, ...]]
    record: RunRecord
    parts: Mapping[str, Part] = field(default_factory=dict)
