"""The twenty nearest of one song among a million: the exact search beside plain numpy.

Made-up songs with 13 features, float32. Motif: `nearest`, float32 products and a float64 re-check of the finalists,
nothing prepared. Plain numpy: the squared differences to all songs, `argpartition`, then a sort of the twenty.
"Prepared" is numpy that knows the songs' lengths beforehand and takes one product; it is the fastest for a single song,
and where items lie far from the origin it rounds away what tells them apart. Milliseconds are processor time of one
thread for one song, medians of 20 songs asked in turn of all three.
"""

import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is loaded

import statistics
import time

import numpy as np

from motif.represent.nearest import nearest

N_SONGS, N_FEATURES, N_FOUND, N_ASKED = 1_000_000, 13, 20, 20


def by_numpy(X: np.ndarray, song: np.ndarray) -> np.ndarray:
    return _best(((X - song) ** 2).sum(axis=1))


def prepared(X: np.ndarray, lengths: np.ndarray, song: np.ndarray) -> np.ndarray:
    return _best(lengths - 2 * (X @ song))


def _best(squares: np.ndarray) -> np.ndarray:
    found = np.argpartition(squares, N_FOUND)[:N_FOUND]
    return found[np.argsort(squares[found], kind="stable")]


def main() -> None:
    """Print the table."""
    X = np.random.default_rng(0).normal(size=(N_SONGS, N_FEATURES)).astype(np.float32)
    lengths = np.einsum("ij,ij->i", X, X)
    ways = {
        "Motif": lambda song: nearest(X, song[None], N_FOUND)[1][0],
        "plain": lambda song: by_numpy(X, song),
        "prepared": lambda song: prepared(X, lengths, song),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    agreed = []
    for row in range(N_ASKED + 1):  # the first is not counted
        found = {}
        for name, way in ways.items():
            started = time.process_time()
            found[name] = way(X[row])
            times[name].append(1000 * (time.process_time() - started))
        agreed.append(float(np.isin(found["Motif"], found["plain"]).mean()))
    ours, plain, fast = (statistics.median(times[name][1:]) for name in ways)
    print("| songs | Motif, ms | plain numpy, ms | of its time | prepared numpy, ms | same songs found |")
    print("|---|---|---|---|---|---|")
    print(f"| {N_SONGS:,} | {ours:.0f} | {plain:.0f} | {ours / plain:.2f} | {fast:.0f} | {np.mean(agreed):.4f} |")


if __name__ == "__main__":
    main()
