"""Songs made on the spot are what they say they are."""

import wave

import pytest

from motif.songs.source.synth.made import MadeSong, make_songs
from motif.songs.source.synth.style import STYLES
from motif.songs.source.synth.voice import RATE_HZ


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Two short songs by one artist of each style."""
    folder = tmp_path_factory.mktemp("made")
    return folder, make_songs(folder, n_artists=1, n_songs=2, seconds=2.0)


def test_each_style_has_its_artists_and_songs(made):
    """Names are never given twice."""
    _, songs = made
    assert [one.style for one in songs] == [style for style in STYLES for _ in range(2)]
    assert len({one.artist for one in songs}) == len(STYLES)
    assert len({one.song for one in songs}) == len(songs)


def test_the_files_are_wav_of_the_length_asked_for(made):
    """Read by Python's own reader."""
    folder, songs = made
    for one in songs:
        with wave.open(str(folder / one.file)) as file:
            assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE_HZ)
            assert file.getnframes() == 2 * RATE_HZ


def test_the_tags_come_back_through_the_wings_own_reader(made):
    """Title, artist, album and genre, as any player shows them."""
    pytest.importorskip("av")
    from motif.source.audio import read_tags

    folder, songs = made
    for one in songs[:3]:
        tags = read_tags(folder / one.file)
        assert (tags.song, tags.artists, tags.album, tags.genre) == (one.song, (one.artist,), one.album, one.style)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(made, tmp_path):
    """So that the demo is the same everywhere."""
    folder, songs = made
    assert make_songs(tmp_path / "again", n_artists=1, n_songs=2, seconds=2.0) == songs
    assert (tmp_path / "again" / songs[0].file).read_bytes() == (folder / songs[0].file).read_bytes()
    other = make_songs(tmp_path / "other", n_artists=1, n_songs=2, seconds=2.0, random_state=1)
    assert [one.tempo_bpm for one in other] != [one.tempo_bpm for one in songs]


def test_what_is_true_of_a_song_is_a_value():
    """Two equal ones are equal."""
    one = MadeSong("a.wav", "A", "B", "C", "folk", 96.0, 7, "major")
    assert one == MadeSong("a.wav", "A", "B", "C", "folk", 96.0, 7, "major")
