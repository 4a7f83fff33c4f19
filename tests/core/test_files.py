"""Atomic files: whole or not at all, whatever happens in between, and nothing that was there is lost."""

import errno
import json
import os
import stat
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motif.core import files
from motif.core.errors import DataError, SourceError
from tests.special import special_file

UNCHANGED = "nothing that was there has changed"
posix_only = pytest.mark.skipif(os.name != "posix", reason="needs POSIX limits and user ids")


def write_array(stream) -> None:
    np.save(stream, np.arange(4096.0))


def write_table(stream) -> None:
    pq.write_table(pa.table({"x": np.random.default_rng(0).random(4096)}), stream)


def write_pieces(stream) -> None:
    for _ in range(32):
        stream.write(bytes(1024))


WRITERS = [write_array, write_table, write_pieces]


@pytest.fixture
def old(tmp_path):
    """A file that is there before, alone in its folder."""
    path = tmp_path / "kept.bin"
    path.write_bytes(b"old")
    return path


def assert_untouched(old) -> None:
    assert old.read_bytes() == b"old"
    assert [entry.name for entry in old.parent.iterdir()] == [old.name]


@settings(derandomize=True, max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_bytes_come_back_as_they_were_written(tmp_path, data):
    """Any bytes, over an older file and over none."""
    files.write_bytes(tmp_path / "a.bin", data)
    assert (tmp_path / "a.bin").read_bytes() == data


def test_text_is_utf8_and_lines_end_as_written(tmp_path):
    """No system turns the line ends into its own."""
    files.write_text(tmp_path / "a.txt", "é\n漢\r\n")
    assert (tmp_path / "a.txt").read_bytes() == "é\n漢\r\n".encode()


def test_json_is_readable_and_ends_with_a_line_end(tmp_path):
    """Letters stay letters."""
    files.write_json(tmp_path / "a.json", {"name": "Zoë", "n": 1})
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert text.endswith("}\n")
    assert "Zoë" in text
    assert json.loads(text) == {"name": "Zoë", "n": 1}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object()])
def test_json_that_is_none_is_refused_before_anything_is_written(old, value):
    """NaN has no place in JSON; the old file stays."""
    with pytest.raises((ValueError, TypeError)):
        files.write_json(old, {"value": value})
    assert_untouched(old)


def test_the_new_file_appears_only_when_the_block_ends(old):
    """A reader sees the old bytes until then, and the new ones after."""
    with files.atomic_file(old) as stream:
        stream.write(b"new")
        stream.flush()
        assert old.read_bytes() == b"old"
    assert old.read_bytes() == b"new"
    assert [entry.name for entry in old.parent.iterdir()] == [old.name]


@pytest.mark.parametrize("error", [DataError("damaged"), ZeroDivisionError(), KeyboardInterrupt(), GeneratorExit()])
def test_an_error_inside_the_block_leaves_the_old_file_and_passes_as_it_is(old, error):
    """Whatever goes wrong, an interrupt too, there is no half file and no litter."""

    def fail_half_way() -> None:
        with files.atomic_file(old) as stream:
            stream.write(b"half")
            raise error

    with pytest.raises(type(error)) as caught:
        fail_half_way()
    assert caught.value is error
    assert_untouched(old)


def test_bytes_are_on_the_disk_before_the_name_is_given(old, monkeypatch):
    """First the file is synced, then it is renamed, then the folder is synced: the order that survives a power cut."""
    calls = []
    for name in ("fsync", "replace"):
        true = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *args, name=name, true=true: (calls.append(name), true(*args))[1])
    files.write_bytes(old, b"new")
    assert calls == ["fsync", "replace", "fsync"][: 3 if os.name == "posix" else 2]


def test_what_need_not_be_durable_is_not_synced(old, monkeypatch):
    """`durable=False` saves the wait; the rename is atomic all the same."""
    monkeypatch.setattr(os, "fsync", lambda handle: pytest.fail("synced"))
    with files.atomic_file(old, durable=False) as stream:
        stream.write(b"new")
    assert old.read_bytes() == b"new"


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("after_bytes", [0, 1, 5000])
def test_a_full_disk_is_one_clear_line_and_leaves_the_old_file(old, full_disk, write, after_bytes):
    """NumPy and pyarrow writing into the stream are told apart by nothing."""
    with full_disk(after_bytes) as disk, pytest.raises(SourceError) as caught, files.atomic_file(old) as stream:
        write(stream)
    assert str(caught.value) == f"cannot write 'kept.bin': the disk is full; {UNCHANGED}"
    assert caught.value.reason == "unwritable"
    assert disk.written == after_bytes
    assert_untouched(old)


@pytest.mark.parametrize("write", WRITERS)
def test_a_disk_with_room_to_spare_changes_nothing(tmp_path, full_disk, write):
    """The fault fixture writes the very bytes that a plain disk gets."""
    for name, room in (("plain", None), ("metered", 10**6)):
        if room is None:
            with files.atomic_file(tmp_path / name) as stream:
                write(stream)
        else:
            with full_disk(room) as disk, files.atomic_file(tmp_path / name) as stream:
                write(stream)
    assert (tmp_path / "plain").read_bytes() == (tmp_path / "metered").read_bytes()
    assert disk.written == (tmp_path / "plain").stat().st_size


LIMITED = """
import resource, sys
import numpy as np, pyarrow as pa, pyarrow.parquet as pq
from motif.core import files
from motif.core.errors import SourceError
write = {
    "array": lambda stream: np.save(stream, np.arange(4096.0)),
    "table": lambda stream: pq.write_table(pa.table({"x": np.random.default_rng(0).random(4096)}), stream),
    "bytes": lambda stream: stream.write(bytes(32768)),
}[sys.argv[2]]
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    with files.atomic_file(sys.argv[1]) as stream:
        write(stream)
except SourceError as error:
    print(error)
"""


@posix_only
@pytest.mark.parametrize(
    ("what", "cause"),
    [
        ("array", "not all bytes were taken; the disk is probably full"),  # NumPy writes to the descriptor by itself
        ("table", os.strerror(errno.EFBIG)),
        ("bytes", os.strerror(errno.EFBIG)),
    ],
)
def test_the_system_s_own_refusal_of_more_bytes_leaves_the_old_file(old, run_in_child, what, cause):
    """A real limit on the file size (the kernel's, in a child process): the same one line, and no litter."""
    child = run_in_child(LIMITED, old, what)
    assert child.stdout == f"cannot write 'kept.bin': {cause}; {UNCHANGED}\n", child.stderr
    assert_untouched(old)


@pytest.mark.parametrize(
    ("code", "cause"), [(errno.EACCES, "writing is not allowed there"), (errno.EROFS, "the file system is read-only")]
)
def test_a_read_only_folder_is_one_clear_line(old, read_only_folder, code, cause):
    """Neither a new file nor an old one can be written, and the message says why."""
    with read_only_folder(old.parent, code=code):
        for name in (old.name, "new.bin"):
            with pytest.raises(SourceError) as caught:
                files.write_bytes(old.parent / name, b"new")
            assert str(caught.value) == f"cannot write {name!r}: {cause}; {UNCHANGED}"
        with pytest.raises(SourceError, match=cause):
            files.make_folder(old.parent / "below" / "deeper")
        with pytest.raises(SourceError, match=cause):
            files.move(old, old.parent / "moved.bin")
        files.remove(old)
        files.remove_tree(old.parent)
    assert_untouched(old)


UNPRIVILEGED = """
import os, sys
from motif.core import files
from motif.core.errors import SourceError
os.chdir(sys.argv[1])  # root enters first: the folders above may be closed to others
if os.geteuid() == 0:
    os.seteuid(65534)
try:
    files.write_bytes("kept.bin", b"new")
except SourceError as error:
    print(error)
"""


@posix_only
def test_permission_bits_of_the_system_are_told_the_same_way(old, run_in_child):
    """A real folder without the write bit, seen by a user who is not root."""
    old.parent.chmod(stat.S_IRUSR | stat.S_IXUSR | stat.S_IROTH | stat.S_IXOTH)
    try:
        child = run_in_child(UNPRIVILEGED, old.parent)
    finally:
        old.parent.chmod(stat.S_IRWXU)
    assert child.stdout == f"cannot write 'kept.bin': writing is not allowed there; {UNCHANGED}\n", child.stderr
    assert_untouched(old)


KILLED = """
import os, signal, sys
from motif.core import files
when, path = sys.argv[1:]
true_replace = os.replace
def replace(*args):
    if when == "before the rename":
        os.kill(os.getpid(), signal.SIGKILL)
    true_replace(*args)
    if when == "after the rename":
        os.kill(os.getpid(), signal.SIGKILL)
os.replace = replace
with files.atomic_file(path) as stream:
    stream.write(b"ne")
    stream.flush()
    if when == "in the middle":
        os.kill(os.getpid(), signal.SIGKILL)
    stream.write(b"w")
"""


@posix_only
@pytest.mark.parametrize(
    ("when", "left"), [("in the middle", b"old"), ("before the rename", b"old"), ("after the rename", b"new")]
)
def test_a_killed_process_leaves_the_old_file_or_the_new_one(old, run_in_child, when, left):
    """Kill -9 leaves at most a temporary file, which is known by its name."""
    assert run_in_child(KILLED, when, old).returncode == -9
    assert old.read_bytes() == left
    litter = [entry.name for entry in old.parent.iterdir() if entry != old]
    assert all(name.startswith(files.TEMPORARY_PREFIX) for name in litter)


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("missing/a.bin", os.strerror(errno.ENOENT)),
        ("kept.bin/a.bin", "a part of the path is not a folder"),
        ("a" * 300, "the name is too long"),
        ("folder", "a folder of that name is in the way"),
    ],
)
def test_places_that_cannot_be_written_are_told_by_their_cause(old, name, cause):
    """The message has the name that was asked for, the cause, and no path of this machine."""
    (old.parent / "folder").mkdir()
    path = old.parent / name
    if name == "a" * 300:
        with pytest.raises(SourceError, match=cause):
            files.make_folder(path)
        return
    with pytest.raises(SourceError) as caught:
        files.write_bytes(path, b"new")
    assert str(caught.value) == f"cannot write {path.name!r}: {cause}; {UNCHANGED}"
    assert sorted(entry.name for entry in old.parent.iterdir()) == ["folder", "kept.bin"]


def test_an_unknown_cause_is_told_in_the_system_s_words():
    """An error number without words of ours keeps its own."""
    with pytest.raises(SourceError, match="cannot write 'a': Input/output error"), files.writing("x/a"):
        raise OSError(errno.EIO, "Input/output error")


def test_a_folder_is_made_with_its_parents_and_twice_is_once(tmp_path):
    """What is there already is no error."""
    folder = tmp_path / "a" / "b"
    assert files.make_folder(folder) == folder == files.make_folder(str(folder))
    assert folder.is_dir()


def test_a_file_in_the_way_of_a_folder_is_told(old):
    """The message says what is in the way."""
    with pytest.raises(SourceError, match=r"cannot write 'kept.bin': a file of that name is in the way"):
        files.make_folder(old)


def test_moving_replaces_a_file(old, tmp_path):
    """After the move there is one file, with the new content."""
    (tmp_path / "new.bin").write_bytes(b"new")
    files.move(tmp_path / "new.bin", old)
    assert old.read_bytes() == b"new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["kept.bin"]


def test_removing_what_is_gone_is_no_error(old):
    """Two processes may clean up at once."""
    files.remove(old)
    files.remove(old)
    files.remove_tree(old.parent / "gone")
    assert not old.exists()


def test_a_removed_tree_is_gone_with_all_below_it(tmp_path):
    """Folders inside go too; the folder above stays."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c").write_bytes(b"x")
    files.remove_tree(tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no umask")
def test_a_new_file_has_the_ordinary_permissions(tmp_path):
    """Other users may read what the umask lets them read: a page made for a shared folder can be opened."""
    before = os.umask(0o022)
    try:
        files.write_bytes(tmp_path / "page.html", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) == 0o644


def test_nothing_is_there_under_a_name_that_is_too_long(tmp_path):
    """No error of the system comes through."""
    assert not files.is_there(tmp_path / ("x" * 5000))
    assert files.is_there(tmp_path)


class TestOpenRegular:
    def test_a_file_is_read(self, old):
        """A file, and a link to one, gives its bytes."""
        (old.parent / "link").symlink_to(old)
        for path in (old, old.parent / "link"):
            with files.open_regular(path) as stream:
                assert stream.read() == old.read_bytes()

    @pytest.mark.parametrize("special", ["pipe", "socket", "device", "folder", "link_to_pipe"])
    def test_anything_else_is_refused_at_once(self, tmp_path, monkeypatch, special):
        """Pipes, sockets, devices and folders are told for what they are, also behind a link, and are not opened."""
        monkeypatch.chdir(tmp_path)  # a socket's path has at most 108 characters
        made, opened = special_file(Path("x.mp3"), special), []
        with monkeypatch.context() as patch:
            patch.setattr(os, "open", lambda *_: opened.append(1))
            with pytest.raises(SourceError, match=r"^'x.mp3' is a [a-z, ]+; a file is expected$") as caught:
                files.open_regular(made)
        assert not opened
        assert caught.value.reason == ("folder" if special == "folder" else "not_a_file")

    def test_what_is_replaced_while_it_is_opened_is_refused(self, old, monkeypatch):
        """A pipe that takes a file's place between the look and the opening is neither waited for nor read."""
        pipe = special_file(old.parent / "pipe", "pipe")
        real = os.open
        with monkeypatch.context() as patch:
            patch.setattr(os, "open", lambda _, flags: real(pipe, flags))
            with pytest.raises(SourceError, match="is a device, pipe or socket"):
                files.open_regular(old)
