from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from motif.model.segment.deeplab import DeepLabV3


def random_state(network: DeepLabV3, *, seed: int = 0) -> dict[str, np.ndarray]:
    """Weights that let signals through: He's spread for kernels, 1 and 0 for the norms."""
    rng = np.random.default_rng(seed)
    state: dict[str, np.ndarray] = {}
    for name, shape in network.shapes.items():
        if len(shape) == 4:
            values = rng.standard_normal(shape, np.float32) * np.float32(np.sqrt(2 / np.prod(shape[1:])))
        elif name.endswith(("running_var", "bn1.weight", "bn2.weight", ".1.weight", ".2.weight")):
            values = np.ones(shape, np.float32)
        else:
            values = np.full(shape, 0.2 if name.endswith("bn3.weight") else 0, np.float32)
        state[name] = values.astype(np.int64) if name.endswith("num_batches_tracked") else values
    return state


@pytest.fixture(scope="package")
def state() -> dict[str, np.ndarray]:
    """Random weights for the smaller network."""
    return random_state(DeepLabV3("resnet50"))


@pytest.fixture(scope="package")
def weights(state: dict[str, np.ndarray], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The random weights as a file."""
    path = tmp_path_factory.mktemp("weights") / "random.safetensors"
    save_file(state, path)
    return path
