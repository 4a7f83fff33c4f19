"""Sound features: Motif beside librosa's own calls for the same set, decoding included.

A clip of 30 s of made music (44,100 Hz, two channels) as Vorbis, MP3 and FLAC, in memory. Motif: `read_audio` (decodes
through PyAV and measures the loudness of EBU R128 on the way) and `describe`. librosa, one by one: `librosa.load`, then
tempo, onsets, tuning, chroma, RMS, centroid, bandwidth, rolloff, flatness, contrast, zero crossings and MFCC, each from
the samples, as its documentation shows them. librosa, shared: the same with one spectrogram computed once and handed to
every call that takes one. librosa measures no loudness and no key; both are in Motif's time and not in librosa's.
Milliseconds are processor time of one thread, medians of rounds in which all are timed in turn, after a round that
loads and compiles.
"""

import argparse
import io
import json
import statistics
import time
import warnings
from collections.abc import Callable

import numpy as np

LENGTH_S, RATE_HZ, HOP = 30, 44100, 512
FORMS = {"vorbis": ("OGG", "VORBIS"), "mp3": ("MP3", "MPEG_LAYER_III"), "flac": ("FLAC", "PCM_16")}


def made() -> np.ndarray:
    """Chords of saw teeth with a noise burst on every beat at 120 a minute, two channels."""
    rng = np.random.default_rng(0)
    t = np.arange(LENGTH_S * RATE_HZ) / RATE_HZ
    roots = np.array([220.0, 174.6, 196.0, 220.0])[(t // 2).astype(int) % 4]
    phase = np.cumsum(roots) / RATE_HZ
    chord = sum(((phase * step) % 1 - 0.5) for step in (1, 1.2, 1.5))
    beat = rng.standard_normal(len(t)) * np.exp(-((t % 0.5) * 30))
    left, right = 0.2 * chord + 0.2 * beat, 0.15 * chord + 0.25 * beat
    return np.stack([left, right], axis=1) * 0.5


def packed(samples: np.ndarray, form: str) -> bytes:
    import soundfile

    container, codec = FORMS[form]
    stream = io.BytesIO()
    with soundfile.SoundFile(stream, "w", RATE_HZ, 2, format=container, subtype=codec) as file:
        file.write(samples)
    return stream.getvalue()


def motif(data: bytes) -> None:
    from motif.represent.sound import describe
    from motif.source.audio import read_audio

    describe(read_audio(data))


def one_by_one(data: bytes) -> None:
    import librosa

    y, rate = librosa.load(io.BytesIO(data))
    feature = librosa.feature
    librosa.beat.beat_track(y=y, sr=rate)
    librosa.onset.onset_detect(y=y, sr=rate)
    tuning = librosa.estimate_tuning(y=y, sr=rate)
    feature.chroma_stft(y=y, sr=rate, tuning=tuning)
    feature.rms(y=y)
    for spectral in (feature.spectral_centroid, feature.spectral_bandwidth, feature.spectral_rolloff):
        spectral(y=y, sr=rate)
    feature.spectral_flatness(y=y)
    feature.spectral_contrast(y=y, sr=rate)
    feature.zero_crossing_rate(y)
    feature.mfcc(y=y, sr=rate, n_mfcc=13)


def shared(data: bytes) -> None:
    import librosa

    y, rate = librosa.load(io.BytesIO(data))
    feature = librosa.feature
    S = np.abs(librosa.stft(y))
    mel = librosa.power_to_db(feature.melspectrogram(S=S**2, sr=rate))
    envelope = librosa.onset.onset_strength(S=mel, sr=rate)
    librosa.beat.beat_track(onset_envelope=envelope, sr=rate)
    librosa.onset.onset_detect(onset_envelope=envelope, sr=rate)
    tuning = librosa.estimate_tuning(S=S, sr=rate)
    feature.chroma_stft(S=S**2, sr=rate, tuning=tuning)
    feature.rms(S=S)
    centroid = feature.spectral_centroid(S=S, sr=rate)
    feature.spectral_bandwidth(S=S, sr=rate, centroid=centroid)
    feature.spectral_rolloff(S=S, sr=rate)
    feature.spectral_flatness(S=S)
    feature.spectral_contrast(S=S, sr=rate)
    feature.zero_crossing_rate(y)
    feature.mfcc(S=mel, n_mfcc=13)


def cpu_ms(work: Callable[[bytes], None], data: bytes) -> float:
    start = time.process_time()
    work(data)
    return (time.process_time() - start) * 1e3


def measured(form: str, rounds: int) -> dict[str, float | str]:
    from threadpoolctl import threadpool_limits

    data, timed = packed(made(), form), {"motif": motif, "one_by_one": one_by_one, "shared": shared}
    with threadpool_limits(limits=1), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of audioread about its own imports
        for work in timed.values():
            work(data)
        times = [{name: cpu_ms(work, data) for name, work in timed.items()} for _ in range(rounds)]
    medians = {name: statistics.median(one[name] for one in times) for name in timed}
    ratios = {f"{name}_ratio": medians["motif"] / medians[name] for name in ("one_by_one", "shared")}
    return {"form": form, **{f"{name}_ms": value for name, value in medians.items()}, **ratios}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    rows = [measured(form, given.rounds) for form in FORMS]
    if given.json:
        print(json.dumps({"benchmark": "sound", "rows": rows}))
        return
    heads = ["30 s as", "Motif, ms", "one by one, ms", "shared, ms", "Motif / one by one", "Motif / shared"]
    print(f"| {' | '.join(heads)} |\n{'|---' * len(heads)}|")
    for row in rows:
        times = [f"{row[f'{name}_ms']:.0f}" for name in ("motif", "one_by_one", "shared")]
        ratios = [f"{row[f'{name}_ratio']:.2f}" for name in ("one_by_one", "shared")]
        print(f"| {' | '.join([str(row['form']), *times, *ratios])} |")


if __name__ == "__main__":
    main()
