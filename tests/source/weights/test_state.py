from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from motif.core.errors import DataError, SourceError
from motif.source.weights.state import read_state

STATE = {"a.weight": np.arange(6, dtype=np.float32).reshape(2, 3), "a.count": np.array(3)}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of this test's own, with a cache in it."""
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path


def same(found: dict[str, np.ndarray]) -> bool:
    return found.keys() == STATE.keys() and all(np.array_equal(found[name], STATE[name]) for name in STATE)


def test_reads_safetensors_whatever_the_name(folder: Path):
    """The content tells the format, and no process is started for it."""
    save_file(STATE, folder / "weights.pth")
    assert same(read_state(folder / "weights.pth"))
    assert not (folder / "cache").exists()


def test_reads_a_checkpoint_of_torch(folder: Path):
    """Names, shapes and values are those that were saved."""
    torch.save({name: torch.from_numpy(values) for name, values in STATE.items()}, folder / "net")
    assert same(read_state(folder / "net"))


@pytest.mark.parametrize(("names", "kept"), [(["module.a", "module.b"], ["a", "b"]), (["module.a", "b"], None)])
def test_drops_a_prefix_that_all_names_have(folder: Path, names: list[str], kept: list[str] | None):
    """What training on several devices leaves goes; a module that is called so stays."""
    save_file({name: np.ones(1) for name in names}, folder / "net")
    assert sorted(read_state(folder / "net")) == sorted(kept or names)


def test_a_cut_file_is_refused(folder: Path):
    """Half of a safetensors file is told, wherever its header or values were cut."""
    save_file(STATE, folder / "net")
    whole = (folder / "net").read_bytes()
    for end in (len(whole) - 1, 40, 9):
        (folder / "net").write_bytes(whole[:end])
        with pytest.raises(DataError, match="'net' is damaged"):
            read_state(folder / "net")


def test_numbers_that_numpy_does_not_have_are_told(folder: Path):
    """Brain floats are refused in a line."""
    from safetensors.torch import save_file as save_tensors

    save_tensors({"a": torch.ones(2, dtype=torch.float8_e4m3fn)}, folder / "net")
    with pytest.raises(DataError, match="of a type that is not read"):
        read_state(folder / "net")


def test_a_folder_is_no_file(folder: Path):
    """What is no file is told, and not waited for."""
    with pytest.raises(SourceError, match="is a folder; a file is expected"):
        read_state(folder)
