"""Loudness after EBU R128: FFmpeg's own meter, fed frame by frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import isfinite
from typing import cast

import numpy as np

from motif.core.extra import extra

with extra("songs"):
    import av
    from av.audio.fifo import AudioFifo
    from av.audio.frame import AudioFrame
    from av.filter import Graph

__all__ = ["Chain", "Meter", "in_blocks", "measure_loudness"]

_SHORTEST_S = 0.4  # one block of the measure (ITU-R BS.1770)
_FLOOR_LUFS = -70.0  # the absolute gate of the measure: silence
_INTEGRATED, _RANGE = "lavfi.r128.I", "lavfi.r128.LRA"
_BLOCK = 1 << 15


def in_blocks(frames: Iterable[AudioFrame]) -> Iterator[AudioFrame]:
    """Yield frames put together to blocks of about a second: Vorbis has frames of 3 ms, which cost more than they hold.

    Examples
    --------
    >>> silence = np.zeros((1, 500), np.float32)
    >>> frames = [AudioFrame.from_ndarray(silence, format="flt", layout="mono") for _ in range(9)]
    >>> for frame in frames:
    ...     frame.sample_rate = 8000
    >>> [frame.samples for frame in in_blocks(frames)]
    [4500]
    """
    form, held = (), AudioFifo()
    for frame in frames:
        if _form(frame) != form or held.samples >= _BLOCK:
            if held.samples:
                yield cast(AudioFrame, held.read())
            form, held = _form(frame), AudioFifo()
        frame.pts = None  # gaps between windows are no gaps here
        held.write(frame)
    if held.samples:
        yield cast(AudioFrame, held.read())


def _form(frame: AudioFrame) -> tuple[object, ...]:
    return (frame.sample_rate, frame.format.name, frame.layout.name)


class Chain:
    """A chain of FFmpeg filters that frames go through; it is made anew where the frames change their form.

    Parameters
    ----------
    filters :
        Name and settings of each; `{n}` in the settings becomes the number of channels, `{mean}` what mixes them.

    Examples
    --------
    >>> chain = Chain(("aresample", "8000"))
    >>> frames = [AudioFrame.from_ndarray(np.zeros((1, 800), np.float32), format="flt", layout="mono")]
    >>> frames[0].sample_rate = 16000
    >>> sum(frame.samples for frame in [*chain.push(frames[0]), *chain.end()])
    400
    """

    def __init__(self, *filters: tuple[str, str]) -> None:
        self._filters = filters
        self._form: tuple[object, ...] = ()
        self._graph: Graph | None = None

    def push(self, frame: AudioFrame) -> Iterator[AudioFrame]:
        """Yield what comes out for one frame, and first the rest of what went in before where the form changes."""
        if _form(frame) != self._form:
            yield from self.end()
            self._form, self._graph = _form(frame), self._made(frame)
        frame.pts = None
        yield from self._pushed(frame)

    def end(self) -> Iterator[AudioFrame]:
        """Yield what is still inside."""
        yield from self._pushed(None)
        self._form, self._graph = (), None

    def _made(self, frame: AudioFrame) -> Graph:
        graph, n = Graph(), len(frame.layout.channels)
        mean = "mono|c0=" + "+".join(f"{1 / n:.9f}*c{channel}" for channel in range(n))
        nodes = [graph.add_abuffer(sample_rate=frame.sample_rate, format=frame.format, layout=frame.layout)]
        nodes += [graph.add(name, settings.format(n=n, mean=mean)) for name, settings in self._filters]
        nodes.append(graph.add("abuffersink"))
        for first, second in pairwise(nodes):
            first.link_to(second)
        graph.configure()
        return graph

    def _pushed(self, frame: AudioFrame | None) -> Iterator[AudioFrame]:
        graph = self._graph
        if graph is None:
            return
        graph.push(frame)
        while True:
            try:
                yield cast(AudioFrame, graph.pull())
            except (av.error.BlockingIOError, av.error.EOFError):
                return


class Meter:
    """Measures the loudness of what it is fed: the integrated loudness and the loudness range of EBU R128.

    One channel counts as two equal ones, so that a mono file and the same sound in stereo are equally loud.

    Examples
    --------
    >>> Meter().result()
    (None, None)
    """

    def __init__(self) -> None:
        self._chain = Chain(("ebur128", "metadata=1:dualmono=1:framelog=quiet"))
        self._last: AudioFrame | None = None
        self._fed_s = 0.0

    def push(self, frame: AudioFrame) -> None:
        """Feed one frame."""
        self._fed_s += frame.samples / frame.sample_rate
        for out in self._chain.push(frame):
            self._keep(out)

    def result(self) -> tuple[float | None, float | None]:
        """Return LUFS and LU of all that was fed; None and None for less than 0.4 s. The meter is done after this."""
        for out in self._chain.end():
            self._keep(out)
        if self._last is None or self._fed_s < _SHORTEST_S:
            return None, None
        said = self._last.metadata
        lufs, range_lu = float(said[_INTEGRATED]), float(said[_RANGE])
        return max(lufs, _FLOOR_LUFS) if isfinite(lufs) else _FLOOR_LUFS, range_lu if isfinite(range_lu) else 0.0

    def _keep(self, frame: AudioFrame) -> None:
        """Remember the latest block that was measured: the last one of all is short and says nothing."""
        if _INTEGRATED in frame.metadata:
            self._last = frame


def measure_loudness(samples: np.ndarray, rate_hz: int) -> tuple[float | None, float | None]:
    """Return the integrated loudness in LUFS and the loudness range in LU of mono samples, taken for two channels.

    Parameters
    ----------
    samples :
        (n_samples,), floats, full scale 1.
    rate_hz :
        Samples a second.

    Examples
    --------
    >>> t = np.arange(5 * 48000) / 48000
    >>> loudness, _ = measure_loudness(0.1 * np.sin(2 * np.pi * 997 * t), 48000)  # of 0 dB: 0 LUFS in two channels
    >>> round(loudness, 1)
    -20.0
    """
    meter = Meter()
    for start in range(0, len(samples), _BLOCK):
        block = np.ascontiguousarray(samples[None, start : start + _BLOCK], dtype=np.float32)
        frame = AudioFrame.from_ndarray(block, format="flt", layout="mono")
        frame.sample_rate = rate_hz
        meter.push(frame)
    return meter.result()
