"""A piece in a known style, key and tempo: composed by rules, played by made-up bands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from motif.core.check import in_choices, in_range
from motif.songs.source.synth.style import STYLES, Part, Style
from motif.songs.source.synth.voice import RATE_HZ, Voice, drum, echoed, note

__all__ = ["KEYS", "Band", "Piece", "band", "piece"]

KEYS = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
_SCALES = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}
_DOMINANT = 4  # the degree whose chord has the raised seventh in minor
_MELODY_RANGE = 9  # degrees above the lowest
_CHANGED = 0.12  # of the melody's notes, from one time through the chords to the next
_SOFT = 0.45  # of a hard stroke
_FADE_S = 0.25
_LOUDEST = 0.97


@dataclass(frozen=True, slots=True)
class Band:
    """Who plays, and what is always so when they do.

    Parameters
    ----------
    style :
        Its name in `STYLES`.
    tempo_share :
        Where in the style's range of tempi the band lies, in [0, 1].
    brightness :
        Power to which the partials are raised: below 1 brighter, above 1 duller.
    transposed :
        Octaves that its melody lies higher.
    chords :
        Which of the style's progressions it plays.
    swing :
        How far every second step comes late, as a share of a step.

    Examples
    --------
    >>> Band("folk", 0.5, 1.0, 0, 0, 0.0).style
    'folk'
    """

    style: str
    tempo_share: float
    brightness: float
    transposed: int
    chords: int
    swing: float


@dataclass(frozen=True, eq=False)
class Piece:
    """A piece, and all that is known of it because it was made.

    Parameters
    ----------
    samples :
        (n_samples,) float32 in [-1, 1], mono, at 22,050 Hz.
    style :
        Its name in `STYLES`.
    tempo_bpm :
        Beats a minute.
    key :
        The tonic, 0 for C to 11 for B.
    mode :
        "major" or "minor".
    beats :
        In a bar.
    """

    samples: np.ndarray
    style: str
    tempo_bpm: float
    key: int
    mode: Literal["major", "minor"]
    beats: int


def band(style: str, rng: np.random.Generator) -> Band:
    """Return a band that plays a style in its own way.

    Examples
    --------
    >>> band("folk", np.random.default_rng(0)).style
    'folk'
    """
    in_choices(style, STYLES, what="style")
    return Band(
        style=style,
        tempo_share=float(rng.uniform(0.1, 0.9)),
        brightness=float(rng.uniform(0.7, 1.5)),
        transposed=int(rng.integers(-1, 1)),
        chords=int(rng.integers(len(STYLES[style].chords))),
        swing=float(rng.choice([0.0, 0.0, 0.12])),
    )


def piece(played_by: Band, *, seconds: float, rng: np.random.Generator) -> Piece:
    """Return a new piece by a band: a melody over chords, a bass, and drums where the style has them.

    Parameters
    ----------
    played_by :
        The band.
    seconds :
        How long, in s, at least 1.
    rng :
        Where tempo, key, mode and melody come from.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> made = piece(band("folk", rng), seconds=2.0, rng=rng)
    >>> made.samples.shape, 84 <= made.tempo_bpm <= 108, made.beats
    ((44100,), True, 4)
    """
    in_range(seconds, what="seconds", low=1)
    style = STYLES[played_by.style]
    low, high = style.tempo_bpm
    share = np.clip(played_by.tempo_share + rng.uniform(-0.1, 0.1), 0, 1)
    tempo_bpm = round(float(low + share * (high - low)), 1)
    mode = "minor" if rng.random() < style.minor_share else "major"
    key = int(rng.integers(12))
    player = _Player(played_by, style, tempo_bpm, key, mode, seconds, rng)
    return Piece(player.samples(), played_by.style, tempo_bpm, key, mode, style.beats)


class _Player:
    """One piece while it is played."""

    def __init__(
        self, played_by: Band, style: Style, tempo_bpm: float, key: int, mode: Literal["major", "minor"],
        seconds: float, rng: np.random.Generator,
    ) -> None:  # fmt: skip
        self.band, self.style, self.mode, self.rng = played_by, style, mode, rng
        self.key = (key + 5) % 12 - 5  # from G below to F# above, so that all keys lie in one register
        self.step_s = 60 / tempo_bpm / style.steps
        self.n_steps = style.beats * style.steps
        self.chords = style.chords[played_by.chords]
        self.n_bars = int(np.ceil(seconds / (self.step_s * self.n_steps)))
        self.buffer = np.zeros(round(seconds * RATE_HZ))
        self.notes: dict[tuple[Voice, float, float], np.ndarray] = {}

    def samples(self) -> np.ndarray:
        """Return the piece, mixed."""
        melody = self._melody() if self.style.melody is not None else ()
        for bar in range(self.n_bars):
            chord = self.chords[bar % len(self.chords)]
            self._play_harmony(bar, chord, self.style.harmony)
            if self.style.bass is not None:
                self._play_bass(bar, chord, self.style.bass)
            self._play_drums(bar)
        for step, degree in melody:
            self._play_melody(step, degree)
        return self._mixed()

    def _melody(self) -> Iterator[tuple[int, int]]:
        """Yield step and degree of each note: a theme over the chords, and each time round a little changed."""
        theme = self._theme()
        for time in range(-(-self.n_bars // len(self.chords))):
            for step, degree in theme.items():
                if time and self.rng.random() < _CHANGED:
                    degree += int(self.rng.choice([-2, -1, 1, 2]))
                yield time * len(self.chords) * self.n_steps + step, degree

    def _theme(self) -> dict[int, int]:
        part, degree, theme = self.style.melody, int(self.rng.integers(2, 6)), {}
        for bar, chord in enumerate(self.chords):
            for step in _struck(part.steps if part is not None else ""):
                if step and self.rng.random() < self.style.melody_rests:
                    continue
                degree += int(self.rng.choice([-2, -1, -1, 0, 1, 1, 2]))
                degree = int(np.clip(degree, 0, _MELODY_RANGE))
                if step % self.style.steps == 0:  # on the beat, a note of the chord
                    tones = [tone + 7 * octave for tone in (chord, chord + 2, chord + 4) for octave in (-1, 0, 1)]
                    degree = min((tone for tone in tones if 0 <= tone <= _MELODY_RANGE), key=lambda t: abs(t - degree))
                theme[bar * self.n_steps + step] = degree
        return theme

    def _play_harmony(self, bar: int, chord: int, part: Part) -> None:
        which = {"x": (0, 2, 4), "p": (0, 4), "1": (0,), "3": (2,), "5": (4,)}
        for step in _struck(part.steps):
            degrees = which[part.steps[step]]
            for degree in degrees:
                pitch = self._pitch(chord % 7 + degree, part.octave, chord=chord)
                self._add(part, bar * self.n_steps + step, pitch, gain=1 / len(degrees) ** 0.5)

    def _play_bass(self, bar: int, chord: int, part: Part) -> None:
        for step in _struck(part.steps):
            self._add(part, bar * self.n_steps + step, self._pitch(chord % 7, part.octave, chord=chord))

    def _play_melody(self, step: int, degree: int) -> None:
        part, bar = self.style.melody, step // self.n_steps
        if part is not None:
            chord = self.chords[bar % len(self.chords)]
            self._add(part, step, self._pitch(degree, part.octave + self.band.transposed, chord=chord))

    def _play_drums(self, bar: int) -> None:
        for name, steps in self.style.drums.items():
            for step in _struck(steps):
                gain = self.style.drums_gain * (1.0 if steps[step] == "X" else _SOFT)
                self._mix(drum(name, self.rng), bar * self.n_steps + step, gain)

    def _pitch(self, degree: int, octave: int, *, chord: int) -> int:
        """Return a degree of the scale as a MIDI number."""
        above, at = divmod(degree, 7)
        raised = self.mode == "minor" and chord % 7 == _DOMINANT and at == 6
        return 12 * (octave + 1 + above) + self.key + _SCALES[self.mode][at] + raised

    def _add(self, part: Part, step: int, pitch: int, *, gain: float = 1.0) -> None:
        asked = (part.voice, 440 * 2 ** ((pitch - 69) / 12), part.held * self.step_s)
        if asked not in self.notes:
            partials = tuple(np.sign(a) * abs(a) ** self.band.brightness for a in part.voice.partials)
            self.notes[asked] = note(replace(part.voice, partials=partials), *asked[1:])
        touch = self.rng.uniform(0.8, 1.0)
        self._mix(self.notes[asked], step, part.gain * gain * touch)

    def _mix(self, samples: np.ndarray, step: int, gain: float) -> None:
        late = self.band.swing if step % 2 else 0.0
        start = round((step + late) * self.step_s * RATE_HZ)
        room = max(len(self.buffer) - start, 0)
        self.buffer[start : start + len(samples)] += gain * samples[:room]

    def _mixed(self) -> np.ndarray:
        share, seconds = self.style.room
        samples = echoed(self.buffer, share=share, seconds=seconds, rng=self.rng)
        rms = float(np.sqrt((samples.astype(np.float64) ** 2).mean())) or 1.0
        samples = samples * (10 ** (self.style.level_db / 20) / rms)
        fade = np.linspace(1, 0, round(_FADE_S * RATE_HZ))
        samples[-len(fade) :] *= fade
        return (_LOUDEST * np.tanh(samples / _LOUDEST)).astype(np.float32)


def _struck(steps: str) -> list[int]:
    return [at for at, sign in enumerate(steps) if sign != "."]
