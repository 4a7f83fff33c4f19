"""Columns of song tables: what each is, known by its name, as Kaggle, Spotify's exports and crawls call it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from motif.songs.source.feature import ALIASES, FEATURES, SHORT

__all__ = ["ID_WORDS", "Layout", "layout", "plain_name"]

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_OTHER = re.compile(r"[^a-z0-9]+")
_ROLES: Mapping[str, tuple[str, ...]] = {
    "song": (
        "track_name",
        "song_name",
        "song_title",
        "song",
        "track_title",
        "master_metadata_track_name",
        "title",
        "track",
        "name",
    ),
    "artist": (
        "artists",
        "artist_names",
        "artist_name_s",
        "artist_s_name",
        "track_artists",
        "artist_name",
        "artist",
        "track_artist",
        "master_metadata_album_artist_name",
        "performer",
    ),
    "album": (
        "album_name",
        "track_album_name",
        "album",
        "album_title",
        "master_metadata_album_album_name",
        "release",
    ),
    "id": (
        "track_uri",
        "uri",
        "spotify_track_uri",
        "spotify_uri",
        "track_id",
        "spotify_id",
        "spotify_track_id",
        "id",
        "song_id",
        "track_url",
        "spotify_url",
        "spotify_link",
        "url",
        "link",
    ),
    "playlist": ("playlist_name", "playlist"),
    "duration": (
        "duration_ms",
        "track_duration_ms",
        "duration_s",
        "duration",
        "track_duration",
        "length",
        "length_duration",
        "length_ms",
        "dur",
    ),
    "local": ("is_local",),
    "kind": ("type",),
    "artist_ids": ("artist_uri_s", "artist_uris", "artist_ids"),
}
ID_WORDS = frozenset(_ROLES["id"])
"""What columns of ids are called."""
_EPISODE = ("spotify_episode_uri", "episode_uri", "episode_name")
_FEWEST_SHORT = 3  # of the short words for features: fewer mean something else
_COUNTERS = re.compile(r"(column_1|Unnamed: 0)(_\d+)?")


@dataclass(frozen=True)
class Layout:
    """What the columns of a table are.

    Parameters
    ----------
    roles :
        "song", "artist", "album", "playlist", "duration", "local", "kind", "artist_ids" -> the column.
    ids :
        Columns that may hold track ids, the likeliest first.
    features :
        One of the 13 features -> the column.
    percent :
        Features whose column says that it is in percent.
    counters :
        Columns without a name of their own, which count the rows.
    episodes :
        Columns that name a podcast's episode, where the row is one.
    """

    roles: Mapping[str, str] = field(default_factory=dict)
    ids: tuple[str, ...] = ()
    features: Mapping[str, str] = field(default_factory=dict)
    percent: frozenset[str] = frozenset()
    counters: tuple[str, ...] = ()
    episodes: tuple[str, ...] = ()


def plain_name(name: str) -> str:
    """Return a column's name in lower case with `_` between words.

    Examples
    --------
    >>> [plain_name(name) for name in ("trackName", "Artist Name(s)", "Duration (ms)", "danceability_%")]
    ['track_name', 'artist_name_s', 'duration_ms', 'danceability']
    """
    return _OTHER.sub("_", _CAMEL.sub("_", name.strip()).lower()).strip("_")


def layout(names: Sequence[str]) -> Layout:
    """Return what the columns of a table are, by their names alone.

    Examples
    --------
    >>> found = layout(["Unnamed: 0", "Track URI", "Track Name", "Artist Name(s)", "bpm"])
    >>> found.roles, found.ids, found.features
    ({'song': 'Track Name', 'artist': 'Artist Name(s)'}, ('Track URI',), {'tempo': 'bpm'})
    """
    by_plain: dict[str, str] = {}
    for name in names:
        by_plain.setdefault(plain_name(name), name)
    roles = {}
    for role, aliases in _ROLES.items():
        found = next((by_plain[alias] for alias in aliases if alias in by_plain), None)
        if found is not None and role != "id":
            roles[role] = found
    features = {}
    has_short = sum(short in by_plain for short in SHORT.values()) >= _FEWEST_SHORT
    for feature in FEATURES:
        known = (feature, *ALIASES.get(feature, ()), *([SHORT[feature]] if has_short and feature in SHORT else ()))
        found = next((by_plain[alias] for alias in known if alias in by_plain), None)
        if found is not None:
            features[feature] = found
    return Layout(
        roles=roles,
        ids=tuple(by_plain[alias] for alias in _ROLES["id"] if alias in by_plain),
        features=features,
        percent=frozenset(feature for feature, name in features.items() if "%" in name),
        counters=tuple(name for name in names if _COUNTERS.fullmatch(name)),
        episodes=tuple(by_plain[name] for name in _EPISODE if name in by_plain),
    )
