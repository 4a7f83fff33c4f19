"""The contractive penalty with its defaults beside the usual way: one backward pass for each unit of the code.

    python benchmarks/contractive.py [--rounds 5] [--json]

Both give the mean of |dh/dx|^2 (Frobenius) over 128 items of 784 numbers, and its gradient by the weights: what a step
of training asks for. "per unit" is the loop of the tutorials, `autograd.grad(h[:, k].sum(), x, create_graph=True)` for
each k. Motif's default is the closed form for one layer and Hutchinson's estimate with one probe for more. CPU seconds
at one thread, in turn; medians. "apart" is how far Motif's value is from the exact one: rounding for the closed form,
the spread of one batch's estimate (standard deviation over 50 draws) for Hutchinson's, which is right on average.
"""

import argparse
import json
import statistics
import time
from itertools import pairwise

import torch
from torch import nn

from motif.model.autoencode import contractive_penalty

N_ITEMS, N_FEATURES, N_DRAWS = 128, 784, 50
ENCODERS = {"784-20": (784, 20), "784-64": (784, 64), "784-400-20": (784, 400, 20)}


def encoder_of(sizes: tuple[int, ...]) -> nn.Sequential:
    """Return dense layers with a sigmoid after each."""
    layers = [layer for pair in pairwise(sizes) for layer in (nn.Linear(*pair), nn.Sigmoid())]
    return nn.Sequential(*layers)


def per_unit(encoder: nn.Module, x: torch.Tensor) -> torch.Tensor:
    """Return the mean penalty by a backward pass for each unit."""
    x = x.detach().requires_grad_()
    h = encoder(x)
    total = torch.zeros(len(x))
    for k in range(h.shape[1]):
        (row,) = torch.autograd.grad(h[:, k].sum(), x, create_graph=True)
        total = total + row.square().sum(dim=1)
    return total.mean()


def default(encoder: nn.Module, x: torch.Tensor) -> torch.Tensor:
    """Return it as `penalty="contractive"` does."""
    return contractive_penalty(encoder, x).mean()


def timed(way, encoder: nn.Module, x: torch.Tensor, n: int) -> float:
    """Return CPU seconds of the penalty with its gradient."""
    for _ in range(2):
        way(encoder, x).backward()
    start = time.process_time()
    for _ in range(n):
        encoder.zero_grad()
        way(encoder, x).backward()
    return (time.process_time() - start) / n


def measured(sizes: tuple[int, ...], n_rounds: int) -> dict[str, float]:
    torch.manual_seed(0)
    encoder, x = encoder_of(sizes), torch.rand(N_ITEMS, N_FEATURES)
    exact = per_unit(encoder, x).item()
    draws = [default(encoder, x).item() / exact for _ in range(N_DRAWS)]
    runs = [(timed(per_unit, encoder, x, 10), timed(default, encoder, x, 100)) for _ in range(n_rounds)]
    return {
        "per_unit_ms": 1000 * statistics.median(theirs for theirs, _ in runs),
        "motif_ms": 1000 * statistics.median(mine for _, mine in runs),
        "ratio": statistics.median(theirs / mine for theirs, mine in runs),
        "off": statistics.mean(draws) - 1,
        "spread": statistics.stdev(draws),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    torch.set_num_threads(1)
    rows = {name: measured(sizes, given.rounds) for name, sizes in ENCODERS.items()}
    if given.json:
        print(json.dumps({"benchmark": "contractive", "rounds": given.rounds, **rows}))
        return
    print("| encoder | per unit, CPU ms | Motif's default, CPU ms | times faster | mean apart | spread | runs |")
    print("|---|---|---|---|---|---|---|")
    for name, row in rows.items():
        times = f"{row['per_unit_ms']:.1f} | {row['motif_ms']:.2f} | {row['ratio']:.0f}"
        print(f"| {name} | {times} | {100 * row['off']:+.2f} % | {100 * row['spread']:.2f} % | {given.rounds} |")


if __name__ == "__main__":
    main()
