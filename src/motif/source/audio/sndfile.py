"""A sound file read by libsndfile, which librosa brings: for Ogg, FLAC and WAV that FFmpeg refuses.

FFmpeg 8.1 rejects the headers of some sound Vorbis files (three of the 17 of Debian's hyperrogue-music).
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO

import numpy as np

from motif.core.extra import extra

with extra("songs"):
    import soundfile
    from av.audio.frame import AudioFrame

__all__ = ["SndfileFile", "sndfile_file"]

_BLOCK = 1 << 15
_LAYOUTS = {1: "mono", 2: "stereo"}
_TAGS = ("title", "artist", "album", "date", "tracknumber", "genre")


class SndfileFile:
    """A sound file that libsndfile has opened; the same members as `FfmpegFile`.

    Parameters
    ----------
    file :
        As soundfile has it.
    name :
        How messages call it.

    Examples
    --------
    >>> import io
    >>> stream = io.BytesIO()
    >>> soundfile.write(stream, np.zeros(8000), 8000, format="WAV")
    >>> SndfileFile(soundfile.SoundFile(io.BytesIO(stream.getvalue())), "'a.wav'").declared_s
    1.0
    """

    is_counted = True

    def __init__(self, file: soundfile.SoundFile, name: str) -> None:
        self._file, self.name = file, name
        self.n_packets = self.n_bad = 0
        self.declared_s = file.frames / file.samplerate

    @property
    def tags(self) -> Mapping[str, str]:
        """What the file says of itself."""
        said = self._file.copy_metadata()
        return {key: said[key] for key in _TAGS if key in said}

    def frames(self) -> Iterator[AudioFrame]:
        """Decode from where the file stands to its end."""
        return self._frames(self._file.frames)

    def frames_between(self, start_s: float, end_s: float) -> Iterator[AudioFrame]:
        """Look up a place and decode from there, to the sample."""
        start = min(max(0, int(start_s * self._file.samplerate)), self._file.frames)
        try:
            self._file.seek(start)
        except soundfile.SoundFileError:
            self.n_bad += 1
            return iter(())
        return self._frames(int(end_s * self._file.samplerate) - start)

    def _frames(self, n_samples: int) -> Iterator[AudioFrame]:
        while n_samples > 0:
            self.n_packets += 1
            try:
                block = self._file.read(min(_BLOCK, n_samples), dtype="float32", always_2d=True)
            except soundfile.SoundFileError:
                self.n_bad += 1
                return
            if not len(block):
                return
            n_samples -= len(block)
            yield self._frame(block)

    def _frame(self, block: np.ndarray) -> AudioFrame:
        """More than two channels are averaged here: how they stand in the room does not matter for mono."""
        n_channels = block.shape[1]
        channels = block if n_channels in _LAYOUTS else block.mean(axis=1, keepdims=True)
        planes = np.ascontiguousarray(channels.T)
        frame = AudioFrame.from_ndarray(planes, format="fltp", layout=_LAYOUTS[len(planes)])
        frame.sample_rate = self._file.samplerate
        return frame


@contextmanager
def sndfile_file(stream: BinaryIO, name: str) -> Generator[SndfileFile | None]:
    """Open a stream as sound, or yield None when libsndfile makes nothing of it either.

    Parameters
    ----------
    stream :
        Stands at the beginning of the file.
    name :
        How messages call it.

    Examples
    --------
    >>> import io
    >>> with sndfile_file(io.BytesIO(b"no sound at all"), "'a.ogg'") as file:
    ...     file is None
    True
    """
    try:
        file = soundfile.SoundFile(stream)
    except (soundfile.SoundFileError, TypeError):  # TypeError: it knows a raw format without a header
        yield None
        return
    with file:
        yield SndfileFile(file, name)
