"""Appending: a collection grows by what fits it, in few parts however often, and what was there stays."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.collection import Collection, dense, ragged, read
from motif.collection.grow import _kept
from motif.collection.manifest import load_manifest
from motif.collection.store import PART_ROWS
from motif.core.errors import InputError, SourceError
from motif.core.record import Drop, RunRecord
from tests.collection.example import contents, everything, litter, model_folder


@settings(derandomize=True, max_examples=12, deadline=None)
@given(sizes=st.lists(st.integers(0, 3), min_size=1, max_size=5), reopened=st.booleans())
def test_appending_is_putting_one_under_the_other(tmp_path_factory, sizes, reopened):
    """On disk as in memory: items, blocks of every kind, tables, drops, records."""
    folder = tmp_path_factory.mktemp("a") / "c.motif"
    held = wanted = everything(2)
    held = held.save(folder)
    for number, size in enumerate(sizes):
        more = everything(size, start=10 * (number + 1))
        wanted = wanted.concat(more)
        held = (read(folder) if reopened else held).append(more)
    assert contents(held) == contents(read(folder)) == contents(wanted)
    held.verify()
    assert litter(folder) == []


def test_many_batches_leave_few_parts(tmp_path):
    """Small parts at the end are put together, so that opening stays quick; large ones are not written again."""
    folder = tmp_path / "c.motif"
    held = wanted = everything(2)
    held = held.save(folder)
    written = {file.path for file in load_manifest(folder).files()}
    for number in range(1, 40):
        more = everything(2, start=2 * number)
        wanted, held = wanted.concat(more), held.append(more)
        written |= {file.path for file in load_manifest(folder).files()}
    manifest = load_manifest(folder)
    assert manifest.parts == (62, *[2] * 9)
    assert max(map(len, (manifest.items.files, manifest.drops.files, manifest.tables["tags"].files))) <= 16
    assert contents(held) == contents(read(folder)) == contents(wanted)
    assert held.verify() == len(manifest.files()) + 1
    assert len([path for path in written if path.startswith("items/")]) == 40


def parts_after(batches: list[int], n_bytes: int = 1) -> tuple[list[int], int]:
    """The parts that appending batches of these sizes leaves, and how many rows were written for it."""
    parts: list[int] = []
    n_written = 0
    for batch in batches:
        first = _kept(parts, [n_bytes * part for part in parts], batch)
        n_written += sum(parts[first:]) + batch
        parts = [*parts[:first], sum(parts[first:]) + batch]
    return parts, n_written


@pytest.mark.parametrize("sizes", [[16], [1], [1000], [1, 100], [100, 1], [5, 16, 16, 300], [0, 3]])
def test_the_number_of_parts_and_of_rows_written_grows_slowly(sizes):
    """A thousand batches: about 15 log16 of them in parts, and each row is written a handful of times."""
    batches = (sizes * 1000)[:1000]
    parts, n_written = parts_after(batches)
    assert sum(parts) == sum(batches)
    assert len(parts) <= 60
    assert n_written <= 5 * sum(batches)


def test_large_parts_stay_as_they_are():
    """Neither many rows nor many bytes are written again and again."""
    parts, _ = parts_after([PART_ROWS // 4] * 40)
    assert max(parts) == PART_ROWS // 4
    parts, _ = parts_after([10] * 100, n_bytes=10 << 20)
    assert max(parts) * (10 << 20) <= 256 << 20 or max(parts) == 10


FILMS = Collection(
    "film",
    {"id": ["a"], "year": [1979], "labels": [["x"]], "none": pa.nulls(1)},
    blocks={"codes": dense(np.zeros((1, 2), np.float32), columns=["x", "y"])},
    tables={"tags": {"id": ["a"], "tag": ["t"]}},
)
CODES = {"codes": dense(np.ones((1, 2), np.float32), columns=["x", "y"])}


def test_columns_are_brought_into_the_types_that_are_there(tmp_path):
    """Missing ones are empty, what held nothing takes the new type, whole numbers fit into numbers."""
    held = FILMS.save(tmp_path / "c")
    held = held.append(Collection("film", {"id": ["b"], "none": ["text"], "year": [1980.0]}, blocks=CODES))
    held = held.append(Collection("film", {"id": ["c"], "labels": pa.array([[]], pa.list_(pa.null()))}, blocks=CODES))
    held = held.append(Collection("film", {"none": pa.nulls(1), "id": ["d"]}, blocks=CODES))
    held = held.append(Collection("film", {"id": ["e"], "none": ["more"]}, blocks=CODES))
    assert held.items.to_pylist() == [
        {"id": "a", "year": 1979, "labels": ["x"], "none": None},
        {"id": "b", "year": 1980, "labels": None, "none": "text"},
        {"id": "c", "year": None, "labels": [], "none": None},
        {"id": "d", "year": None, "labels": None, "none": None},
        {"id": "e", "year": None, "labels": None, "none": "more"},
    ]
    assert held.items.schema.field("year").type == pa.int64()


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (Collection("song", {"id": ["b"]}), "of kind 'film' cannot take items of kind 'song'"),
        (Collection("film", {"id": ["b", "a"]}), "ids must be new; already there: 'a'"),
        (Collection("film", {"id": ["b"]}), r"need the blocks of the collection \('codes'\); given none"),
        (Collection("film", {"id": ["b"]}, blocks={**CODES, "more": np.zeros((1, 1))}), "given 'codes', 'more'"),
        (
            Collection("film", {"id": ["b"]}, blocks={"codes": np.zeros((1, 2))}),
            "'codes' does not line up: .* float64 given",
        ),
        (Collection("film", {"id": ["b"]}, blocks={"codes": dense(np.zeros((1, 3), np.float32))}), r"\(2,\) .* \(3,\)"),
        (
            Collection("film", {"id": ["b"]}, blocks={"codes": dense(np.zeros((1, 2), np.float32), columns="yx")}),
            "column names",
        ),
        (Collection("film", {"id": ["b"]}, blocks={"codes": dense(np.zeros((1, 2), np.float32))}), "column names"),
        (Collection("film", {"id": ["b"]}, blocks={"codes": ragged([np.zeros((1, 2), np.float32)])}), "ragged"),
        (
            Collection("film", {"id": ["b"], "colour": [1]}, blocks=CODES),
            "there is no column 'colour'; add it there first",
        ),
        (Collection("film", {"id": ["b"], "year": ["1979"]}, blocks=CODES), "'year' of items holds int64, not string"),
        (Collection("film", {"id": ["b"], "year": [1979.5]}, blocks=CODES), "'year' of items holds int64: .*truncated"),
        (
            Collection("film", {"id": ["b"], "labels": [[1]]}, blocks=CODES),
            "'labels' of items holds list<.*>, not list<",
        ),
        (Collection("film", {"id": ["b"]}, blocks=CODES, media_root="m"), "media of the new items start at 'm'"),
        (
            Collection("film", {"id": ["b"]}, blocks=CODES, tables={"tags": {"id": ["b"], "tag": [1]}}),
            "'tag' of table 'tags'",
        ),
        (Collection("film", {"id": ["b"]}, blocks=CODES, tables={"tags": {"id": ["b"], "x": [1]}}), "no column 'x'"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_changes(tmp_path, other, said):
    """Kind, ids, blocks, shapes, dtypes, names of columns, types, tables, media."""
    held = FILMS.save(tmp_path / "c")
    with pytest.raises(InputError, match=said) as caught:
        held.append(other)
    assert "\n" not in str(caught.value)
    assert contents(read(tmp_path / "c")) == contents(FILMS)
    assert read(tmp_path / "c").verify() == 5
    assert litter(tmp_path / "c") == []
    assert held.append(Collection("film", {"id": ["b"]}, blocks=CODES)).n_items == 2


def test_drops_and_tables_can_come_without_items(tmp_path):
    """A batch of which nothing was left; a table that is new."""
    held = FILMS.save(tmp_path / "c")
    nothing = FILMS.select([]).with_drops([Drop("z", "read", "truncated"), Drop("y", "read", "too_large")])
    held = held.append(nothing).append(nothing.with_table("cast", {"id": ["a"], "name": ["m"]}))
    assert (held.n_items, held.drops.num_rows, held.tables["cast"].num_rows) == (1, 4, 1)
    assert dict(load_manifest(tmp_path / "c").drops.by_reason) == {"too_large": 2, "truncated": 2}
    assert load_manifest(tmp_path / "c").parts == (1,)
    assert held.verify() > 5


def test_an_empty_collection_takes_its_shape_from_the_first_items(tmp_path):
    """When it has said nothing of blocks; otherwise they must fit."""
    held = Collection("film", {"id": []}).save(tmp_path / "c").append(FILMS)
    assert contents(held)["items"] == contents(FILMS)["items"]
    assert contents(held)["blocks"] == contents(FILMS)["blocks"]
    assert load_manifest(tmp_path / "c").parts == (1,)
    shaped = FILMS.select([]).save(tmp_path / "d")
    with pytest.raises(InputError, match="need the blocks"):
        shaped.append(Collection("film", {"id": ["b"]}))
    assert shaped.append(FILMS).blocks["codes"].columns == ("x", "y")


def test_presence_that_only_some_parts_have_is_kept(tmp_path):
    """Each part says for itself who has the block."""
    held = FILMS.save(tmp_path / "c")
    gone = dense(np.ones((2, 2), np.float32), columns=["x", "y"], present=[False, True])
    held = held.append(Collection("film", {"id": ["b", "c"]}, blocks={"codes": gone}))
    assert held.blocks["codes"].present.tolist() == [True, False, True]
    assert np.isnan(held.blocks["codes"][:]).all(axis=1).tolist() == [False, True, False]


def test_only_a_collection_as_it_is_on_disk_can_be_appended_to(tmp_path):
    """In memory there is nothing to append to; what was changed would be lost."""
    saved = FILMS.save(tmp_path / "c")
    for held in (FILMS, saved.with_column("x", [1]), saved.select([0]), saved.with_drops([Drop("a", "b", "c")])):
        with pytest.raises(
            InputError, match="only a collection as it was opened or saved can be appended to; save it first"
        ):
            held.append(Collection("film", {"id": ["b"]}, blocks=CODES))


def test_a_collection_that_has_gone_is_not_made_anew(tmp_path):
    """Nor is its folder."""
    held = FILMS.save(tmp_path / "c")
    for path in sorted((tmp_path / "c").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    (tmp_path / "c").rmdir()
    with pytest.raises(SourceError, match="'c' is not a collection: there is no such folder"):
        held.append(Collection("film", {"id": ["b"]}, blocks=CODES))
    assert not list(tmp_path.iterdir())


def test_models_of_others_stay_behind_and_records_come_along(tmp_path):
    """A model was fitted on other items."""
    held = FILMS.save(tmp_path / "c")
    other = Collection("film", {"id": ["b"]}, blocks=CODES).with_model("m", model_folder(tmp_path / "model"))
    held = held.append(other.with_record(RunRecord("gather")))
    assert len(held.models) == 0
    assert [record["step"] for record in held.records] == ["gather"]


def test_the_ids_are_not_read_again_where_the_caller_keeps_count(tmp_path, monkeypatch):
    """A gathering of many batches costs the same for each."""
    from motif.collection import grow, store

    FILMS.save(tmp_path / "c")
    held = store.read(tmp_path / "c")
    more = Collection("film", {"id": ["b"]}, blocks=CODES)._contents
    opened = grow.opened

    def watched(folder, manifest):
        found = opened(folder, manifest)
        if manifest.generation == held.home.generation:
            object.__setattr__(found.items, "load", lambda columns: pytest.fail("the items were read"))
        return found

    monkeypatch.setattr(grow, "opened", watched)
    assert grow.append(tmp_path / "c", held.home.generation, more, known_ids={"a"}).items.n_rows == 2
    with pytest.raises(InputError, match="already there: 'b'"):
        grow.append(tmp_path / "c", held.home.generation + 1, more, known_ids={"a", "b"})


def test_thumbs_are_appended(tmp_path):
    """New items bring their previews; those that were there stay in their file."""
    held = Collection("film", {"id": ["a"]}).with_thumbs({"a": b"1"}).save(tmp_path / "f.motif")
    held = held.append(Collection("film", {"id": ["b", "c"]}).with_thumbs({"c": b"3"}))
    assert held.thumbs.to_pylist() == [{"id": "a", "data": b"1"}, {"id": "c", "data": b"3"}]
    assert held.verify() == len(load_manifest(tmp_path / "f.motif").files()) + 1
