"""Tables at the door: items have ids, drops have reasons, and everything comes in from any kind of frame."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from motif.collection.contents import DROP_SCHEMA, Contents, as_table, drop_table, id_table, item_table, thumb_table
from motif.collection.disk import LazyTable
from motif.core.errors import InputError
from motif.core.record import Drop

PLAIN = {"id": ["b", "a"], "year": [1979, None], "labels": [["x"], []]}
FRAMES = {
    "dictionary": lambda: dict(PLAIN),
    "arrow": lambda: pa.table(PLAIN),
    "pandas": lambda: pd.DataFrame({**PLAIN, "year": pd.array([1979, None], "Int64")}),
    "pandas index": lambda: pd.DataFrame({**PLAIN, "year": pd.array([1979, None], "Int64")}).set_index("id"),
    "polars": lambda: pl.DataFrame(PLAIN),
}


@pytest.mark.parametrize("form", FRAMES)
def test_items_come_from_every_kind_of_frame(form):
    """The same rows in the same order, `id` first, as plain columns."""
    table = item_table(FRAMES[form]())
    assert table.column_names[0] == "id"
    assert table.schema.field("id").type == pa.string()
    assert sorted(table.column_names) == ["id", "labels", "year"]
    assert {name: table[name].to_pylist() for name in table.column_names} == PLAIN
    assert table.schema.metadata is None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"id": ["a", "b", "a"]}, "ids must be unique; given more than once: 'a'"),
        ({"id": ["a", None]}, "1 are not: None"),
        ({"id": ["a", ""]}, "1 are not: ''"),
        ({"id": [1, 2]}, "ids of items must be non-empty text; 2 are not: 1, 2"),
        ({"id": [None, None]}, "2 are not: None, None"),
        ({"title": ["a"]}, "must have a column 'id'; given the columns 'title'"),
        ({"id": ["a"], "year": [1, 2]}, "items cannot be made a table"),
        ({"id": "abc"}, "column 'id' of items cannot be kept: it is one text"),
        ({"id": ["a"], "year": [2**70]}, "column 'year' of items cannot be kept"),
        ({"id": ["a", "b"], "year": [1, "x"]}, "column 'year' of items cannot be kept"),
        ({"id": ["\udc80"]}, "column 'id' of items cannot be kept"),
        ({"id": ["a" * 1001]}, "at most 1000 characters; 1 have more: 'aaaaaaaaaaaaaaaaaaaa…'"),
        ({"id": ["a"], "media": ["/home/me/a.png"]}, "1 are not: 'a.png'"),
        ({"id": ["a"], "media": ["../a.png"]}, "`media` must be links or paths below the media root"),
        ({"id": ["a"], "media": ["b/../../a.png"]}, "`media` must be links or paths below the media root"),
        ({"id": ["a"], "media": ["C:\\pictures\\a.png"]}, "`media` must be links or paths below the media root"),
        ({"id": ["a"], "media": ["file:///etc/passwd"]}, "`media` must be links or paths below the media root"),
        ({"id": ["a"], "media": ["FILE:/etc/passwd"]}, "`media` must be links or paths below the media root"),
        (
            pa.table({"id": ["a"], "media": pa.array(["/home/me/a.png"], pa.large_string())}),
            "`media` must be links or paths below the media root",
        ),
        (
            pd.DataFrame({"id": ["a"], "media": ["/home/me/a.png"]}),
            "`media` must be links or paths below the media root",
        ),
        ([["a"]], "not list"),
        ("a", "not str"),
        (np.array([["a"]]), "not ndarray"),
    ],
)
def test_items_that_are_none_are_refused_in_one_line(values, said):
    """Duplicate, missing, empty, too long and non-text ids; columns of different lengths; paths of a machine."""
    with pytest.raises(InputError) as caught:
        item_table(values)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "/home" not in str(caught.value)


@pytest.mark.parametrize("id_", ["line\nbreak", " ", "x" * 1000, "漢字 é", "a\0b", "https://host/a?b=c"])
def test_any_text_can_be_an_id(id_):
    """Ids come from elsewhere; only missing and endless ones are refused."""
    assert item_table({"id": [id_]})["id"].to_pylist() == [id_]


def test_media_may_be_paths_below_the_root_or_links():
    """Or missing."""
    media = ["a/b.png", "https://host/a..b.png", None, "..hidden", "a..b/c"]
    assert item_table({"id": list("abcde"), "media": media})["media"].to_pylist() == media


def test_no_items_are_items_too():
    """An empty list says no type; the ids are text all the same."""
    assert item_table({"id": []}).schema.field("id").type == pa.string()
    assert id_table(pa.table({"id": pa.array([], pa.null())}), what="table 'x'").num_rows == 0


def test_a_frame_without_rows_keeps_the_types_of_its_columns():
    """Polars says them even then."""
    table = as_table(pl.DataFrame(schema={"id": pl.String, "year": pl.Int32}), what="items")
    assert table.schema.names == ["id", "year"]
    assert table.schema.field("year").type == pa.int32()


def test_drops_become_a_table_and_stay_one():
    """From records, from a table, from nothing."""
    drops = [Drop("a.png", "read", "truncated", id="x", detail="ends early")]
    table = drop_table(drops)
    assert table.schema == DROP_SCHEMA
    assert table.to_pylist() == [
        {"origin": "a.png", "id": "x", "step": "read", "reason": "truncated", "detail": "ends early"}
    ]
    assert drop_table(table.select(["reason", "detail", "id", "step", "origin"])) == table
    assert drop_table(()).schema == DROP_SCHEMA


@pytest.mark.parametrize(
    ("drops", "said"),
    [
        (["a.png"], "drops must be Drop records"),
        ([Drop("a", "b", "c"), None], "drops must be Drop records"),
        (pa.table({"origin": ["a"]}), "must have the columns 'id', 'step', 'reason', 'detail'"),
        (
            drop_table([Drop("a", "b", "c")]).set_column(3, "reason", pa.array([None], pa.string())),
            "each, if empty ones",
        ),
        (drop_table([Drop("a", "b", "c")]).set_column(3, "reason", pa.array(["Not A Word"])), "snake_case word"),
        (drop_table([Drop("a", "b", "c")]).set_column(3, "reason", pa.array([["a"]])), "drops must be text"),
        (
            drop_table([Drop("a", "b", "c")]).set_column(0, "origin", pa.array(["/home/me/x"])),
            "a drop's origin must be",
        ),
    ],
)
def test_drops_that_are_none_are_refused(drops, said):
    """A ledger with holes counts nothing."""
    with pytest.raises(InputError, match=said):
        drop_table(drops)


def test_contents_without_more_have_an_empty_ledger():
    """Nothing left out is said, too."""
    held = Contents("film", LazyTable.of(item_table({"id": ["a"]})))
    assert held.drops.whole.schema == DROP_SCHEMA
    assert held.drops.n_rows == 0


@pytest.mark.parametrize(
    ("thumbs", "said"),
    [
        ({"z": b"x"}, "1 ids are not there: 'z'"),
        ({"a": b""}, "a thumb must be the bytes"),
        ({"a": "text"}, "a thumb must be the bytes"),
        ({"a": b"x" * ((1 << 18) + 1)}, "at most 256 KiB"),
    ],
)
def test_thumbs_refused(thumbs, said):
    """Previews belong to items, and are small."""
    with pytest.raises(InputError, match=said):
        thumb_table(thumbs, pa.chunked_array([["a", "b"]]))
