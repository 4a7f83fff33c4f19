"""A sound: mono samples at one rate, how long its file is and how loud."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import isnan, nan

import numpy as np

from motif.core.check import in_range, integer
from motif.core.digest import array_digest, content_id
from motif.core.errors import InputError

__all__ = ["Sound"]


@dataclass(frozen=True, eq=False)
class Sound:
    """A decoded sound.

    Parameters
    ----------
    samples :
        (n_samples,), float32, mono (the mean of the channels), full scale is 1.
    rate_hz :
        Samples a second.
    duration_s :
        Of the whole file, in s; NaN: as long as the samples.
    sampled :
        Whether the samples are windows of a longer file, one after the other, rather than all of it.
    loudness_lufs, loudness_range_lu :
        EBU R128 of the channels before they were mixed: integrated loudness in LUFS, in [-70, about 0], and loudness
        range in LU, at least 0. None where it was not measured, or the sound is shorter than the 0.4 s it takes.

    Examples
    --------
    >>> sound = Sound(np.zeros(22050, np.float32), 22050)
    >>> sound.duration_s, sound.sampled, sound.id
    (1.0, False, '3a1d321a2d3cf97c')
    """

    samples: np.ndarray
    rate_hz: int
    duration_s: float = nan
    sampled: bool = False
    loudness_lufs: float | None = None
    loudness_range_lu: float | None = None

    def __post_init__(self) -> None:
        samples = self.samples
        if not isinstance(samples, np.ndarray) or samples.ndim != 1 or samples.dtype.kind != "f":
            given = f"{samples.dtype} of shape {samples.shape}" if isinstance(samples, np.ndarray) else type(samples)
            raise InputError(f"samples must be floats of shape (n_samples,), full scale 1; given {given}")
        if not np.isfinite(samples).all():
            raise InputError("samples must be finite; some are NaN or infinite")
        integer(self.rate_hz, what="rate_hz", low=1)
        duration_s = len(samples) / self.rate_hz if isnan(self.duration_s) else self.duration_s
        in_range(duration_s, what="duration_s", low=0)
        object.__setattr__(self, "duration_s", duration_s)
        object.__setattr__(self, "samples", samples.astype(np.float32, copy=False))

    @cached_property
    def id(self) -> str:
        """The id that the samples give, 16 hex digits: the same after renaming, retagging or packing without loss.

        Sounds that were read at another rate, or by other windows, have other ids.
        """
        return content_id(array_digest(self.samples))
