"""Six known styles as rules: tempo, metre, chords, rhythm and instruments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from motif.songs.source.synth.voice import Voice

__all__ = ["STYLES", "Part", "Style"]

_SAW = tuple(1 / k for k in range(1, 13))
_SQUARE = tuple(1 / k if k % 2 else 0.0 for k in range(1, 14))
_SOFT = (1.0, 0.35, 0.15, 0.05)
_STRING = (1.0, 0.7, 0.5, 0.35, 0.22, 0.15, 0.1, 0.07)


@dataclass(frozen=True, slots=True)
class Part:
    """What an instrument plays.

    Parameters
    ----------
    voice :
        How it sounds.
    gain :
        How loud it is, at most 1.
    octave :
        Of its lowest note; the middle C begins octave 4.
    steps :
        In which steps of a bar it plays, one sign a step: "x" a note, "." none. For chords each "x" is the whole chord,
        "p" root and fifth, "1" its root, "3" and "5" the others alone.
    held :
        How many steps a note lasts.

    Examples
    --------
    >>> Part(Voice((1.0,)), 0.5, 4, "x...", 4).steps.count("x")
    1
    """

    voice: Voice
    gain: float
    octave: int
    steps: str
    held: float


@dataclass(frozen=True, slots=True)
class Style:
    """The rules of a style.

    Parameters
    ----------
    tempo_bpm :
        Between which its songs lie, in beats a minute.
    beats :
        In a bar: 3 or 4.
    steps :
        In a beat.
    minor_share :
        How many of its songs are in minor, in [0, 1].
    chords :
        Progressions, as degrees of the scale from 0, one chord a bar.
    melody, harmony, bass :
        Who plays; None for nobody.
    melody_rests :
        How often a step of the melody is left out, in [0, 1].
    drums :
        Name of a drum -> in which steps it is struck: "X" hard, "x" softly.
    drums_gain :
        How loud the kit is.
    room :
        Share and length (in s) of the echo.
    level_db :
        Loudness of the whole, RMS below full scale, in dB.

    Examples
    --------
    >>> STYLES["waltz"].beats, STYLES["house"].drums["kick"]
    (3, 'X...X...X...X...')
    """

    tempo_bpm: tuple[float, float]
    beats: Literal[3, 4]
    steps: int
    minor_share: float
    chords: tuple[tuple[int, ...], ...]
    melody: Part | None
    harmony: Part
    bass: Part | None
    melody_rests: float
    drums: Mapping[str, str]
    drums_gain: float
    room: tuple[float, float]
    level_db: float


_AMBIENT = Style(
    tempo_bpm=(60, 72), beats=4, steps=2, minor_share=0.5,
    chords=((0, 4, 5, 3), (0, 2, 3, 0), (5, 3, 0, 4)),
    melody=Part(Voice((1.0, 0.0, 0.25), attack_s=0.05, decay_s=1.6, damping=1.0), 0.35, 5, "x...x.x.", 4),
    harmony=Part(Voice((1.0, 0.5, 0.3, 0.15), attack_s=0.9, detune_cents=9), 0.7, 4, "x.......", 8),
    bass=Part(Voice(_SOFT, attack_s=0.4), 0.5, 2, "x.......", 8),
    melody_rests=0.5, drums={}, drums_gain=0.0, room=(0.45, 2.5), level_db=-24,
)  # fmt: skip
_FOLK = Style(
    tempo_bpm=(84, 108), beats=4, steps=2, minor_share=0.25,
    chords=((0, 3, 4, 0), (0, 4, 5, 3), (0, 5, 3, 4)),
    melody=Part(Voice(_STRING, attack_s=0.004, decay_s=0.8, damping=0.5), 0.6, 5, "x.x.x.xx", 2),
    harmony=Part(Voice(_STRING, attack_s=0.004, decay_s=0.6, damping=0.6), 0.55, 4, "13531353", 2),
    bass=Part(Voice(_STRING, attack_s=0.006, decay_s=0.7, damping=0.9), 0.5, 3, "x...x...", 3),
    melody_rests=0.25, drums={}, drums_gain=0.0, room=(0.12, 0.6), level_db=-21,
)  # fmt: skip
_WALTZ = Style(
    tempo_bpm=(105, 140), beats=3, steps=2, minor_share=0.4,
    chords=((0, 0, 4, 4, 4, 4, 0, 0), (0, 5, 1, 4, 0, 3, 4, 0)),
    melody=Part(Voice((1.0, 0.5, 0.3, 0.2, 0.1, 0.06), attack_s=0.006, decay_s=1.0, damping=0.25), 0.6, 5, "x.x.xx", 2),
    harmony=Part(Voice((1.0, 0.5, 0.3, 0.15, 0.1), attack_s=0.006, decay_s=0.5, damping=0.3), 0.5, 4, "..x.x.", 1.2),
    bass=Part(Voice((1.0, 0.7, 0.4, 0.2, 0.1), attack_s=0.008, decay_s=0.8, damping=0.3), 0.6, 2, "x.....", 2),
    melody_rests=0.2, drums={}, drums_gain=0.0, room=(0.2, 1.2), level_db=-20,
)  # fmt: skip
_HOUSE = Style(
    tempo_bpm=(118, 128), beats=4, steps=4, minor_share=0.85,
    chords=((0, 0, 5, 6), (0, 3, 0, 4), (0, 5, 2, 6)),
    melody=Part(Voice(_SAW[:6], attack_s=0.01, decay_s=0.25, damping=0.3), 0.28, 5, "x..x..x...x..x..", 2),
    harmony=Part(Voice(_SAW, attack_s=0.01, decay_s=0.3, detune_cents=12), 0.45, 4, "...x..x....x..x.", 1.5),
    bass=Part(Voice(_SAW[:5], attack_s=0.006, decay_s=0.3), 0.6, 2, "..x...x...x...x.", 1.5),
    melody_rests=0.35, drums={"kick": "X...X...X...X...", "snare": "....x.......x...", "hat": "..X...X...X...X."},
    drums_gain=0.8, room=(0.15, 0.8), level_db=-13,
)  # fmt: skip
_CHIPTUNE = Style(
    tempo_bpm=(138, 158), beats=4, steps=4, minor_share=0.2,
    chords=((0, 4, 5, 3), (0, 3, 4, 4), (0, 5, 3, 4)),
    melody=Part(Voice(_SQUARE, attack_s=0.003), 0.5, 5, "x.x.x.xxx.x.x.x.", 1.5),
    harmony=Part(Voice(_SQUARE, attack_s=0.003), 0.35, 4, "1353135313531353", 0.9),
    bass=Part(Voice((1.0, 0.0, 0.11, 0.0, 0.04), attack_s=0.003), 0.6, 2, "x...x...x...x.x.", 2),
    melody_rests=0.1, drums={"hat": "X...x...X...x...", "snare": "....X.......X..."},
    drums_gain=0.35, room=(0.0, 0.1), level_db=-15,
)  # fmt: skip
_PUNK = Style(
    tempo_bpm=(166, 188), beats=4, steps=2, minor_share=0.5,
    chords=((0, 3, 4, 3), (0, 4, 5, 3), (0, 5, 3, 4)),
    melody=Part(Voice(_SAW[:8], attack_s=0.005, drive=2.0), 0.3, 5, "x.xxx.x.", 1.5),
    harmony=Part(Voice(_SAW, attack_s=0.004, decay_s=0.9, drive=6.0, detune_cents=5), 0.6, 3, "pppppppp", 0.9),
    bass=Part(Voice(_SAW[:8], attack_s=0.004, drive=3.0), 0.5, 2, "xxxxxxxx", 0.9),
    melody_rests=0.3, drums={"kick": "X..xX...", "snare": "..X...X.", "hat": "xxxxxxxx"},
    drums_gain=0.9, room=(0.08, 0.3), level_db=-11,
)  # fmt: skip

STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "ambient": _AMBIENT,
        "folk": _FOLK,
        "waltz": _WALTZ,
        "house": _HOUSE,
        "chiptune": _CHIPTUNE,
        "punk": _PUNK,
    }
)
