import random
import sys
from pathlib import Path

import numpy as np
import pytest

from motif.core.errors import DataError, MissingExtra
from motif.represent.network.onnx import ONNXRuntime, is_installed
from tests.onnx import message, node, number, onnx, unet

pytest.importorskip("onnxruntime")


def test_computes_what_its_nodes_say():
    """The sigmoid of 0 is a half."""
    assert ONNXRuntime(unet(), name="net", n_threads=None)(np.zeros((1, 3, 1, 1), np.float32)).item() == 0.5


def test_one_thread_unless_asked():
    """A worker among others does not take all cores."""
    assert ONNXRuntime(unet(), name="net", n_threads=None)._session.get_session_options().intra_op_num_threads == 1
    assert ONNXRuntime(unet(), name="net", n_threads=3)._session.get_session_options().intra_op_num_threads == 3


def test_runs_on_the_processor_alone():
    """No other provider is asked, and none is fallen back to."""
    session = ONNXRuntime(unet(), name="net", n_threads=1)._session
    assert session.get_providers() == ["CPUExecutionProvider"]
    assert not session._enable_fallback


def test_a_shape_that_it_cannot_run_is_told(capfd: pytest.CaptureFixture[str]):
    """What it says of a batch that does not fit becomes one line, and nothing is printed."""
    network = ONNXRuntime(unet(), name="net", n_threads=1)
    with pytest.raises(
        DataError, match=r"'net' cannot be run by ONNX Runtime [\d.]+ on a batch of shape \(1, 4, 2, 2\)"
    ):
        network(np.zeros((1, 4, 2, 2), np.float32))
    assert capfd.readouterr() == ("", "")


def test_other_numbers_than_float32_are_told():
    """A network for bytes is refused when it is read, not when it is called."""
    data = onnx([node("Identity", "x", "a")], [("x", (1, 1, 2, 2))], ["a"]).replace(
        message(1, number(1, 1) + b"")[2:4] + b"\x12", number(1, 2) + b"\x12"
    )  # elem_type 1, float32, becomes 2, uint8
    with pytest.raises(DataError, match=r"'net' takes tensor\(uint8\), expected float32"):
        ONNXRuntime(data, name="net", n_threads=1)


def test_changed_bytes_are_answered_in_a_line(capfd: pytest.CaptureFixture[str]):
    """Whatever byte of a file changes, it runs or is refused: no other error, no output, no end of the process."""
    whole, rng, n_refused = unet(), random.Random(0), 0
    for _ in range(300):
        data = bytearray(whole)
        data[rng.randrange(len(data))] = rng.randrange(256)
        try:
            ONNXRuntime(bytes(data), name="net", n_threads=1)(np.zeros((1, 3, 2, 2), np.float32))
        except DataError:
            n_refused += 1
    assert 100 < n_refused < 300
    assert capfd.readouterr() == ("", "")


def test_reads_no_other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A session is made of bytes: not even the model's own folder is known."""
    monkeypatch.chdir(tmp_path)
    assert ONNXRuntime(unet(), name="net", n_threads=1)._session._model_path is None


def test_absent_is_told_by_its_extra(monkeypatch: pytest.MonkeyPatch):
    """The line says what to install."""
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(MissingExtra, match=r"\[pictures\]"):
        ONNXRuntime(unet(), name="net", n_threads=1)


def test_is_installed_says_what_there_is():
    """It is, as this file was not skipped."""
    assert is_installed()
