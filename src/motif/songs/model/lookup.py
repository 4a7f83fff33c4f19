"""Looking up: which song is meant by a name, also one that is misspelt, and which others it could be."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from motif.core.check import few, integer, same_length
from motif.core.errors import InputError
from motif.core.extra import extra

__all__ = ["Match", "look_up", "the_one"]

_LEAST = 70.0  # of 100: below, names share no more than names do
_SURE, _LEAD = 90.0, 5.0  # one misspelt letter in a short name, and no other name that is as near
_PART = 0.9  # what a name counts that is found among other words
_LONGEST = 200  # characters of a name that are compared: the time goes with their square


@dataclass(frozen=True, slots=True)
class Match:
    """A song that a name fits.

    Parameters
    ----------
    position :
        Of the song.
    song, artist :
        Its names.
    score :
        In [0, 100]; 100 is the same name but for letter case, accents and punctuation.
    """

    position: int
    song: str
    artist: str
    score: float


def look_up(
    songs: Sequence[str], artists: Sequence[str], name: str, *, artist: str | None = None, most: int = 10
) -> list[Match]:
    """Return the songs that a name fits, the likeliest first; equal ones in their order.

    Parameters
    ----------
    songs, artists :
        (n_songs,), the names; empty where one is not known.
    name :
        What is looked for: a song, or a song and an artist in any order.
    artist :
        The artist, where it is given by itself.
    most :
        How many to return.

    Raises
    ------
    InputError
        When nothing is asked for.
    MissingExtra
        When rapidfuzz is not installed.

    Examples
    --------
    >>> songs, artists = ["Vienna", "Vienna", "Piano Man"], ["Billy Joel", "Ultravox", "Billy Joel"]
    >>> [(match.artist, match.score) for match in look_up(songs, artists, "viena", artist="Joel")]
    [('Billy Joel', 90.9...)]
    """
    same_length(len(artists), len(songs), what="artists", other="songs")
    most = integer(most, what="most", low=1)
    wanted, by = _plain(name), None if artist is None else _plain(artist)
    if not wanted:
        raise InputError(f"a song's name must have at least one letter or digit; given {name[:_LONGEST]!r}")
    scores = _scores(songs, artists, wanted)
    if by is not None:
        scores = [min(pair) for pair in zip(scores, _by(artists, by), strict=True)]
    order = sorted((at for at, score in enumerate(scores) if score >= _LEAST), key=lambda at: (-scores[at], at))
    return [Match(at, songs[at], artists[at], scores[at]) for at in order[:most]]


def the_one(matches: Sequence[Match], name: str) -> Match:
    """Return the match that is meant.

    That is the only one, the only one without a difference, or one that is near and leads clearly.

    Parameters
    ----------
    matches :
        As `look_up` returns them.
    name :
        What was asked for, for the message.

    Raises
    ------
    InputError
        With the choices when several fit (reason "several"), and when none does (reason "unknown_song").

    Examples
    --------
    >>> the_one([Match(0, "Vienna", "Billy Joel", 100.0), Match(1, "Vienna", "Ultravox", 100.0)], "Vienna")
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: 2 songs fit 'Vienna': 'Vienna' by 'Billy Joel', 'Vienna' by 'Ultravox'; add...
    """
    if not matches:
        raise InputError(
            f"no song is called {_told(name)} or nearly so; look for it with other words", reason="unknown_song"
        )
    first, second = matches[0], matches[1] if len(matches) > 1 else None
    if second is None or (first.score >= _SURE and first.score - second.score >= _LEAD):
        return first
    if first.score == 100 > second.score:
        return first
    rivals = [match for match in matches if first.score - match.score < _LEAD]
    shown = few([_Plainly(f"{_told(match.song)} by {_told(match.artist)}") for match in rivals])
    raise InputError(f"{len(rivals)} songs fit {_told(name)}: {shown}; add the artist or give an id", reason="several")


class _Plainly(str):
    """Text that is told as it stands."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _told(name: str) -> str:
    return repr(name if len(name) <= 60 else f"{name[:59]}…")


def _plain(text: str) -> str:
    """Return letters and digits in lower case without accents, blanks for all else."""
    if text.isascii():
        lower = text[:_LONGEST].casefold()
    else:
        apart = unicodedata.normalize("NFKD", text[:_LONGEST].casefold())
        lower = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in lower.replace("'", "").replace("’", "")).split())


def _scores(songs: Sequence[str], artists: Sequence[str], wanted: str) -> list[float]:
    """Return how well each song fits: by its whole name, or a little less, by words of it and of its artist."""
    with extra("songs"):
        from rapidfuzz import fuzz

    scores = []
    for song, artist in zip(songs, artists, strict=True):
        title = _plain(song)
        by_words = _PART * fuzz.token_set_ratio(wanted, f"{title} {_plain(artist)}")
        scores.append(round(max(fuzz.ratio(wanted, title), by_words), 1))
    return scores


def _by(artists: Sequence[str], by: str) -> list[float]:
    """Return how well each artist fits: whole, or by words of the name."""
    with extra("songs"):
        from rapidfuzz import fuzz

    scored = {artist: round(float(fuzz.token_set_ratio(_plain(artist), by)), 1) for artist in dict.fromkeys(artists)}
    return [scored[artist] for artist in artists]
