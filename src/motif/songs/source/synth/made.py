"""A folder of made-up songs: six styles, each played by made-up bands, with tags and with a list of what is true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from motif.core.check import integer
from motif.core.files import make_folder
from motif.core.progress import progress
from motif.core.seed import generator
from motif.songs.source.synth.piece import band, piece
from motif.songs.source.synth.style import STYLES
from motif.songs.source.synth.voice import RATE_HZ
from motif.songs.source.synth.wave import write_wav

__all__ = ["NOTICE", "MadeSong", "make_songs"]

NOTICE = "synthetic: composed and played by a program"
_ADJECTIVES = (
    "Amber", "Borrowed", "Crooked", "Distant", "Early", "Folded", "Gentle", "Hollow", "Idle", "Little", "Narrow",
    "Painted", "Quiet", "Second", "Silver", "Slow", "Sunken", "Tall", "Upper", "Wooden",
)  # fmt: skip
_NOUNS = (
    "Anchor", "Bridge", "Candle", "Door", "Engine", "Field", "Garden", "Harbour", "Island", "Kettle", "Ladder",
    "Lantern", "Meadow", "Orchard", "Paper", "Railing", "Staircase", "Thimble", "Umbrella", "Window",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MadeSong:
    """What is true of a song that was made.

    Parameters
    ----------
    file :
        Its path, relative to the folder.
    song, artist, album :
        As in its tags.
    style :
        What it was made as; also its tag `genre`.
    tempo_bpm :
        Beats a minute.
    key :
        The tonic, 0 for C to 11 for B.
    mode :
        "major" or "minor".

    Examples
    --------
    >>> MadeSong("a/b.wav", "Tall Door", "Slow Field", "Early Kettle", "folk", 96.0, 7, "major").key
    7
    """

    file: str
    song: str
    artist: str
    album: str
    style: str
    tempo_bpm: float
    key: int
    mode: Literal["major", "minor"]


def make_songs(
    folder: str | Path,
    *,
    n_artists: int = 3,
    n_songs: int = 4,
    seconds: float = 12.0,
    random_state: int = 0,
) -> tuple[MadeSong, ...]:
    """Write made-up songs as tagged WAV files and return what is true of each.

    Parameters
    ----------
    folder :
        Gets `STYLE/ARTIST - SONG.wav`; made where missing.
    n_artists, n_songs :
        Artists of each of the six styles, and songs of each artist; at least 1.
    seconds :
        Length of each song, in s.
    random_state :
        Where all of it comes from; the same seed gives the same bytes.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> made = make_songs(folder, n_artists=1, n_songs=1, seconds=1.0)
    >>> len(made), sum(path.stat().st_size for path in folder.rglob("*.wav")) > 6 * 44_100
    (6, True)
    """
    n_artists = integer(n_artists, what="n_artists", low=1)
    n_songs = integer(n_songs, what="n_songs", low=1)
    names = _names(generator(random_state))
    made = []
    with progress("Making songs", total=len(STYLES) * n_artists * n_songs) as bar:
        for number, style in enumerate(STYLES):
            make_folder(Path(folder) / style)
            for which in range(n_artists):
                rng = np.random.default_rng([random_state, number, which])  # a band is the same among more bands
                player, artist, album = band(style, rng), next(names), next(names)
                for _ in range(n_songs):
                    song = next(names)
                    new = piece(player, seconds=seconds, rng=rng)
                    file = f"{style}/{artist} - {song}.wav"
                    tags = {"song": song, "artist": artist, "album": album, "genre": style, "comment": NOTICE}
                    write_wav(Path(folder) / file, new.samples, rate_hz=RATE_HZ, tags=tags)
                    made.append(MadeSong(file, song, artist, album, style, new.tempo_bpm, new.key, new.mode))
                    bar.advance()
    return tuple(made)


def _names(rng: np.random.Generator) -> Iterator[str]:
    """Yield made-up names, each once: two words, then three."""
    short = [f"{adjective} {noun}" for adjective in _ADJECTIVES for noun in _NOUNS]
    long = [f"{name} and {noun}" for name in short for noun in _NOUNS if noun not in name]
    for names in (short, long):
        yield from (names[at] for at in rng.permutation(len(names)))
