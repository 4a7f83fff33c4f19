"""What was fitted on real label sets, as the package holds it."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib.resources import files

__all__ = ["FittedLabels", "fitted_labels"]

_FILE = "labels.json"


@dataclass(frozen=True, slots=True)
class FittedLabels:
    """How frequent labels are and how they go together, as some sixty numbers.

    Parameters
    ----------
    zipf_exponent, zipf_shift :
        The r-th most frequent label occurs as often as (r + shift) ** -exponent.
    block_shares :
        Shares of the labels that subjects have, the largest first.
    companion_mean, companion_sd :
        (n_companions,): how surely a video's rarest label brings its first, second, … companion.
    other_labels :
        How many labels a video has beside.
    same_block :
        The share of companions that are of the label's own subject.
    fitted_on :
        What data, in words.

    Examples
    --------
    >>> fitted_labels().zipf_exponent
    1.1611
    """

    zipf_exponent: float
    zipf_shift: float
    block_shares: tuple[float, ...]
    companion_mean: tuple[float, ...]
    companion_sd: tuple[float, ...]
    other_labels: float
    same_block: float
    fitted_on: str


@functools.cache
def fitted_labels() -> FittedLabels:
    """Return the numbers that `docs/synthetic_labels.py` has written.

    Examples
    --------
    >>> len(fitted_labels().block_shares)
    25
    """
    told = json.loads(files("motif.videos.source.synthetic").joinpath(_FILE).read_text(encoding="utf-8"))
    return FittedLabels(
        zipf_exponent=told["zipf_exponent"],
        zipf_shift=told["zipf_shift"],
        block_shares=tuple(told["block_shares"]),
        companion_mean=tuple(told["companion_mean"]),
        companion_sd=tuple(told["companion_sd"]),
        other_labels=told["other_labels"],
        same_block=told["same_block"],
        fitted_on=told["fitted_on"],
    )
