"""Tests of `motif.songs.model.lookup`."""

import pytest

from motif.core.errors import InputError
from motif.songs.model.lookup import Match, look_up, near_misses, nearest_artists, the_one

pytest.importorskip("rapidfuzz")

SONGS = ["Vienna", "Vienna", "Vienna - Live", "Piano Man", "Halo", "Don't Stop Believin'", "愛", ""]
ARTISTS = ["Billy Joel", "Ultravox", "Billy Joel", "Billy Joel", "Beyoncé", "Journey", "誰か", "Nobody"]


def _found(name: str, artist: str | None = None) -> list[int]:
    return [match.position for match in look_up(SONGS, ARTISTS, name, artist=artist)]


@pytest.mark.parametrize(
    ("name", "artist", "position"),
    [
        ("piano man", None, 3),
        ("Pianno Man", None, 3),
        ("billy joel - piano man", None, 3),
        ("vienna ultravox", None, 1),
        ("VIENNA", "ultravox", 1),
        ("vienna", "Billy Joel", 0),
        ("vienna live", "joel", 2),
        ("halo", "beyonce", 4),
        ("dont stop believin", None, 5),
        ("愛", None, 6),
    ],
)
def test_the_song_is_found(name, artist, position):
    """Case, accents, apostrophes, a wrong letter and the order of words do not matter."""
    assert the_one(look_up(SONGS, ARTISTS, name, artist=artist), name).position == position


def test_the_same_name_is_whole():
    """A name that differs in case alone scores 100, and goes before names that contain it."""
    matches = look_up(SONGS, ARTISTS, "vienna")
    assert [match.score for match in matches[:2]] == [100.0, 100.0]
    assert [match.position for match in matches] == [0, 1, 2]


def test_several_songs_are_shown():
    """Where two songs have the name, both are shown and none is taken."""
    with pytest.raises(InputError, match="2 songs fit 'Vienna': 'Vienna' by 'Billy Joel', 'Vienna' by") as caught:
        the_one(look_up(SONGS, ARTISTS, "Vienna"), "Vienna")
    assert caught.value.reason == "several"


def test_no_song_is_told():
    """A name that nothing fits is told, and no unlikely song offered."""
    with pytest.raises(InputError, match="no song is called 'Bohemian Rhapsody'") as caught:
        the_one(look_up(SONGS, ARTISTS, "Bohemian Rhapsody"), "Bohemian Rhapsody")
    assert caught.value.reason == "unknown_song"


@pytest.mark.parametrize("name", ["", "  ", "?!", "\x00"])
def test_nothing_is_refused(name):
    """A name without a letter or digit asks for nothing."""
    with pytest.raises(InputError, match="at least one letter or digit"):
        _found(name)


def test_long_names_are_cut():
    """A name of a megabyte is compared by its beginning, and shown short."""
    long = "vienna" * 200_000
    with pytest.raises(InputError) as caught:
        the_one(look_up(SONGS, ARTISTS, long), long)
    assert len(str(caught.value)) < 200


def test_a_leader_is_taken():
    """A match that is near and leads clearly is taken; one that is near and hardly leads is not."""
    first = Match(0, "Vienna", "Billy Joel", 92.0)
    assert the_one([first, Match(1, "Sienna", "X", 80.0)], "Viena") == first
    with pytest.raises(InputError, match="2 songs fit"):
        the_one([first, Match(1, "Sienna", "X", 90.0)], "Viena")


def test_near_misses_come_by_nearness():
    """The nearest first, nothing where all are far, and at most so many."""
    assert [match.position for match in near_misses(["Vienna", "Go", "Sienna"], ["A", "B", "C"], "Vienza")] == [0, 2]
    assert near_misses(["Vienna", "Go"], ["A", "B"], "xyz") == []
    assert len(near_misses(["Vienna"] * 9, ["A"] * 9, "Vienza", most=4)) == 4


def test_nearest_artists_of_one_that_is_not_there():
    """Nobody where the name fits one: then the song is not there."""
    assert nearest_artists(ARTISTS, "Billie Joel") == []
    assert nearest_artists(["Abba", "Blur", "Abba", ""], "Bluebell", most=1) == ["Blur"]


def test_an_artist_who_is_not_there_is_told():
    """The message names the artist, not the song."""
    with pytest.raises(InputError, match=r"no song is by 'Bach' .* the nearest are 'Cage', 'Abba'") as caught:
        the_one([], "Go", artist="Bach", artists=["Cage", "Abba"])
    assert caught.value.reason == "unknown_artist"


def test_all_artists_of_a_song_are_looked_at():
    """The best of them counts, also misspelt; all are told."""
    artists = [["Billy Joel"], ["X", "Ultravox"], "Y"]
    songs = ["Vienna", "Vienna", "Halo"]
    (match,) = look_up(songs, artists, "vienna", artist="ultrvox")
    assert (match.position, match.artist) == (1, "X, Ultravox")
    assert the_one(look_up(songs, artists, "vienna ultrvox"), "").position == 1
    assert nearest_artists(artists, "Uriah Heep", most=4)[0] == "Ultravox"


def test_a_lone_close_rival_is_taken():
    """Nothing else is nearly as near, so that there is no choice to make; what is close is no longer alone."""
    near = [Match(0, "Tune 0", "Band 0", 83.3), Match(1, "Tune 9", "Band 1", 75.0)]
    assert the_one(near, "Tnue 0").position == 0
    assert not near[0].is_sure
    with pytest.raises(InputError, match="2 songs fit 'Tnue'"):
        the_one([Match(0, "Tune 0", "", 80.0), Match(1, "Tune 1", "", 80.0)], "Tnue")
