"""What is measured in a sound, by one pass over one spectrogram."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from motif.core.errors import DataError, InputError
from motif.core.extra import extra
from motif.represent.sound.feature import FEATURES
from motif.represent.sound.key import estimate_key, on_fifths, tone_profile
from motif.represent.sound.tempo import estimate_tempo
from motif.source.audio.loudness import measure_loudness
from motif.source.audio.sound import Sound

with extra("songs"):
    import librosa

__all__ = ["RATE_HZ", "SHORTEST_S", "describe"]

RATE_HZ = 22050
SHORTEST_S = 1.0

_WINDOW, _HOP = 2048, 512
_LONG_WINDOW, _LONG_HOP = 8192, 4096  # 0.37 s: tells semitones apart down to 60 Hz
_SILENT_DB = -60.0  # below the loudest frame
_SILENCE = 1e-5  # RMS, -100 dB: less than half a step of 16 bits, on average
_FAINTEST = 1e-20  # power; librosa's own floor would cut quiet songs off
_BASS_HZ = 250.0
_CONTRAST_BANDS = 6
_ONSET_RISE_DB = 1.0  # above the local mean, in mel bands' mean dB
_ONSET_APART_S, _ONSET_LOCAL_S = 0.03, 0.2


def describe(sound: Sound) -> np.ndarray:
    """Return what is measured in a sound: one number for each of `FEATURES`, in their order.

    Parameters
    ----------
    sound :
        At 22,050 Hz, at least 1 s; as `motif.source.audio.read_audio` gives it.

    Returns
    -------
    ndarray
        (len(FEATURES),), float32. NaN where there is nothing to measure: tempo of less than 3 s or without any
        recurrence, key and tones without any tone, and all but the loudness of silence.

    Raises
    ------
    InputError
        For another rate.
    DataError
        reason too_short.
    MissingExtra
        When librosa is not installed.

    Examples
    --------
    >>> t = np.arange(4 * 22050) / 22050
    >>> chord = sum(np.sin(2 * np.pi * hz * t) for hz in (220.0, 261.63, 329.63)) / 4  # A, C, E
    >>> found = dict(zip((f.name for f in FEATURES), describe(Sound(chord, 22050)), strict=True))
    >>> int(found["key"]), int(found["mode"])
    (9, 0)
    """
    if sound.rate_hz != RATE_HZ:
        raise InputError(f"sound must have {RATE_HZ:,} samples a second, not {sound.rate_hz:,}; read it at that rate")
    if len(sound.samples) < SHORTEST_S * RATE_HZ:
        length_s = len(sound.samples) / RATE_HZ
        raise DataError(f"the sound is {length_s:.2f} s long; {SHORTEST_S:g} s are needed", reason="too_short")
    measured = _measured(sound)
    return np.array([measured.get(feature.name, np.nan) for feature in FEATURES], np.float32)


def _measured(sound: Sound) -> dict[str, float]:
    y = sound.samples
    power = float(np.mean(np.square(y, dtype=np.float64)))
    found = _loudness(sound, power)
    if power < _SILENCE**2:
        return found
    S = np.abs(librosa.stft(y, n_fft=_WINDOW, hop_length=_HOP))
    frame_db = 10 * np.log10(np.maximum(np.mean(S**2, axis=0), 1e-20))
    heard = frame_db > frame_db.max() + _SILENT_DB
    found["rms_db_sd"] = float(frame_db[heard].std())
    mel = librosa.power_to_db(librosa.feature.melspectrogram(S=S**2, sr=RATE_HZ), amin=_FAINTEST)
    return {
        **found,
        **_rhythm(mel),
        **_tonality(np.abs(librosa.stft(y, n_fft=_LONG_WINDOW, hop_length=_LONG_HOP))),
        **_timbre(S[:, heard], _sign_changes(y)[heard]),
        **_cepstrum(mel[:, heard]),
    }


def _loudness(sound: Sound, power: float) -> dict[str, float]:
    lufs, range_lu = sound.loudness_lufs, sound.loudness_range_lu
    if lufs is None or range_lu is None:
        lufs, range_lu = measure_loudness(sound.samples, sound.rate_hz)
    rms_db = 10 * np.log10(max(power, _SILENCE**2))
    crest_db = 20 * np.log10(max(float(np.abs(sound.samples).max()), _SILENCE)) - rms_db
    facts = {"loudness_lufs": lufs, "loudness_range_lu": range_lu, "rms_db": rms_db, "crest_db": crest_db}
    return {name: float(value) for name, value in facts.items() if value is not None}


def _rhythm(mel: np.ndarray) -> dict[str, float]:
    """What follows from how strongly sounds begin: the mean rise of the mel bands from frame to frame."""
    rate_hz = RATE_HZ / _HOP
    envelope = np.maximum(np.diff(mel, axis=1, prepend=mel[:, :1]), 0).mean(axis=0)
    tempo = estimate_tempo(envelope, rate_hz)
    apart, local = (2 * round(length_s * rate_hz) + 1 for length_s in (_ONSET_APART_S, _ONSET_LOCAL_S))
    is_top = envelope == maximum_filter1d(envelope, apart)
    is_onset = is_top & (envelope > uniform_filter1d(envelope, local) + _ONSET_RISE_DB)
    return {
        "tempo_bpm": tempo.bpm,
        "tempo_confidence": tempo.confidence,
        "beat_strength": tempo.strength,
        "onset_strength": float(envelope.mean()),
        "onset_rate_hz": float(is_onset.sum() / len(envelope) * rate_hz),
    }


def _tonality(long_S: np.ndarray) -> dict[str, float]:
    tones, cents = tone_profile(long_S, RATE_HZ)
    key = estimate_key(tones)
    if key is None:
        return {}
    fifths = on_fifths(key)
    above_tonic = np.roll(tones, -key.tonic)
    used = tones[tones > 0]
    return {
        "key": key.tonic,
        "mode": float(key.is_major),
        "key_clarity": key.clarity,
        "key_margin": key.margin,
        "fifths_cos": fifths[0],
        "fifths_sin": fifths[1],
        "tuning_cents": cents,
        "tone_entropy": float(-(used * np.log(used)).sum() / np.log(12)),
        **{f"tone_{i}": float(share) for i, share in enumerate(above_tonic)},
    }


def _timbre(S: np.ndarray, sign_changes: np.ndarray) -> dict[str, float]:
    centroid = librosa.feature.spectral_centroid(S=S, sr=RATE_HZ)
    of_frames = {
        "centroid_hz": centroid,
        "bandwidth_hz": librosa.feature.spectral_bandwidth(S=S, sr=RATE_HZ, centroid=centroid),
        "rolloff_hz": librosa.feature.spectral_rolloff(S=S, sr=RATE_HZ),
        "flatness_db": 10 * np.log10(librosa.feature.spectral_flatness(S=S / S.max())),  # its floor is absolute
        "zero_crossings": sign_changes,
    }
    n_bass = int(_BASS_HZ * _WINDOW / RATE_HZ)
    contrast = librosa.feature.spectral_contrast(S=S, sr=RATE_HZ, n_bands=_CONTRAST_BANDS).mean(axis=1)
    return {
        **_moments(of_frames),
        "bass_share": float(np.square(S[:n_bass]).sum() / np.square(S).sum()),
        **{f"contrast_{band}_db": float(value) for band, value in enumerate(contrast, start=1)},
    }


def _moments(of_frames: Mapping[str, np.ndarray]) -> dict[str, float]:
    means = {f"{name}_mean": float(values.mean()) for name, values in of_frames.items()}
    return means | {f"{name}_sd": float(values.std()) for name, values in of_frames.items()}


def _cepstrum(mel: np.ndarray) -> dict[str, float]:
    mfcc = librosa.feature.mfcc(S=mel, n_mfcc=13)
    parts = {"mean": mfcc.mean(axis=1), "sd": mfcc.std(axis=1)}
    return {f"mfcc_{i}_{part}": float(v) for part, values in parts.items() for i, v in enumerate(values, start=1)}


def _sign_changes(y: np.ndarray) -> np.ndarray:
    """The share of samples of each frame of the STFT that have another sign than the one before."""
    changes = np.diff(np.signbit(y), prepend=np.signbit(y[:1]))
    counted = np.concatenate([[0], np.cumsum(np.pad(changes, _WINDOW // 2))])
    starts = np.arange(1 + len(y) // _HOP) * _HOP
    return (counted[starts + _WINDOW] - counted[starts]) / _WINDOW
