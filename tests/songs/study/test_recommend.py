"""Tests of `motif.songs.study.recommend`."""

import json

import numpy as np
import pytest

from motif.collection import Collection, dense
from motif.core.errors import InputError
from motif.songs.study.recommend import choices, recommend

pytest.importorskip("rapidfuzz")

FACTS = {
    "id": ["a", "b", "c", "d", "e", "f", "g"],
    "song": ["Vienna", "Vienna", "Vienna - 2009 Remaster", "Honesty", "My Life", "Reap", "All Stood Still"],
    "artist": ["Billy Joel", "Ultravox", "Billy Joel", "Billy Joel", "Billy Joel", "Ultravox", "Ultravox"],
    "album": ["Stranger", "Vienna", "Stranger", "52nd Street", "52nd Street", None, "Vienna"],
}
TEMPO = [[100.0], [101.0], [100.0], [102.0], [104.0], [107.0], [111.0]]
SONGS = Collection("song", FACTS, blocks={"spotify": dense(TEMPO, columns=["tempo"])})


def test_the_song_and_its_remaster_are_not_picked():
    """Neither the seed nor another recording of it by name comes back; the others come by distance."""
    found = recommend(SONGS, "Vienna", artist="Billy Joel", n=10)
    assert [seed.id for seed in found.seeds] == ["a"]
    assert set(found.ids) == {"b", "d", "e", "f", "g"}
    assert found.ids[0] == "b"


def test_no_recording_twice_among_picks():
    """Of two spellings of one recording one is picked."""
    assert len({"a", "c"} & set(recommend(SONGS, "Honesty", n=10).ids)) == 1


def test_songs_without_names_are_no_duplicates():
    """Nothing says that two songs of which no name is known are one recording."""
    known_by_id = Collection("song", {"id": FACTS["id"]}, blocks={"spotify": dense(TEMPO, columns=["tempo"])})
    assert set(recommend(known_by_id, "d", n=10).ids) == set("abcefg")
    assert len(recommend(Collection("song", {**FACTS, "song": [None] * 7}, blocks=known_by_id.blocks), "d").ids) == 6


def test_an_id_is_a_song():
    """An id is taken before any name."""
    assert recommend(SONGS, "b", n=1).seeds[0].artist == "Ultravox"


def test_several_fit():
    """A name that two songs have is refused with both; `choices` lists all that fit."""
    with pytest.raises(InputError, match="add the artist or give an id"):
        recommend(SONGS, "Vienna")
    assert [song.id for song in choices(SONGS, "vienna")][:3] == ["a", "b", "c"]


def test_caps_and_exclusions():
    """At most so many of an artist or album, and nothing that is excluded by id or artist."""
    picks = recommend(SONGS, "b", n=10, per_artist=1).picks
    assert sorted(pick.song.artist for pick in picks) == ["Billy Joel", "Ultravox"]
    albums = [pick.song.album for pick in recommend(SONGS, "b", n=10, per_album=1).picks]
    assert len(albums) == len(set(albums))
    assert set(recommend(SONGS, "a", n=10, exclude=["ultravox", "d"]).ids) == {"e"}
    with pytest.raises(InputError, match="'nobody', which is neither"):
        recommend(SONGS, "a", exclude=["nobody"])


def test_several_seeds():
    """Several songs are asked about together, and none of them comes back."""
    found = recommend(SONGS, ["d", "g"], n=10)
    assert [seed.id for seed in found.seeds] == ["d", "g"]
    assert not {"d", "g"} & set(found.ids)


def test_a_path_leads_from_one_to_the_other():
    """Both ends are seeds, and the songs between come in order of tempo."""
    found = recommend(SONGS, "a", mode="path", to="all stood still", n=3)
    assert [seed.id for seed in found.seeds] == ["a", "g"]
    tempo = [TEMPO[FACTS["id"].index(id)][0] for id in found.ids]
    assert tempo == sorted(tempo)
    with pytest.raises(InputError, match="one start and one end"):
        recommend(SONGS, "a", mode="path")
    with pytest.raises(InputError, match="to is where a path ends, and the mode is 'nearest'"):
        recommend(SONGS, "a", to="g")


def test_at_most_so_many_of_an_album():
    """Albums of one name by different artists are different, and songs of no album are no album."""
    facts = FACTS | {"album": ["Gold", "Gold", None, "Gold", None, "Gold", "Gold"]}
    held = Collection("song", facts, blocks=SONGS.blocks)
    assert recommend(held, "b", n=10, per_album=1).ids == ["d", "c", "e", "f"]  # no "a", the recording of "c"
    assert set(recommend(held, "b", n=10, per_album=2).ids) == set("adefg")


def test_both_blocks_are_mixed_only_when_it_is_asked_for():
    """Songs that have both are told apart by both, which the note says; the others cannot be picked or asked about."""
    energy = dense([[0.1], [0.9], [0.5], [0.1], [0.9], [0.2], [0.8]], columns=["energy"])
    tempo = dense(TEMPO, columns=["tempo_bpm"], present=np.arange(7) != 6)
    held = Collection("song", {"id": FACTS["id"]}, blocks={"spotify": energy, "sound": tempo})
    assert (recommend(held, "a", n=1).blocks, recommend(held, "a", n=1).note) == (("spotify",), "")
    found = recommend(held, "a", n=10, mix=True)
    assert found.blocks == ("spotify", "sound")
    assert "blocks spotify and sound are mixed" in found.note
    assert (found.ids[0], set(found.ids)) == ("d", set("bcdef"))
    with pytest.raises(InputError, match="no features in spotify and sound"):
        recommend(held, "g", mix=True)
    with pytest.raises(InputError, match="mix takes the blocks spotify and sound together"):
        recommend(SONGS, "a", mix=True)


def test_groups_of_the_collection_are_used():
    """In mode "group" picks come from the group that `describe` gave the seed."""
    grouped = SONGS.with_column("group", [0, 1, 0, 1, 0, 1, None])
    assert set(recommend(grouped, "b", mode="group", n=10).ids) == {"d", "f"}


def test_reasons_are_given():
    """A pick says what it shares with the seed and what differs."""
    tempo = [[80.0], [118.0], [119.0], [120.0], [121.0], [168.0], [172.0]]
    songs = SONGS.with_block("spotify", dense(tempo, columns=["tempo"]))
    reasons = {pick.song.id: pick.reasons for pick in recommend(songs, "f", n=10).picks}
    assert reasons["g"] == ("both fast",)
    assert reasons["b"] == ("slower",)


def test_json_is_plain():
    """The recommendation is JSON with seeds, picks and reasons."""
    value = json.loads(json.dumps(recommend(SONGS, "a", n=2).as_dict(), allow_nan=False))
    assert [pick["rank"] for pick in value["picks"]] == [1, 2]
    assert {"id", "song", "artist", "distance", "reasons"} <= set(value["picks"][0])


def test_a_song_without_features_is_refused():
    """A song that has no features cannot be asked about, and is never picked."""
    present = np.arange(7) != 3
    songs = SONGS.with_block("spotify", dense(TEMPO, columns=["tempo"], present=present))
    with pytest.raises(InputError, match="no features"):
        recommend(songs, "Honesty")
    assert "d" not in recommend(songs, "a", n=10).ids


def test_nothing_is_changed():
    """The collection that is asked stays as it was."""
    before = (SONGS.items, SONGS.blocks["spotify"][:].copy())
    recommend(SONGS, "a", mode="diverse", n=3)
    assert SONGS.items is before[0]
    assert np.array_equal(SONGS.blocks["spotify"][:], before[1])


def test_a_file_needs_sound(tmp_path):
    """A file from outside is compared by sound alone; without that block it is refused before it is read."""
    with pytest.raises(InputError, match="sound"):
        recommend(SONGS, tmp_path / "new.mp3")


ID, OTHER = "0WiKz86jAqiP6ZnuAZv8nz", "1qlsnDtzryr3yLuocJ00PY"
LISTED = Collection("song", FACTS | {"id": [ID, OTHER, *"cdefg"]}, blocks=SONGS.blocks)
GUESTS = [["Billy Joel"], ["Ultravox"], ["Billy Joel"], ["Billy Joel", "Guest"], ["Guest"], ["Ultravox", "Guest"], None]


def test_links_are_songs():
    """A URI or a link is a seed, the end of a path, and what is excluded."""
    uri, link = f"spotify:track:{ID}", f"https://open.spotify.com/track/{OTHER}?si=x"
    assert [seed.id for seed in recommend(LISTED, [uri, link], n=1).seeds] == [ID, OTHER]
    assert recommend(LISTED, "g", mode="path", to=uri).seeds[1].id == ID
    assert set(recommend(LISTED, uri, n=10, exclude=[link, "spotify:track:" + OTHER]).ids) == set("defg")


def test_a_tables_own_ids_are_songs():
    """Unless a song is called so."""
    held = SONGS.with_column("song_id", [17, 18, 19, 20, 21, 22, 23])
    assert recommend(held, "20", n=1).seeds[0].id == "d"
    assert "g" not in recommend(held, "20", n=10, exclude=["23"]).ids
    called = held.with_column("song_id", ["Honesty", *"bcdefg"])
    assert recommend(called, "Honesty", n=1).seeds[0].id == "d"
    twice = held.with_column("song_id", [17, 17, 19, 20, 21, 22, 23])
    with pytest.raises(InputError, match="'17' names 2 songs: 'a', 'b'; give one of these ids"):
        recommend(twice, "17")


def test_all_artists_count():
    """A song by several is found by, excluded by, and counted for each of its artists."""
    held = SONGS.with_column("artists", GUESTS)
    assert recommend(held, "Honesty", artist="Guest", n=1).seeds[0].id == "d"
    assert recommend(held, "reap guest", n=1).seeds[0].id == "f"
    assert not {"d", "e", "f"} & set(recommend(held, "a", n=10, exclude=["guest"]).ids)
    picks = recommend(held, "a", n=10, per_artist=1).ids
    assert len({"d", "e", "f"} & set(picks)) == 1
    assert len({"d", "c"} & set(picks)) == 1


def test_songs_of_which_little_is_known_are_left_aside():
    """They would lie in the middle of everything: they are not picked, and cannot be asked about; it is said."""
    nothing = float("nan")
    values = [[100.0, 0.1, 0.3], [160, nothing, nothing], [120, 0.5, 0.6], [90, 0.9, 0.2], [130, 0.4, nothing],
              [170, 0.2, 0.8], [101, 0.7, 0.5]]  # fmt: skip
    held = SONGS.with_block("spotify", dense(values, columns=["tempo", "energy", "valence"]))
    found = recommend(held, "Honesty", n=10)
    assert "b" not in found.ids
    assert "e" in found.ids
    assert "left aside, with fewer than half of the features: 1" in found.note
    with pytest.raises(InputError, match="'Vienna' by 'Ultravox' has fewer than half of the features in spotify"):
        recommend(held, "b")


def test_a_missing_file_is_told():
    """As a file that is not there, not as a song that has a strange name."""
    with pytest.raises(InputError, match=r"cannot read 'gone.mp3': there is no such file") as caught:
        recommend(SONGS, "music/gone.mp3")
    assert caught.value.reason == "unknown_file"


def test_a_file_without_sound_to_compare_is_told(tmp_path):
    """What is missing, and what to do."""
    with pytest.raises(InputError, match=r"'new.mp3' is a sound file, and of the collection's songs no sound"):
        recommend(SONGS, tmp_path / "new.mp3")
    with pytest.raises(InputError, match=r"'new.mp3' is a sound file, and of the collection's songs no sound"):
        recommend(SONGS, "a", mode="path", to=tmp_path / "new.mp3")


def test_both_ends_of_a_path_differ():
    """A way from a song to itself is none."""
    with pytest.raises(InputError, match="both ends are 'Honesty' by 'Billy Joel'"):
        recommend(SONGS, "d", mode="path", to="Honesty")


def test_the_same_seed_twice_counts_once():
    """By whichever name it is given."""
    once, twice = recommend(SONGS, ["d", "g"], n=10), recommend(SONGS, ["d", "Honesty", "g", "d"], n=10)
    assert [seed.id for seed in twice.seeds] == ["d", "g"]
    assert [(p.song.id, p.distance) for p in twice.picks] == [(p.song.id, p.distance) for p in once.picks]
    assert recommend(SONGS, ["d", "Honesty"], mode="path", to="g").ids == recommend(SONGS, "d", mode="path", to="g").ids


def test_a_guess_is_told():
    """A misspelt name that one song comes clearly nearest to is taken for it, with a note."""
    found = recommend(SONGS, "Rep", n=1)
    assert (found.seeds[0].id, found.note) == ("f", "'Rep' is taken for 'Reap' by 'Ultravox'")
    assert recommend(SONGS, "reap", n=1).note == ""


def test_one_song_without_features_is_named():
    """By its name, not by its place."""
    held = SONGS.with_block("spotify", dense(TEMPO, columns=["tempo"], present=np.arange(7) != 3))
    with pytest.raises(InputError, match="'Honesty' by 'Billy Joel' has no features in spotify"):
        recommend(held, "Honesty")
    with pytest.raises(InputError, match="'Honesty' by 'Billy Joel' has no features in spotify"):
        recommend(held, "a", mode="path", to="Honesty")


def test_mix_says_what_is_missing():
    """The block that is not there, or the option that contradicts."""
    with pytest.raises(InputError, match="the collection has only 'spotify'; leave mix out"):
        recommend(SONGS, "a", mix=True)
    with pytest.raises(InputError, match="block says 'spotify' alone; leave one of both out"):
        recommend(SONGS, "a", mix=True, block="spotify")
