"""Columns: the tables that people have are known by their headers."""

import pytest

from motif.songs.source.column import layout, plain_name

SHAPES = {
    "crawl": ["", "song", "artist", "uri", "key"],
    "kaggle_114k": ["Unnamed: 0", "track_id", "artists", "album_name", "track_name", "explicit", "key", "track_genre"],
    "kaggle_600k": ["id", "name", "popularity", "duration_ms", "artists", "id_artists", "key"],
    "tidytuesday": ["track_id", "track_name", "track_artist", "track_album_name", "playlist_name", "key"],
    "hit_predictor": ["track", "artist", "uri", "key", "duration_ms", "decade"],
    "exportify": ["Track URI", "Track Name", "Artist URI(s)", "Artist Name(s)", "Album Name", "Key"],
    "history": ["ts", "spotify_track_uri", "master_metadata_track_name", "master_metadata_album_artist_name"],
    "streamed_2023": ["track_name", "artist(s)_name", "bpm", "key", "danceability_%"],
}


class TestLayout:
    @pytest.mark.parametrize("shape", SHAPES)
    def test_song_and_artist(self, shape):
        """Every known shape has its song and its artist."""
        found = layout(SHAPES[shape])
        assert "track" in found.roles["song"].lower() or found.roles["song"] in ("song", "name")
        assert "artist" in found.roles["artist"].lower()
        assert "uri" not in found.roles["artist"].lower()

    def test_ids(self):
        """The likeliest id column comes first; an artist's id is none."""
        assert layout(SHAPES["kaggle_600k"]).ids == ("id",)
        assert layout(["id", "uri", "artist_id", "track_id"]).ids == ("uri", "track_id", "id")

    def test_percent(self):
        """A column that says percent in its name is known as such."""
        found = layout(SHAPES["streamed_2023"])
        assert found.features == {"danceability": "danceability_%", "key": "key", "tempo": "bpm"}
        assert found.percent == {"danceability"}

    def test_counter(self):
        """A first column that only counts the rows is known."""
        assert layout(["column_1", "song"]).counters == ("column_1",)


class TestPlainName:
    def test_hand_computed(self):
        """Case, blanks, brackets and camels are one spelling."""
        names = [" Artist Name(s)", "artistName", "ARTIST_NAME", "Duration (ms)", "%"]
        assert [plain_name(name) for name in names] == [
            "artist_name_s",
            "artist_name",
            "artist_name",
            "duration_ms",
            "",
        ]


def test_tables_of_percent_and_short_words():
    """Kaggle's "Top 2000" and "top10s" are known; a single short word is a word for something else."""
    found = layout(["Title", "Beats Per Minute (BPM)", "Loudness (dB)", "Length (Duration)", "Energy"])
    assert found.features == {"energy": "Energy", "loudness": "Loudness (dB)", "tempo": "Beats Per Minute (BPM)"}
    assert found.roles["duration"] == "Length (Duration)"
    found = layout(["title", "bpm", "nrgy", "dnce", "dB", "live", "val", "dur", "acous", "spch", "pop"])
    assert set(found.features.values()) == {"bpm", "nrgy", "dnce", "dB", "live", "val", "acous", "spch"}
    assert found.roles["duration"] == "dur"
    assert layout(["title", "live", "energy"]).features == {"energy": "energy"}
