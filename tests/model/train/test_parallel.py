"""Training in several processes: shares of batches, the same steps as one process, agreement, and torchrun itself."""

import os
import socket
import subprocess
import sys

import numpy as np
import pytest
import torch
from torch import multiprocessing
from torch.nn.parallel import DistributedDataParallel

from motif.model.autoencode import (
    AdversarialAutoencoder,
    Autoencoder,
    VariationalAutoencoder,
    VectorQuantizedAutoencoder,
)
from motif.model.train import Team, team, together

X = np.random.default_rng(0).normal(size=(46, 6))  # batches of 15, shared as 8 and 7, and one item, which both take
SETTINGS = {"encoder": ("mlp", 8), "batch_size": 15, "max_steps": 40, "learning_rate": 1e-2}


def test_shares_cover_a_batch():
    """The processes' rows are the batch, and their weights are their shares of it."""
    rows = np.arange(7)
    shares = [Team(rank, 3).share(rows) for rank in range(3)]
    assert np.concatenate([mine for mine, _ in shares]).tolist() == rows.tolist()
    assert [weight for _, weight in shares] == [3 / 7, 2 / 7, 2 / 7]


def test_a_batch_that_does_not_go_round_is_taken_by_all():
    """One row for two processes: both take it, at half the weight, so that no mean is over nothing."""
    mine, weight = Team(1, 2).share(np.array([4]))
    assert (mine.tolist(), weight) == ([4], 0.5)


def test_alone_there_is_nothing_to_join():
    """Without torchrun the block is empty."""
    with together() as joined:
        assert joined == team() == Team(0, 1)


def test_alone_losses_and_gradients_stay_as_they_are():
    """A team of one combines nothing."""
    net = torch.nn.Linear(2, 1)
    loss = net(torch.ones(1, 2)).sum()
    loss.backward()
    before = net.weight.grad
    assert Team().combine(net, net.parameters(), {"model": loss}, 1.0)["model"] == loss.detach()
    assert Team().weighed(loss, 1.0) is loss
    assert net.weight.grad is before
    assert Team().agreed(7) == 7
    assert Team().any(True)


class Net(torch.nn.Linear):
    """A network that is its own objective."""

    def __init__(self):
        super().__init__(1, 1)

    def losses(self, net, batch, step):
        return {"model": net(batch.x).sum()}


def _models():
    return {
        "plain": Autoencoder(2, random_state=3, **SETTINGS),
        "held out": Autoencoder(2, random_state=3, early_stopping=True, patience=2, **SETTINGS),
        "opposed": AdversarialAutoencoder(2, random_state=3, prior_weight=0.0, **SETTINGS),
        "variational": VariationalAutoencoder(2, random_state=3, **SETTINGS),
        "quantised": VectorQuantizedAutoencoder(2, random_state=3, **SETTINGS),
        "quantised by gradient": VectorQuantizedAutoencoder(2, random_state=3, codebook="gradient", **SETTINGS),
        "unseeded": Autoencoder(2, **SETTINGS),
    }


def _train(rank, port, folder):
    os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port), "RANK": str(rank), "WORLD_SIZE": "2"}
    with together() as joined:
        assert joined == Team(rank, 2)
        wrapped = [isinstance(joined.losses(Net(), Net(), n_groups=n), DistributedDataParallel) for n in (1, 2)]
        assert wrapped == [True, False]
        found = {}
        for name, model in _models().items():
            model.fit(X)
            found |= {f"{name}/{key}": value for key, value in model.weights_.items()}
            found[f"{name}/loss"] = np.array(model.history_["model"])
            found[f"{name}/epochs"] = np.array(model.n_epochs_)
    np.savez(f"{folder}/{rank}.npz", **found)


@pytest.mark.slow
def test_two_processes_take_the_steps_of_one(tmp_path):
    """Both end with the same bytes, and without noise with the weights and losses of one process, up to rounding.

    "plain" and "held out" go through PyTorch's wrapper, "opposed" with its two losses through the weighted sum.
    """
    multiprocessing.spawn(_train, args=(_free_port(), tmp_path), nprocs=2)
    first, second = (dict(np.load(tmp_path / f"{rank}.npz")) for rank in range(2))
    assert all(np.array_equal(first[name], second[name]) for name in first)
    for name in ("plain", "held out", "opposed"):
        alone = _models()[name].fit(X)
        assert first[f"{name}/epochs"] == alone.n_epochs_
        np.testing.assert_allclose(first[f"{name}/loss"], alone.history_["model"], rtol=1e-4)
        for key, value in alone.weights_.items():
            if not key.startswith("discriminator"):  # its draws of the prior are each process's own
                np.testing.assert_allclose(first[f"{name}/{key}"], value, rtol=1e-3, atol=1e-4)  # sums in another order


SCRIPT = """
import sys, numpy as np
from motif.model.autoencode import Autoencoder
from motif.model.train import together
X = np.random.default_rng(0).normal(size=(46, 6))
with together() as joined:
    model = Autoencoder(2, batch_size=15, max_steps=20, min_steps=20, random_state=0).fit(X)
    if joined.rank == 0:
        model.save(sys.argv[1])
        print(joined.size)
"""


@pytest.mark.slow
def test_torchrun_starts_it(tmp_path):
    """A script under torchrun trains in two processes, and the first one's save is the model of one process."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    command = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node=2", f"--master-port={_free_port()}"]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [*command, script, tmp_path / "save"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["2"]
    assert "arning" not in done.stderr
    alone = Autoencoder(2, batch_size=15, max_steps=20, min_steps=20, random_state=0).fit(X)
    codes = Autoencoder.load(tmp_path / "save").transform(X)
    np.testing.assert_allclose(codes, alone.transform(X), rtol=1e-3, atol=1e-4)  # sums in another order


def _free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
