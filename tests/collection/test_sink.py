"""The sink of a gathering: every batch is whole on disk, and a run that begins again knows what is done."""

import numpy as np
import pyarrow as pa
import pytest
from scipy.sparse import csr_array

from motif.collection import Collection, CollectionSink, Row, dense, ragged, read, sparse
from motif.collection.manifest import load_manifest
from motif.core.errors import InputError, SourceError
from motif.core.record import Drop, RunRecord
from motif.engine import map_items
from tests.collection.example import contents, litter

BLOCKS = {
    "codes": dense(np.zeros((0, 2), np.float32), columns=["x", "y"], step="pca"),
    "pixels": dense(np.zeros((0, 2), np.uint8), scale=1 / 255, offset=0.5),
    "frames": ragged([np.zeros((0, 3), np.int16)]),
    "words": sparse(csr_array((0, 4), dtype=np.float32)),
}


def row(number: int, *, has: bool = True) -> Row:
    """An item with blocks of every kind, all its own, or none of them."""
    return Row(
        f"id{number}",
        {"year": 1950 + number, "labels": ["x"] * (number % 3)},
        {
            "codes": np.array([number, -number], np.float32) if has else None,
            "pixels": np.array([number, 255], np.uint8),
            "frames": np.full((number % 3, 3), number, np.int16) if has else None,
            "words": csr_array(np.array([[0, number, 0, 1]], np.float32)) if has else None,
        },
        {"tags": [{"tag": f"t{number}", "weight": 0.5}]},
    )


def gathered(folder, batches: list[list[int]], **options) -> Collection:
    sink = CollectionSink(folder, kind="picture", blocks=BLOCKS, **options)
    for batch in batches:
        sink.append([(f"{number}.png", row(number, has=number % 4 != 2)) for number in batch], [])
    sink.close()
    return read(folder)


def test_rows_become_items_with_their_blocks_and_facts(tmp_path):
    """Every item has the column `origin`, by which it is known again."""
    record = RunRecord("pictures.gather", parameters={"size": (3, 4)})
    held = gathered(tmp_path / "c", [[1, 2], [3]], record=record)
    assert held.items.to_pylist() == [
        {"id": f"id{n}", "origin": f"{n}.png", "year": 1950 + n, "labels": ["x"] * (n % 3)} for n in (1, 2, 3)
    ]
    assert held.blocks["codes"].present.tolist() == [True, False, True]
    assert held.blocks["codes"].columns == ("x", "y")
    assert held.blocks["codes"].info.step == "pca"
    assert held.blocks["codes"].raw[[0, 2]].tolist() == [[1, -1], [3, -3]]
    assert held.blocks["pixels"][0].tolist() == pytest.approx([1 / 255 + 0.5, 1.5])
    assert [frame.tolist() for frame in held.blocks["frames"].raw] == [[[1, 1, 1]], [], []]
    assert held.blocks["words"].raw.toarray().tolist() == [[0, 1, 0, 1], [0, 0, 0, 0], [0, 3, 0, 1]]
    assert held.tables["tags"].to_pylist() == [{"id": f"id{n}", "tag": f"t{n}", "weight": 0.5} for n in (1, 2, 3)]
    assert [dict(one)["parameters"] for one in held.records] == [{"size": [3, 4]}]
    assert held.verify() > 1


def test_however_the_work_is_cut_the_collection_is_the_same(tmp_path):
    """In one batch, one by one, and with a new sink for each batch."""
    whole = contents(gathered(tmp_path / "a", [list(range(20))]))
    assert contents(gathered(tmp_path / "b", [[n] for n in range(20)])) == whole
    for n in range(0, 20, 5):
        held = gathered(tmp_path / "c", [list(range(n, n + 5))])
    assert contents(held) == whole
    assert litter(tmp_path / "b") == []


def test_a_sink_that_begins_again_knows_what_is_done(tmp_path):
    """Items, drops, and what was there already under another name."""
    sink = CollectionSink(tmp_path / "c", kind="picture")
    sink.append([("a.png", Row("1")), ("copy.png", Row("1"))], [Drop("b.png", "read", "truncated")])
    again = CollectionSink(tmp_path / "c", kind="picture")
    assert again.done() == sink.done() == {"a.png", "copy.png", "b.png"}
    again.append([("later.png", Row("1")), ("c.png", Row("2"))], [])
    held = read(tmp_path / "c")
    assert held.ids == ["1", "2"]
    assert [(drop["origin"], drop["reason"], drop["id"]) for drop in held.drops.to_pylist()] == [
        ("b.png", "truncated", ""),
        ("copy.png", "duplicate_content", "1"),
        ("later.png", "duplicate_content", "1"),
    ]
    assert held.n_items + held.drops.num_rows == 5


def test_columns_may_appear_later_and_stay_away(tmp_path):
    """Only some pictures say which camera took them."""
    sink = CollectionSink(tmp_path / "c", kind="picture")
    sink.append([("a", Row("a", {"width": 3}))], [])
    sink.append([("b", Row("b", {"camera": "x", "width": 4}))], [])
    sink.append([("c", Row("c", tables={"tags": [{"tag": "t"}, {"score": 0.5}]}))], [])
    sink.append([("d", Row("d", {"camera": None}, tables={"tags": [], "cast": []}))], [])
    held = read(tmp_path / "c")
    assert held.items.select(["width", "camera"]).to_pylist() == [
        {"width": 3, "camera": None},
        {"width": 4, "camera": "x"},
        {"width": None, "camera": None},
        {"width": None, "camera": None},
    ]
    assert held.tables["tags"].to_pylist() == [
        {"id": "c", "tag": "t", "score": None},
        {"id": "c", "tag": None, "score": 0.5},
    ]
    assert held.tables["cast"].column_names == ["id"]
    assert held.select(["a"]).tables["cast"].num_rows == 0


def test_a_first_batch_of_which_nothing_was_left_says_what_the_blocks_are(tmp_path):
    """The shape is known before the first item."""
    sink = CollectionSink(tmp_path / "c", kind="picture", blocks=BLOCKS)
    sink.append([], [Drop("a", "read", "truncated")])
    held = read(tmp_path / "c")
    assert {name: (block.shape, str(block.dtype)) for name, block in held.blocks.items()} == {
        "codes": ((0, 2), "float32"),
        "pixels": ((0, 2), "uint8"),
        "frames": ((0, None, 3), "int16"),
        "words": ((0, 4), "float32"),
    }
    sink.append([("b", row(1))], [])
    assert read(tmp_path / "c").blocks["frames"].shape == (1, None, 3)


def test_nothing_is_written_for_nothing(tmp_path):
    """An empty batch is no commit, a run over nothing no collection."""
    sink = CollectionSink(tmp_path / "c", kind="picture")
    sink.append([], [])
    sink.close()
    assert not (tmp_path / "c").exists()
    sink.append([("a", Row("a"))], [])
    sink.append([], [])
    assert load_manifest(tmp_path / "c").generation == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (Row("b", blocks={"more": np.zeros(2)}), "rows have the blocks 'more', which the sink was not told of"),
        (Row("b", blocks={"codes": np.zeros(3, np.float32)}), r"float32 \(3,\) given, float32 \(2,\) expected"),
        (Row("b", blocks={"codes": np.zeros(2)}), r"float64 \(2,\) given"),
        (Row("b", blocks={"codes": 1.0}), r"float64 \(\) given"),
        (Row("b", blocks={"frames": np.zeros((2, 4), np.int16)}), r"int16 \(2, 4\) given"),
        (
            Row("b", blocks={"words": csr_array((1, 5), dtype=np.float32)}),
            r"csr_array \(1, 5\) given, sparse float32 \(1, 4\)",
        ),
        (Row("b", blocks={"words": np.zeros((1, 4), np.float32)}), "ndarray"),
        (Row("b", blocks={"words": csr_array((1, 4))}), "does not line up"),
        (Row("b", {"origin": "x"}), "rows cannot have the columns 'origin': the sink fills them"),
        (Row("b", {"id": "x"}), "rows cannot have the columns 'id'"),
        (Row("", {}), "must be non-empty text"),
        (Row("\udc80", {}), "ids and origins must be text in UTF-8"),
        (Row(3, {}), "ids and origins must be text"),  # type: ignore[arg-type]
        (Row("b", {"year": "text"}), "column 'year' of items cannot be kept"),
        (Row("b", {"what": object()}), "column 'what' of items cannot be kept"),
        (Row("b", tables={"Tags!": [{"tag": "x"}]}), "must be a name of"),
        (Row("b", tables={"tags": [{"tag": 1}]}), "column 'tag' of table 'tags' cannot be kept"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_and_the_others_stay(tmp_path, given, said):
    """In one line; what was kept is kept, and the sink goes on."""
    sink = CollectionSink(tmp_path / "c", kind="picture", blocks=BLOCKS)
    sink.append([("1", row(1))], [])
    before = contents(read(tmp_path / "c"))
    with pytest.raises(InputError, match=said) as caught:
        sink.append([("2", row(2)), ("b", given)], [])
    assert "\n" not in str(caught.value)
    assert contents(read(tmp_path / "c")) == before
    assert sink.done() == {"1"}
    sink.append([("2", row(2))], [])
    assert read(tmp_path / "c").ids == ["id1", "id2"]


def test_a_folder_of_another_run_is_refused_at_once(tmp_path):
    """Another kind, no `origin`, other blocks: before any work is done in vain."""
    Collection("picture", {"id": ["a"]}).save(tmp_path / "plain")
    with pytest.raises(InputError, match="'plain' is a collection of kind 'picture', not 'song'; choose another name"):
        CollectionSink(tmp_path / "plain", kind="song")
    with pytest.raises(InputError, match="'plain' was not begun by such a run: its items have no column 'origin'"):
        CollectionSink(tmp_path / "plain", kind="picture")
    gathered(tmp_path / "c", [[1]])
    other = {**BLOCKS, "codes": dense(np.zeros((0, 3), np.float32), columns=["x", "y", "z"])}
    for blocks in ({}, other, {**BLOCKS, "codes": dense(np.zeros((0, 2), np.float32))}):
        with pytest.raises(InputError, match="'c' was begun with other blocks"):
            CollectionSink(tmp_path / "c", kind="picture", blocks=blocks)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.png").write_text("x")
    with pytest.raises(InputError, match="'other' holds other files and no collection"):
        CollectionSink(tmp_path / "other", kind="picture").append([("a", Row("a"))], [])


def test_a_sink_finds_its_folder_after_a_change_of_folder(tmp_path, monkeypatch):
    """The path is meant from where it was given."""
    monkeypatch.chdir(tmp_path)
    sink = CollectionSink("c", kind="picture")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    sink.append([("a", Row("a"))], [])
    sink.append([("b", Row("b"))], [])
    assert read(tmp_path / "c").ids == ["a", "b"]
    assert not list((tmp_path / "elsewhere").iterdir())


def make(number: int) -> Row | Drop:
    """The work of the runs below."""
    return Drop(f"{number}.png", "make", "too_dark") if number % 7 == 3 else row(number)


WORK = [(f"{number}.png", number) for number in range(30)]


@pytest.mark.parametrize("room", [0, 500, 3000, 12_000, 30_000, 60_000])
def test_a_run_that_a_full_disk_stops_goes_on_when_there_is_room(tmp_path, full_disk, room):
    """One line; what was kept is whole; and the end is that of a run that nothing stopped."""
    map_items(make, WORK, out=CollectionSink(tmp_path / "whole", kind="picture", blocks=BLOCKS), shard_size=4)
    with (
        full_disk(after_bytes=room),
        pytest.raises(SourceError, match="the disk is full; nothing that was there") as caught,
    ):
        map_items(make, WORK, out=CollectionSink(tmp_path / "c", kind="picture", blocks=BLOCKS), shard_size=4)
    assert "\n" not in str(caught.value)
    if (tmp_path / "c").exists():
        kept = read(tmp_path / "c")
        assert kept.verify() > 1
        assert (kept.n_items + kept.drops.num_rows) % 4 == 0
        assert litter(tmp_path / "c") == []
    summary = map_items(make, WORK, out=CollectionSink(tmp_path / "c", kind="picture", blocks=BLOCKS), shard_size=4)
    assert summary.n_done + summary.n_dropped + summary.n_skipped == 30
    assert contents(read(tmp_path / "c")) == contents(read(tmp_path / "whole"))


def test_a_thousand_batches_cost_about_the_same_each(tmp_path):
    """Bytes written for a batch do not grow with the batches before it; counted, not timed."""
    sink = CollectionSink(tmp_path / "c", kind="picture")
    sizes = []
    for number in range(60):
        sink.append([(f"{number}", Row(f"id{number}", {"year": number}))], [])
        sizes.append((tmp_path / "c" / "collection.json").stat().st_size)
    assert max(sizes) < 20 * sizes[0]
    assert sizes[-1] < sizes[14] * 1.5
    assert pa.table({"n": load_manifest(tmp_path / "c").parts}).num_rows <= 20
