"""Tempo: how often the beat recurs, from how strongly sounds begin.

Two views of the same envelope err in opposite directions: its autocorrelation is also high at half the tempo, its
spectrum also at twice the tempo. Their product is high where both are (Peeters 2006, "Template-based estimation of
time-varying tempo", section 3.2); a preference for tempi that people tap to settles what is left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["FASTEST_BPM", "SLOWEST_BPM", "Tempo", "estimate_tempo"]

SLOWEST_BPM, FASTEST_BPM = 40.0, 240.0
_SHORTEST_S = 3.0  # two beats of the slowest tempo
_WINDOW_S = 12.0
_STEP = 1.005  # from one tempo that is tried to the next
_MULTIPLES = 6  # beats ahead that must fit, too
# Chosen on 192 synthetic clips (another seed than the tests'): 190 within 4 % or an octave, 128 within 4 %.
_PREFERRED_BPM, _OCTAVES, _SPECTRUM_WEIGHT = 105.0, 0.9, 0.35
_PADDING = 8
_LOCAL_S = 1.0
_APART = 0.08  # tempi closer than this are one


@dataclass(frozen=True, slots=True)
class Tempo:
    """A tempo, and how much speaks for it.

    Parameters
    ----------
    bpm :
        Beats a minute, in [40, 240]; NaN where nothing recurs or less than 3 s are known.
    strength :
        How alike the envelope is to itself one to six beats later, in [0, 1]: the clarity of the pulse.
    confidence :
        How far it stands above the best other tempo that is no octave of it, in [0, 1]; 0 is a tie.
    """

    bpm: float
    strength: float
    confidence: float


def estimate_tempo(envelope: np.ndarray, rate_hz: float) -> Tempo:
    """Return the tempo of an onset envelope.

    Parameters
    ----------
    envelope :
        (n_frames,), at least 0: how strongly something begins in each frame.
    rate_hz :
        Frames a second.

    Examples
    --------
    >>> beats = np.zeros(1000)
    >>> beats[::20] = 1  # at 40 frames a second: every half second
    >>> tempo = estimate_tempo(beats, 40.0)
    >>> round(tempo.bpm), round(tempo.strength, 1)
    (120, 0.9)
    """
    if len(envelope) < _SHORTEST_S * rate_hz:
        return Tempo(np.nan, np.nan, np.nan)
    recurrence, spectrum = _views(_sharpened(envelope, rate_hz), rate_hz)
    if recurrence is None:
        return Tempo(np.nan, 0.0, 0.0)
    n_tried = int(np.log(FASTEST_BPM / SLOWEST_BPM) / np.log(_STEP)) + 1
    tried = SLOWEST_BPM * _STEP ** np.arange(n_tried)
    fit = _fit(recurrence, 60 * rate_hz / tried)
    score = fit * _read_at(spectrum, tried / 60 * (2 * (len(spectrum) - 1) / rate_hz)) ** _SPECTRUM_WEIGHT
    score *= np.exp(-0.5 * (np.log2(tried / _PREFERRED_BPM) / _OCTAVES) ** 2)
    best = int(score.argmax())
    if score[best] <= 0:
        return Tempo(np.nan, 0.0, 0.0)
    octaves = np.log2(tried / tried[best])
    other = score[np.abs(octaves - np.rint(octaves)) > _APART].max()
    return Tempo(_refined(tried, score, best), float(min(fit[best], 1.0)), float(1 - other / score[best]))


def _sharpened(envelope: np.ndarray, rate_hz: float) -> np.ndarray:
    """The envelope above its mean over the second around, and never below it."""
    n = max(1, round(_LOCAL_S * rate_hz))
    ones = np.ones(n)
    local = np.convolve(envelope, ones, "same") / np.convolve(np.ones(len(envelope)), ones, "same")
    return np.maximum(envelope - local, 0)


def _views(envelope: np.ndarray, rate_hz: float) -> tuple[np.ndarray | None, np.ndarray]:
    """Autocorrelation and magnitude spectrum, averaged over windows in which something happens."""
    length = min(len(envelope), round(_WINDOW_S * rate_hz))
    starts = range(0, len(envelope) - length + 1, max(1, length // 2))
    windows = np.stack([envelope[start : start + length] for start in starts])
    windows = windows[windows.any(axis=1)]
    if not len(windows):
        return None, np.empty(0)
    centred = windows - windows.mean(axis=1, keepdims=True)
    powers = np.abs(np.fft.rfft(centred, 2 * length, axis=1)) ** 2
    products = np.fft.irfft(powers, axis=1)[:, :length]
    products /= products[:, :1] * (1 - np.arange(length) / length)
    spectra = np.abs(np.fft.rfft(centred * np.hanning(length), _PADDING * length, axis=1))
    spectra /= spectra.max(axis=1, keepdims=True)
    return products.mean(axis=0), spectra.mean(axis=0)


def _fit(recurrence: np.ndarray, lags: np.ndarray) -> np.ndarray:
    """Mean autocorrelation one to six beats later, as far as the window reaches."""
    reach = 0.75 * len(recurrence)  # what lies behind rests on too few frames
    total, n = np.zeros(len(lags)), np.zeros(len(lags))
    for multiple in range(1, _MULTIPLES + 1):
        inside = lags * multiple <= reach
        total += np.where(inside, _read_at(recurrence, lags * multiple), 0)
        n += inside
    return np.maximum(total / np.maximum(n, 1), 0)


def _read_at(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    return np.interp(places, np.arange(len(values)), values)


def _refined(tried: np.ndarray, score: np.ndarray, best: int) -> float:
    """The top of the parabola through the best score and its neighbours."""
    if not 0 < best < len(score) - 1:
        return float(tried[best])
    left, middle, right = score[best - 1 : best + 2]
    bend = left - 2 * middle + right
    return float(tried[best] * _STEP ** (0.5 * (left - right) / bend if bend < 0 else 0.0))
