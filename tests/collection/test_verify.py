"""`verify`: every byte is read, and a single one that flipped is found and its file named."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from motif.collection import Collection, read
from motif.collection.manifest import MANIFEST, StoredTable, load_manifest
from motif.collection.verify import verify
from motif.core.digest import bytes_digest
from motif.core.errors import DataError, InputError, MotifError, SourceError
from tests.collection.example import everything, outcome, rewritten


def test_a_whole_collection_is_whole(saved, tmp_path):
    """The count is of its files, `collection.json` included."""
    files = [path for path in (tmp_path / "c.motif").rglob("*") if path.is_file() and path.name != "writer.lock"]
    assert saved.verify() == verify(tmp_path / "c.motif") == len(files) == 18


def test_only_what_is_on_disk_can_be_verified():
    """Save it first."""
    with pytest.raises(InputError, match="save it first"):
        everything(2).verify()


def flips(folder: Path, positions: Callable[[int], list[int]]) -> None:
    """Turn bytes of every file of a collection over, one at a time: each is told by `verify`, none breaks its use."""
    for path in [MANIFEST, *(file.path for file in load_manifest(folder).files())]:
        whole = (folder / path).read_bytes()
        for place in positions(len(whole)):
            (folder / path).write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
            with pytest.raises(DataError) as caught:
                verify(folder)
            assert path in str(caught.value), (path, place)
            assert "\n" not in str(caught.value), (path, place)
            told = outcome(folder)
            assert told is None or (isinstance(told, MotifError) and "\n" not in str(told)), (path, place, told)
        (folder / path).write_bytes(whole)
    assert verify(folder) == len(load_manifest(folder).files()) + 1


def test_one_flipped_byte_is_found_in_every_file(saved, tmp_path):
    """At the beginning, in the middle, at the end; whoever opens the collection all the same gets no crash."""
    flips(tmp_path / "c.motif", lambda n: sorted({0, n // 5, n // 3, n // 2, n - 9, n - 1}))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_any_flipped_byte_is_found_in_every_file(saved, tmp_path):
    """One in three of all of them."""
    flips(tmp_path / "c.motif", lambda n: list(range(0, n, 3)))


@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: data + b"\0", lambda data: b""])
def test_a_file_of_another_length_is_found_on_opening(saved, tmp_path, change):
    """Truncated or longer: counts and sizes are checked before anything else."""
    folder = tmp_path / "c.motif"
    for file in load_manifest(folder).files():
        whole = (folder / file.path).read_bytes()
        (folder / file.path).write_bytes(change(whole))
        with pytest.raises(DataError, match=r"bytes, .* expected") as caught:
            read(folder)
        assert file.path in str(caught.value)
        (folder / file.path).write_bytes(whole)


def test_a_lost_file_is_named(saved, tmp_path):
    """Whichever it is."""
    folder = tmp_path / "c.motif"
    for file in load_manifest(folder).files():
        (folder / file.path).rename(folder / "elsewhere")
        with pytest.raises(SourceError, match="lacks its file") as caught:
            verify(folder)
        assert file.path in str(caught.value)
        (folder / "elsewhere").rename(folder / file.path)
    assert verify(folder) == 18


def test_many_damaged_files_are_counted(tmp_path):
    """At most five are named."""
    folder = tmp_path / "c.motif"
    everything(3).save(folder)
    files = load_manifest(folder).files()
    for file in files:
        data = (folder / file.path).read_bytes()
        (folder / file.path).write_bytes(bytes([data[0] ^ 1]) + data[1:])
    with pytest.raises(
        DataError, match=rf"{len(files)} files differ from their checksum: .* and {len(files) - 5} more"
    ):
        verify(folder)


def test_rows_that_contradict_each_other_are_damage_though_each_file_is_whole(tmp_path):
    """Ids given twice, drops that are not those counted."""
    folder = tmp_path / "c.motif"
    everything(2).save(folder)
    rewritten(folder, lambda body: body["drops"].update(by_reason={"truncated": 2}))
    with pytest.raises(DataError, match=r"the drops of 'c.motif' are not those that it counts"):
        verify(folder)
    Collection("film", {"id": ["a"]}).save(tmp_path / "d.motif").append(Collection("film", {"id": ["b"]}))

    def twice(body: dict) -> None:
        for table in (body["items"], body):
            table["parts"] = [1, 1]
        body["items"]["files"][1] = body["items"]["files"][0]

    rewritten(tmp_path / "d.motif", twice)
    with pytest.raises(DataError, match="ids must be unique; given more than once: 'a'"):
        verify(tmp_path / "d.motif")


def test_it_is_the_description_that_says_what_belongs(saved, tmp_path):
    """Files that lie about are not its business."""
    (tmp_path / "c.motif" / "notes.txt").write_text("mine")
    (tmp_path / "c.motif" / "thumbs").mkdir()
    assert verify(tmp_path / "c.motif") == 18
    assert json.loads((tmp_path / "c.motif" / MANIFEST).read_text(encoding="utf-8"))["n_items"] == 7


@pytest.mark.parametrize(
    ("ids", "words"), [(["a", "b", "zzz"], "belong to no item: 'zzz'"), (["a", "b", "a"], "there are several: 'a'")]
)
def test_thumbs_of_no_item_or_twice_of_one_are_refused(tmp_path, ids, words):
    """Their checksum may be right: another program wrote them."""
    folder = tmp_path / "c.motif"
    Collection("picture", {"id": ["a", "b"]}).with_thumbs({"a": b"A", "b": b"B"}).save(folder)
    manifest = load_manifest(folder)
    (file,) = manifest.thumbs.files
    pq.write_table(pa.table({"id": ids, "data": [b"A", b"B", b"C"]}), folder / file.path)
    data = (folder / file.path).read_bytes()
    stored = StoredTable((3,), (replace(file, bytes=len(data), sha256=bytes_digest(data)),))
    (folder / MANIFEST).write_text(replace(manifest, thumbs=stored).as_json())
    with pytest.raises(DataError, match=words):
        verify(folder)
