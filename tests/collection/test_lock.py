"""One writer a collection: a second is told who writes, and a dead one blocks nobody."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from motif.collection import Collection, CollectionSink, Row, read
from motif.collection.lock import LOCK, OWNER, writer_lock
from motif.collection.manifest import MANIFEST
from motif.core.errors import SourceError
from tests.collection.example import contents, everything, litter

HOLD = """
import sys
from pathlib import Path
from motif.collection.lock import writer_lock
with writer_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(saved, tmp_path):
    """Another process that is writing the saved collection."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "c.motif")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline() == "held\n"
        yield child
        child.kill()


WRITES = {
    "save": lambda collection: collection.with_column("x", [1] * 7).save(collection._contents.home.folder),
    "overwrite": lambda collection: everything(2).save(collection._contents.home.folder, overwrite=True),
    "append": lambda collection: collection.append(everything(2, start=50)),
}


@pytest.mark.parametrize("write", WRITES)
def test_a_second_writer_is_told_the_pid_of_the_first(saved, tmp_path, holder, write):
    """In one line, at once, and the collection is as it was; readers are not disturbed."""
    before = contents(saved)
    with pytest.raises(SourceError) as caught:
        WRITES[write](saved)
    message = f"'c.motif' is being written by process {holder.pid}; wait until it has ended and try again"
    assert str(caught.value) == message
    assert caught.value.reason == "locked"
    assert contents(read(tmp_path / "c.motif")) == before
    assert read(tmp_path / "c.motif").verify() == 18
    assert litter(tmp_path / "c.motif") == [OWNER]


def test_a_second_gathering_is_told_too(tmp_path):
    """Its batch is not lost: the sink can be asked again."""
    sink = CollectionSink(tmp_path / "c.motif", kind="picture")
    sink.append([("a.png", Row("a"))], [])
    with writer_lock(tmp_path / "c.motif"), pytest.raises(SourceError, match=f"written by process {os.getpid()};"):
        sink.append([("b.png", Row("b"))], [])
    sink.append([("b.png", Row("b"))], [])
    assert read(tmp_path / "c.motif").ids == ["a", "b"]


def test_the_lock_of_a_killed_process_blocks_nobody(saved, tmp_path, holder):
    """The system lets go of it, however the process ended."""
    holder.kill()
    holder.wait()
    assert (tmp_path / "c.motif" / OWNER).read_text() == str(holder.pid)
    again = saved.with_column("x", [1] * 7).save(tmp_path / "c.motif")
    assert again.verify() > 0
    assert litter(tmp_path / "c.motif") == []


def test_when_the_first_has_ended_the_second_may(saved, tmp_path, holder):
    """Without anything to clean up."""
    holder.stdin.close()
    holder.wait()
    saved.append(everything(2, start=50))
    assert read(tmp_path / "c.motif").n_items == 9


@pytest.mark.parametrize("owner", [None, "", "not a pid", "12\n34"])
def test_a_writer_that_has_not_said_its_pid_yet_is_told_of_all_the_same(saved, tmp_path, holder, owner):
    """One line even then."""
    path = tmp_path / "c.motif" / OWNER
    path.unlink() if owner is None else path.write_text(owner)
    with pytest.raises(SourceError, match=r"is being written by process \(just starting\); wait"):
        saved.append(everything(2, start=50))


def test_threads_exclude_each_other_too(tmp_path):
    """The lock is of the folder, not of the process."""
    told = []

    def second() -> None:
        try:
            with writer_lock(tmp_path):
                told.append("entered")
        except SourceError as error:
            told.append(str(error))

    with writer_lock(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    second()
    assert len(told) == 2
    assert "is being written by process" in told[0]
    assert told[1] == "entered"


def test_the_lock_leaves_nothing_where_no_collection_came_of_it(tmp_path):
    """And its file where one did: other writers may be looking at it."""
    with writer_lock(tmp_path):
        assert {entry.name for entry in tmp_path.iterdir()} == {LOCK, OWNER}
    assert not list(tmp_path.iterdir())
    Collection("film", {"id": ["a"]}).save(tmp_path / "c.motif")
    assert {entry.name for entry in (tmp_path / "c.motif").iterdir()} == {MANIFEST, LOCK, "items"}


def test_where_a_lock_cannot_be_laid_this_is_said(saved, tmp_path, read_only_folder):
    """With the collection's name, not the lock's."""
    with (
        read_only_folder(tmp_path / "c.motif"),
        pytest.raises(SourceError, match=r"cannot write 'c.motif': writing is not allowed there"),
        writer_lock(Path(tmp_path / "c.motif")),
    ):
        pytest.fail("entered")
