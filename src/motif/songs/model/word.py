"""Words for what sets a group of songs apart: fast, minor, acoustic, instead of "high tempo", "low mode"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from motif.model.naming import Profile, Trait

__all__ = ["WORDS", "titles", "word"]

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {  # feature -> the word for much of it, and for little
        "danceability": ("danceable", "not for dancing"),
        "energy": ("energetic", "calm"),
        "loudness": ("loud", "quiet"),
        "mode": ("major", "minor"),
        "speechiness": ("spoken", "not spoken"),
        "acousticness": ("acoustic", "electric"),
        "instrumentalness": ("instrumental", "sung"),
        "liveness": ("live", "studio"),
        "valence": ("cheerful", "gloomy"),
        "tempo": ("fast", "slow"),
        "duration_ms": ("long", "short"),
        "time_signature": ("many beats a bar", "few beats a bar"),
        # measured here, see `represent.sound`
        "tempo_bpm": ("fast", "slow"),
        "beat_strength": ("strong beat", "weak beat"),
        "onset_rate_hz": ("many notes", "few notes"),
        "loudness_lufs": ("loud", "quiet"),
        "loudness_range_lu": ("swelling", "level"),
        "crest_db": ("plucked or struck", "dense"),
        "centroid_hz_mean": ("bright", "dark"),
        "flatness_db_mean": ("noisy", "pure-toned"),
        "bass_share": ("much bass", "little bass"),
        "key_clarity": ("clear key", "vague key"),
        "tone_entropy": ("many tones", "few tones"),
    }
)
"""For the columns of `spotify`, and for those of `sound` that a listener would name."""
_SEEN = 0.5  # sd: as `model.naming` has it
_NAMED = 3


def word(trait: Trait, words: Mapping[str, tuple[str, str]] = WORDS) -> str:
    """Return a trait in a word or two; where there is none, as `model.naming` says it.

    Examples
    --------
    >>> from motif.model.naming import Trait
    >>> word(Trait("tempo", "low tempo", -1.2, 84.0, 120.0, 0.005))
    'slow'
    """
    high, low = words.get(trait.feature, ("", ""))
    return (high if trait.effect > 0 else low) or trait.term


def titles(profiles: Sequence[Profile], words: Mapping[str, tuple[str, str]] = WORDS) -> dict[int, str]:
    """Return a title for each group, by label, no two the same.

    A title has up to three traits, the largest first, of at least half an sd; more where two groups would be called the
    same, and a number where that does not help. A group that nothing sets apart is "mixed".

    Parameters
    ----------
    profiles :
        What sets each group apart, with all traits that may be named.
    words :
        Feature -> the word for much of it, and for little.

    Examples
    --------
    >>> from motif.model.naming import Profile, Trait
    >>> fast, slow = Trait("tempo", "", 1.2, 0, 0, 0.01), Trait("tempo", "", -1.2, 0, 0, 0.01)
    >>> titles([Profile(0, 5, None, (fast,)), Profile(1, 5, None, (slow,)), Profile(2, 9, None, ())])
    {0: 'fast', 1: 'slow', 2: 'mixed'}
    """
    told = {profile.label: _told(profile, words) for profile in profiles}
    shown = {label: ", ".join(terms[:_NAMED]) or "mixed" for label, terms in told.items()}
    for name, count in Counter(shown.values()).items():
        if count > 1:
            shown |= _longer([label for label in shown if shown[label] == name], told, shown)
    return shown


def _told(profile: Profile, words: Mapping[str, tuple[str, str]]) -> list[str]:
    traits = sorted(profile.traits, key=lambda trait: -abs(trait.effect))
    terms = [word(trait, words) for trait in traits if abs(trait.effect) >= _SEEN]
    return list(dict.fromkeys(terms))


def _longer(alike: list[int], told: Mapping[int, list[str]], shown: Mapping[int, str]) -> dict[int, str]:
    """Return longer titles for groups that have the same; numbered where they have no more to tell."""
    longer = {label: ", ".join(told[label][: _NAMED + 2]) or "mixed" for label in alike}
    taken = {name for label, name in shown.items() if label not in longer}
    if len(set(longer.values())) == len(alike) and not taken & set(longer.values()):
        return longer
    return {label: f"{shown[label]} #{number}" for number, label in enumerate(alike, start=1)}
