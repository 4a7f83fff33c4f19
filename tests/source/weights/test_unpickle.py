import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file

from motif.source.weights.unpickle import main

Convert = Callable[[Any], dict[str, Any]]


@pytest.fixture
def convert(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Convert:
    """Save a value by torch, convert it, and return the tensors, or what was said instead."""

    def run(value: Any) -> dict[str, Any]:
        source, target = tmp_path / "net.pth", tmp_path / "net.safetensors"
        source.write_bytes(value) if isinstance(value, bytes) else torch.save(value, source)
        code = main(str(source), str(target))
        said = capsys.readouterr().out
        assert (code == 0) == target.is_file() == (said == "")
        return load_file(target) if code == 0 else json.loads(said)

    return run


@pytest.mark.parametrize("key", ["state_dict", "model_state_dict", "model", "params"])
def test_a_state_dict_is_found_under_its_usual_names(convert: Convert, key: str):
    """The weights of a whole checkpoint are taken and its companions left out."""
    found = convert({"epoch": 3, key: {"a.weight": torch.arange(3.0)}, "optimizer": {"lr": 0.1}})
    assert {name: value.tolist() for name, value in found.items()} == {"a.weight": [0.0, 1.0, 2.0]}


def test_tensors_that_share_memory_are_written_once_each(convert: Convert):
    """Tied weights and transposed views come out as tensors of their own, with the same values."""
    a = torch.arange(6.0).reshape(2, 3)
    found = convert({"a": a, "tied": a, "turned": a.t()})
    assert found["tied"].tolist() == a.tolist()
    assert found["turned"].tolist() == a.t().tolist()


def test_half_precision_and_integers_keep_their_dtype(convert: Convert):
    """Nothing is turned into float32 on the way."""
    found = convert({"h": torch.ones(2, dtype=torch.bfloat16), "n": torch.tensor([1 << 40])})
    assert (found["h"].dtype, found["n"].tolist()) == (torch.bfloat16, [1 << 40])


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (torch.ones(2), "found a Tensor"),
        ({}, "found a dict with values of nothing"),
        ({"a": torch.ones(1), "n": 3}, "found a dict with values of Tensor, int"),
    ],
    ids=["tensor", "empty", "mixed"],
)
def test_what_is_no_state_dict_is_told(convert: Convert, value: Any, found: str):
    """Anything but a dict of names and tensors is refused with what it is."""
    told = convert(value)
    assert told["message"] == f"'net.pth' holds no state dict: expected a dict of names and tensors, {found}"
    assert (told["error"], told["reason"]) == ("DataError", "no_state_dict")


def test_sparse_tensors_are_refused_by_name(convert: Convert):
    """Safetensors keeps dense tensors only, so a sparse one is named."""
    indices, values = torch.tensor([[0, 1], [1, 0]]), torch.ones(2)
    thin = torch.sparse_coo_tensor(indices, values, (2, 2), check_invariants=True)
    told = convert({"dense": torch.ones(1), "thin": thin})
    assert told["reason"] == "not_dense"
    assert told["message"].endswith(": 'thin'")


def test_a_whole_module_is_refused(convert: Convert):
    """A pickled network needs its code to be read, so it is not."""
    assert convert(torch.nn.Linear(2, 2))["reason"] == "unsafe_pickle"


@settings(derandomize=True, max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200))
def test_bytes_that_are_no_checkpoint_are_told(convert: Convert, data: bytes):
    """Whatever the bytes are, the answer is one line and no file."""
    assert convert(data)["reason"] in {"damaged", "unsafe_pickle"}


def test_a_missing_torch_names_the_extra(convert: Convert, monkeypatch: pytest.MonkeyPatch):
    """Without torch the line says which extra brings it."""
    with monkeypatch.context() as hidden:  # no longer than this: spaCy seeds torch after each test
        hidden.setitem(sys.modules, "torch", None)
        told = convert(b"anything")
    assert told["error"] == "MissingExtra"
    assert "motif-media[latent]" in told["message"]
