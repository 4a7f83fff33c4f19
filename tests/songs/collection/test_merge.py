"""Merging: the steps of the messy table, mixed sources, what stays, and what was told."""

import json
from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import InputError
from motif.core.files import write_text
from motif.songs.collection.judge import Told
from motif.songs.collection.ledger import tallied
from motif.songs.collection.merge import merged
from motif.songs.source.rows import Rows, stacked
from motif.songs.source.table import read_songs

A, B, C = "0WiKz86jAqiP6ZnuAZv8nz", "1qlsnDtzryr3yLuocJ00PY", "3GppcLIGlSlvujXgR0pPRt"


@pytest.fixture
def read(tmp_path):
    def read(text, name="songs.csv"):
        write_text(tmp_path / name, text)
        return read_songs(tmp_path / name)

    return read


def ids(found):
    return found.rows.facts["id"].to_pylist()


@pytest.mark.shared
class TestMessy:
    def test_steps(self, shared):
        """Every step of the README's table is reproduced, each applied to the result of the one before."""
        rows = read_songs(shared / "data/songs/messy/messy_songs.csv")
        expected = json.loads((shared / "data/songs/messy/expected.json").read_text())["steps"]
        left = dict(tallied(rows, merged(rows, complete=True)).steps)
        steps = ["gathered", "recognise", "with_id", "same_spelling", "same_id", "complete"]
        steps += ["exact", "case_and_blanks", "remaster_note", "feat_note"]
        assert [left[step] for step in steps] == [step["rows"] for step in expected]
        assert left["punctuation"] == 401

    def test_reasons(self, shared):
        """What is left out of the complete table is 122 rows, as many for each reason as were planted."""
        rows = read_songs(shared / "data/songs/messy/messy_songs.csv")
        line = tallied(rows, merged(rows, complete=True)).sources[0]
        assert line.dropped == {
            "local_file": 5,
            "episode": 3,
            "missing_id": 3,
            "missing_song": 3,
            "missing_artist": 4,
            "missing_features": 19,
            "duplicate_id": 35,
            "duplicate_recording": 50,
        }
        assert line.n_gathered == line.n_kept + sum(line.dropped.values()) == 523

    @pytest.mark.parametrize(("dedupe", "n_kept"), [("none", 515), ("id", 480), ("exact", 471), ("recording", 430)])
    def test_nothing_lost_for_one_missing_value(self, shared, dedupe, n_kept):
        """Without `complete` no row goes for what it lacks: one song of each of the 430 recordings is left."""
        rows = read_songs(shared / "data/songs/messy/messy_songs.csv")
        found = merged(rows, dedupe=dedupe)
        assert found.rows.n_rows == n_kept
        assert set(found.reason) <= {"", "duplicate_id", "duplicate_recording"}

    def test_recordings(self, shared):
        """Rows end in one song exactly when they are of one recording."""
        import csv

        rows = read_songs(shared / "data/songs/messy/messy_songs.csv")
        with (shared / "data/songs/messy/truth.csv").open(encoding="utf-8", newline="") as stream:
            truth = [row["recording"] for row in csv.DictReader(stream)]
        found = merged(rows)
        positions = rows.facts["position"].to_pylist()
        pairs = {(truth[position - 2], int(item)) for position, item in zip(positions, found.item, strict=True)}
        assert len(pairs) == len({pair[0] for pair in pairs}) == len({pair[1] for pair in pairs}) == 430


@pytest.mark.shared
@pytest.mark.parametrize(("name", "n_kept"), [("bdda", 11_223), ("hit_predictor", 39_879)])
def test_exact(shared, name, n_kept):
    """One row of each id, then of each song and artist: as pandas counts them."""
    path = shared / f"data/songs/tables/{name}.parquet"
    rows = read_songs(path)
    table = pq.read_table(path, columns=["id", "song", "artist"]).to_pandas()
    expected = table.drop_duplicates("id").drop_duplicates(["song", "artist"])
    assert ids(merged(rows, dedupe="exact")) == expected["id"].tolist()
    assert len(expected) == n_kept


class TestIds:
    TEXT = f"song,artist,uri,tempo\nA,X,spotify:track:{A},120\nA,X,{A},121\nA,X,{A},122\n"

    def test_first_stays(self, read):
        """Of rows of one id the first stays, and the rule says whether the spelling was the same."""
        found = merged(read(self.TEXT), dedupe="id")
        assert ids(found) == [A]
        assert found.step.tolist() == ["", "same_id", "same_spelling"]
        assert found.rows.blocks["spotify"][0, 10] == 120

    def test_none(self, read):
        """`none` keeps all rows, under ids that are unique and begin alike."""
        assert ids(merged(read(self.TEXT), dedupe="none")) == [A, f"{A}-2", f"{A}-3"]

    def test_gaps(self, read):
        """What the first row lacks, a later row of the same id gives."""
        rows = read(f"song,artist,uri,tempo,energy,album\n,X,{A},,0.5,\nA,X,{A},120,0.9,Z\n")
        found = merged(rows, dedupe="id").rows
        assert found.facts.select(["song", "album"]).to_pylist() == [{"song": "A", "album": "Z"}]
        np.testing.assert_allclose(found.blocks["spotify"][0, [1, 10]], [0.5, 120])

    def test_made_ids(self, read):
        """Ids that were made of a row's own facts merge nothing by themselves."""
        rows = read("song,artist,tempo\nA,X,1\nA,X,2\n")
        found = merged(rows, dedupe="id")
        assert ids(found)[1] == f"{ids(found)[0]}-2"
        assert merged(rows, dedupe="exact").reason.tolist() == ["", "duplicate_recording"]


class TestRecordings:
    def test_who_stays(self, read):
        """A song with a track id stays before one without, a complete one before one that is not, then the first."""
        one = read("song,artist\nStay,X\n", "a.csv")
        features = "danceability,energy,key,loudness,mode,speechiness,acousticness,instrumentalness,liveness,valence"
        header = f"song,artist,uri,{features},tempo,duration_ms,time_signature"
        full = "0,0,0,0,0,0,0,0,0,0,0,1,4"
        two = read(f"{header}\nSTAY,X,{A}{',' * 13}\nStay!,X,{B},{full}\nStay,X,{C},{full}\n", "b.csv")
        found = merged(stacked([one, two]))
        assert ids(found) == [B]
        assert found.item.tolist() == [0, 0, 0, 0]

    def test_two_tables(self, read):
        """A song found in two tables keeps the columns of both."""
        one = read(f"song,artist,uri,album\nStay,X,{A},\n", "a.csv")
        two = read(f"track_name,artists,track_id,album_name,decade\nstay,\"['X', 'Y']\",{B},Z,1990\n", "b.csv")
        rows = merged(stacked([one, two])).rows
        assert rows.facts.select(["id", "album", "artists"]).to_pylist() == [{"id": A, "album": "Z", "artists": ["X"]}]
        assert rows.extra.to_pydict() == {"decade": [1990]}


class TestTold:
    TEXT = f"song,artist,uri\nStay,X,{A}\nSTAY,X,{B}\nGo,Y,{C}\n"

    def test_same(self, read):
        """Pairs that are told to be the same are one song, whatever the level."""
        found = merged(read(self.TEXT), dedupe="none", told=Told(same=((C, B),)))
        assert ids(found) == [A, B]
        assert found.step.tolist() == ["", "", "told"]
        assert found.reason.tolist() == ["", "", "duplicate_recording"]

    def test_apart(self, read):
        """Pairs that are told not to be the same stay two songs."""
        assert ids(merged(read(self.TEXT), told=Told(apart=((A, B),)))) == [A, B, C]

    def test_unknown_ids(self, read):
        """Decisions about songs that are not there change nothing, and are told; where all are, that is refused."""
        told = Told(same=((A, B), ("x", "y")), apart=(("x", C),))
        found = merged(read(self.TEXT), told=told)
        assert ids(found) == ids(merged(read(self.TEXT), told=Told(same=((A, B),))))
        assert found.unmatched == (("x", "y"), ("x", C))
        with pytest.raises(InputError, match=r"none of 1 decisions .*; not here: 'x', 'y'"):
            merged(read(self.TEXT), told=Told(same=(("x", "y"),)))

    def test_ids_of_the_table(self, read):
        """The ids that a table gives its songs do, though the collection has made its own."""
        rows = read("id,song,artist,tempo\n1,Stay,X,90\n2,Go,X,91\n3,Stay,X,92\n")
        assert merged(rows).rows.n_rows == 2
        found = merged(rows, told=Told(same=(("1", "2"),), apart=(("1", "3"), ("2", "3"))))
        assert found.rows.facts["song"].to_pylist() == ["Stay", "Stay"]
        assert found.item.tolist() == [0, 0, 1]
        assert found.unmatched == ()


def test_wrong_level(read):
    """An unknown level is refused with those there are."""
    with pytest.raises(InputError, match="dedupe must be one of 'none', 'id', 'exact', 'recording'"):
        merged(read("song\nA\n"), dedupe="all")


@settings(derandomize=True, max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Stay", "STAY", "Stay!", "Go - Remaster", "Go", ""]),
            st.sampled_from(["X", "x", ""]),
            st.sampled_from([A, f"spotify:track:{A}", B, "spotify:local:x", ""]),
            st.sampled_from(["", "120"]),
        ),
        min_size=1,
        max_size=10,
    ),
    st.sampled_from(["none", "id", "exact", "recording"]),
    st.booleans(),
)
def test_totals(tmp_path_factory, lines, dedupe, complete):
    """Whatever the rows: gathered is kept and dropped, ids are unique, and every row that is not dropped has a song."""
    path = tmp_path_factory.mktemp("t") / "songs.csv"
    write_text(path, "song,artist,uri,tempo,n\n" + "".join(f"{','.join(line)},{n}\n" for n, line in enumerate(lines)))
    rows = read_songs(path)
    found = merged(rows, dedupe=dedupe, complete=complete)
    line = tallied(rows, found).sources[0]
    assert line.n_gathered == len(lines) == line.n_kept + sum(line.dropped.values())
    assert line.n_kept == found.rows.n_rows == len(set(ids(found)))
    own = Counter(found.item[found.reason == ""].tolist())
    assert set(own) == set(range(found.rows.n_rows))
    assert set(own.values()) <= {1}


def test_a_title_of_a_tag_goes_before_a_files_name(read):
    """Of two files of one sound the title that one is tagged with stays; without any, the file's name does."""
    rows = read("song,artist\nOne,X\nTwo,X\nThree,X\n")
    facts = rows.facts
    columns = {
        "id": ["s", "s", "t"],
        "is_given": [True] * 3,
        "song": [None, "Vienna", None],
        "stem": ["01", "02", "03"],
    }
    for name, values in columns.items():
        at = facts.schema.get_field_index(name)
        facts = facts.set_column(at, facts.schema.field(at), pa.array(values, facts.schema.field(at).type))
    found = merged(Rows(facts, rows.extra, rows.blocks, rows.drops, rows.sources))
    assert found.rows.facts["song"].to_pylist() == ["Vienna", "03"]
    whole = merged(Rows(facts, rows.extra, {"sound": np.ones((3, 2), np.float32)}, (), rows.sources), complete=True)
    assert whole.rows.facts["song"].to_pylist() == ["Vienna", "03"]  # a file's name is a name
