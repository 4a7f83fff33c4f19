"""Tests of `motif.songs.represent.space`."""

import numpy as np
import pytest

from motif.collection import Collection, dense
from motif.core.errors import InputError
from motif.songs.represent.space import song_space

RNG = np.random.default_rng(0)


def _songs(n_songs: int = 12, **blocks: object) -> Collection:
    return Collection("song", {"id": [f"s{at}" for at in range(n_songs)]}, blocks=blocks)


def test_songs_without_features_are_missing():
    """Only songs that have the block lie in the space, and rows say which they are."""
    present = np.arange(12) % 3 > 0
    block = dense(RNG.normal(size=(12, 2)), columns=["tempo", "energy"], present=present)
    space = song_space(_songs(spotify=block))
    assert space.rows.tolist() == np.flatnonzero(present).tolist()
    assert space.X.shape == (8, 2)
    assert space.features == ("tempo", "energy")
    assert space.position(1) == 0
    with pytest.raises(InputError, match="song number 0 has no features in spotify"):
        space.position(0)


def test_spotify_is_taken_before_sound():
    """Of two blocks only one is used, and which is said."""
    songs = _songs(sound=dense(RNG.normal(size=(12, 3))), spotify=dense(RNG.normal(size=(12, 2))))
    assert song_space(songs).blocks == ("spotify",)
    assert song_space(songs, block="sound").X.shape == (12, 3)


def test_mixed_blocks_weigh_the_same():
    """Mixing says so, takes songs that have both, and gives each block half of the mean squared distance."""
    present = np.arange(12) != 5
    sound = dense(100 * RNG.normal(size=(12, 6)), present=present)
    space = song_space(_songs(sound=sound, spotify=dense(RNG.normal(size=(12, 2)))), mix=True)
    spread = space.X.var(axis=0)
    assert 5 not in space.rows
    assert np.isclose(spread[:2].sum(), spread[2:].sum())
    assert "are mixed" in space.note


def test_empty_cells_are_told():
    """The note counts the cells that were taken for typical."""
    values = RNG.normal(size=(12, 2))
    values[3, 1] = np.nan
    assert song_space(_songs(spotify=dense(values))).note == "1 empty cells count as typical"


def test_a_song_from_outside_has_its_place():
    """A song's features give the place that the song itself has, and only in the space of their block."""
    values = RNG.normal(size=(12, 2)).astype(np.float32)
    space = song_space(_songs(sound=dense(values)))
    assert np.allclose(space.place(values[3:4], "sound"), space.X[3:4], atol=1e-6)
    with pytest.raises(InputError, match="made of sound, not of 'spotify'"):
        space.place(values, "spotify")


@pytest.mark.parametrize(
    ("settings", "told"),
    [({}, "neither block spotify nor sound"), ({"mix": True}, "mix takes the blocks"), ({"block": "codes"}, "codes")],
)
def test_missing_blocks_are_refused(settings, told):
    """A collection without features is refused, with what was looked for."""
    with pytest.raises(InputError, match=told):
        song_space(_songs(words=dense(np.eye(12))), **settings)


def test_half_of_the_features_make_a_place():
    """Of the features that any song has; columns that are empty for all count neither way."""
    values = RNG.normal(size=(12, 6)).astype(np.float32)
    values[:, 4:] = np.nan
    values[3, 2:] = np.nan  # two of four
    values[5, 1:] = np.nan  # one of four
    space = song_space(_songs(spotify=dense(values)))
    assert space.aside.tolist() == [5]
    assert 3 in space.rows
    assert 5 not in space.rows
    assert space.n_missing == 2
    assert space.note == "2 empty cells count as typical; left aside, with fewer than half of the features: 1"


def test_no_song_with_half_of_the_features():
    """Is told."""
    with pytest.raises(InputError, match="no song has half of the features in spotify"):
        song_space(_songs(2, spotify=dense(np.full((2, 3), np.nan))))
