"""Checkpoints: whole, foreign, damaged."""

import json

import pytest
import torch
from safetensors.torch import save

from motif.core.errors import DataError, InputError
from motif.model.train import Checkpoint

STATE = Checkpoint("a key", {"net.w": torch.arange(6.0).reshape(2, 3), "step": torch.tensor(3.0)}, {"epoch": 2})


def test_what_was_written_comes_back(tmp_path):
    """Tensors and facts, bit for bit; no file is no checkpoint."""
    assert Checkpoint.read(tmp_path / "run", key="a key") is None
    STATE.write(tmp_path / "run")
    found = Checkpoint.read(tmp_path / "run", key="a key")
    assert found.facts == {"epoch": 2}
    assert {name: value.tolist() for name, value in found.tensors.items()} == {
        name: value.tolist() for name, value in STATE.tensors.items()
    }


def test_another_training_is_refused(tmp_path):
    """A key that differs says: other items or settings."""
    STATE.write(tmp_path / "run")
    with pytest.raises(InputError, match=r"'run' is the checkpoint of another training"):
        Checkpoint.read(tmp_path / "run", key="b")


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.9])
def test_damage_is_refused(share, tmp_path):
    """A file that ends early, at any place."""
    STATE.write(tmp_path / "run")
    whole = (tmp_path / "run").read_bytes()
    (tmp_path / "run").write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(DataError, match=r"^'run' is no checkpoint of a training, or it is damaged[^\n]*$"):
        Checkpoint.read(tmp_path / "run", key="a key")


@pytest.mark.parametrize(
    "data",
    [b"text", b"\x80\x04N.", save({"w": torch.zeros(1)}), save({}, metadata={"motif": "[]"})],
    ids=["text", "pickle", "safetensors", "list"],
)
def test_foreign_files_are_refused(data, tmp_path):
    """Files that Motif did not write, pickles among them, are no checkpoints."""
    (tmp_path / "run").write_bytes(data)
    with pytest.raises(DataError, match="is no checkpoint"):
        Checkpoint.read(tmp_path / "run", key="")


def test_a_newer_format_is_refused(tmp_path):
    """The number of the format is looked at."""
    text = json.dumps({"format": 99, "key": "", "facts": {}})
    (tmp_path / "run").write_bytes(save({}, metadata={"motif": text}))
    with pytest.raises(DataError, match="of format 99; this Motif reads 1"):
        Checkpoint.read(tmp_path / "run", key="")
