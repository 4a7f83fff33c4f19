"""The errors that reading sound can end in, each in one line."""

from __future__ import annotations

from motif.core.errors import DataError

__all__ = ["corrupt", "not_audio", "too_long", "truncated"]


def not_audio(name: str, what: str) -> DataError:
    """Return the error for a file that is something else.

    Examples
    --------
    >>> str(not_audio("'a.mp3'", "a video"))
    "'a.mp3' is a video, not sound; expected MP3, Ogg, FLAC, WAV or M4A"
    """
    return DataError(f"{name} is {what}, not sound; expected MP3, Ogg, FLAC, WAV or M4A", reason="not_audio")


def truncated(name: str, heard_s: float | None = None, stated_s: float | None = None) -> DataError:
    """Return the error for a file that stops before its end, or holds less than it states.

    Examples
    --------
    >>> str(truncated("'a.mp3'")), str(truncated("'a.mp3'", 61.0, 180.0))
    ("'a.mp3' ends early: the file is cut; fetch it again",
     "'a.mp3' gives 61.0 s of the 180.0 s it states: the file is cut or damaged; fetch it again")
    """
    if heard_s is None:
        return DataError(f"{name} ends early: the file is cut; fetch it again", reason="truncated")
    message = f"{name} gives {heard_s:,.1f} s of the {stated_s:,.1f} s it states: the file is cut or damaged"
    return DataError(f"{message}; fetch it again", reason="truncated")


def corrupt(name: str, cause: object) -> DataError:
    """Return the error for bytes that begin like sound and cannot be decoded.

    Examples
    --------
    >>> str(corrupt("'a.mp3'", "no frames"))
    "'a.mp3' is damaged and cannot be decoded: no frames"
    """
    words = " ".join(str(getattr(cause, "strerror", None) or cause).split()) or type(cause).__name__
    return DataError(f"{name} is damaged and cannot be decoded: {words}", reason="corrupt")


def too_long(name: str, length_s: float, most_s: float) -> DataError:
    """Return the error for a file of more hours than are decoded whole.

    Examples
    --------
    >>> str(too_long("'mix.mp3'", 36000, 7200))
    "'mix.mp3' is 10.0 h long, more than the 2 h that are decoded whole; set most_s to hear windows of it"
    """
    message = f"{name} is {length_s / 3600:,.1f} h long, more than the {most_s / 3600:g} h that are decoded whole"
    return DataError(f"{message}; set most_s to hear windows of it", reason="too_long")
