"""Collections with fitted networks, made once."""

import numpy as np
import pytest

from motif.collection import Collection, dense, read
from motif.latent.study.fit import fit

N = 240


@pytest.fixture(scope="session")
def waves():
    """Pictures of 6 x 6 px of three sorts along one curve each, as bytes."""
    rng = np.random.default_rng(0)
    sort = np.arange(N) % 3
    t = rng.random(N)[:, None] * 3
    values = 0.5 + 0.45 * np.sin((sort[:, None] + 1) * np.linspace(0, 4, 36) + t) + 0.02 * rng.normal(size=(N, 36))
    pixels = np.rint(255 * np.clip(values, 0, 1)).astype(np.uint8).reshape(N, 6, 6)
    columns = {"id": [f"p{i}" for i in range(N)], "sort": [["low", "mid", "high"][one] for one in sort]}
    return Collection("wave", columns, blocks={"pixels": dense(pixels, scale=1 / 255, parameters={"ink": True})})


@pytest.fixture(scope="session")
def fitted(waves, tmp_path_factory):
    """Their collection on disk with a plain and a conditional network."""
    path = tmp_path_factory.mktemp("waves") / "waves.motif"
    found = fit(waves, n_components=3, max_steps=300, epochs=300, device="cpu", resume=False)
    held = found.save(path)
    told = fit(
        held, block="pixels", kind="conditional", label="sort", name="told", n_components=3, max_steps=200, epochs=200,
        device="cpu", resume=False,
    )  # fmt: skip
    told.save(path, overwrite=True)
    return read(path)
