"""Looking up: which song is meant by a name, also one that is misspelt, and which others it could be."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from motif.core.check import few, integer, same_length
from motif.core.errors import InputError
from motif.core.extra import extra

__all__ = ["Match", "look_up", "near_misses", "nearest_artists", "the_one"]

_LEAST = 70.0  # of 100: below, names share no more than names do
_LEAST_NEAR = 40.0  # below, a name that comes nearest is no help
_SURE, _LEAD = 90.0, 5.0  # one misspelt letter in a short name; no other name that is as near
_PART = 0.9  # what a name counts that is found among other words
_LONGEST = 200  # characters of a name that are compared: the time goes with their square
Artists: TypeAlias = Sequence[str | Sequence[str]]


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

    Examples
    --------
    >>> Match(0, "Vienna", "Billy Joel", 83.3).is_sure
    False
    """

    position: int
    song: str
    artist: str
    score: float

    @property
    def is_sure(self) -> bool:
        """Whether no more than a letter of a short name is misspelt."""
        return self.score >= _SURE


def look_up(
    songs: Sequence[str], artists: Artists, name: str, *, artist: str | None = None, most: int = 10
) -> list[Match]:
    """Return the songs that a name fits, the likeliest first; equal ones in their order.

    Parameters
    ----------
    songs, artists :
        (n_songs,), the names; empty where one is not known. Of a song by several, a sequence of its artists' names.
    name :
        What is looked for: a song, or a song and an artist in any order.
    artist :
        One of the artists, where it is given by itself.
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
    return [Match(at, songs[at], ", ".join(_all(artists[at])), scores[at]) for at in order[:most]]


def near_misses(songs: Sequence[str], artists: Artists, name: str, *, most: int = 5) -> list[Match]:
    """Return the songs whose names come nearest to one that none has, the nearest first; none where all are far.

    Parameters
    ----------
    songs, artists, name, most :
        As for `look_up`.

    Examples
    --------
    >>> [match.song for match in near_misses(["Vienna", "Piano Man"], ["Billy Joel"] * 2, "Venezia")]
    ['Vienna']
    """
    wanted = _plain(name)
    found = [
        Match(at, songs[at], ", ".join(_all(artists[at])), score)
        for at, score in enumerate(_scores(songs, artists, wanted))
        if score >= _LEAST_NEAR
    ]
    return sorted(found, key=lambda match: (-match.score, match.position))[: integer(most, what="most", low=1)]


def nearest_artists(artists: Artists, artist: str, *, most: int = 3) -> list[str]:
    """Return the artists whose names come nearest to one that is not there, the nearest first.

    Nothing comes back where the name fits an artist: then it is the song that is not there.

    Examples
    --------
    >>> nearest_artists(["Billy Joel", "Ultravox", ""], "Ultrabox")
    []
    >>> nearest_artists(["Billy Joel", "Ultravox", ""], "Uriah Heep")
    ['Ultravox', 'Billy Joel']
    """
    names = list(dict.fromkeys(name for one in artists for name in _all(one)))
    scored = dict(zip(names, _by(names, _plain(artist)), strict=True))
    if any(score >= _LEAST for score in scored.values()):
        return []
    named = [name for name in scored if name]
    return sorted(named, key=lambda name: -scored[name])[: integer(most, what="most", low=1)]


def the_one(
    matches: Sequence[Match],
    name: str,
    *,
    artist: str | None = None,
    artists: Sequence[str] = (),
    misses: Sequence[Match] = (),
) -> Match:
    """Return the match that is meant.

    That is the only one, the only one without a difference, or one that leads clearly.

    Parameters
    ----------
    matches :
        As `look_up` returns them.
    name, artist :
        What was asked for, for the message.
    artists, misses :
        What comes nearest where nothing matches, for the message: `nearest_artists` and `near_misses`.

    Raises
    ------
    InputError
        With the choices when several fit (reason "several"), and when none does (reason "unknown_song", or
        "unknown_artist" where nearest artists are given: it is their name that is not there).

    Examples
    --------
    >>> the_one([Match(0, "Vienna", "Billy Joel", 100.0), Match(1, "Vienna", "Ultravox", 100.0)], "Vienna")
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: 2 songs fit 'Vienna': 'Vienna' by 'Billy Joel', 'Vienna' by 'Ultravox'; add...
    """
    if not matches:
        raise _nothing(name, artist, artists, misses)
    first = matches[0]
    rivals = [match for match in matches if first.score - match.score < _LEAD]
    if len(rivals) == 1 or first.score == 100 > matches[1].score:
        return first
    what = f"{len(rivals)} songs fit {_told(name)}: {_listed(rivals)}; add the artist or give an id"
    raise InputError(what, reason="several")


def _nothing(name: str, artist: str | None, artists: Sequence[str], misses: Sequence[Match]) -> InputError:
    """Return the error that says what is not there, the song or the artist, and what comes nearest."""
    if artist is not None and artists:
        near = few([_Plainly(_told(other)) for other in artists])
        message = f"no song is by {_told(artist)} or an artist of nearly that name; the nearest are {near}"
        return InputError(message, reason="unknown_artist")
    near = f"the nearest are {_listed(misses)}" if misses else "look for it with other words"
    by = "" if artist is None else f" by {_told(artist)}"
    return InputError(f"no song{by} is called {_told(name)} or nearly so; {near}", reason="unknown_song")


def _listed(matches: Sequence[Match]) -> str:
    told = [" by ".join(_told(part) for part in (match.song, match.artist) if part) for match in matches]
    return few([_Plainly(one) for one in told])


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


def _all(artists: str | Sequence[str]) -> Sequence[str]:
    """All artists of a song; an unknown one is an empty name."""
    return [artists] if isinstance(artists, str) else artists or [""]


def _scores(songs: Sequence[str], artists: Artists, wanted: str) -> list[float]:
    """Return how well each song fits: by its whole name, or a little less, by words of it and of its artist."""
    with extra("songs"):
        from rapidfuzz import fuzz

    scores = []
    for song, artist in zip(songs, artists, strict=True):
        title = _plain(song)
        names = [_plain(one) for one in _all(artist)]
        told = [*names, " ".join(names)] if len(names) > 1 else names
        by_words = _PART * max(fuzz.token_set_ratio(wanted, f"{title} {name}") for name in told)
        scores.append(round(max(fuzz.ratio(wanted, title), by_words), 1))
    return scores


def _by(artists: Artists, by: str) -> list[float]:
    """Return how well an artist of each song fits, the best of several: whole, or by words of the name."""
    with extra("songs"):
        from rapidfuzz import fuzz

    names = dict.fromkeys(name for one in artists for name in _all(one))
    scored = {name: round(float(fuzz.token_set_ratio(_plain(name), by)), 1) for name in names}
    return [max(scored[name] for name in _all(one)) for one in artists]
