"""The lecture's VAE trained by Motif and by pythae's own trainer: one epoch of the same network, in CPU seconds.

    python benchmarks/pythae.py --peer PYTHON [--data train-images-idx3-ubyte.gz] [--items 60000] [--rounds 3]

PYTHON is the interpreter of an environment of its own with `pip install pythae` (or MOTIF_PYTHAE_PYTHON); without one,
this is skipped. Both train 784-400-20 and back with ReLU, cross-entropy, Adam 1e-3 and batches of 128 for one epoch of
the same bytes: pythae's `BaseTrainer` with its default settings but these, its data float tensors that lie ready (not
counted); Motif's `fit` with all that it does. One thread, each side in turn in fresh processes, two steps of warming up
not counted, medians over rounds. Loss is each side's mean over the epoch, a picture's sum; first weights and shuffles
differ. Without `--data`, pictures are made up.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

BATCH, RATE = 128, 1e-3
SINGLE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def pythae(pictures: np.ndarray, seed: int) -> tuple[float, float]:
    """Return CPU seconds and mean loss of an epoch of pythae's trainer."""
    import torch
    from pythae.models import VAE, VAEConfig
    from pythae.models.base.base_utils import ModelOutput
    from pythae.models.nn import BaseDecoder, BaseEncoder
    from pythae.trainers import BaseTrainer, BaseTrainerConfig
    from torch import nn

    torch.set_num_threads(1)

    class Encoder(BaseEncoder):
        def __init__(self) -> None:
            super().__init__()
            self.hidden, self.mean, self.log_variance = nn.Linear(784, 400), nn.Linear(400, 20), nn.Linear(400, 20)

        def forward(self, x):
            h = torch.relu(self.hidden(x.reshape(-1, 784)))
            return ModelOutput(embedding=self.mean(h), log_covariance=self.log_variance(h))

    class Decoder(BaseDecoder):
        def __init__(self) -> None:
            super().__init__()
            self.hidden, self.last = nn.Linear(20, 400), nn.Linear(400, 784)

        def forward(self, z):
            return ModelOutput(reconstruction=torch.sigmoid(self.last(torch.relu(self.hidden(z)))).view(-1, 1, 28, 28))

    def trainer(items: np.ndarray, folder: str) -> BaseTrainer:
        from pythae.data.datasets import BaseDataset

        data = torch.from_numpy(items).unsqueeze(1).float() / 255
        settings = BaseTrainerConfig(
            output_dir=folder,
            num_epochs=1,
            learning_rate=RATE,
            per_device_train_batch_size=BATCH,
            no_cuda=True,
            seed=seed,
        )  # fmt: skip
        config = VAEConfig(input_dim=(1, 28, 28), latent_dim=20, reconstruction_loss="bce")
        model = VAE(config, encoder=Encoder(), decoder=Decoder())
        dataset = BaseDataset(data=data, labels=torch.zeros(len(data)))
        return BaseTrainer(model=model, train_dataset=dataset, training_config=settings)

    with tempfile.TemporaryDirectory() as folder:
        trainer(pictures[: 2 * BATCH], folder).train()
        whole = trainer(pictures, folder)
        seen: list[float] = []
        step = whole.train_step
        whole.train_step = lambda epoch: seen.append(float(step(epoch))) or seen[-1]
        start = time.process_time()
        whole.train()
        return time.process_time() - start, seen[0]


def motif(pictures: np.ndarray, seed: int) -> tuple[float, float]:
    """Return the same of Motif's `fit`."""
    from motif.model import VariationalAutoencoder

    def model() -> VariationalAutoencoder:
        return VariationalAutoencoder(
            20, encoder="lecture_vae", likelihood="bernoulli", epochs=1, min_steps=1, batch_size=BATCH,
            learning_rate=RATE, schedule="constant", device="cpu", random_state=seed,
        )  # fmt: skip

    model().fit(pictures[: 2 * BATCH])
    whole = model()
    start = time.process_time()
    whole.fit(pictures)
    return time.process_time() - start, whole.history_["model"][0]


def spawn(side: str, file: Path, seed: int, python: str) -> tuple[float, float]:
    """Return what one run says; `-P` keeps this file from being what `import pythae` finds."""
    command = [python, "-P", "-W", "ignore", __file__, "--child", side, str(file), str(seed)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **SINGLE}).stdout
    seconds, loss = json.loads(said.splitlines()[-1])
    return seconds, loss


def pictures_of(path: Path | None, n_items: int) -> np.ndarray:
    """Return the pictures of an IDX file, or soft blobs."""
    if path is not None:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        return np.frombuffer(data, np.uint8, offset=16).reshape(-1, 28, 28)[:n_items].copy()
    rng, axis = np.random.default_rng(0), np.arange(28)
    middle, width = rng.uniform(6, 22, (2, n_items, 1)), rng.uniform(2, 6, (n_items, 1))
    down, across = (np.exp(-(((axis - one) / width) ** 2)) for one in middle)
    return np.rint(255 * down[:, :, None] * across[:, None, :]).astype(np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peer", default=os.environ.get("MOTIF_PYTHAE_PYTHON"))
    parser.add_argument("--data", type=Path)
    parser.add_argument("--items", type=int, default=60_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        side, file, seed = given.child
        print(json.dumps({"pythae": pythae, "motif": motif}[side](np.load(file), int(seed))))
        return
    if not given.peer or not shutil.which(given.peer):
        print("Skipped: no environment with pythae; give its Python by --peer or MOTIF_PYTHAE_PYTHON.")
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "pictures.npy")
        np.save(file, pictures_of(given.data, given.items))
        runs = [
            (spawn("pythae", file, seed, given.peer), spawn("motif", file, seed, sys.executable))
            for seed in range(given.rounds)
        ]
    row = {
        "pythae_s": statistics.median(theirs[0] for theirs, _ in runs),
        "motif_s": statistics.median(mine[0] for _, mine in runs),
        "ratio": statistics.median(theirs[0] / mine[0] for theirs, mine in runs),
        "pythae_loss": statistics.mean(theirs[1] for theirs, _ in runs),
        "motif_loss": statistics.mean(mine[1] for _, mine in runs),
    }
    if given.json:
        print(json.dumps({"benchmark": "pythae", "items": given.items, "rounds": given.rounds, **row}))
        return
    print("| pictures | pythae's trainer, CPU s | Motif, CPU s | times faster | its loss | Motif's | runs |")
    print("|---|---|---|---|---|---|---|")
    times = f"{row['pythae_s']:.2f} | {row['motif_s']:.2f} | {row['ratio']:.1f}"
    print(f"| {given.items:,} | {times} | {row['pythae_loss']:.1f} | {row['motif_loss']:.1f} | {given.rounds} |")


if __name__ == "__main__":
    main()
