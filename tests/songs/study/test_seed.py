"""Seeds: a sound file that the collection has is that song of it, whatever else is asked about beside it."""

from pathlib import Path

import numpy as np
import pytest

from motif.collection import Collection, dense
from motif.core.errors import InputError
from motif.core.files import write_text
from motif.core.record import RunRecord
from motif.represent.sound import FEATURES as SOUND
from motif.songs.represent import song_space
from motif.songs.study import listen
from motif.songs.study import seed as room
from motif.songs.study.gather import gather
from motif.songs.study.listen import Heard
from motif.songs.study.recommend import recommend
from motif.songs.study.seed import Seeds, choices, recordings, row_of
from motif.source.audio import Tags
from tests.songs.study.sound import write_wav

pytest.importorskip("rapidfuzz")

IDS = ["a" * 16, "b" * 16, "c" * 16, "d" * 16, "e" * 16, "t" * 22]
FACTS = {
    "id": IDS,
    "song": ["Vienna", "Reap", "Honesty", "Go", "My Life", "Passing Strangers"],
    "artist": ["Ultravox", "Ultravox", "Billy Joel", "Moby", "Billy Joel", "Ultravox"],
    "album": ["Vienna", "Vienna", "52nd Street", None, "52nd Street", "Vienna"],
}
TEMPO = [[100.0], [101.0], [102.0], [104.0], [107.0], [111.0]]
MERGES = {"id": [IDS[5]], "merged": ["f" * 16]}
SONGS = Collection("song", FACTS, blocks={"sound": dense(TEMPO, columns=["tempo_bpm"])}).with_table("merges", MERGES)


@pytest.fixture
def ears(monkeypatch):
    """What files give, by their names, without any file; and what was asked of each."""
    asked, given = [], {}

    def hear(request):
        asked.append(request)
        return given[request.path.name]

    monkeypatch.setattr(room, "hear", hear)

    def put(name, *, id="0" * 16, tempo=100.0, song=None, artists=(), album=None):
        given[name] = Heard(id, 200.0, sampled=False, tags={"song": song, "artists": list(artists), "album": album},
                            features=(tempo,))  # fmt: skip
        return Path(name)

    put.asked = asked
    return put


@pytest.mark.parametrize("mode", ["nearest", "diverse", "group"])
def test_a_file_of_the_collection_is_not_recommended_after_itself(ears, mode):
    """By its sound, under whatever name it lies; and a song named beside it does not come back either."""
    grouped = SONGS.with_column("group", [0] * 6)
    found = recommend(grouped, [ears("renamed.mp3", id=IDS[0]), "Honesty"], n=10, mode=mode)
    assert [one.id for one in found.seeds] == [IDS[0], IDS[2]]
    assert set(found.ids) == {IDS[1], IDS[3], IDS[4], IDS[5]}
    by_name = recommend(grouped, ["Vienna", "Honesty"], n=10, mode=mode)
    assert found.ids == by_name.ids


def test_a_file_that_went_into_another_song_is_that_song(ears):
    """Its sound is in the table of merges."""
    found = recommend(SONGS, ears("x.mp3", id="f" * 16), n=10)
    assert found.seeds[0].id == IDS[5]
    assert IDS[5] not in found.ids


def test_a_file_of_the_same_recording_is_that_song(ears):
    """By its tags, but for case and remaster notes: another file of the song is no news."""
    file = ears("x.flac", tempo=170.0, song="VIENNA (2009 Remaster)", artists=["ultravox"])
    found = recommend(SONGS, file, n=10)
    assert found.seeds[0].id == IDS[0]
    assert IDS[0] not in found.ids
    assert found.ids == recommend(SONGS, IDS[0], n=10).ids


def test_a_recording_without_features_is_known_by_its_sound(ears):
    """Where the collection's song has no place, the file's own sound says where it lies, and it is still that song."""
    held = SONGS.with_block("sound", dense(TEMPO, columns=["tempo_bpm"], present=np.arange(6) != 0))
    found = recommend(held, ears("x.mp3", id=IDS[0], tempo=106.0), n=1)
    assert found.seeds[0].id == IDS[0]
    assert found.ids == [IDS[4]]


def test_a_file_from_outside_is_outside(ears):
    """It has no id, its names are its tags', and all songs of the collection may come."""
    found = recommend(SONGS, [ears("new.mp3", tempo=103.0), "Reap"], n=10)
    assert (found.seeds[0].id, found.seeds[0].song) == ("", "new")
    assert set(found.ids) == set(IDS) - {IDS[1]}


def test_a_path_from_a_file_of_the_collection(ears):
    """Neither end is among the songs between."""
    found = recommend(SONGS, ears("x.mp3", id=IDS[0]), mode="path", to="Passing Strangers", n=4)
    assert found.ids == [IDS[1], IDS[2], IDS[3], IDS[4]]


def test_as_much_is_heard_as_of_the_collection(ears):
    """Or a long file's sound would be another than it was when it was gathered."""
    recommend(SONGS, ears("a.mp3", id=IDS[0]))
    recommend(SONGS.with_record(RunRecord("songs.gather", {"most_s": 60.0})), ears("a.mp3", id=IDS[0]))
    assert [request.most_s for request in ears.asked] == [300.0, 60.0]


def test_a_file_is_known_by_its_sound_alone(ears):
    """So it cannot be measured in both blocks."""
    both = SONGS.with_block("spotify", dense(TEMPO, columns=["tempo"]))
    with pytest.raises(InputError, match="of a sound file the sound alone is known; leave mix out"):
        recommend(both, ears("a.mp3"), mix=True)


def test_seeds_have_places_and_positions(ears):
    """Two songs of the space and one from outside."""
    space = song_space(SONGS)
    found = Seeds.of(SONGS, space, [IDS[3], ears("new.mp3", tempo=104.0), ears("own.mp3", id=IDS[1])])
    assert found.own.tolist() == [3, -1, 1]
    np.testing.assert_array_equal(found.places, space.X[[3, 3, 1]])


def test_recordings_of_files_beside():
    """A file's recording is that of the songs of its name and artist; without an artist it is nobody's."""
    keys = recordings(SONGS, beside=[{"song": "reap!", "artists": ["ULTRAVOX"]}, {"song": "Reap", "artists": []}])
    assert keys[6] == keys[1] >= 0
    assert keys[7] == -1


def test_an_unknown_artist_is_told():
    """It is the artist who is not there, and the nearest are named."""
    with pytest.raises(InputError, match=r"no song is by 'Uriah Heep' .* the nearest are 'Ultravox'") as caught:
        row_of(SONGS, "Vienna", artist="Uriah Heep")
    assert caught.value.reason == "unknown_artist"
    with pytest.raises(InputError, match="no song by 'Ultravox' is called 'Yesterday' or nearly so") as caught:
        row_of(SONGS, "Yesterday", artist="Ultravox")
    assert caught.value.reason == "unknown_song"


def test_near_misses_are_choices():
    """Where no song has the name, those that come nearest are told, with their ids."""
    with pytest.raises(InputError, match=r"the nearest are .*'Honesty' by 'Billy Joel'"):
        row_of(SONGS, "Homes Tea")
    assert choices(SONGS, "Homes Tea")[0].id == IDS[2]
    assert choices(SONGS, "Vienna", artist="Uriah Heep")[0].id == IDS[0]


def test_a_file_and_its_row_in_a_table_are_one_song(tmp_path, monkeypatch):
    """A file whose tags name a table's row is that row's song with both blocks, however it is asked about."""
    pytest.importorskip("av", reason="needs the extra 'songs'")
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr("motif.represent.sound.describe", lambda sound: np.full(len(SOUND), float(sound.duration_s)))
    monkeypatch.setattr(listen, "read_tags", lambda path: Tags(song=f"Song {path.stem}", artists=("X",)))
    rows = [f"SONG {name},X,{name * 22},{90 + at}" for at, name in enumerate("abcd")]
    write_text(tmp_path / "songs.csv", "song,artist,uri,tempo\n" + "\n".join(rows) + "\n")
    for at, name in enumerate("abc"):
        write_wav(tmp_path / "music" / f"{name}.wav", hz=220 + 20 * at, length_s=1.5 + at / 10)
    held = gather([tmp_path / "music", tmp_path / "songs.csv"])
    assert held.ids == [name * 22 for name in "abcd"]
    found = recommend(held, tmp_path / "music" / "b.wav", n=10)
    assert ([one.id for one in found.seeds], set(found.ids)) == (["b" * 22], {"a" * 22, "c" * 22})
    mixed = recommend(held, "song b", n=10, mix=True)
    assert (mixed.blocks, set(mixed.ids)) == (("spotify", "sound"), {"a" * 22, "c" * 22})


def test_a_path_may_end_at_a_file_of_the_collection(ears):
    """Its song is the end; a file from outside is refused with what to do."""
    found = recommend(SONGS, "Vienna", mode="path", to=ears("x.mp3", id=IDS[4]), n=10)
    assert found.seeds[1].id == IDS[4]
    with pytest.raises(InputError, match=r"'new.mp3' is none; begin with the file and end with a song"):
        recommend(SONGS, "Vienna", mode="path", to=ears("new.mp3"))


def test_a_file_of_which_little_is_heard_is_refused(ears):
    """Silence would lie in the middle of everything."""
    with pytest.raises(InputError, match=r"of 'silent.wav' fewer than half of the features can be told"):
        recommend(SONGS, ears("silent.wav", tempo=float("nan")))


def test_a_file_twice_counts_once(ears):
    """Also under two names, and beside its song."""
    given = [ears("a.mp3", id="9" * 16), ears("b.mp3", id="9" * 16), ears("c.mp3", id=IDS[1]), "Reap"]
    found = recommend(SONGS, given, n=1)
    assert [seed.id for seed in found.seeds] == ["", IDS[1]]
