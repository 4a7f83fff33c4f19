"""Tables of songs: what is read, what is left out and why, and what is merely noted."""

import numpy as np
import pytest

from motif.core.errors import DataError
from motif.songs.source.feature import FEATURES
from motif.songs.source.table import read_songs

ID, OTHER = "0WiKz86jAqiP6ZnuAZv8nz", "1qlsnDtzryr3yLuocJ00PY"


@pytest.fixture
def read(tmp_path):
    def read(text, name="songs.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return read_songs(tmp_path / name)

    return read


def test_facts(read):
    """Id, song, artists in order, album, duration, and the row that a spreadsheet shows."""
    rows = read(f"track_name,artists,album_name,uri,duration_ms\nStay,\"['B', 'A']\",X,spotify:track:{ID},61500\n")
    fact = rows.facts.to_pylist()[0]
    assert {name: fact[name] for name in ("id", "song", "artists", "album", "duration_s", "origin", "position")} == {
        "id": ID,
        "song": "Stay",
        "artists": ["B", "A"],
        "album": "X",
        "duration_s": 61.5,
        "origin": "songs.csv:2",
        "position": 2,
    }


def test_no_track_is_dropped(read):
    """Local files and episodes are left out with their reasons and rows; the count of the source has them."""
    rows = read(f"song,uri\nA,spotify:local:x::A:1\nB,spotify:episode:{ID}\nC,spotify:track:{ID}\n")
    assert [(drop.origin, drop.reason) for drop in rows.drops] == [
        ("songs.csv:2", "local_file"),
        ("songs.csv:3", "episode"),
    ]
    assert rows.n_rows == 1
    assert rows.sources[0].n_gathered == 3
    assert rows.sources[0].dropped == {"local_file": 1, "episode": 1}


def test_flags(read):
    """Columns `is_local` and `type` say the same as an id does."""
    rows = read(f"song,id,is_local,type\nA,{ID},true,track\nB,{OTHER},false,episode\n")
    assert [drop.reason for drop in rows.drops] == ["local_file", "episode"]


def test_nothing_lost_for_one_missing_value(read):
    """A row without id, artist, song or features stays; one with neither id nor song cannot be told apart."""
    rows = read(f"song,artist,uri,key\nA,,{ID},1\n,B,{OTHER},\nC,D,,3\n,E,,4\n")
    assert rows.facts["song"].to_pylist() == ["A", None, "C"]
    assert rows.facts["lacks_id"].to_pylist() == [False, False, True]
    assert [drop.reason for drop in rows.drops] == ["missing_song"]


def test_row_ids(read):
    """A table without ids gives each row one from what identifies it, whatever its place and file."""
    first = read("song,artist\nA,B\nC,D\n").facts["id"].to_pylist()
    again = read("artist,song\nD,C\nB,A\n", "other.csv").facts["id"].to_pylist()
    assert first == again[::-1]
    assert all(id_.startswith("row-") and len(id_) == 20 for id_ in first)
    assert read("song\nA\n").facts["lacks_id"].to_pylist() == [False]


def test_foreign_ids(read):
    """Ids of another kind identify a song together with its name: a number means another song in another table."""
    one, two = read("id,song\n17,A\n17,B\n").facts["id"].to_pylist()
    assert one != two
    assert read("id,song\n17,A\n").facts["is_given"].to_pylist() == [True]


def test_not_a_track_id(read):
    """A cell that is no track id in a column of track ids is counted, and its row stays without an id."""
    rows = read(f"song,uri\nA,{ID}\nB,spotify:album:{ID}\n")
    assert rows.sources[0].dirt == {"not_a_track_id": 1}
    assert rows.facts["lacks_id"].to_pylist() == [False, True]


def test_absent_features(read):
    """A row without any feature has none, also where its duration is known."""
    rows = read("song,tempo,duration_ms\nA,120,1000\nB,,1000\n")
    present = ~np.isnan(rows.blocks["spotify"]).all(axis=1)
    assert present.tolist() == [True, False]
    assert rows.facts["duration_s"].to_pylist() == [1.0, 1.0]


def test_no_features(read):
    """A table of names alone has no block."""
    assert read("song,duration_ms\nA,1000\n").blocks == {}


@pytest.mark.parametrize(
    ("header", "cell", "seconds"),
    [
        ("duration", "3:05", 185),
        ("duration", "1:00:05", 3605),
        ("length", "185.5", 185.5),
        ("duration", "185500", 185.5),
    ],
)
def test_durations(read, header, cell, seconds):
    """Clock times, seconds and milliseconds are told apart."""
    assert read(f"song,{header}\nA,{cell}\n").facts["duration_s"].to_pylist() == [seconds]


def test_other_columns(read):
    """Other columns stay under their names; one that has a name of ours gets another; row counters go."""
    rows = read(f",song,uri,complete,decade\n0,A,{ID},x,1960\n")
    assert rows.extra.to_pydict() == {"complete_given": ["x"], "decade": [1960]}


def test_machine_paths(read):
    """The folders of somebody's machine do not enter a collection."""
    rows = read("song,file\nA,/home/alice/a.mp3\nB,C:\\\\Users\\\\b.mp3\nC,c.mp3\n")
    assert rows.extra["file"].to_pylist() == ["a.mp3", "b.mp3", "c.mp3"]
    assert rows.sources[0].dirt["machine_path"] == 2


def test_ragged_rows(read):
    """Rows that do not fit the header are drops, and the rows after them keep their numbers."""
    rows = read("song,artist\nA,B\nC,D,E,F\nG,H\n")
    assert [(drop.origin, drop.reason) for drop in rows.drops] == [("songs.csv:3", "ragged_row")]
    assert rows.facts["origin"].to_pylist() == ["songs.csv:2", "songs.csv:4"]
    assert rows.sources[0].n_gathered == 3


def test_no_songs(read):
    """A table of something else is refused with its columns."""
    with pytest.raises(DataError, match=r"'songs.csv' is no table of songs: .*'x', 'y'") as caught:
        read("x,y\n1,2\n")
    assert caught.value.reason == "not_songs"


def test_json(read):
    """Spotify's export of what was heard is a table, too."""
    text = '[{"endTime": "2024-01-01", "artistName": "A", "trackName": "B", "msPlayed": 5}]'
    fact = read(text, "StreamingHistory.json").facts.to_pylist()[0]
    assert (fact["song"], fact["artists"], fact["origin"]) == ("B", ["A"], "StreamingHistory.json:1")


@pytest.mark.shared
def test_messy(shared):
    """The messy table: 523 rows gathered, 8 no tracks, ids as the truth has them, and key -1 kept."""
    import csv

    rows = read_songs(shared / "data/songs/messy/messy_songs.csv")
    with (shared / "data/songs/messy/truth.csv").open(encoding="utf-8", newline="") as stream:
        truth = {int(row["row"]) + 2: row for row in csv.DictReader(stream)}
    assert rows.sources[0].n_gathered == 523
    assert rows.sources[0].dropped == {"local_file": 5, "episode": 3}
    for id_, position, given in zip(
        *(rows.facts[name].to_pylist() for name in ("id", "position", "is_given")), strict=True
    ):
        assert not given or id_ == truth[position]["id"]
    assert (rows.blocks["spotify"][:, 2] == -1).sum() == 4


def test_a_table_in_0_to_100(read):
    """No feature is lost and no share becomes an extreme; the length is in s."""
    rows = read(
        "Title,Artist,Beats Per Minute (BPM),Energy,Danceability,Loudness (dB),Length (Duration)\n"
        'A,X,120,74,62,-7,220\nB,X,98,1,0,-9,"1,292"\nC,X,90,30,40,-3,180\n'
    )
    values = dict(zip(FEATURES, rows.blocks["spotify"].T.tolist(), strict=True))
    np.testing.assert_allclose(values["energy"], [0.74, 0.01, 0.3], atol=1e-6)
    assert (values["tempo"], values["loudness"]) == ([120, 98, 90], [-7, -9, -3])
    assert values["duration_ms"] == [220_000, 1_292_000, 180_000]
    assert rows.facts["duration_s"].to_pylist() == [220, 1292, 180]
    assert rows.sources[0].dirt == {"percent": 6}


def test_episodes_of_a_history(read):
    """A row of a listening history that names an episode and no track is an episode; a track beside one stays."""
    uri = "spotify:track:3DCAjSZiLK127tGL0URVGE"
    rows = read(
        "master_metadata_track_name,spotify_track_uri,episode_name,spotify_episode_uri\n"
        f"Stay,{uri},,\n,,Pod,spotify:episode:3DCAjSZiLK127tGL0URVGA\n,,Pod,\nGo,{uri[:-1]}F,x,\n"
    )
    assert rows.sources[0].dropped == {"episode": 2}
    assert rows.facts["song"].to_pylist() == ["Stay", "Go"]


def test_entities(read):
    """`&amp;` is read before names are split at `;`; what is no entity stays."""
    rows = read("song,artist\nTom &amp; I,Simon &amp; Garfunkel;Bj&#246;rk\nR&B,A&B;C\n")
    assert rows.facts["artists"].to_pylist() == [["Simon & Garfunkel", "Björk"], ["A&B", "C"]]
    assert rows.facts["song"].to_pylist() == ["Tom & I", "R&B"]
