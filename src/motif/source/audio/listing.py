"""Which files of a folder are sound: by their endings, and without one by their first bytes."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from motif.core.files import open_regular
from motif.source.file import HEAD, kind_of, list_files

__all__ = ["SUFFIXES", "audio_files"]

SUFFIXES = (".mp3", ".ogg", ".oga", ".opus", ".flac", ".m4a", ".wav")
"""Endings of the files that `read_audio` reads, for listings; what a file is follows from its bytes."""

_KINDS = ("mp3", "ogg", "flac", "wav")  # of MP4 the first bytes do not say whether it is a film


def audio_files(folder: str | Path) -> list[Path]:
    """Return the sound files below a folder, as paths relative to it, in a stable order.

    A file counts by its ending, whatever it holds, so that reading it can say what is wrong with it. A file without
    any ending counts when it begins like MP3, Ogg, FLAC or WAV. Hidden files and folders, and links to folders, are
    passed over.

    Parameters
    ----------
    folder :
        Searched to the bottom.

    Raises
    ------
    SourceError
        When the folder or one below it is missing, not a folder or cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_bytes
    >>> folder = Path(tempfile.mkdtemp())
    >>> for name in ("b.MP3", "a.flac", "cover.jpg", "notes"):
    ...     write_bytes(folder / name, b"x")
    >>> write_bytes(folder / "track", b"fLaC and so on")
    >>> [path.as_posix() for path in audio_files(folder)]
    ['a.flac', 'b.MP3', 'track']
    """
    root = Path(folder)
    return sorted([*list_files(root, suffixes=SUFFIXES), *_without_ending(root)], key=lambda path: path.parts)


def _without_ending(root: Path) -> list[Path]:
    found = []
    for place, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        bare = (Path(place, name) for name in files if "." not in name)
        found += [path.relative_to(root) for path in bare if _begins_like_sound(path)]
    return found


def _begins_like_sound(path: Path) -> bool:
    with suppress(OSError):  # without an ending, only what can be read is known to be sound
        if path.is_file():  # no pipe or device, which is no song without an ending that says so
            with open_regular(path) as stream:
                return kind_of(stream.read(HEAD)) in _KINDS
    return False
