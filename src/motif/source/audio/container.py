"""A sound file opened by what its bytes are, with one clear line for each way to fail."""

from __future__ import annotations

import io
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

from motif.core.errors import DataError
from motif.source.audio.ffmpeg import FAILURES, FfmpegFile, ffmpeg_file
from motif.source.audio.refuse import corrupt, not_audio, truncated
from motif.source.audio.sndfile import SndfileFile, sndfile_file
from motif.source.audio.whole import counts_samples, ends_early
from motif.source.file import HEAD, begins_like, describe, kind_of, open_bytes

__all__ = ["Opened", "opened"]

Opened: TypeAlias = FfmpegFile | SndfileFile

_KINDS = ("mp3", "ogg", "flac", "wav", "mp4")
_READ_BY_SNDFILE = ("ogg", "flac", "wav")
_MOST_BYTES = 1 << 40  # no limit in practice: nothing is read whole


@contextmanager
def opened(source: str | Path | bytes) -> Generator[Opened]:
    r"""Open a sound file; what it is follows from its bytes, never from its name.

    Parameters
    ----------
    source :
        A path, or the bytes themselves.

    Raises
    ------
    SourceError
        reason missing, folder, not_a_file, unreadable.
    DataError
        reason empty, not_audio, truncated, corrupt, unsupported_format.

    Examples
    --------
    >>> with opened(b"\x89PNG\r\n\x1a\n"):
    ...     pass
    Traceback (most recent call last):
        ...
    motif.core.errors.DataError: the sound is a PNG picture, not sound; expected MP3, Ogg, FLAC, WAV or M4A
    """
    name = "the sound" if isinstance(source, bytes) else repr(Path(source).name)
    with ExitStack() as stack:
        if isinstance(source, bytes):
            stream: BinaryIO = io.BytesIO(source)
        else:
            file = open_bytes(source, max_bytes=_MOST_BYTES, gunzip=False, allow_empty=True)
            stream = cast(BinaryIO, stack.enter_context(file))
        yield _opened(stream, name, stack)


def _opened(stream: BinaryIO, name: str, stack: ExitStack) -> Opened:
    kind = _kind(stream, name)
    is_cut = kind is not None and ends_early(kind, stream)
    is_counted = kind is not None and counts_samples(kind, stream)
    stream.seek(0)
    try:
        found = stack.enter_context(ffmpeg_file(stream, name, is_counted=is_counted))
    except FAILURES as error:
        if is_cut:
            raise truncated(name) from error
        if kind is None:
            raise not_audio(name, "bytes of an unknown kind") from error
        return _second_opinion(stream, kind, name, stack, error)
    if is_cut:
        raise truncated(name)
    return found


def _second_opinion(stream: BinaryIO, kind: str, name: str, stack: ExitStack, error: Exception) -> Opened:
    """What libsndfile makes of a file that FFmpeg refuses."""
    stream.seek(0)
    found = stack.enter_context(sndfile_file(stream, name)) if kind in _READ_BY_SNDFILE else None
    if found is None:
        raise corrupt(name, error) from error
    return found


def _kind(stream: BinaryIO, name: str) -> str | None:
    """What the first bytes say; None where they say nothing, as of an MP3 with rubbish before its first frame."""
    head = stream.read(HEAD)
    if not head:
        raise DataError(f"{name} is empty: it holds no bytes", reason="empty")
    kind = kind_of(head)
    if kind in _KINDS:
        return kind
    if begins_like(head, _KINDS):
        raise DataError(f"{name} ends early: it holds {len(head)} bytes; fetch it again", reason="truncated")
    words = describe(head)
    if kind is not None or words in ("text", "a web page", "XML"):
        raise not_audio(name, words)
    return None
