"""What a verb makes of one picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from motif.core.record import RunRecord

__all__ = ["Result"]


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
    parts: Mapping[str, np.ndarray] = field(default_factory=dict)
