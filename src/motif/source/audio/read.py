"""Sound files as mono samples at one rate: all of a song, or windows of a mix that goes on for hours."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import in_range, integer
from motif.core.errors import DataError
from motif.source.audio.container import Opened, opened
from motif.source.audio.ffmpeg import FAILURES
from motif.source.audio.loudness import Chain, Meter, in_blocks
from motif.source.audio.refuse import corrupt, too_long, truncated
from motif.source.audio.sound import Sound

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame

__all__ = ["MAX_S", "loudness_lufs", "read_audio"]

MAX_S = 7200.0
"""The longest file that is decoded whole, in s; longer ones need `most_s`."""

_WINDOW_S = 30.0
_FEWEST_WINDOWS = 3
_FADE_S = 0.01  # at the ends of a window, so that joins do not click
_LOUDEST = 1e3  # 60 dB above full scale: no recording, but bytes taken for numbers
_BAD_SHARE = 0.02  # of packets that may fail before a file counts as damaged: players skip as many without a word
_BAD_FEW = 2
_MISSING_SHARE, _MISSING_S = 0.005, 0.3  # of a stated length: what the padding of encoders may take


def read_audio(source: str | Path | bytes, *, rate_hz: int = 22050, most_s: float | None = None) -> Sound:
    """Return a sound file as mono samples, with its loudness.

    What the file is follows from its bytes, not its name: MP3, Ogg (Vorbis, Opus, FLAC), FLAC, WAV, MP4 sound. The
    channels are averaged, then brought to one rate. A file longer than `most_s` is not decoded whole: windows of up to
    30 s, evenly spread and at least three, are looked up and put one after the other, and the result says so.

    Parameters
    ----------
    source :
        A path, or the bytes themselves.
    rate_hz :
        Samples a second of the result.
    most_s :
        The most that is decoded, in s, at least 1; None decodes all of a file of up to two hours (`MAX_S`).

    Raises
    ------
    SourceError
        reason missing, folder, not_a_file, unreadable.
    DataError
        reason empty, not_audio, no_sound, truncated, corrupt, too_long, unsupported_format.
    MissingExtra
        When PyAV is not installed.

    Examples
    --------
    >>> import io, wave
    >>> stream = io.BytesIO()
    >>> with wave.open(stream, "wb") as file:
    ...     file.setparams((2, 2, 44100, 0, "NONE", ""))
    ...     file.writeframes(bytes(4 * 44100))
    >>> sound = read_audio(stream.getvalue())
    >>> sound.samples.shape, sound.rate_hz, sound.duration_s, sound.loudness_lufs
    ((22050,), 22050, 1.0, -70.0)
    """
    rate_hz = integer(rate_hz, what="rate_hz", low=1000, high=192_000)
    if most_s is not None:
        in_range(most_s, what="most_s", low=1, high=MAX_S)
    with opened(source) as file:
        declared_s = file.declared_s
        if declared_s is not None and declared_s > (MAX_S if most_s is None else most_s):
            if most_s is None:
                raise too_long(file.name, declared_s, MAX_S)
            return _read_windows(file, rate_hz, declared_s, most_s)
        return _read_whole(file, rate_hz, most_s)


def loudness_lufs(source: str | Path | bytes, *, most_s: float | None = None) -> float | None:
    """Return how loud a sound file is, in LUFS: the integrated loudness of EBU R128, measured by FFmpeg.

    One channel counts as two equal ones. Where the sound itself is wanted too, `read_audio` measures on the way.

    Parameters
    ----------
    source, most_s :
        As for `read_audio`.

    Returns
    -------
    float or None
        In [-70, about 0], -70 for silence; None for less than 0.4 s.

    Raises
    ------
    SourceError, DataError
        As for `read_audio`.

    Examples
    --------
    >>> import io, wave
    >>> tone = 0.1 * np.sin(2 * np.pi * 997 * np.arange(3 * 48000) / 48000)
    >>> stream = io.BytesIO()
    >>> with wave.open(stream, "wb") as file:
    ...     file.setparams((1, 2, 48000, 0, "NONE", ""))
    ...     file.writeframes((tone * 32767).astype("<i2").tobytes())
    >>> round(loudness_lufs(stream.getvalue()), 1)
    -20.0
    """
    return read_audio(source, most_s=most_s).loudness_lufs


def _read_whole(file: Opened, rate_hz: int, most_s: float | None) -> Sound:
    meter = Meter()
    samples, heard_s = _mono(file, file.frames(), meter, rate_hz)
    _check(file, samples)
    if file.is_counted and heard_s < (1 - _MISSING_SHARE) * (file.declared_s or 0) - _MISSING_S:
        raise truncated(file.name, heard_s, file.declared_s)
    if most_s is None or heard_s <= most_s:
        return Sound(samples, rate_hz, heard_s, False, *meter.result())
    places = [(int(start_s * rate_hz), int(end_s * rate_hz)) for start_s, end_s in _windows(heard_s, most_s)]
    windows = _joined((samples[start:end] for start, end in places), rate_hz)  # the file did not say how long it is
    return Sound(windows, rate_hz, heard_s, True, *meter.result())


def _read_windows(file: Opened, rate_hz: int, declared_s: float, most_s: float) -> Sound:
    meter = Meter()
    parts = []
    for start_s, end_s in _windows(declared_s, most_s):
        part, _ = _mono(file, file.frames_between(start_s, end_s), meter, rate_hz)
        parts.append(part)
    samples = _joined(parts, rate_hz)
    _check(file, samples)
    if any(not len(part) for part in parts):
        raise truncated(file.name)
    return Sound(samples, rate_hz, declared_s, True, *meter.result())


def _mono(file: Opened, frames: Iterable[AudioFrame], meter: Meter, rate_hz: int) -> tuple[np.ndarray, float]:
    """The mean of the channels at one rate, and how many seconds went in."""
    chain = Chain(("pan", "{mean}"), ("aresample", f"{rate_hz}"), ("aformat", "sample_fmts=flt"))
    parts, heard_s = [], 0.0
    try:
        for frame in in_blocks(frames):
            heard_s += frame.samples / frame.sample_rate
            if heard_s > MAX_S:
                raise too_long(file.name, heard_s, MAX_S)
            meter.push(frame)
            parts += [out.to_ndarray()[0] for out in chain.push(frame)]
        parts += [out.to_ndarray()[0] for out in chain.end()]
    except FAILURES as error:
        raise corrupt(file.name, error) from error
    return (np.concatenate(parts) if parts else np.empty(0, np.float32)), heard_s


def _check(file: Opened, samples: np.ndarray) -> None:
    """Refuse what came out as too little or as no sound."""
    if file.n_bad > _BAD_SHARE * file.n_packets + _BAD_FEW or (file.n_bad and not len(samples)):
        raise corrupt(file.name, f"{file.n_bad:,} of {file.n_packets:,} packets are no sound")
    if not len(samples):
        raise DataError(f"{file.name} holds 0 s of sound", reason="no_sound")
    if not np.abs(samples).max() <= _LOUDEST:  # NaN is not, either
        raise corrupt(file.name, "its samples are no numbers that sound can have")


def _windows(duration_s: float, most_s: float) -> list[tuple[float, float]]:
    """Where windows of together `most_s` begin and end, each in the middle of its share of the file."""
    n_windows = max(_FEWEST_WINDOWS, ceil(most_s / _WINDOW_S))
    half_s = most_s / n_windows / 2
    middles = ((i + 0.5) * duration_s / n_windows for i in range(n_windows))
    return [(middle - half_s, middle + half_s) for middle in middles]


def _joined(parts: Iterable[np.ndarray], rate_hz: int) -> np.ndarray:
    """The windows one after the other, each faded in and out."""
    faded = []
    for part in parts:
        n = min(int(_FADE_S * rate_hz), len(part) // 2)
        shape = np.ones(len(part), np.float32)
        shape[:n] = np.linspace(0, 1, n, dtype=np.float32)
        shape[len(part) - n :] = shape[:n][::-1]
        faded.append(part * shape)
    return np.concatenate(faded)
