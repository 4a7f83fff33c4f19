"""Autoencoders: one epoch beside the loop of the PyTorch examples, equal batches and loss, one thread.

    python benchmarks/autoencode.py [--data train-images-idx3-ubyte.gz] [--items 60000] [--rounds 3] [--threads 1]
                                    [--json]

The canonical loop is that of `pytorch/examples`: a `Dataset` that makes a PIL image of each picture and the tensor of
it (torchvision's `ToTensor`, written out), a `DataLoader` of 128 with shuffling in the main process, Adam, and
`loss.item()` at each step. Motif trains the same network on the same number of batches with the same loss, from the
same bytes. Both are timed in turn over one epoch, in CPU seconds; medians of the rounds. "VAE" is 784-400-20 with
cross-entropy, "dense" 784-128-64-12-3 and "conv" the lecture's convolutional network, both with squared error. Loss is
each side's mean over the epoch, a picture's sum; the first weights and the shuffles differ. "over a bare step" is
how much longer Motif's whole `fit` takes than forward pass, backward pass and fused Adam alone, as many times on one
batch that lies ready. "its loading" is what the canonical loop spends before the network sees a batch, and "ceiling"
how many times faster than the whole canonical loop those bare steps are: no loop around them can do better, but for
noise. Two steps of each side go before, uncounted. With `--threads 2` both sides take two, and seconds are those of
the wall clock.

Motif's large dense layers multiply by oneDNN (`motif.model.autoencode.affine`), the example's by MKL, as PyTorch does
by itself. On AMD's processors MKL leaves AVX-512 idle: there, a product takes half the time. Where both use it, as on
Intel's, this part of the lead is gone; without it the ceilings on the AMD machine were 1.8 (VAE) and 2.6 (dense).

Pictures are Fashion-MNIST's where `--data` names its file (Debian: `dataset-fashion-mnist`), and otherwise made up, of
the same size and number: smooth blobs.
"""

import argparse
import gzip
import json
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader, Dataset

from motif.model import Autoencoder, VariationalAutoencoder
from motif.model.autoencode.scaling import summarise
from motif.model.train import Batch, Rows

BATCH = 128
CLOCK, THREADS = time.process_time, 1  # changed by --threads


class Canonical(Dataset):
    """`torchvision.datasets.MNIST(..., transform=transforms.ToTensor())`, each of its steps on an item."""

    def __init__(self, pictures: np.ndarray) -> None:
        self.data = torch.from_numpy(pictures)
        self.targets = torch.zeros(len(pictures), dtype=torch.int64)
        self.transform, self.target_transform = ToTensor(), None

    def __len__(self) -> int:
        return len(self.data)

    def __getitem__(self, index: int):
        picture, target = self.data[index], int(self.targets[index])
        picture = Image.fromarray(picture.numpy(), mode="L")
        if self.transform is not None:
            picture = self.transform(picture)
        if self.target_transform is not None:
            target = self.target_transform(target)
        return picture, target


class ToTensor:
    """`torchvision.transforms.ToTensor`."""

    def __call__(self, picture: Image.Image) -> torch.Tensor:
        return to_tensor(picture)


def to_tensor(picture: Image.Image) -> torch.Tensor:
    """`torchvision.transforms.functional.to_tensor`, with the questions that it asks of a PIL image on its way."""
    if not torch.jit.is_scripting() and not torch.jit.is_tracing():
        torch._C._log_api_usage_once("torchvision.transforms.functional.to_tensor")
    if not (isinstance(picture, Image.Image) or isinstance(picture, np.ndarray)):  # noqa: SIM101 - as it is there
        raise TypeError(type(picture))
    dtype = torch.get_default_dtype()
    if isinstance(picture, np.ndarray):
        raise TypeError(type(picture))
    kinds = {"I": np.int32, "I;16" if sys.byteorder == "little" else "I;16B": np.int16, "F": np.float32}
    image = torch.from_numpy(np.array(picture, kinds.get(picture.mode, np.uint8), copy=True))
    if picture.mode == "1":
        image = 255 * image
    image = image.view(picture.size[1], picture.size[0], len(picture.getbands()))
    image = image.permute((2, 0, 1)).contiguous()
    if isinstance(image, torch.ByteTensor):
        return image.to(dtype=dtype).div(255)
    return image


class VAE(nn.Module):
    """That of the examples."""

    def __init__(self) -> None:
        super().__init__()
        self.fc1, self.fc21, self.fc22 = nn.Linear(784, 400), nn.Linear(400, 20), nn.Linear(400, 20)
        self.fc3, self.fc4 = nn.Linear(20, 400), nn.Linear(400, 784)

    def forward(self, x):
        h1 = functional.relu(self.fc1(x.view(-1, 784)))
        mu, logvar = self.fc21(h1), self.fc22(h1)
        std = torch.exp(0.5 * logvar)
        z = mu + torch.randn_like(std) * std
        return torch.sigmoid(self.fc4(functional.relu(self.fc3(z)))), mu, logvar

    def loss(self, x):
        restored, mu, logvar = self(x)
        cost = functional.binary_cross_entropy(restored, x.view(-1, 784), reduction="sum")
        return cost - 0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())


class Squared(nn.Module):
    """An encoder and a decoder, and the squared error."""

    def __init__(self, *layers: nn.Module) -> None:
        super().__init__()
        self.layers = nn.Sequential(*layers)

    def loss(self, x):
        return functional.mse_loss(self.layers(x), x, reduction="sum")


def dense() -> nn.Module:
    """784-128-64-12-3 and back; a sigmoid where the lecture has Tanh, which does not fit [0, 1]."""
    down = [nn.Linear(784, 128), nn.ReLU(True), nn.Linear(128, 64), nn.ReLU(True), nn.Linear(64, 12), nn.ReLU(True)]
    up = [nn.Linear(3, 12), nn.ReLU(True), nn.Linear(12, 64), nn.ReLU(True), nn.Linear(64, 128), nn.ReLU(True)]
    last = [nn.Linear(128, 784), nn.Sigmoid(), nn.Unflatten(1, (1, 28, 28))]
    return Squared(nn.Flatten(), *down, nn.Linear(12, 3), *up, *last)


def conv() -> nn.Module:
    """The lecture's, with a sigmoid."""
    down = [
        nn.Conv2d(1, 16, 3, stride=3, padding=1), nn.ReLU(True), nn.MaxPool2d(2, stride=2),
        nn.Conv2d(16, 8, 3, stride=2, padding=1), nn.ReLU(True), nn.MaxPool2d(2, stride=1),
    ]  # fmt: skip
    up = [
        nn.ConvTranspose2d(8, 16, 3, stride=2), nn.ReLU(True),
        nn.ConvTranspose2d(16, 8, 5, stride=3, padding=1), nn.ReLU(True),
        nn.ConvTranspose2d(8, 1, 2, stride=2, padding=1), nn.Sigmoid(),
    ]  # fmt: skip
    return Squared(*down, *up)


def ours(name: str, n_steps: int, seed: int):
    """Return Motif's estimator for a network."""
    same = {
        "epochs": 1, "batch_size": BATCH, "learning_rate": 1e-3, "schedule": "constant", "activation": "relu",
        "max_steps": n_steps, "min_steps": 1, "device": "cpu", "n_threads": THREADS, "random_state": seed,
    }  # fmt: skip
    if name == "VAE":
        return VariationalAutoencoder(20, encoder="lecture_vae", likelihood="bernoulli", **same)
    if name == "dense":
        return Autoencoder(3, encoder="lecture_dense", output="sigmoid", **same)
    return Autoencoder(32, encoder="lecture_conv", output="sigmoid", **same)


NETWORKS = {"VAE": VAE, "dense": dense, "conv": conv}


def canonical(name: str, pictures: np.ndarray, seed: int) -> tuple[float, float]:
    """Return CPU seconds and mean loss of one epoch of the example's loop."""
    torch.manual_seed(seed)
    model = NETWORKS[name]()
    start = CLOCK()
    loader = DataLoader(Canonical(pictures), batch_size=BATCH, shuffle=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    model.train()
    total = 0.0
    for data, _ in loader:
        optimizer.zero_grad()
        loss = model.loss(data)
        (loss / len(data)).backward()  # the mean over the batch, as Motif's: Adam takes the same steps
        total += loss.item()
        optimizer.step()
    return CLOCK() - start, total / len(pictures)


def motif(name: str, pictures: np.ndarray, seed: int) -> tuple[float, float]:
    """Return the same of Motif's whole `fit`, with its looks at the data before and after training."""
    n_steps = -(-len(pictures) // BATCH)
    model = ours(name, n_steps, seed)
    start = CLOCK()
    model.fit(pictures.reshape(len(pictures), -1))
    return CLOCK() - start, model.history_["model"][0]


def loading(pictures: np.ndarray) -> float:
    """Return CPU seconds of the canonical loop without a network."""
    start = CLOCK()
    for _ in DataLoader(Canonical(pictures), batch_size=BATCH, shuffle=True):
        pass
    return CLOCK() - start


def bare(name: str, pictures: np.ndarray, seed: int) -> float:
    """Return CPU seconds of forward pass, backward pass and fused Adam on Motif's network and ready batches."""
    n_steps = -(-len(pictures) // BATCH)
    rows = pictures[:BATCH].reshape(BATCH, -1)
    model = ours(name, 1, seed).fit(rows)
    net = model._net(torch.float32, own=True).train()  # the very network that fit trains
    objective = model._objective(summarise(Rows(rows)))
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3, fused=True)
    chance = torch.Generator().manual_seed(seed)
    x = torch.from_numpy(rows.astype(np.float32))
    start = CLOCK()
    for step in range(n_steps):
        loss = objective.losses(net, Batch(x, None, chance), step)["model"]
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
    return CLOCK() - start


def blobs(n: int) -> np.ndarray:
    """Return made-up pictures: three soft spots each."""
    rng = np.random.default_rng(0)
    axis = np.arange(28)
    pictures = np.empty((n, 28, 28), dtype=np.uint8)
    for i in range(n):
        x, y, width = rng.uniform(6, 22, 3), rng.uniform(6, 22, 3), rng.uniform(2, 6, 3)
        rows, columns = (
            np.exp(-(((axis[:, None] - centre) / width) ** 2)) for centre in (y, x)
        )  # fmt: skip
        pictures[i] = np.rint(255 * np.clip(rows @ columns.T, 0, 1))
    return pictures


def fashion(path: Path) -> np.ndarray:
    """Return the pictures of an IDX file."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return np.frombuffer(data, np.uint8, offset=16).reshape(-1, 28, 28).copy()


def measured(name: str, pictures: np.ndarray, n_rounds: int) -> dict[str, float]:
    few = pictures[: 2 * BATCH]
    canonical(name, few, 0), motif(name, few, 0)  # what is imported and laid out once
    runs = [
        (canonical(name, pictures, seed), motif(name, pictures, seed), bare(name, pictures, seed))
        for seed in range(n_rounds)
    ]
    return {
        "canonical_s": statistics.median(theirs[0] for theirs, _, _ in runs),
        "motif_s": statistics.median(mine[0] for _, mine, _ in runs),
        "ratio": statistics.median(theirs[0] / mine[0] for theirs, mine, _ in runs),
        "canonical_loss": statistics.mean(theirs[1] for theirs, _, _ in runs),
        "motif_loss": statistics.mean(mine[1] for _, mine, _ in runs),
        "loading_s": loading(pictures),
        "ceiling": statistics.median(theirs[0] / alone for theirs, _, alone in runs),
        "over_bare": statistics.median(mine[0] / alone for _, mine, alone in runs),
    }


def main() -> None:
    global CLOCK, THREADS
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="train-images-idx3-ubyte[.gz]; without it the pictures are made up")
    parser.add_argument("--items", type=int, default=60_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1, help="of PyTorch; with more than one, times are wall times")
    parser.add_argument("--networks", nargs="+", choices=NETWORKS, default=list(NETWORKS))
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    THREADS, CLOCK = given.threads, time.process_time if given.threads == 1 else time.perf_counter
    torch.set_num_threads(THREADS)
    pictures = blobs(given.items) if given.data is None else fashion(given.data)[: given.items]
    rows = {name: measured(name, pictures, given.rounds) for name in given.networks}
    of = "made-up pictures" if given.data is None else "Fashion-MNIST"
    if given.json:
        print(json.dumps({"benchmark": "autoencode", "items": len(pictures), "of": of, "threads": THREADS, **rows}))
        return
    seconds = "CPU s" if THREADS == 1 else f"s on {THREADS} threads"
    print(f"| network, {len(pictures):,} {of} | PyTorch's example, {seconds} | its loading | Motif, {seconds} "
          "| times faster | ceiling | its loss | Motif's | over a bare step | runs |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, row in rows.items():
        times = f"{row['canonical_s']:.2f} | {row['loading_s']:.2f} | {row['motif_s']:.2f} | {row['ratio']:.2f}"
        times += f" | {row['ceiling']:.2f}"
        losses = f"{row['canonical_loss']:.2f} | {row['motif_loss']:.2f}"
        print(f"| {name} | {times} | {losses} | {100 * (row['over_bare'] - 1):+.0f} % | {given.rounds} |")


if __name__ == "__main__":
    main()
