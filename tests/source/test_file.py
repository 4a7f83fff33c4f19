"""Files are read whole or refused with one clear line; what they are follows from their bytes."""

import gzip
import io
import os
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import DataError, InputError, SourceError
from motif.source.file import begins_like, describe, is_gzip, kind_of, list_files, open_bytes, read_bytes


def refusal(call, kind, reason):
    """The message of the error that a call raises, checked for class, reason, one line and no absolute path."""
    with pytest.raises(kind) as caught:
        call()
    message = str(caught.value)
    assert caught.value.reason == reason
    assert "\n" not in message
    assert "/test_" not in message  # the folder that pytest makes for a test
    return message


def test_a_file_is_read_as_it_is(tmp_path):
    """The bytes of a plain file come back unchanged."""
    (tmp_path / "a.bin").write_bytes(bytes(range(256)) * 5000)
    assert read_bytes(tmp_path / "a.bin") == bytes(range(256)) * 5000


def test_a_gzip_stream_is_known_from_its_bytes_whatever_it_is_called(tmp_path):
    """A gzip stream named .csv is unpacked, and text named .gz is not."""
    (tmp_path / "packed.csv").write_bytes(gzip.compress(b"id\n1\n"))
    (tmp_path / "plain.gz").write_bytes(b"id\n1\n")
    assert read_bytes(tmp_path / "packed.csv") == b"id\n1\n"
    assert read_bytes(tmp_path / "plain.gz") == b"id\n1\n"
    assert is_gzip(read_bytes(tmp_path / "packed.csv", gunzip=False))


def test_two_gzip_streams_behind_each_other_are_one_file(tmp_path):
    """What `cat a.gz b.gz` makes is read to its end."""
    (tmp_path / "two.gz").write_bytes(gzip.compress(b"one ") + gzip.compress(b"two"))
    assert read_bytes(tmp_path / "two.gz") == b"one two"


def test_a_stream_gives_lines_and_seeks_where_the_file_is_plain(tmp_path):
    """A plain file can be sought, a packed one cannot; both give lines."""
    (tmp_path / "plain").write_bytes(b"one\ntwo\n")
    (tmp_path / "packed").write_bytes(gzip.compress(b"one\ntwo\n"))
    with open_bytes(tmp_path / "plain") as stream:
        assert stream.readlines() == [b"one\n", b"two\n"]
        stream.seek(4)
        assert (stream.tell(), stream.read()) == (4, b"two\n")
    with open_bytes(tmp_path / "packed") as stream:
        assert not stream.seekable()
        assert stream.readlines() == [b"one\n", b"two\n"]


def test_a_missing_file_is_said_so(tmp_path):
    """A path to nothing, and a path below a file, are missing."""
    assert "there is no such file" in refusal(lambda: read_bytes(tmp_path / "none.csv"), SourceError, "missing")
    (tmp_path / "file").write_bytes(b"x")
    refusal(lambda: read_bytes(tmp_path / "file" / "below"), SourceError, "missing")


def test_a_folder_is_no_file(tmp_path):
    """A folder is refused by name."""
    (tmp_path / "songs").mkdir()
    message = refusal(lambda: read_bytes(tmp_path / "songs"), SourceError, "folder")
    assert message == "'songs' is a folder; a file is expected"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    """A named pipe without a writer would never answer."""
    os.mkfifo(tmp_path / "pipe.jpg")
    refusal(lambda: read_bytes(tmp_path / "pipe.jpg"), SourceError, "not_a_file")


def test_an_unreadable_file_is_said_so(tmp_path, monkeypatch):
    """A file that the system refuses to open gives the cause."""
    (tmp_path / "a.csv").write_bytes(b"x")

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        message = refusal(lambda: read_bytes(tmp_path / "a.csv"), SourceError, "unreadable")
    assert "reading it is not allowed" in message


def test_a_disk_error_in_the_middle_is_a_source_error(tmp_path, monkeypatch):
    """An error of the disk while reading is one line too."""
    (tmp_path / "a.csv").write_bytes(b"x" * 100)

    class Broken(io.BufferedReader):
        def readinto(self, _buffer):
            raise OSError(5, "Input/output error")

    real = os.fdopen
    with monkeypatch.context() as patch:
        patch.setattr(os, "fdopen", lambda handle, mode: Broken(real(handle, mode).detach()))
        message = refusal(lambda: read_bytes(tmp_path / "a.csv"), SourceError, "unreadable")
    assert "Input/output error" in message


def test_an_empty_file_is_refused_unless_allowed(tmp_path):
    """No bytes, packed or not, are refused by default."""
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "empty.gz").write_bytes(gzip.compress(b""))
    refusal(lambda: read_bytes(tmp_path / "empty"), DataError, "empty")
    refusal(lambda: read_bytes(tmp_path / "empty.gz"), DataError, "empty")
    assert read_bytes(tmp_path / "empty", allow_empty=True) == b""


def test_a_file_above_the_cap_is_refused_before_it_is_read(tmp_path):
    """The message has both sizes and what to do."""
    (tmp_path / "big").write_bytes(b"x" * 1001)
    message = refusal(lambda: read_bytes(tmp_path / "big", max_bytes=1000), DataError, "too_large")
    assert "1,001" in message
    assert "1,000" in message
    assert "max_bytes" in message
    assert read_bytes(tmp_path / "big", max_bytes=1001) == b"x" * 1001


def test_a_gzip_bomb_stops_at_the_cap(tmp_path):
    """A hundred megabytes of zeros in a hundred kilobytes are not unpacked beyond the cap."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = b"".join(packer.compress(bytes(1 << 20)) for _ in range(100)) + packer.flush()
    (tmp_path / "bomb.gz").write_bytes(data)
    assert len(data) < 200_000
    message = refusal(lambda: read_bytes(tmp_path / "bomb.gz", max_bytes=3_000_000), DataError, "too_large")
    assert "unpacks to more than the 3,000,000 bytes allowed" in message
    with open_bytes(tmp_path / "bomb.gz", max_bytes=3_000_000) as stream:
        assert len(stream.read(1000)) == 1000


def test_a_cut_gzip_stream_is_truncated_and_a_changed_one_damaged(tmp_path):
    """A cut is told apart from a flipped byte."""
    data = gzip.compress(os.urandom(5000))
    (tmp_path / "cut.gz").write_bytes(data[:-100])
    flipped = bytearray(data)
    flipped[-6] ^= 255  # the checksum at the end
    (tmp_path / "flipped.gz").write_bytes(flipped)
    refusal(lambda: read_bytes(tmp_path / "cut.gz"), DataError, "truncated")
    refusal(lambda: read_bytes(tmp_path / "flipped.gz"), DataError, "damaged")


def test_a_path_that_cannot_be_one_is_refused():
    """A NUL character or an endless name is no path."""
    with pytest.raises(InputError, match="cannot be a path"):
        read_bytes("a\0b")
    refusal(lambda: read_bytes("x" * 5000), SourceError, "missing")


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "jpeg"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "png"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "webp"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "wav"),
        (b"RIFF\x24\0\0\0????", None),
        (b"II*\0\x08\0\0\0", "tiff"),
        (b"MM\0*\0\0\0\x08", "tiff"),
        (b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "bmp"),
        (b"GIF89a\x01\0", "gif"),
        (b"\0\0\0\x20ftypavif\0\0\0\0avifmif1", "avif"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avif", "avif"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "heic"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isomavc1", "mp4"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"PAR1\x15\x04", "parquet"),
        (b"\x93NUMPY\x01\0", "npy"),
        (b"ID3\x04\0", "mp3"),
        (b"\xff\xfb\x90\x64", "mp3"),
        (b"fLaC\0\0\0\x22", "flac"),
        (b"OggS\0\x02", "ogg"),
        (b"PK\x03\x04", "zip"),
        (b"%PDF-1.7", "pdf"),
        (b"\x1aE\xdf\xa3", "matroska"),
        (b"", None),
        (b"id,song\n", None),
    ],
)
def test_a_kind_follows_from_the_first_bytes(head, kind):
    """Each mark that Motif knows is recognised."""
    assert kind_of(head) == kind


@pytest.mark.parametrize("header", [b"BMI,age\n22,30\n", b"PAR1,PAR2\n1,2\n", b"ID3,ID4\n1,2\n", b"MM,II\n1,2\n"])
def test_a_table_whose_header_looks_like_a_mark_is_text(header):
    """Letters that are also a mark do not make a table a picture or a sound."""
    assert kind_of(header) is None
    assert describe(header) == "text"


def test_short_bytes_can_be_the_beginning_of_a_picture():
    """A cut inside the mark itself is known as a possible beginning, other short bytes are not."""
    assert all(begins_like(b"\x89PNG\r\n\x1a\n"[:n], ["png"]) for n in range(1, 8))
    assert begins_like(b"RIFF\x24\0", ["webp"])
    assert not begins_like(b"\x89PNG\r\n\x1a\n", ["png"])
    assert not begins_like(b"\x89PN", ["gif"])


def test_a_description_is_for_people():
    """Each kind of bytes has words for a message."""
    assert describe(b"\xff\xd8\xff\xe0") == "a JPEG picture"
    assert describe(b"\xef\xbb\xbf  <HTML>") == "a web page"
    assert describe(b"<?xml version='1.0'?>") == "XML"
    assert describe(b"") == "bytes of an unknown kind"


@given(st.binary(max_size=80))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_any_bytes_have_a_kind_and_a_description(data):
    """No first bytes make the look at them fail."""
    assert kind_of(data) is None or isinstance(kind_of(data), str)
    assert describe(data)
    assert begins_like(data, ["png", "jpeg"]) in (True, False)


def test_a_listing_is_relative_ordered_and_without_hidden_files(tmp_path):
    """Names and folders sort by their parts; letter case of a suffix does not matter; what is hidden stays so."""
    names = ["b/2.JPG", "a.jpg", "b/1.jpeg", "b.jpg", ".thumb.jpg", ".cache/x.jpg", "c/d/e.jpg", "notes.txt", "jpg"]
    for name in reversed(names):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    found = list_files(tmp_path, suffixes=(".jpg", ".jpeg"))
    assert [path.as_posix() for path in found] == ["a.jpg", "b/1.jpeg", "b/2.JPG", "b.jpg", "c/d/e.jpg"]


def test_a_listing_follows_no_link_in_a_circle_and_keeps_dead_links(tmp_path):
    """A link to the folder above is not walked; a link to nothing is listed, so that reading it says so."""
    (tmp_path / "a.jpg").write_bytes(b"x")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "dead.jpg").symlink_to(tmp_path / "nothing.jpg")
    found = list_files(tmp_path, suffixes=[".jpg"])
    assert [path.as_posix() for path in found] == ["a.jpg", "dead.jpg"]
    refusal(lambda: read_bytes(tmp_path / "dead.jpg"), SourceError, "missing")


def test_a_listing_refuses_what_is_no_folder(tmp_path):
    """A missing folder, a file and a wrong suffix are each refused."""
    (tmp_path / "a.jpg").write_bytes(b"x")
    refusal(lambda: list_files(tmp_path / "none", suffixes=[".jpg"]), SourceError, "missing")
    refusal(lambda: list_files(tmp_path / "a.jpg", suffixes=[".jpg"]), SourceError, "not_a_folder")
    with pytest.raises(InputError, match="'jpg'"):
        list_files(tmp_path, suffixes=["jpg"])
    with pytest.raises(InputError, match="list of endings"):
        list_files(tmp_path, suffixes=".jpg")


def test_an_unreadable_folder_below_is_not_passed_over(tmp_path, monkeypatch):
    """A folder that cannot be listed is an error, not an empty folder."""
    (tmp_path / "locked").mkdir()
    real = os.scandir

    def refuse(path):
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    message = refusal(lambda: list_files(tmp_path, suffixes=[".jpg"]), SourceError, "unreadable")
    assert "'locked'" in message
