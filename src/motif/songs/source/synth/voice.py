"""Instruments made of numbers: struck, blown and bowed notes by adding partials, and a small drum kit.

All return float32 samples, (n_samples,), at `RATE_HZ`; nothing is louder than about 1. Ours; the parts are textbook
additive synthesis.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from motif.core.check import in_choices, in_range

__all__ = ["DRUMS", "RATE_HZ", "Voice", "drum", "echoed", "note"]

RATE_HZ = 22_050
DRUMS = ("kick", "snare", "hat", "brush")
_RELEASE_S = 0.03  # a note that stops at once clicks
_HEARD_S = 7.0  # decay times, after which a note is gone: exp(-7) is -61 dB


@dataclass(frozen=True, slots=True)
class Voice:
    """How an instrument sounds.

    Parameters
    ----------
    partials :
        Amplitudes of the harmonics, the fundamental first.
    attack_s :
        Until the note is at its loudest, in s.
    decay_s :
        Until it has fallen to 37 %, in s; infinity for one that is held.
    damping :
        How much faster each next harmonic fades: its decay time is `decay_s / (1 + damping * (k - 1))`; at least 0.
    detune_cents :
        A second copy so much higher, in hundredths of a semitone; 0 for none.
    drive :
        Overdrive, from 0 for none.

    Examples
    --------
    >>> Voice((1.0, 0.5)).decay_s
    inf
    """

    partials: tuple[float, ...]
    attack_s: float = 0.01
    decay_s: float = float("inf")
    damping: float = 0.0
    detune_cents: float = 0.0
    drive: float = 0.0


def note(voice: Voice, frequency_hz: float, length_s: float) -> np.ndarray:
    """Return one note.

    Parameters
    ----------
    voice :
        The instrument.
    frequency_hz :
        Of the fundamental, in [20, 10,000].
    length_s :
        How long the key is held, above 0; a short release follows.

    Examples
    --------
    >>> samples = note(Voice((1.0,)), 440.0, 0.5)
    >>> spectrum = np.abs(np.fft.rfft(samples))
    >>> round(float(np.fft.rfftfreq(len(samples), 1 / RATE_HZ)[spectrum.argmax()]), 0)
    440.0
    """
    in_range(frequency_hz, what="frequency_hz", low=20, high=10_000)
    in_range(length_s, what="length_s", low=1e-3)
    sound_s = min(length_s + _RELEASE_S, _HEARD_S * voice.decay_s)
    time = np.arange(round(sound_s * RATE_HZ)) / RATE_HZ
    samples = _partials(voice, frequency_hz, time)
    if voice.detune_cents:
        samples = 0.6 * (samples + _partials(voice, frequency_hz * 2 ** (voice.detune_cents / 1200), time))
    if voice.drive:
        samples = np.tanh(samples * (1 + voice.drive)) / np.tanh(1 + voice.drive)
    ends = np.minimum(time / voice.attack_s, (time[-1] - time) / _RELEASE_S)
    return (samples * np.clip(ends, 0, 1)).astype(np.float32)


def _partials(voice: Voice, frequency_hz: float, time: np.ndarray) -> np.ndarray:
    samples = np.zeros(len(time))
    for k, amplitude in enumerate(voice.partials, start=1):
        if k * frequency_hz >= 0.45 * RATE_HZ:  # above, it would come back as another pitch
            break
        fading = np.exp(-time * ((1 + voice.damping * (k - 1)) / voice.decay_s))
        samples += amplitude * fading * np.sin(2 * np.pi * k * frequency_hz * time)
    return samples / sum(map(abs, voice.partials))


def drum(name: str, rng: np.random.Generator) -> np.ndarray:
    """Return one stroke of a drum: "kick", "snare", "hat" or "brush".

    Examples
    --------
    >>> len(drum("hat", np.random.default_rng(0))) / RATE_HZ
    0.06
    """
    in_choices(name, DRUMS, what="drum")
    seconds, fall_s = {"kick": (0.3, 0.09), "snare": (0.2, 0.06), "hat": (0.06, 0.015), "brush": (0.14, 0.05)}[name]
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    fading = np.exp(-time / fall_s)
    if name == "kick":
        pitch_hz = 48 + 90 * np.exp(-time / 0.03)
        return (np.sin(2 * np.pi * np.cumsum(pitch_hz) / RATE_HZ) * fading).astype(np.float32)
    noise = rng.uniform(-1, 1, len(time))
    if name == "snare":
        return ((0.7 * noise + 0.4 * np.sin(2 * np.pi * 185 * time)) * fading).astype(np.float32)
    bright = np.diff(noise, prepend=0.0) / 2
    return ((bright if name == "hat" else 0.5 * (noise + bright)) * fading).astype(np.float32)


def echoed(samples: np.ndarray, *, share: float, seconds: float, rng: np.random.Generator) -> np.ndarray:
    """Return samples in a room: a share of the sound comes back as fading noise of the length given.

    Examples
    --------
    >>> click = np.eye(1, RATE_HZ)[0]
    >>> wet = echoed(click, share=0.5, seconds=0.5, rng=np.random.default_rng(0))
    >>> len(wet) == len(click), bool(np.abs(wet[100:5000]).max() > 0)
    (True, True)
    """
    from scipy.signal import fftconvolve

    in_range(share, what="share", low=0, high=1)
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    tail = rng.normal(size=len(time)) * np.exp(-7 * time / seconds)
    tail /= np.sqrt((tail**2).sum())
    wet = fftconvolve(samples, tail)[: len(samples)]
    return ((1 - share) * samples + share * wet).astype(np.float32)
