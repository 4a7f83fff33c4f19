"""The Collection itself: a value whose items, blocks and tables belong together, in memory and on disk."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import motif
from motif.collection import Collection, dense, ragged, read
from motif.core.errors import InputError
from motif.core.record import Drop, RunRecord
from tests.collection.example import contents, everything

FILMS = Collection(
    "film",
    {"id": ["a", "b", "c"], "title": ["Alien", "Aliens", "Brazil"], "year": [1979, 1986, 1985]},
    blocks={"codes": np.eye(3, dtype=np.float32)},
    tables={"tags": {"id": ["a", "c", "a"], "tag": ["space", "office", "cat"]}},
    drops=[Drop("films.csv:5", "read_table", "missing_title")],
)


def test_a_collection_says_what_it_is():
    """Kind, size, blocks, in one line."""
    assert repr(FILMS) == "<Collection of 3 film items; blocks: codes (3, 3)>"
    assert (len(FILMS), FILMS.n_items, FILMS.kind, FILMS.ids) == (3, 3, "film", ["a", "b", "c"])
    assert repr(Collection("film", {"id": []})) == "<Collection of 0 film items; blocks: none>"
    assert motif.Collection is Collection
    assert motif.open is read


def test_every_method_returns_a_new_collection():
    """The old one is as it was."""
    before = contents(FILMS)
    FILMS.with_column("year", [1, 2, 3]).with_block("codes", np.zeros((3, 1))).with_table("tags", {"id": ["b"]})
    FILMS.with_drops([Drop("x", "y", "z")]).with_record(RunRecord("step")).dedupe("year").concat()
    FILMS.select(["c"]).where("year > 1980").split({"train": 0.5, "test": 0.5})
    assert contents(FILMS) == before


def test_a_column_is_added_or_replaced_where_it_stands():
    """The others keep their order."""
    assert FILMS.with_column("stars", [5, None, 4]).items.column_names == ["id", "title", "year", "stars"]
    found = FILMS.with_column("title", pa.array(["x", "y", "z"]).dictionary_encode())
    assert found.items.column_names == ["id", "title", "year"]
    assert found.items["title"].to_pylist() == ["x", "y", "z"]


def test_a_block_is_added_or_replaced():
    """With both shapes in the message when it does not line up."""
    assert FILMS.with_block("codes", ragged([[1], [2, 3], []])).blocks["codes"].shape == (3, None)
    with pytest.raises(InputError, match=r"block 'codes' .* given \(2, 4\), expected \(3, 4\)"):
        FILMS.with_block("codes", np.zeros((2, 4)))


def test_some_items_take_their_rows_of_the_tables_along():
    """Drops stay: what was left out on the way here was left out for all."""
    found = FILMS.select(["c", "a"])
    assert found.tables["tags"].to_pylist() == [
        {"id": "a", "tag": "space"},
        {"id": "c", "tag": "office"},
        {"id": "a", "tag": "cat"},
    ]
    assert found.drops.num_rows == 1
    assert FILMS.where("title = 'Brazil'").tables["tags"]["tag"].to_pylist() == ["office"]
    assert FILMS.select([]).tables["tags"].num_rows == 0


def test_a_table_from_polars_belongs_to_its_items_too():
    """Whatever type of text its ids were."""
    found = FILMS.with_table("cast", pl.DataFrame({"id": ["a", "b"], "name": ["m", "n"]})).select(["b"])
    assert found.tables["cast"].to_pylist() == [{"id": "b", "name": "n"}]


def test_the_sides_of_a_split_share_the_items_out():
    """By id, or so that a group stays together."""
    items = everything(40).with_column("director", [f"d{n % 5}" for n in range(40)])
    sides = items.split({"train": 0.6, "test": 0.4})
    assert list(sides) == ["train", "test"]
    assert sorted(sides["train"].ids + sides["test"].ids) == items.ids
    again = items.select(items.ids[::-1]).split({"train": 0.6, "test": 0.4})
    assert set(again["train"].ids) == set(sides["train"].ids)
    groups = items.split({"train": 0.6, "test": 0.4}, group="director")
    directors = [set(side.items["director"].to_pylist()) for side in groups.values()]
    assert not directors[0] & directors[1]
    assert set(items.split({"train": 0.6, "test": 0.4}, salt="2")["train"].ids) != set(sides["train"].ids)


def test_a_stratified_split_is_written_down_once():
    """As a column, in proportion; a second time it is refused."""
    items = everything(40).with_column("genre", ["noir"] * 30 + ["western"] * 10)
    found = items.with_split({"train": 0.8, "test": 0.2}, stratify="genre", random_state=0)
    tests = found.where("split = 'test'").items["genre"].to_pylist()
    assert (tests.count("noir"), tests.count("western")) == (6, 2)
    with pytest.raises(InputError, match="there is a column 'split' already"):
        found.with_split({"train": 0.8, "test": 0.2}, stratify="genre")
    other = found.with_split({"x": 0.5, "y": 0.5}, stratify="genre", column="fold", random_state=0)
    assert other.items.column_names[-2:] == ["split", "fold"]


def test_items_go_to_pandas_and_polars_and_come_back():
    """Indexed by id in pandas; the same items when given to the constructor again."""
    frame = FILMS.to_pandas()
    assert isinstance(frame, pd.DataFrame)
    assert (frame.index.name, list(frame.index), list(frame.columns)) == ("id", FILMS.ids, ["title", "year"])
    assert Collection("film", frame).items.to_pylist() == FILMS.items.to_pylist()
    assert Collection("film", frame).to_pandas().equals(frame)
    assert isinstance(FILMS.to_polars(), pl.DataFrame)
    assert Collection("film", FILMS.to_polars()).items.to_pylist() == FILMS.items.to_pylist()
    assert Collection("film", FILMS.items).items == FILMS.items


@pytest.mark.parametrize("frame", [pl.DataFrame, pd.DataFrame])
def test_a_collection_of_a_frame_does_all_that_one_of_lists_does(tmp_path, frame):
    """Choosing, asking, splitting, joining, saving, appending, exporting."""
    given = frame({"id": ["a", "b", "c", "d"], "genre": ["x", "y", "x", None], "year": [1, 2, 3, 4]})
    films = Collection("film", given, blocks={"codes": np.eye(4)})
    assert films.where("genre = 'x'").select(["c"]).ids == ["c"]
    assert films.dedupe("genre").ids == ["a", "b", "d"]
    joined = films.join(frame({"id": ["d"], "stars": [5]}))
    more = Collection("film", frame({"id": ["e"], "genre": ["z"]}), blocks={"codes": np.zeros((1, 4))})
    saved = joined.save(tmp_path / "c").append(more)
    assert read(tmp_path / "c").items.to_pylist() == saved.items.to_pylist() == joined.concat(more).items.to_pylist()
    saved.export(tmp_path / "c.csv")
    assert saved.verify() == 5


def test_categories_of_pandas_are_their_words():
    """Read by everyone, joined with anything."""
    frame = pd.DataFrame({"id": ["a", "b"], "genre": pd.Categorical(["x", "y"])})
    films = Collection("film", frame)
    assert films.items.schema.field("genre").type in (pa.string(), pa.large_string())
    assert films.concat(Collection("film", {"id": ["c"], "genre": ["z"]})).items["genre"].to_pylist() == ["x", "y", "z"]


def test_how_it_was_made_is_kept_with_it(tmp_path):
    """Records oldest first, as JSON has them."""
    held = FILMS.with_record(RunRecord("gather", seed=1)).with_record(RunRecord("cluster", parameters={"size": (3, 4)}))
    saved = held.save(tmp_path / "c")
    assert [record["step"] for record in saved.records] == ["gather", "cluster"]
    assert saved.records[1]["parameters"] == {"size": [3, 4]}
    assert [dict(one) for one in read(tmp_path / "c").records] == [dict(one) for one in held.records]
    with pytest.raises(InputError, match="a run record must hold plain JSON values"):
        FILMS.with_record(RunRecord("step", parameters={"x": np.float32(1)}))


def test_ids_are_read_alone_and_once(tmp_path, monkeypatch):
    """Asking for them does not bring the other columns."""
    FILMS.save(tmp_path / "c")
    held, asked = read(tmp_path / "c"), []
    true = held._contents.items.load
    object.__setattr__(held._contents.items, "load", lambda columns: asked.append(columns) or true(columns))
    assert held.ids is held.ids
    assert (held.n_items, asked) == (3, [["id"]])


def test_what_is_not_there_is_answered_with_what_is():
    """Blocks, tables, models."""
    with pytest.raises(InputError, match="there is no block 'code'; there are: 'codes'"):
        FILMS.blocks["code"]
    with pytest.raises(InputError, match="there is no table 'cast'; there are: 'tags'"):
        FILMS.tables["cast"]
    with pytest.raises(InputError, match="there is no model 'm'; there are: none"):
        FILMS.models["m"]
    assert FILMS.blocks.get("code") is None
    assert "codes" in FILMS.blocks


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"kind": "Film"}, "kind must be a name of"),
        ({"blocks": {"codes": np.zeros((2, 2))}}, r"given \(2, 2\), expected \(3, 2\)"),
        ({"blocks": {"codes": dense(np.zeros((4, 2)))}}, r"given \(4, 2\), expected \(3, 2\)"),
        ({"blocks": {"codes": ["a", "b", "c"]}}, "must hold numbers"),
        ({"blocks": {"../codes": np.zeros((3, 2))}}, "block must be a name of"),
        ({"tables": {"tags": {"tag": ["x"]}}}, "table 'tags' must have a column 'id'"),
        ({"drops": ["a"]}, "drops must be Drop records"),
        ({"media_root": "/somewhere"}, "a media root must be relative"),
        ({"items": {"id": ["a", "a", "b"]}}, "ids must be unique; given more than once: 'a'"),
    ],
)
def test_what_is_no_collection_is_refused_in_one_line(options, said):
    """Wrong names, shapes, tables, drops, roots, ids."""
    given = {"kind": "film", "items": {"id": ["a", "b", "c"]}, **options}
    with pytest.raises(InputError, match=said) as caught:
        Collection(given.pop("kind"), given.pop("items"), **given)
    assert "\n" not in str(caught.value)


def test_concat_is_told_what_to_do_with_repeated_ids():
    """By one of two words."""
    with pytest.raises(InputError, match="repeated must be one of 'refuse', 'first', not 'last'"):
        FILMS.concat(FILMS, repeated="last")


@pytest.mark.parametrize("path", ["/home/alice/x.jpg", "C:\\x.jpg", "~/x.jpg", "../x.jpg"])
def test_media_outside_the_root_come_in_by_no_door(path):
    """Neither as a column nor from a table that is joined."""
    with pytest.raises(InputError, match=r"below the media root; 1 are not: 'x\.jpg'"):
        FILMS.with_column("media", [None, path, "a.jpg"])
    with pytest.raises(InputError, match=r"below the media root; 1 are not: 'x\.jpg'"):
        FILMS.join({"id": ["a"], "media": [path]})
    assert FILMS.join({"id": ["a"], "media": ["x.jpg"]}).items["media"].to_pylist() == ["x.jpg", None, None]


@pytest.mark.parametrize("path", ["a\0b", 3])
def test_what_cannot_be_a_path_is_one_line_at_every_door(path):
    """Opening, saving and exporting."""
    for door in (read, FILMS.save, FILMS.export):
        with pytest.raises(InputError, match="a path must be text without NUL characters"):
            door(path)
