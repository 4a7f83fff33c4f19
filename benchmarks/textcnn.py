"""TextConvolution beside the same network on padded texts, and beside one that sorts texts by length.

    python benchmarks/textcnn.py [--rounds 7] [--json]

Titles of 1 to 40 words, 9 on average, in batches of 128; 8 widths. "Padded" is what Wang et al. 2017 do: every text is
padded with zeros to the longest (40 words), a convolution over all of it for each width, batch normalisation, the
maximum. "Buckets" is the same with batches of texts of like length, each padded to its own longest (their padding does
not count in this comparison: it leaks as well). Ours lays out windows around words alone, in batches by chance. A step
is forward, loss, gradients and Adam. One thread, CPU seconds, in turn, medians over rounds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from motif.model.experts.layer import Layers
from motif.model.sequence.network import Reader

BATCH, LONGEST, MEAN, N_WORDS, WIDTHS = 128, 40, 9, 20_000, 8
SIZES = {  # numbers of a vector, filters, hidden, labels
    "default for a CPU": (100, 64, 256, 1000),
    "default, 300 numbers": (300, 64, 256, 1000),
    "the paper's": (300, 512, 4096, 4716),
}


class Padded(Layers):
    """As the paper's program: windows of padding count too."""

    def __init__(self, vectors: np.ndarray, n_channels: int, n_hidden: int, n_labels: int) -> None:
        super().__init__(WIDTHS * n_channels, n_labels, n_hidden=n_hidden, dropout=0.5)
        self.table = torch.from_numpy(np.concatenate([np.zeros_like(vectors[:1]), vectors]))
        n_numbers = vectors.shape[1]
        self.filters = nn.ModuleList(
            nn.Conv1d(n_numbers, n_channels, width, padding="same", bias=False) for width in range(1, WIDTHS + 1)
        )
        self.norms = nn.ModuleList(nn.BatchNorm1d(n_channels) for _ in range(WIDTHS))

    def features(self, x: torch.Tensor) -> torch.Tensor:
        seen = functional.embedding(x.long() + 1, self.table).transpose(1, 2).contiguous()
        parts = [
            functional.relu(norm(filters(seen))).amax(dim=2)
            for filters, norm in zip(self.filters, self.norms, strict=True)
        ]
        return super().features(torch.cat(parts, dim=1))


def batches(rng: np.random.Generator, n: int) -> tuple[list[torch.Tensor], list[torch.Tensor], list[torch.Tensor]]:
    """Batches by chance padded to the longest of all; the same texts by length; and by chance again, for ours."""
    sizes = np.clip(rng.negative_binomial(6, 6 / (6 + MEAN - 1), size=BATCH * n) + 1, 1, LONGEST)
    texts = [rng.integers(N_WORDS, size=size) for size in sizes]

    def laid(rows: list[np.ndarray], width: int) -> torch.Tensor:
        held = np.full((len(rows), width), -1, np.int32)
        for row, text in zip(held, rows, strict=True):
            row[: len(text)] = text
        return torch.from_numpy(held)

    runs = [texts[i : i + BATCH] for i in range(0, len(texts), BATCH)]
    ordered = sorted(texts, key=len)
    alike = [ordered[i : i + BATCH] for i in range(0, len(texts), BATCH)]
    return (
        [laid(run, LONGEST) for run in runs],
        [laid(run, max(map(len, run))) for run in alike],
        [laid(run, max(map(len, run))) for run in runs],
    )


def stepped(net: Layers, adam: torch.optim.Optimizer, seen: list[torch.Tensor], labels: torch.Tensor) -> float:
    """CPU seconds of a step, over several batches."""
    chance = torch.Generator().manual_seed(0)
    start = time.process_time()
    for x in seen:
        loss = net.noisy_loss(x, labels, chance).mean()
        adam.zero_grad(set_to_none=True)
        loss.backward()
        adam.step()
    return (time.process_time() - start) / len(seen)


@torch.no_grad()
def asked(net: Layers, seen: list[torch.Tensor]) -> float:
    """CPU seconds of an answer, over several batches."""
    net.eval()
    start = time.process_time()
    for x in seen:
        net.probabilities(x)
    spent = (time.process_time() - start) / len(seen)
    net.train()
    return spent


def measured(size: tuple[int, int, int, int], n_rounds: int, n_batches: int) -> dict[str, float]:
    n_numbers, n_channels, n_hidden, n_labels = size
    rng = np.random.default_rng(0)
    torch.manual_seed(0)
    vectors = rng.normal(size=(N_WORDS, n_numbers)).astype(np.float32)
    settings = {"vectors": vectors, "max_width": WIDTHS, "n_channels": n_channels}
    ours = Reader(N_WORDS, n_labels, **settings, n_hidden=n_hidden, dropout=0.5)
    theirs = Padded(vectors, n_channels, n_hidden, n_labels)
    labels = (torch.rand(BATCH, n_labels) < 3.4 / n_labels).float()
    padded, alike, free = batches(rng, n_batches)
    adams = [torch.optim.Adam(net.parameters(), lr=1e-3, fused=True) for net in (ours, theirs)]
    ways = {
        "padded": (theirs, adams[1], padded), "buckets": (theirs, adams[1], alike), "ours": (ours, adams[0], free)
    }  # fmt: skip
    found: dict[str, list[float]] = {f"{name}_{what}": [] for name in ways for what in ("step", "ask")}
    for round_ in range(n_rounds + 1):
        for name, (net, adam, seen) in ways.items():
            spent = stepped(net, adam, seen, labels), asked(net, seen)
            if round_:  # the first warms up
                found[f"{name}_step"].append(spent[0])
                found[f"{name}_ask"].append(spent[1])
    return {name: statistics.median(values) for name, values in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    torch.set_num_threads(1)
    rows = {
        name: measured(size, given.rounds if size[1] < 512 else 2, 8 if size[1] < 512 else 2)
        for name, size in SIZES.items()
    }
    if given.json:
        print(json.dumps(rows))
        return
    print("| network | what | padded, ms | buckets, ms | ours, ms | padded / ours | buckets / ours |")
    print("|---|---|---|---|---|---|---|")
    for name, row in rows.items():
        for what in ("step", "ask"):
            padded, alike, ours = (row[f"{way}_{what}"] * 1e3 for way in ("padded", "buckets", "ours"))
            figures = f"{padded:.0f} | {alike:.0f} | {ours:.0f} | {padded / ours:.2f} | {alike / ours:.2f}"
            print(f"| {name} | {what} | {figures} |")


if __name__ == "__main__":
    main()
