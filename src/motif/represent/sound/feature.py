"""The table of what is measured in a sound: name, what it is, how, in which unit and range, after whom."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

__all__ = ["FEATURES", "Feature"]

_LIBROSA = "McFee et al. 2015, librosa 0.11"
_KRUMHANSL = "Krumhansl 1990, chapters 2 and 4"
_R128 = "EBU R128 (ITU-R BS.1770-4), FFmpeg's ebur128"
_STFT = (
    "S: magnitudes of windows of 2048 samples every 512, at 22,050 Hz; silent frames (60 dB below the loudest) left out"
)


@dataclass(frozen=True, slots=True)
class Feature:
    """One number that is measured in a sound.

    Parameters
    ----------
    name :
        The column's name.
    what :
        In words.
    formula :
        How it is computed.
    unit :
        Empty for a pure number.
    low, high :
        The range that values lie in.
    source :
        Whose definition it is.

    Examples
    --------
    >>> FEATURES[0].name, FEATURES[0].unit, FEATURES[0].low, FEATURES[0].high
    ('tempo_bpm', 'beats/min', 40.0, 240.0)
    """

    name: str
    what: str
    formula: str
    unit: str
    low: float
    high: float
    source: str


def _moments(name: str, what: str, formula: str, unit: str, low: float, high: float) -> list[Feature]:
    return [
        Feature(f"{name}_mean", what, f"mean over frames of {formula}", unit, low, high, _LIBROSA),
        Feature(f"{name}_sd", f"variation of: {what}", f"sd over frames of {formula}", unit, 0.0, high - low, _LIBROSA),
    ]


_RHYTHM = [
    Feature(
        "tempo_bpm", "tempo", "argmax of autocorrelation (1 to 6 beats) x spectrum^.35 of the onset envelope x "
        "log-normal preference at 105", "beats/min", 40.0, 240.0, "after Peeters 2006, section 3.2; ours",
    ),
    Feature(
        "tempo_confidence", "how clear the tempo is", "1 - best other score, octaves apart, / best score", "",
        0.0, 1.0, "ours",
    ),
    Feature(
        "beat_strength", "clarity of the pulse", "mean autocorrelation of the onset envelope 1 to 6 beats later", "",
        0.0, 1.0, "after Lartillot et al. 2008, section 3.3",
    ),
    Feature(
        "onset_strength", "how strongly sounds begin", "mean over frames and mel bands of max(0, rise of log power)",
        "dB", 0.0, 80.0, _LIBROSA,
    ),
    Feature(
        "onset_rate_hz", "beginnings a second", "peaks of the onset envelope above its local mean, a second", "1/s",
        0.0, 22.0, "after Böck et al. 2012, section 2.3",
    ),
]  # fmt: skip
_TONALITY = [
    Feature(
        "key", "tonic, semitones above C", "argmax of the correlation with 24 profiles spread over six partials",
        "semitones", 0.0, 11.0, _KRUMHANSL,
    ),
    Feature("mode", "1 major, 0 minor", "as key", "", 0.0, 1.0, _KRUMHANSL),
    Feature("key_clarity", "how well the key fits", "correlation r with its profile", "", -1.0, 1.0, _KRUMHANSL),
    Feature("key_margin", "how clear the key is", "r of the best key - r of the next", "", 0.0, 2.0, _KRUMHANSL),
    Feature(
        "fifths_cos", "key signature on the circle of fifths",
        "cos(2 pi q / 12), q = 7 tonic mod 12 of the relative major",
        "", -1.0, 1.0, "ours",
    ),
    Feature("fifths_sin", "key signature on the circle of fifths", "sin(2 pi q / 12)", "", -1.0, 1.0, "ours"),
    Feature(
        "tuning_cents", "how far from A = 440 Hz", "circular mean of what spectral peaks are off by", "cents",
        -50.0, 50.0, "ours",
    ),
    Feature(
        "tone_entropy", "how evenly the twelve tones are used", "-sum(t log t) / log 12 of the tone profile t", "",
        0.0, 1.0, "ours",
    ),
]  # fmt: skip
_LOUDNESS = [
    Feature("loudness_lufs", "loudness", "integrated loudness, one channel counted as two", "LUFS", -70.0, 20.0, _R128),
    Feature(
        "loudness_range_lu", "dynamics over seconds", "loudness range", "LU", 0.0, 100.0, "EBU Tech 3342, FFmpeg's"
    ),
    Feature("rms_db", "energy", "10 log10 of the mean square of all samples", "dB", -100.0, 60.0, _LIBROSA),
    Feature("rms_db_sd", "dynamics from frame to frame", "sd over frames of 20 log10 RMS", "dB", 0.0, 60.0, _LIBROSA),
    Feature("crest_db", "peaks above the energy", "20 log10 max |y| - rms_db", "dB", 0.0, 100.0, "ours"),
]
_TIMBRE = [
    *_moments("centroid_hz", "brightness", "sum(f S) / sum(S)", "Hz", 0.0, 11025.0),
    *_moments("bandwidth_hz", "spread of the spectrum", "sqrt(sum(S (f - centroid)^2) / sum(S))", "Hz", 0.0, 11025.0),
    *_moments(
        "rolloff_hz", "where 85 % of the spectrum lie below", "least f with sum(S up to f) >= .85 sum(S)", "Hz",
        0.0, 11025.0,
    ),
    *_moments("flatness_db", "noisiness", "10 log10(geometric / arithmetic mean of S^2)", "dB", -100.0, 0.0),
    *_moments("zero_crossings", "share of samples that change sign", "mean of sign changes", "", 0.0, 1.0),
    Feature("bass_share", "share of the power below 250 Hz", "sum(S^2 below) / sum(S^2)", "", 0.0, 1.0, "ours"),
    *(
        Feature(
            f"contrast_{band}_db", f"peaks above valleys in octave {band} of 7 from 200 Hz down and up",
            "mean over frames of 10 log10(top 2 % / lowest 2 % of S)", "dB", 0.0, 120.0,
            "Jiang et al. 2002; librosa 0.11",
        )
        for band in range(1, 8)
    ),
]  # fmt: skip
_MFCC = [
    Feature(
        f"mfcc_{i}_{part}", f"shape of the spectrum, cepstral coefficient {i}",
        f"{part} over frames of DCT-II(log power of 128 mel bands)[{i - 1}]", "dB", low, inf, _LIBROSA,
    )
    for part, low in (("mean", -inf), ("sd", 0.0))
    for i in range(1, 14)
]  # fmt: skip
_TONES = [
    Feature(
        f"tone_{i}", f"share of the tone {i} semitones above the tonic",
        "magnitudes of spectral peaks, 60 to 1600 Hz, tuned, shares of 1", "", 0.0, 1.0, "ours; Gómez 2006 (HPCP)",
    )
    for i in range(12)
]  # fmt: skip

FEATURES: tuple[Feature, ...] = (*_RHYTHM, *_TONALITY, *_LOUDNESS, *_TIMBRE, *_MFCC, *_TONES)
"""What `describe` measures, in the order of its columns."""
