"""Reasons: what a picked song has in common with the songs asked about, and what sets it apart from them, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from motif.songs.model.word import WORDS
from motif.songs.represent.scale import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["reasons"]

_SHARED = 0.7  # sd from what is typical: half of all songs lie nearer
_ALIKE = 1.0  # sd between the two: half of all pairs of songs lie nearer
_OTHER = 1.2  # sd between the two: more than half of all pairs lie nearer
_MOST_SHARED, _MOST_OTHER = 3, 1
_MORE = {
    "tempo": ("faster", "slower"),
    "loudness": ("louder", "quieter"),
    "duration_ms": ("longer", "shorter"),
    "energy": ("more energetic", "calmer"),
    "valence": ("more cheerful", "gloomier"),
}


def reasons(seed: np.ndarray, pick: np.ndarray, features: Sequence[str]) -> tuple[str, ...]:
    """Return why a song was picked: what both are and most songs are not, the most unusual first; then what differs.

    What counts little for the distance between songs, such as liveness, comes after what counts much.

    Parameters
    ----------
    seed, pick :
        (n_features,), how far each feature lies from what is typical, in sd, NaN where it is not known. Several seeds
        come as their mean.
    features :
        (n_features,) names; only those that have a word in `WORDS` are told.

    Returns
    -------
    Up to three things in common and one difference, such as ("both fast", "both acoustic", "quieter").

    Examples
    --------
    >>> reasons(np.array([1.5, -1.0, 0.1]), np.array([1.4, -1.1, 1.9]), ["tempo", "acousticness", "loudness"])
    ('both fast', 'both electric', 'louder')
    """
    told = [at for at, name in enumerate(features) if name in WORDS and np.isfinite(seed[at]) and np.isfinite(pick[at])]
    unusual = {
        at: WEIGHTS.get(features[at], 1.0) * min(abs(seed[at]), abs(pick[at]))
        for at in told
        if _is_shared(seed[at], pick[at])
    }
    shared = sorted(unusual, key=lambda at: -unusual[at])[:_MOST_SHARED]
    apart = {at: float(pick[at] - seed[at]) for at in told if abs(pick[at] - seed[at]) >= _OTHER}
    other = sorted(apart, key=lambda at: -WEIGHTS.get(features[at], 1.0) * abs(apart[at]))[:_MOST_OTHER]
    return (
        *(f"both {WORDS[features[at]][0 if seed[at] > 0 else 1]}" for at in shared),
        *(_more(features[at], up=apart[at] > 0) for at in other),
    )


def _is_shared(seed: float, pick: float) -> bool:
    same_side = seed * pick > 0
    return same_side and min(abs(seed), abs(pick)) >= _SHARED and abs(seed - pick) <= _ALIKE


def _more(feature: str, *, up: bool) -> str:
    if feature in _MORE:
        return _MORE[feature][0 if up else 1]
    much = WORDS[feature][0]
    return WORDS[feature][0 if up else 1] if feature == "mode" or " " in much else f"{'more' if up else 'less'} {much}"
