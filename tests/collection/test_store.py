"""Saving: all or nothing, whatever stands in the way, and nobody else's files are touched."""

import errno
import os
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from motif.collection import Collection, read
from motif.collection.lock import LOCK
from motif.collection.manifest import MANIFEST, load_manifest
from motif.collection.store import check_target, model_files
from motif.core.errors import DataError, InputError, MotifError, SourceError
from motif.core.files import TEMPORARY_PREFIX
from tests.collection.example import contents, everything, litter, model_folder


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


CHANGES = {
    "a new column": lambda collection: collection.with_column("x", [0] * 7),
    "a new block": lambda collection: collection.with_block("x", np.zeros((7, 2))),
    "another order": lambda collection: collection.select(collection.ids[::-1]),
    "everything new": lambda collection: everything(9, start=20),
}


def save_over(collection: Collection, what: str) -> Collection:
    folder = collection._contents.home.folder
    return CHANGES[what](collection).save(folder, overwrite=what in ("another order", "everything new"))


def told_by(work) -> MotifError | None:
    """The error of some work, None when it was done."""
    try:
        work()
    except MotifError as error:
        return error
    return None


@pytest.mark.parametrize("what", CHANGES)
def test_what_is_saved_over_a_collection_takes_its_place(saved, tmp_path, what):
    """On disk as in memory, and nothing of the old one is left about."""
    wanted = contents(CHANGES[what](saved))
    again = save_over(saved, what)
    assert contents(again) == contents(read(tmp_path / "c.motif")) == wanted
    assert again.verify() == read(tmp_path / "c.motif").verify()
    assert litter(tmp_path / "c.motif") == []


@pytest.mark.parametrize("what", [*CHANGES, "append"])
@pytest.mark.parametrize("room", [0, 1, 100, 1000, 2000, 4000, 6000, 8000])
def test_a_full_disk_leaves_the_old_collection_and_its_space(saved, tmp_path, full_disk, what, room):
    """Wherever it gets full: one line, every old file as it was, every new one gone."""
    folder = tmp_path / "c.motif"
    before = files_of(folder)
    with full_disk(after_bytes=room) as disk:
        told = told_by(lambda: saved.append(everything(5, start=50)) if what == "append" else save_over(saved, what))
    if told is None:
        assert 0 < disk.written <= room
        return
    assert "the disk is full; nothing that was there has changed" in str(told)
    assert "\n" not in str(told)
    assert files_of(folder) == before
    assert contents(read(folder)) == contents(saved)
    assert litter(folder) == []
    assert read(folder).append(everything(1, start=50)).verify() > 18  # with room again, work goes on


@pytest.mark.parametrize("room", [0, 100, 1000, 4000])
def test_a_full_disk_leaves_no_folder_of_a_new_collection(tmp_path, full_disk, room):
    """As if nothing had been tried; and then it can be tried again."""
    with full_disk(after_bytes=room), pytest.raises(SourceError, match="the disk is full"):
        everything(7).save(tmp_path / "c.motif")
    assert not list(tmp_path.iterdir())
    assert everything(7).save(tmp_path / "c.motif").verify() > 1


@pytest.mark.parametrize("what", [*CHANGES, "append"])
@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS])
def test_a_read_only_folder_is_told_and_still_read(saved, tmp_path, read_only_folder, what, code):
    """In one line with the collection's name; opening and verifying write nothing."""
    folder = tmp_path / "c.motif"
    before = files_of(folder)
    with read_only_folder(folder, code=code):
        with pytest.raises(SourceError, match=r"cannot write 'c.motif': ") as caught:
            saved.append(everything(5, start=50)) if what == "append" else save_over(saved, what)
        assert "\n" not in str(caught.value)
        assert contents(read(folder)) == contents(saved)
        assert read(folder).verify() == 18
    assert files_of(folder) == before


def test_where_no_folder_can_be_made_this_is_said(tmp_path, read_only_folder):
    """And nothing is left there."""
    with (
        read_only_folder(tmp_path),
        pytest.raises(SourceError, match=r"cannot write 'c.motif': writing is not allowed"),
    ):
        everything(1).save(tmp_path / "c.motif")
    assert not list(tmp_path.iterdir())


# an interrupt between opening a file and the `with` that closes it leaves that to the garbage collector, which says so
interrupting = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


class Stop(BaseException):
    """An interrupt at a place of our choice."""


def interrupted_at(line: int, work) -> bool:
    """Run some work and interrupt it before its `line`-th line in the collection's room; False when it has fewer."""
    seen = 0

    def trace(frame, event, _argument):
        nonlocal seen
        if f"{os.sep}collection{os.sep}" not in frame.f_code.co_filename and "files.py" not in frame.f_code.co_filename:
            return None
        if event == "line":
            seen += 1
            if seen == line:
                sys.settrace(None)
                raise Stop
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    except Stop:
        return True
    finally:
        sys.settrace(before)
    return False


def interrupt_everywhere(folder: Path, work, new: Collection, step: int) -> None:
    """Interrupt saving before every `step`-th line that it runs; what is there is then the old one or the new one."""
    old, wanted, outcomes, line = contents(read(folder)), contents(new), set(), 1
    kept = files_of(folder)
    while interrupted_at(line, lambda: work(read(folder))):
        found = contents(read(folder))
        assert found in (old, wanted), f"line {line}"
        read(folder).verify()
        outcomes.add(found == wanted)
        for path in sorted(folder.rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        for name, data in kept.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        line += step
    assert outcomes == {False, True}
    assert line > 3000  # the interrupts came inside the work


@interrupting
@pytest.mark.parametrize("step", [37, pytest.param(3, marks=[pytest.mark.slow, pytest.mark.timeout(600)])])
def test_an_interrupt_anywhere_leaves_the_old_collection_or_the_new_one(saved, tmp_path, step):
    """Also between the commit and the clearing up, where the files of the new one must not be taken for litter."""
    new = saved.with_column("x", [0] * 7)
    interrupt_everywhere(
        tmp_path / "c.motif", lambda held: held.with_column("x", [0] * 7).save(tmp_path / "c.motif"), new, step
    )


@interrupting
@pytest.mark.parametrize("step", [101, pytest.param(7, marks=[pytest.mark.slow, pytest.mark.timeout(600)])])
def test_an_interrupt_anywhere_in_appending_leaves_the_old_collection_or_the_new_one(saved, tmp_path, step):
    """With blocks of every kind, tables and drops."""
    more = everything(4, start=50)
    interrupt_everywhere(tmp_path / "c.motif", lambda held: held.append(more), saved.concat(more), step)


@pytest.mark.parametrize("name", ["unlink", "replace", "fsync"])
@pytest.mark.parametrize("call", range(1, 12))
def test_a_system_call_that_fails_leaves_the_old_collection_or_the_new_one(saved, tmp_path, monkeypatch, name, call):
    """A disk that is pulled out while files are synced, renamed or cleared away."""
    folder, n_calls, true = tmp_path / "c.motif", 0, getattr(os, name)

    def failing(*args, **options):
        nonlocal n_calls
        n_calls += 1
        if n_calls == call:
            raise OSError(errno.EIO, "Input/output error")
        return true(*args, **options)

    new = contents(saved.with_column("x", [0] * 7))
    with monkeypatch.context() as patch:
        patch.setattr(os, name, failing)
        told = told_by(lambda: saved.with_column("x", [0] * 7).save(folder))
    assert told is None or "Input/output error" in str(told)
    assert contents(read(folder)) in (contents(saved), new)
    assert read(folder).verify() >= 18


def test_other_peoples_files_are_not_touched(saved, tmp_path):
    """Neither by saving nor by clearing up; they may lie in the very folders of the collection."""
    folder = tmp_path / "c.motif"
    for name in ("notes.txt", "items/mine.parquet", "blocks/mine/a.npy", "thumbs/i000.png", ".hidden"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("mine")
    (folder / "items" / "link").symlink_to(tmp_path)
    saved.with_column("x", [0] * 7).save(folder)
    assert set(litter(folder)) == {".hidden", "blocks/mine/a.npy", "items/mine.parquet", "notes.txt", "thumbs/i000.png"}
    assert (folder / "items" / "link").is_symlink()


def test_what_killed_writers_left_is_cleared_by_the_next_commit(saved, tmp_path):
    """Half files and whole files of a generation that never came."""
    folder = tmp_path / "c.motif"
    for name in (
        "items/0000-g000002.parquet",
        "blocks/codes/0001-g000002.npy",
        "models/clusters/0000-g000002/params.json",
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("left")
    for room in (folder, folder / "items", folder / "blocks" / "codes"):
        (room / f"{TEMPORARY_PREFIX}0123456789abcdef.part").write_text("left")
    assert len(litter(folder)) == 6
    assert contents(read(folder)) == contents(saved)
    read(folder).with_block("x", np.zeros((7, 1))).save(folder)
    assert litter(folder) == []


def test_only_what_has_changed_is_written(saved, tmp_path):
    """A column is a new items file; blocks, tables, drops and models keep theirs."""
    folder = tmp_path / "c.motif"
    before = {file.path for file in load_manifest(folder).files()}
    again = saved.with_column("x", [0] * 7).save(folder)
    new = {file.path for file in load_manifest(folder).files()} - before
    assert new == {"items/0000-g000002.parquet"}
    with_block = again.with_block("codes", np.zeros((7, 2))).save(folder)
    assert {file.path for file in load_manifest(folder).files()} - before - new == {"blocks/codes/0000-g000003.npy"}
    assert with_block.verify() == 17


@pytest.mark.parametrize(
    "name", ["a b.motif", "ünï/漢字.motif", "it's $HOME; rm.motif", "x" * 200, "..hidden", "a/../b"]
)
def test_a_folder_may_have_any_name(tmp_path, name):
    """Spaces, letters of any script, dots."""
    collection = everything(3).save(tmp_path / name)
    assert contents(read(tmp_path / name)) == contents(collection) == contents(everything(3))
    assert collection.append(everything(2, start=9)).verify() > 18


def test_messages_name_the_folder_and_never_the_way_to_it(tmp_path, monkeypatch):
    """Also for the folder one is in."""
    everything(2).save(tmp_path / "c.motif")
    monkeypatch.chdir(tmp_path / "c.motif")
    (tmp_path / "c.motif" / "items" / "0000-g000001.parquet").unlink()
    with pytest.raises(SourceError, match=r"^'c.motif' lacks its file 'items/0000-g000001.parquet'$"):
        read(".")


def test_a_collection_is_found_after_a_change_of_folder(tmp_path, monkeypatch):
    """What is read later is read from where it was opened."""
    monkeypatch.chdir(tmp_path)
    everything(2).save("c.motif")
    collection = read("c.motif")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert collection.blocks["codes"][:].shape == (2, 3)
    assert collection.with_column("x", [1, 2]).save(tmp_path / "c.motif").n_items == 2
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_folder_of_something_else_is_refused(tmp_path):
    """It stays as it is, with `overwrite` too."""
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(b"a")
    (tmp_path / "file").write_text("file")
    for overwrite in (False, True):
        with pytest.raises(
            InputError, match="'pictures' holds other files and no collection; choose a new or empty folder"
        ):
            everything(1).save(tmp_path / "pictures", overwrite=overwrite)
        with pytest.raises(InputError, match="'file' is a file; a collection needs a folder"):
            everything(1).save(tmp_path / "file", overwrite=overwrite)
    assert files_of(tmp_path) == {"file": b"file", "pictures/a.png": b"a"}


def test_another_collection_is_replaced_only_when_asked(saved, tmp_path):
    """Also its own folder, once some of its items were chosen: that is another collection."""
    folder = tmp_path / "c.motif"
    for other in (everything(2), saved.select([0, 1]), saved.where("year > 1950"), saved.concat()):
        with pytest.raises(
            InputError, match=r"'c.motif' holds a collection already; choose another name, or ask for overwrite"
        ):
            other.save(folder)
    assert contents(read(folder)) == contents(saved)
    assert everything(2).save(folder, overwrite=True).ids == everything(2).ids


def test_an_empty_folder_and_one_of_a_killed_first_save_are_taken(tmp_path):
    """They hold nothing of anybody."""
    folder = tmp_path / "c.motif"
    (folder / "items").mkdir(parents=True)
    (folder / LOCK).touch()
    (folder / "items" / "0000-g000001.parquet").write_text("left")
    (folder / f"{TEMPORARY_PREFIX}00.part").write_text("left")
    assert everything(2).save(folder).verify() > 1
    assert litter(folder) == []


def test_what_changed_meanwhile_is_not_written_over(saved, tmp_path):
    """Neither by saving nor by appending: open it again, and decide."""
    folder = tmp_path / "c.motif"
    mine = saved.with_column("mine", [2] * 7)
    read(folder).with_column("theirs", [1] * 7).save(folder)
    for write in (lambda: mine.save(folder), lambda: saved.append(everything(1, start=90))):
        with pytest.raises(
            SourceError, match=r"changed since it was opened \(generation 1, now 2\); open it again"
        ) as caught:
            write()
        assert caught.value.reason == "changed"
    assert read(folder).items.column_names[-1] == "theirs"
    (folder / MANIFEST).unlink()
    with pytest.raises(SourceError, match="generation 1, now None"):
        mine.save(folder)


def test_a_damaged_collection_is_not_written_over(saved, tmp_path):
    """What could be rescued from it is not ours to throw away."""
    (tmp_path / "c.motif" / MANIFEST).write_text("{")
    before = files_of(tmp_path / "c.motif")
    with pytest.raises(DataError, match="is damaged"):
        everything(1).save(tmp_path / "c.motif", overwrite=True)
    assert files_of(tmp_path / "c.motif") == before


def test_who_opens_while_somebody_writes_gets_the_new_collection(saved, tmp_path, monkeypatch):
    """The files that the old description names went after it was read."""
    folder, true, stale = tmp_path / "c.motif", load_manifest, [load_manifest(tmp_path / "c.motif")]
    saved.with_column("x", [1] * 7).save(folder)
    monkeypatch.setattr("motif.collection.store.load_manifest", lambda path: stale.pop() if stale else true(path))
    assert read(folder).items.column_names[-1] == "x"


def test_a_reader_keeps_what_it_has_mapped(saved, tmp_path):
    """And is told when it asks for more after others have written."""
    held = saved.blocks["codes"]
    before = held[:]
    everything(3, start=70).save(tmp_path / "c.motif", overwrite=True)
    assert np.array_equal(held[:], before)
    with pytest.raises(SourceError, match=r"replaced since it was opened \(open it again\)"):
        saved.blocks["words"][:]


def test_a_model_may_come_from_the_collection_that_is_saved_over(saved, tmp_path):
    """It is copied before its old place is cleared."""
    folder = tmp_path / "c.motif"
    again = everything(3).with_model("kept", saved.models["clusters"]).save(folder, overwrite=True)
    assert contents(again)["models"] == {"kept": contents_of_model()}
    same = again.with_model("also", again.models["kept"]).save(folder)
    assert contents(same)["models"] == {"kept": contents_of_model(), "also": contents_of_model()}
    moved = same.with_model("kept", same.models["also"]).save(folder)
    assert contents(moved)["models"]["kept"] == contents_of_model()
    assert litter(folder) == []


def contents_of_model() -> dict[str, bytes]:
    return {"params.json": b'{"n_clusters": 3}\n', "arrays.safetensors": bytes(range(200))}


@pytest.mark.parametrize("name", ["a b.json", "ä.json", "x" * 65, "a..b", "-", ".hidden"])
def test_a_model_with_a_file_that_could_not_be_read_again_is_refused(tmp_path, name):
    """Before anything is written."""
    folder = model_folder(tmp_path / "model")
    (folder / name).write_text("x")
    if name in ("-", ".hidden"):
        assert [path.name for path in model_files("m", folder)] == sorted(["params.json", "arrays.safetensors", name])
        saved = everything(1).with_model("m", folder).save(tmp_path / "c.motif")
        assert set(contents(saved)["models"]["m"]) == {"params.json", "arrays.safetensors", name}
        return
    with pytest.raises(InputError, match="plain files of plain names only"):
        everything(1).with_model("m", folder)


def test_a_model_is_a_folder_of_files(tmp_path):
    """Not an empty one, not one with folders in it, not a file."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    (model_folder(tmp_path / "nested") / "inner").mkdir()
    for name, said in (("empty", "'empty' is none"), ("file", "'file' is none"), ("nested", "there are: 'inner'")):
        with pytest.raises(InputError, match=said):
            everything(1).with_model("m", tmp_path / name)


def test_a_model_that_goes_before_it_is_saved_is_told(tmp_path):
    """In one line, and nothing is left."""
    held = everything(1).with_model("m", model_folder(tmp_path / "model"))
    for path in (tmp_path / "model").iterdir():
        path.unlink()
    with pytest.raises(InputError, match="model 'm' must be a folder of a saved model"):
        held.save(tmp_path / "c.motif")
    assert not (tmp_path / "c.motif").exists()


def test_large_collections_are_cut_into_parts(tmp_path, monkeypatch):
    """Each block and the items at the same rows; what is read does not show it."""
    monkeypatch.setattr("motif.collection.store.PART_ROWS", 3)
    saved = everything(8).save(tmp_path / "c.motif")
    manifest = load_manifest(tmp_path / "c.motif")
    assert manifest.parts == (3, 3, 2)
    assert all(len(block.parts) == 3 for block in manifest.blocks.values())
    assert contents(saved) == contents(everything(8))
    assert contents(saved.with_column("x", list(range(8))).save(tmp_path / "c.motif")) == contents(
        everything(8).with_column("x", list(range(8)))
    )


@pytest.mark.parametrize("n", [0, 1])
def test_none_or_one_item_is_a_collection_too(tmp_path, n):
    """With blocks of every kind."""
    saved = everything(n).save(tmp_path / "c.motif")
    assert contents(read(tmp_path / "c.motif")) == contents(saved)
    assert {name: block.shape for name, block in saved.blocks.items()}["frames"] == (n, None, 2)
    assert saved.verify() > 1
    assert saved.where("year > 0").n_items == n


def test_what_could_not_be_read_again_is_never_committed(saved, tmp_path, monkeypatch):
    """The last check stands before the commit itself: whatever else went wrong, the old collection is there."""
    monkeypatch.setattr("motif.collection.store.part_stem", lambda number, generation: f"part {number}")
    with pytest.raises(DataError, match="is no file of a collection"):
        saved.with_column("x", [0] * 7).save(tmp_path / "c.motif")
    monkeypatch.undo()
    assert contents(read(tmp_path / "c.motif")) == contents(saved)


def test_an_id_with_a_line_break_or_a_thousand_letters_comes_back(tmp_path):
    """Any text can be an id."""
    ids = ["line\nbreak\r\n", "x" * 1000, "漢 é \u2028", "=1+1", "a\0b"]
    saved = Collection("film", {"id": ids, "a 'b' \"c\"": list(range(5))}, blocks={"codes": np.eye(5)}).save(
        tmp_path / "c"
    )
    assert read(tmp_path / "c").ids == ids
    assert saved.select([ids[0]]).blocks["codes"][:].argmax() == 0
    assert saved.where('"a \'b\' ""c""" = 2').ids == [ids[2]]


def test_files_are_written_in_any_layout_of_memory(tmp_path):
    """Big-endian, column order, every other row, reversed: the numbers are the same."""
    numbers = np.arange(24, dtype=np.float64).reshape(6, 4)
    blocks = {
        "big": numbers.astype(">f8"),
        "column": np.asfortranarray(numbers),
        "strided": np.repeat(numbers, 2, axis=0)[::2],
        "reversed": numbers[::-1].copy()[::-1],
        "nan": np.where(numbers > 20, np.nan, numbers),
        "none": numbers[:, :0],
    }
    saved = Collection("film", {"id": list("abcdef")}, blocks=blocks).save(tmp_path / "c")
    for name, block in blocks.items():
        assert np.array_equal(saved.blocks[name].raw, block, equal_nan=True)
        assert saved.blocks[name].dtype == np.float64
    assert saved.verify() == 8


def test_a_type_that_parquet_lacks_leaves_nothing_behind(tmp_path):
    """If one ever gets so far."""
    held = everything(2)
    odd = held.items.append_column("odd", pa.array([pa.MonthDayNano([1, 2, 3])] * 2))
    object.__setattr__(held._contents, "items", type(held._contents.items).of(odd))
    with pytest.raises(InputError, match="items cannot be kept as Parquet"):
        held.save(tmp_path / "c.motif")
    assert not list(tmp_path.iterdir())


def test_a_name_that_is_too_long_is_one_line(tmp_path):
    """To open, to save and to export."""
    path, films = tmp_path / ("x" * 5000), Collection("film", {"id": ["a"]})
    for door in (read, films.save, lambda path: films.export(f"{path}.csv"), lambda path: films.with_model("m", path)):
        with pytest.raises(MotifError) as caught:
            door(path)
        assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


THUMBS = {"i000": b"RIFF zero", "i002": b"RIFF two"}


def test_thumbs_come_back(tmp_path):
    """Previews are files of the collection: read by id, whole under `verify`, kept when something else is added."""
    folder = tmp_path / "a.motif"
    everything().with_thumbs(THUMBS).save(folder)
    held = read(folder)
    assert dict(zip(held.thumbs["id"].to_pylist(), held.thumbs["data"].to_pylist(), strict=True)) == THUMBS
    before = files_of(folder / "thumbs")
    assert held.verify() == len(load_manifest(folder).files()) + 1
    held.with_column("x", [0] * 7).save(folder)
    assert files_of(folder / "thumbs") == before


def test_thumbs_are_replaced_whole(tmp_path):
    """New previews take the place of the old ones, whose file goes; none at all leave no file."""
    folder = tmp_path / "a.motif"
    held = everything().with_thumbs(THUMBS).save(folder)
    held = held.with_thumbs({"i001": b"one"}).save(folder)
    assert read(folder).thumbs["id"].to_pylist() == ["i001"]
    assert len(files_of(folder / "thumbs")) == 1
    held.with_thumbs({}).save(folder)
    assert not (folder / "thumbs").exists()


def test_thumbs_damaged(tmp_path):
    """A flipped byte of a preview is found by `verify`."""
    folder = tmp_path / "a.motif"
    held = everything().with_thumbs(THUMBS).save(folder)
    file = next((folder / "thumbs").iterdir())
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(DataError, match="differ from their checksum"):
        held.verify()


def test_a_place_that_saving_would_refuse_is_told_before(tmp_path):
    """A file, other files and another collection are refused; a new folder, and what may be replaced, are not."""
    (tmp_path / "file").write_text("mine")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "x.txt").write_text("mine")
    Collection("song", {"id": ["a"]}).save(tmp_path / "held")
    for name, words in (("file", "is a file"), ("other", "other files"), ("held", "holds a collection already")):
        with pytest.raises(InputError, match=words):
            check_target(tmp_path / name)
    check_target(tmp_path / "new")
    check_target(tmp_path / "held", overwrite=True)


def test_many_thumbs_come_back_in_order(tmp_path):
    """More than are packed at a time."""
    thumbs = {f"{n:05}": b"%d" % n for n in range(3000)}
    Collection("picture", {"id": list(thumbs)}).with_thumbs(thumbs).save(tmp_path / "c")
    held = read(tmp_path / "c").thumbs
    assert dict(zip(held["id"].to_pylist(), held["data"].to_pylist(), strict=True)) == thumbs
