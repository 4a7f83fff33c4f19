from pathlib import Path

import cv2
import numpy as np
import pytest

from motif.core.errors import DataError
from motif.represent.network.opencv import OpenCV
from tests.onnx import unet


@pytest.mark.parametrize("engine", ["ENGINE_CLASSIC", "ENGINE_NEW"])
def test_both_engines_answer_with_the_first_output(
    u2netp: Path, astronaut: np.ndarray, engine: str, monkeypatch: pytest.MonkeyPatch
):
    """The engine of OpenCV 4 and that of 5 answer as the reference runtime does, with the first output of seven.

    Measured: 7e-5 and 4e-5 apart; the last of the seven outputs, which OpenCV 4 returns unasked, is 0.9 apart.
    """
    read, kind = cv2.dnn.readNetFromONNX, getattr(cv2.dnn, engine)
    monkeypatch.setattr(cv2.dnn, "readNetFromONNX", lambda content: read(str(u2netp), kind))  # 5.0: by path only
    runtime = pytest.importorskip("onnxruntime")
    mean, sd = (np.array(v, np.float32).reshape(1, 3, 1, 1) for v in ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)))
    batch = (cv2.resize(astronaut, (320, 320)).transpose(2, 0, 1)[None] - mean) / sd
    session = runtime.InferenceSession(str(u2netp), providers=["CPUExecutionProvider"])
    reference = session.run(None, {session.get_inputs()[0].name: batch})[0]
    found = OpenCV(u2netp.read_bytes(), name="u2netp", n_threads=1)(batch)
    assert found.shape == reference.shape == (1, 1, 320, 320)
    assert np.abs(found - reference).max() < 2e-4
    assert reference.std() > 0.3  # an answer with content, so that agreement says something


def test_what_it_cannot_run_is_told():
    """What OpenCV says of a batch that does not fit becomes one line."""
    network = OpenCV(unet(), name="net", n_threads=1)
    with pytest.raises(DataError, match=r"'net' cannot be run by OpenCV [\d.]+ on a batch of shape \(1, 4\)"):
        network(np.zeros((1, 4), np.float32))
