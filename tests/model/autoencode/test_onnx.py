"""ONNX models, run by another program."""

import numpy as np
import onnxruntime
import pytest
import torch
from torch import nn

from motif.core.errors import InputError
from motif.model.autoencode import Autoencoder, ConditionalVariationalAutoencoder, VariationalAutoencoder
from motif.model.autoencode.layer import ACTIVATIONS, MLP
from motif.model.autoencode.likelihood import Gaussian
from motif.model.autoencode.network import Net
from motif.model.autoencode.onnx import as_onnx

X = np.random.default_rng(0).random((30, 6)).astype(np.float32)


def _run(model, path):
    model.to_onnx(path)
    session = onnxruntime.InferenceSession(path.read_bytes(), providers=["CPUExecutionProvider"])
    return session.run(["codes", "restored"], {"X": X})


@pytest.mark.parametrize(
    "model",
    [
        *(Autoencoder(2, activation=name, code=name) for name in ACTIVATIONS),
        Autoencoder(2, tied=True, output="sigmoid"),
        Autoencoder(2, likelihood="bernoulli"),
        Autoencoder(2, likelihood="multinomial"),
        VariationalAutoencoder(2),
    ],
    ids=str,
)
def test_another_program_gives_the_same(model, tmp_path):
    """Codes and restored items of onnxruntime are ours, up to float32."""
    model.set_params(encoder=("mlp", 8), max_steps=20, min_steps=1, random_state=0).fit(X)
    codes, restored = _run(model, tmp_path / "net.onnx")
    np.testing.assert_allclose(codes, model.transform(X), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(restored, model.reconstruct(X), rtol=1e-4, atol=1e-5)


def test_what_onnx_does_not_know_is_refused(tmp_path):
    """Decoders that are told a label, and modules that are no dense layers; nothing is written."""
    labelled = ConditionalVariationalAutoencoder(1, max_steps=5, min_steps=1, random_state=0).fit(X, np.arange(30) % 2)
    with pytest.raises(InputError, match="its decoder is told a label too"):
        labelled.to_onnx(tmp_path / "net.onnx")
    with pytest.raises(InputError, match="not Flatten and MLP"):
        as_onnx(Net(nn.Flatten(), MLP([2, 2]), Gaussian(), 2), n_components=2)
    assert not (tmp_path / "net.onnx").exists()
    assert torch.get_default_dtype() == torch.float32
