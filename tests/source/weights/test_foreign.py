import json
import os
import pickle
import subprocess
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from motif.core.cache import default_cache
from motif.core.errors import DataError, MissingExtra, SourceError
from motif.source.weights.foreign import convert_checkpoint


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of this test's own, with a cache in it."""
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path


class Hostile:
    """Unpickled as a pickle may be, it runs a command that leaves a mark."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.marker),)


def test_a_state_dict_comes_back_value_by_value(folder: Path):
    """Names, shapes, dtypes and values of a real network's state dict are those that torch saved."""
    torch.manual_seed(0)
    state = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.Linear(4, 2)).state_dict()
    torch.save(state, folder / "net.pth")
    kept = load_file(convert_checkpoint(folder / "net.pth"))
    assert kept.keys() == state.keys()
    assert all(kept[name].dtype == state[name].dtype and torch.equal(kept[name], state[name]) for name in state)
    assert [path.name[:11] for path in default_cache().folder.iterdir()] == ["checkpoint-"]


def test_a_checkpoint_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """The second call finds the first one's file, by the content and not by the name."""
    torch.save({"a": torch.ones(2)}, folder / "net.pth")
    first = convert_checkpoint(folder / "net.pth")
    (folder / "net.pth").rename(folder / "renamed.pt")
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: pytest.fail("a process was started"))
    assert convert_checkpoint(folder / "renamed.pt") == first


@pytest.mark.parametrize("zipped", [True, False], ids=["torch.save", "bare pickle"])
def test_code_in_a_pickle_does_not_run(folder: Path, zipped: bool):
    """A pickle that would run a command is refused and has not run it; read plainly, it does."""
    path, marker = folder / "net.pth", folder / "ran"
    if zipped:
        torch.save({"a": torch.ones(2), "b": Hostile(marker)}, path)
    else:
        path.write_bytes(pickle.dumps({"a": Hostile(marker)}))
    with pytest.raises(DataError, match=r"'net.pth' holds more than tensors") as caught:
        convert_checkpoint(path)
    assert caught.value.reason == "unsafe_pickle"
    assert not marker.exists()
    assert list(default_cache().folder.iterdir()) == []
    torch.load(path, weights_only=False) if zipped else pickle.loads(path.read_bytes())
    assert marker.exists()


def test_a_checkpoint_that_fills_the_memory_is_given_up(folder: Path):
    """A view that pretends to be 64 GB ends the child, not this process."""
    torch.save({"a": torch.zeros(1).expand(1 << 34)}, folder / "net.pth")
    assert (folder / "net.pth").stat().st_size < 10_000
    with pytest.raises(DataError, match="the process that read it ended early"):
        convert_checkpoint(folder / "net.pth")


def test_a_checkpoint_that_takes_too_long_is_given_up(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """A child that does not end is told in one line."""

    def stuck(*args: object, **options: object) -> None:
        raise subprocess.TimeoutExpired("python", 600)

    monkeypatch.setattr(subprocess, "run", stuck)
    (folder / "net.pth").write_bytes(b"anything")
    with pytest.raises(DataError, match="given up after 600 s"):
        convert_checkpoint(folder / "net.pth")


@pytest.mark.parametrize("kind", [DataError, MissingExtra, SourceError])
def test_errors_of_the_child_arrive_as_they_were(
    folder: Path, monkeypatch: pytest.MonkeyPatch, kind: type[DataError | MissingExtra | SourceError]
):
    """Class, message and reason of what the child tells are those of the error here."""
    told = json.dumps({"error": kind.__name__, "message": "why", "reason": "because"})
    ended = subprocess.CompletedProcess([], 1, stdout=told, stderr="")
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: ended)
    (folder / "net.pth").write_bytes(b"anything")
    with pytest.raises(kind, match=r"^why$") as caught:
        convert_checkpoint(folder / "net.pth")
    assert caught.value.reason == "because"


def test_a_path_that_is_absent_is_refused():
    """No process is started for a file that is not there."""
    with pytest.raises(SourceError, match=r"'net.pth' cannot be read"):
        convert_checkpoint("net.pth")
