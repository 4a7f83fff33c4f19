"""A sound file read by FFmpeg, through PyAV.

FFmpeg never sees a path: it reads from a stream and may use nothing but the readers of sound listed here, so that a
playlist renamed to .mp3 opens no other file and no connection.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import IO, cast

from motif.core.errors import DataError
from motif.core.extra import extra
from motif.source.audio.refuse import corrupt, not_audio

with extra("songs"):
    import av
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.stream import Disposition

__all__ = ["FAILURES", "FfmpegFile", "ffmpeg_file"]

FAILURES = (av.error.FFmpegError, ValueError, OverflowError)
"""What damaged bytes lead FFmpeg and PyAV into."""

_OPTIONS = {"format_whitelist": "mp3,ogg,flac,wav,w64,mov,mp4,m4a", "protocol_whitelist": "none", "enable_drefs": "0"}
_MOST_CHANNELS = 64  # as many as FFmpeg's resampler takes
_RATES_HZ = (1000, 1_000_000)
_PREROLL_S = 0.3  # decoded before a place and thrown away: a decoder that starts in the middle needs some frames


class FfmpegFile:
    """A sound file that FFmpeg has opened.

    Parameters
    ----------
    container, stream :
        PyAV's file and the sound in it.
    name :
        How messages call it.
    is_counted :
        Whether the length that the file states is a count of samples, rather than a guess.

    Attributes
    ----------
    declared_s :
        How long the file says it is, in s; None where it does not say.
    n_packets, n_bad :
        How many pieces were decoded so far, and how many of them could not be.

    Examples
    --------
    >>> import io, wave
    >>> stream = io.BytesIO()
    >>> with wave.open(stream, "wb") as written:
    ...     written.setparams((1, 2, 8000, 0, "NONE", ""))
    ...     written.writeframes(bytes(16000))
    >>> with ffmpeg_file(io.BytesIO(stream.getvalue()), "'a.wav'") as file:
    ...     file.declared_s, sum(frame.samples for frame in file.frames())
    (1.0, 8000)
    """

    def __init__(self, container: InputContainer, stream: AudioStream, name: str, *, is_counted: bool) -> None:
        self._container, self._stream, self.name, self.is_counted = container, stream, name, is_counted
        self.n_packets = self.n_bad = 0
        self.declared_s = self._declared_s()

    @property
    def tags(self) -> Mapping[str, str]:
        """What the file says of itself; of Ogg the sound says it, of the others the file."""
        return {**self._stream.metadata, **self._container.metadata}

    def frames(self) -> Iterator[AudioFrame]:
        """Decode packet by packet; one that fails is counted and passed over, as players do."""
        try:
            for packet in self._container.demux(self._stream):
                self.n_packets += 1
                try:
                    yield from packet.decode()
                except FAILURES:
                    self.n_bad += 1
        except FAILURES:  # the container itself is broken from here on
            self.n_bad += 1

    def frames_between(self, start_s: float, end_s: float) -> Iterator[AudioFrame]:
        """Look up a place and decode from there; frames are kept or left whole."""
        base = self._stream.time_base or Fraction(1, 1)
        first = self._stream.start_time or 0
        try:
            self._container.seek(first + int(max(0.0, start_s - _PREROLL_S) / base), stream=self._stream)
        except FAILURES as error:
            raise corrupt(self.name, error) from error
        at = None
        for frame in self.frames():
            at = at if frame.time is None else frame.time - float(first * base)
            if at is None or at >= end_s:
                return
            length_s = frame.samples / frame.sample_rate
            if at + length_s > start_s:
                yield frame
            at += length_s

    def _declared_s(self) -> float | None:
        if self._stream.duration is not None and self._stream.time_base is not None:
            return max(0.0, float(self._stream.duration * self._stream.time_base))
        return None if self._container.duration is None else max(0.0, self._container.duration / av.time_base)


@contextmanager
def ffmpeg_file(stream: IO[bytes], name: str, *, is_counted: bool = False) -> Generator[FfmpegFile]:
    """Open a stream as sound.

    Parameters
    ----------
    stream :
        Stands at the beginning of the file.
    name :
        How messages call it.
    is_counted :
        As for `FfmpegFile`.

    Raises
    ------
    FFmpegError
        One of `FAILURES`, when FFmpeg makes nothing of the bytes.
    DataError
        reason not_audio, unsupported_format, corrupt.

    Examples
    --------
    >>> import io
    >>> try:
    ...     with ffmpeg_file(io.BytesIO(b"no sound at all"), "'a.mp3'"):
    ...         pass
    ... except FAILURES:
    ...     "nothing that FFmpeg knows"
    'nothing that FFmpeg knows'
    """
    with cast(InputContainer, av.open(stream, options=_OPTIONS, metadata_errors="replace")) as container:
        yield FfmpegFile(container, _sound(container, name), name, is_counted=is_counted)


def _sound(container: InputContainer, name: str) -> AudioStream:
    """The file's sound, if sound is what it is about: a cover picture is fine, a film is not."""
    if any(not stream.disposition & Disposition.attached_pic for stream in container.streams.video):
        raise not_audio(name, "a video")
    if not container.streams.audio:
        raise not_audio(name, "a media file without sound")
    stream = container.streams.audio[0]
    if stream.codec_context is None:
        raise DataError(f"{name} is packed in a way that Motif cannot unpack; convert it", reason="unsupported_format")
    low, high = _RATES_HZ
    if not low <= (stream.rate or 0) <= high or not 1 <= stream.channels <= _MOST_CHANNELS:
        stated = f"it states {stream.rate or 0:,} samples a second and {stream.channels} channels"
        raise corrupt(name, stated)
    return stream
