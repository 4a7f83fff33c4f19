"""Combining: blocks, tables and drops follow the ids, whatever is done with the items."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.collection import Collection, dense, ragged
from motif.core.errors import InputError
from motif.core.record import Drop
from tests.collection.example import contents, everything

LIGHT = settings(derandomize=True, max_examples=40, deadline=None)


def by_id(collection: Collection) -> dict[str, dict]:
    """What each item has, by its id: its columns, its row of every block, its rows of every table."""
    held = contents(collection)
    found = {id_: {"row": row} for id_, row in zip(held["ids"], held["items"], strict=True)}
    for name, block in held["blocks"].items():
        for id_, row, has in zip(held["ids"], block["rows"], block["present"], strict=True):
            found[id_][name] = (row if has else None, has)
    for name, rows in held["tables"].items():
        for id_ in found:
            found[id_][f"table {name}"] = [row for row in rows if row["id"] == id_]
    return found


@LIGHT
@given(data=st.data(), n=st.integers(1, 8))
def test_each_item_keeps_what_is_its_own_when_some_are_selected(data, n):
    """Dense, ragged and sparse rows, presence, tables: in any order, and a second choice is one choice."""
    whole = everything(n)
    first = data.draw(st.lists(st.sampled_from(whole.ids), unique=True))
    part = whole.select(first)
    assert part.ids == first
    assert by_id(part) == {id_: by_id(whole)[id_] for id_ in first}
    second = data.draw(st.lists(st.integers(0, len(first) - 1), unique=True)) if first else []
    again = part.select(second)
    assert contents(again) == contents(whole.select([first[place] for place in second]))


@LIGHT
@given(data=st.data(), n=st.integers(1, 6), m=st.integers(0, 6))
def test_each_item_keeps_what_is_its_own_when_collections_are_put_together(data, n, m):
    """And taking them apart again gives the parts back, in memory and after they were on disk."""
    one, other = everything(n), everything(m, start=100)
    both = one.concat(other)
    assert both.ids == one.ids + other.ids
    assert by_id(both) == by_id(one) | by_id(other)
    assert by_id(both.where("year is null or year < 2050").select(one.ids)) == by_id(one)
    assert by_id(both.select(other.ids)) == by_id(other)
    wanted = data.draw(st.permutations(both.ids))
    assert by_id(both.select(wanted)) == by_id(both)


def test_apart_by_a_condition_and_together_again_is_the_whole():
    """`where` and its opposite share the items out."""
    whole = everything(9).with_column("even", [place % 2 == 0 for place in range(9)])
    even, odd = whole.where("even"), whole.where("not even")
    assert by_id(even.concat(odd)) == by_id(whole)
    assert even.ids == whole.ids[::2]


def test_a_block_that_one_collection_lacks_is_absent_there():
    """NaN, not zero; columns likewise."""
    one = Collection("film", {"id": ["a"], "year": [1979]}, blocks={"codes": np.array([[1.0, 2.0]])})
    other = Collection("film", {"id": ["b"], "title": ["x"]}, blocks={"frames": ragged([[3.0]])})
    both = one.concat(other)
    assert both.blocks["codes"].present.tolist() == [True, False]
    assert np.isnan(both.blocks["codes"][1]).all()
    assert [row.tolist() for row in both.blocks["frames"][:]] == [[], [3.0]]
    assert both.items.to_pylist() == [
        {"id": "a", "year": 1979, "title": None},
        {"id": "b", "year": None, "title": "x"},
    ]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (Collection("song", {"id": ["b"]}), "different kinds cannot be joined into one: 'film', 'song'"),
        (Collection("film", {"id": ["a"]}), "1 ids are in more than one collection: 'a'; ask for repeated='first'"),
        (
            Collection("film", {"id": ["b"]}, blocks={"codes": np.zeros((1, 3))}),
            r"dense \(2,\) float64 and dense \(3,\)",
        ),
        (Collection("film", {"id": ["b"]}, blocks={"codes": np.zeros((1, 2), np.float32)}), "float64 and .* float32"),
        (Collection("film", {"id": ["b"]}, blocks={"codes": dense(np.zeros((1, 2)), scale=2)}), "does not line up"),
        (
            Collection("film", {"id": ["b"]}, blocks={"codes": dense(np.zeros((1, 2)), columns=["x", "y"])}),
            "column names",
        ),
        (Collection("film", {"id": ["b"], "year": ["text"]}), "items do not fit together"),
        (Collection("film", {"id": ["b"]}, tables={"tags": {"id": ["b"], "tag": [1]}}), "do not fit together"),
        (Collection("film", {"id": ["b"]}, media_root="elsewhere"), "start at different roots: 'None', 'elsewhere'"),
    ],
)
def test_collections_that_do_not_fit_are_refused_in_one_line(other, said):
    """Kinds, ids, shapes, scales, names, types, roots."""
    one = Collection(
        "film",
        {"id": ["a"], "year": [1979]},
        blocks={"codes": np.zeros((1, 2))},
        tables={"tags": {"id": ["a"], "tag": ["x"]}},
    )
    with pytest.raises(InputError, match=said) as caught:
        one.concat(other)
    assert "\n" not in str(caught.value)


@LIGHT
@given(n=st.integers(0, 5), start=st.integers(0, 5), m=st.integers(0, 5))
def test_what_came_in_is_kept_or_is_a_drop(n, start, m):
    """The ledger adds up, and of each repeated id the first item stays."""
    one, other = everything(n), everything(m, start=start)
    both = one.concat(other, repeated="first")
    new_drops = both.drops.num_rows - one.drops.num_rows - other.drops.num_rows
    assert both.n_items + new_drops == n + m
    repeated = [id_ for id_ in other.ids if id_ in one.ids]
    assert [row["id"] for row in both.drops.to_pylist()[both.drops.num_rows - new_drops :]] == repeated
    assert by_id(both.select(one.ids)) == {id_: by_id(both)[id_] for id_ in one.ids}
    for id_ in one.ids:
        assert by_id(both)[id_]["codes"] == by_id(one)[id_]["codes"]


def test_more_than_two_at_once_and_none():
    """In the order given."""
    parts = [everything(2, start=start) for start in (0, 10, 20)]
    assert parts[0].concat(*parts[1:]).ids == [id_ for part in parts for id_ in part.ids]
    assert contents(parts[0].concat()) == contents(parts[0])


def test_equal_items_become_one_and_the_ledger_says_which():
    """What goes is a drop and a row of `merges`; a second round adds to it."""
    items = {
        "id": list("abcd"),
        "title": ["x", "y", "x", "y"],
        "year": [1, 5, 3, None],
        "director": ["m", "m", "m", "m"],
    }
    films = Collection("film", items, blocks={"codes": np.eye(4)}, drops=[Drop("z", "read", "truncated")])
    found = films.dedupe("title", keep="year")
    assert found.ids == ["b", "c"]
    assert found.blocks["codes"][:].tolist() == np.eye(4)[1:3].tolist()
    assert found.tables["merges"].to_pylist() == [
        {"id": "c", "merged": "a", "key": "x"},
        {"id": "b", "merged": "d", "key": "y"},
    ]
    assert [(row["id"], row["reason"], row["detail"]) for row in found.drops.to_pylist()] == [
        ("", "truncated", ""),
        ("a", "duplicate", "equal to c by title"),
        ("d", "duplicate", "equal to b by title"),
    ]
    again = found.dedupe(lambda row: row["director"])
    assert again.ids == ["b"]
    assert [row["merged"] for row in again.tables["merges"].to_pylist()] == ["a", "d", "c"]
    assert again.n_items + again.drops.num_rows == 4 + 1


@LIGHT
@given(keys=st.lists(st.sampled_from(["x", "y", None]), max_size=8))
def test_after_deduping_no_two_are_equal_and_nobody_is_lost(keys):
    """Kept and dropped are those who came; doing it again changes nothing."""
    items = Collection("film", {"id": [f"i{n}" for n in range(len(keys))], "key": pa.array(keys, pa.string())})
    found = items.dedupe("key")
    assert sorted(found.ids + found.drops["id"].to_pylist()) == items.ids
    left = [key for key in found.items["key"].to_pylist() if key is not None]
    assert len(set(left)) == len(left)
    assert found.dedupe("key").ids == found.ids


def test_a_table_joins_by_the_id():
    """Rows that match nothing are not taken; items without a match have empty cells."""
    films = everything(3)
    found = films.join({"id": ["i002", "i000", "x"], "stars": [5, 3, 1]})
    assert found.items["stars"].to_pylist() == [3, None, 5]
    assert dict(contents(found)["blocks"].items()) == contents(films)["blocks"]


def test_a_collection_joins_with_its_blocks_by_any_column():
    """Each item gets the row of its match, none where there is none."""
    songs = Collection("song", {"id": ["s1", "s2", "s3", "s4"], "artist": ["m", "n", "m", None]})
    artists = Collection(
        "artist",
        {"id": ["a1", "a2"], "artist": ["n", "m"], "born": [1950, 1960]},
        blocks={"voice": np.array([[1.0], [2.0]]), "words": ragged([[1], [2, 3]])},
    )
    found = songs.join(artists, on="artist")
    assert found.ids == songs.ids
    assert found.items["born"].to_pylist() == [1960, 1950, 1960, None]
    assert found.blocks["voice"][:3].tolist() == [[2.0], [1.0], [2.0]]
    assert np.isnan(found.blocks["voice"][3]).all()
    assert [row.tolist() for row in found.blocks["words"][:]] == [[2, 3], [1], [2, 3], []]
    assert found.blocks["voice"].present.tolist() == [True, True, True, False]


@pytest.mark.parametrize(
    ("other", "on", "said"),
    [
        ({"id": ["a", "a"], "x": [1, 2]}, "id", "values of 'id' must name one row each; given more than once: 'a'"),
        ({"id": ["a"], "year": [1]}, "id", "already there: 'year'; rename what you join"),
        ({"id": ["a"]}, "title", "the items have no column 'title'"),
        ({"title": ["a"]}, "id", "the other table have no column 'id'"),
        ({"year": ["1979"], "x": [1]}, "year", "holds different kinds of values: int64 here, string there"),
        (Collection("film", {"id": ["a"]}, blocks={"codes": np.zeros((1, 2))}), "id", "already there: 'codes'"),
        ("text", "id", "must be a table"),
    ],
)
def test_what_cannot_be_joined_is_refused(other, on, said):
    """Keys twice, names twice, columns that are not there or of another kind."""
    films = Collection("film", {"id": ["a"], "year": [1979]}, blocks={"codes": np.zeros((1, 2))})
    with pytest.raises(InputError, match=said):
        films.join(other, on=on)


def test_ids_that_look_like_absolute_paths_are_ids():
    """They are free text: as items, as drops of a deduplication and as repeated ones."""
    pages = Collection("page", {"id": ["/wiki/Alien", "/wiki/Aliens", "https://h/a"], "year": [1979, 1979, 1986]})
    (drop,) = pages.dedupe("year").drops.to_pylist()
    assert (drop["origin"], drop["id"]) == ("", "/wiki/Aliens")
    drops = pages.concat(pages, repeated="first").drops
    assert drops["id"].to_pylist() == pages.ids
    assert drops["origin"].to_pylist() == ["", "", "https://h/a"]


def test_thumbs_go_with_their_items():
    """Choosing items chooses their previews; of an id that is in both, the first one's stays."""
    one = Collection("film", {"id": ["a", "b"]}).with_thumbs({"a": b"1", "b": b"2"})
    other = Collection("film", {"id": ["b", "c"]}).with_thumbs({"b": b"3", "c": b"4"})
    assert one.select(["b"]).thumbs.to_pylist() == [{"id": "b", "data": b"2"}]
    both = one.concat(other, repeated="first")
    assert both.thumbs["data"].to_pylist() == [b"1", b"2", b"4"]
    assert one.join(pa.table({"id": ["a"], "year": [1979]})).thumbs.num_rows == 2
