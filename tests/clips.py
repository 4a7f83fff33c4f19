"""Music made on the spot, of known tempo and key, and sound files made from samples.

Every clip is chosen by a seed: key, tempo, chords, instruments, drums, tuning, noise. Nothing here is what the tests
look at; it is only varied enough that no single trick finds tempo and key.
"""

import io
import subprocess
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pytest

RATE_HZ = 22050
MAJOR_SCALE = (0, 2, 4, 5, 7, 9, 11)
MINOR_SCALE = (0, 2, 3, 5, 7, 8, 10)
CHORDS = {  # progressions in common use, as semitones of the triads above the tonic
    True: [
        [(0, 4, 7), (5, 9, 12), (7, 11, 14), (0, 4, 7)],  # I IV V I
        [(0, 4, 7), (9, 12, 16), (5, 9, 12), (7, 11, 14)],  # I vi IV V
        [(2, 5, 9), (7, 11, 14), (0, 4, 7), (0, 4, 7)],  # ii V I I
        [(0, 4, 7), (7, 11, 14), (9, 12, 16), (5, 9, 12)],  # I V vi IV
    ],
    False: [
        [(0, 3, 7), (5, 8, 12), (7, 11, 14), (0, 3, 7)],  # i iv V i
        [(0, 3, 7), (8, 12, 15), (5, 8, 12), (7, 11, 14)],  # i VI iv V
        [(0, 3, 7), (5, 8, 12), (7, 10, 14), (0, 3, 7)],  # i iv v i
        [(0, 3, 7), (8, 12, 15), (10, 14, 17), (0, 3, 7)],  # i VI VII i
    ],
}
TIMBRES = {  # partials' strengths, attack in s, decay in 1/s
    "organ": ((1, 0.6, 0.3, 0.25, 0.1, 0.1), 0.02, 0.3),
    "saw": (tuple(1 / k for k in range(1, 13)), 0.01, 1.0),
    "square": (tuple(1 / k if k % 2 else 0.0 for k in range(1, 12)), 0.005, 2.0),
    "pluck": (tuple(0.8**k for k in range(1, 10)), 0.002, 5.0),
    "bell": ((1, 0.0, 0.5, 0.0, 0.3, 0.0, 0.2), 0.002, 3.0),
    "pad": ((1, 0.5, 0.33, 0.2, 0.1), 0.15, 0.2),
}


@dataclass(frozen=True)
class Clip:
    """A clip and what is true of it."""

    samples: np.ndarray
    bpm: float
    tonic: int
    is_major: bool


def note(hz: float, length_s: float, timbre: str) -> np.ndarray:
    """One tone of an instrument."""
    partials, attack_s, decay = TIMBRES[timbre]
    t = np.arange(int(length_s * RATE_HZ)) / RATE_HZ
    tone = sum(a * np.sin(2 * np.pi * hz * k * t) for k, a in enumerate(partials, 1) if a and hz * k < RATE_HZ / 2)
    release = np.clip((length_s - t) / 0.02, 0, 1)
    return np.minimum(t / attack_s, 1) * np.exp(-decay * t) * release * tone / sum(partials)


def drum(kind: str, rng: np.random.Generator) -> np.ndarray:
    """One stroke."""
    t = np.arange(int(0.2 * RATE_HZ)) / RATE_HZ
    if kind == "kick":
        return np.sin(2 * np.pi * (50 * t + 8 * (1 - np.exp(-t * 30)))) * np.exp(-t * 18)
    noise = rng.standard_normal(len(t))
    if kind == "snare":
        return 0.5 * noise * np.exp(-t * 22)
    return 0.2 * np.diff(noise, prepend=0) * np.exp(-t * 60)


def made_clip(seed: int, *, tonic: int, is_major: bool, bpm: float, length_s: float = 24.0) -> Clip:
    """Make a clip: chords, bass, melody and, in two of three, drums."""
    rng = np.random.default_rng(seed)
    beat_s = 60 / bpm
    n_beats = int(length_s / beat_s)
    y = np.zeros(int((length_s + 1) * RATE_HZ))
    cents = rng.uniform(-35, 35)
    names = [*TIMBRES]
    of_chords, of_melody, of_bass = (names[rng.integers(len(names))] for _ in range(3))
    progression = CHORDS[is_major][rng.integers(4)]
    scale = MAJOR_SCALE if is_major else MINOR_SCALE

    def add(at_s: float, sound: np.ndarray, gain: float) -> None:
        start = int(at_s * RATE_HZ)
        end = min(len(y), start + len(sound))
        y[start:end] += gain * sound[: end - start]

    def hz(semitones: float, octave: int) -> float:
        return 440 * 2 ** ((tonic + semitones - 9) / 12 + octave - 4 + cents / 1200)

    beats_a_bar = 3 if seed % 4 == 3 else 4
    is_block, has_drums = rng.random() < 0.5, seed % 3 != 0
    step = int(rng.integers(7))
    for beat in range(n_beats):
        at_s = beat * beat_s
        in_bar = beat % beats_a_bar
        chord = progression[beat // beats_a_bar % 4]
        if is_block:
            if in_bar in (0, 2):
                for tone in chord:
                    add(at_s, note(hz(tone, 4), beat_s * (2 if beats_a_bar == 4 else 1), of_chords), 0.25)
        else:
            for half in (0, 1):
                add(at_s + half * beat_s / 2, note(hz(chord[(2 * beat + half) % 3], 4), beat_s, of_chords), 0.35)
        add(at_s, note(hz(chord[0], 3 if chord[0] < 6 else 2), beat_s * 0.9, of_bass), 0.4)
        for half in range(2 if rng.random() < 0.4 else 1):
            step = int(np.clip(step + rng.integers(-2, 3), 0, 13))
            tones = [tone % 12 for tone in chord]
            on_chord = min(tones, key=lambda tone: abs(tone - scale[step % 7]))
            pitch = (on_chord if half == 0 else scale[step % 7]) + 12 * (step // 7)
            add(at_s + half * beat_s / 2, note(hz(pitch, 4), beat_s * 0.8, of_melody), 0.3)
        if has_drums:
            add(at_s, drum("kick" if in_bar in (0, 2) else "snare", rng), 0.5)
            for half in (0, 1):
                add(at_s + half * beat_s / 2, drum("hat", rng), 0.4)
    y += rng.standard_normal(len(y)) * 10 ** rng.uniform(-4, -2.5)
    y = y[: int(length_s * RATE_HZ)]
    return Clip((y * rng.uniform(0.1, 0.9) / np.abs(y).max()).astype(np.float32), bpm, tonic, is_major)


FORMS = {
    "mp3": ("mp3", "libmp3lame", 44100),
    "ogg": ("ogg", "vorbis", 44100),
    "opus": ("ogg", "libopus", 48000),
    "flac": ("flac", "flac", 44100),
    "m4a": ("mp4", "aac", 44100),
    "wav": ("wav", "pcm_s16le", 44100),
}


def encoded(samples: np.ndarray, rate_hz: int, form: str, *, tags: dict[str, str] | None = None) -> bytes:
    """Return a sound file; samples are (n,) for mono or (2, n) for stereo. Vorbis has two channels in any case."""
    container, codec, to_hz = FORMS[form]
    channels = np.atleast_2d(samples)
    if form == "ogg" and len(channels) == 1:
        channels = np.repeat(channels, 2, axis=0)
    layout = "mono" if len(channels) == 1 else "stereo"
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(channels, np.float32), format="fltp", layout=layout)
    frame.sample_rate = rate_hz
    stream = io.BytesIO()
    with av.open(stream, "w", format=container) as file:
        file.metadata.update(tags or {})
        sound = file.add_stream(codec, rate=to_hz, layout=layout, options={"strict": "-2"})
        sound.codec_context.open()
        size = sound.codec_context.frame_size or 1024
        fitted = av.AudioResampler(format=sound.format, layout=layout, rate=to_hz, frame_size=size)
        for part in [*fitted.resample(frame), *fitted.resample(None)]:
            file.mux(sound.encode(part))
        file.mux(sound.encode(None))
    return stream.getvalue()


def debian_music(folder: Path) -> Path:
    """Fetch hyperrogue-music (CC BY-SA 3.0) through apt and unpack it without installing; skip where that fails."""
    try:
        for command in (["apt-get", "download", "hyperrogue-music"], ["sh", "-c", "dpkg-deb -x hyperrogue-*.deb ."]):
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=90)
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"needs apt and a network for hyperrogue-music: {type(error).__name__}")
    return folder / "usr" / "share" / "hyperrogue" / "music"
