"""Judging tags: GAP of 4,716 classes beside the YouTube-8M starter code's way, and a stream of 100,000 items.

The peer is written after the starter's `calculate_gap`: for each video in Python `argpartition` for its 20 best,
triplets of class, score and label, lists by class, all pushed on a heap, and a walk over the sorted ranking. Both get
the same float32 scores and uint8 labels in one process, in turn; seconds are processor time, medians, for 100,000
items; "apart" is the difference of the two values. MB is the peak memory of a fresh process, Python and NumPy included,
that judges 100,000 items in batches of 1,000: all five figures, 20 permutations and 20 half-samples.
"""

import argparse
import heapq
import json
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

N_CLASSES = 4716
TOP = 20


def predictions(rng: np.random.Generator, n_items: int) -> tuple[np.ndarray, np.ndarray]:
    """Return scores and labels of a long-tailed vocabulary, about 3.4 labels an item, most of them found."""
    share = 1 / np.arange(1, N_CLASSES + 1)
    reached = np.cumsum(share / share.sum())
    labels = np.zeros((n_items, N_CLASSES), np.uint8)
    for row in labels:
        row[np.minimum(np.searchsorted(reached, rng.random(1 + rng.poisson(2.4))), N_CLASSES - 1)] = 1
    scores = rng.random((n_items, N_CLASSES), dtype=np.float32) ** 12 * np.float32(0.5)
    found = (labels == 1) & (rng.random(labels.shape, dtype=np.float32) < 0.8)
    scores[found] = 0.3 + 0.7 * rng.random(int(found.sum()), dtype=np.float32)
    return scores, labels


def starter_gap(scores: np.ndarray, labels: np.ndarray) -> float:
    """Return GAP as the starter code goes about it."""
    triplets = []
    for row, right in zip(scores, labels, strict=True):
        best = np.argpartition(row, -TOP)[-TOP:]
        triplets.extend((of, row[of], right[of]) for of in best)
    by_class: list[list[tuple[float, int]]] = [[] for _ in range(N_CLASSES)]
    for of, score, right in triplets:
        by_class[of].append((score, right))
    n_labels = sum(int(np.sum(labels[:, of])) for of in range(N_CLASSES))
    heap: list[tuple[float, int]] = []
    for entry in (entry for entries in by_class for entry in entries):
        heapq.heappush(heap, entry)
    pooled, hits = (np.array(part, dtype=np.float64) for part in zip(*heap, strict=True))
    shuffled = np.array(random.Random(0).sample(range(len(pooled)), len(pooled)))
    pooled, hits = pooled[shuffled], hits[shuffled]
    total, found = 0.0, 0
    for place, of in enumerate(sorted(range(len(pooled)), key=lambda at: pooled[at], reverse=True), start=1):
        if hits[of] > 0:
            found += 1
            total += found / place
    return total / n_labels


def timed(function, *given) -> tuple[float, float]:
    start = time.process_time()
    value = function(*given)
    return value, time.process_time() - start


def stream(n_items: int) -> dict[str, float]:
    """Judge a stream and return the peak memory of this process in MB, and its processor seconds."""
    from motif.evaluate.tagging import TaggingScores

    rng, judged, spent = np.random.default_rng(0), TaggingScores(N_CLASSES), 0.0
    for _ in range(n_items // 1000):
        spent += timed(judged.update, *predictions(rng, 1000))[1]
    figures, seconds = timed(lambda: judged.result(random_state=0, n_permutations=20, n_resamples=20))
    status = Path("/proc/self/status").read_text().splitlines()  # `ru_maxrss` would count the parent that forked
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    return {"peak_mb": peak / 1024, "update_s": spent, "result_s": seconds, "gap": figures["gap"].value}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--n-items", type=int, default=4000)
    parser.add_argument("--stream", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.stream:
        print(json.dumps(stream(given.stream)))
        return
    from motif.evaluate.tagging import global_average_precision

    scores, labels = predictions(np.random.default_rng(0), given.n_items)
    theirs, ours = [], []
    for _ in range(given.rounds):
        theirs.append(timed(starter_gap, scores, labels))
        ours.append(timed(global_average_precision, scores, labels))
    apart = abs(theirs[0][0] - ours[0][0])
    their_s, our_s = (statistics.median(s for _, s in runs) * 100_000 / given.n_items for runs in (theirs, ours))
    command = [sys.executable, __file__, "--stream", "100000"]
    streamed = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    row = {"starter_s": their_s, "motif_s": our_s, "ratio": their_s / our_s, "apart": apart, **streamed}
    if given.json:
        print(json.dumps({"benchmark": "tagging", **row}))
        return
    print("| starter's way, s | Motif, s | ratio | apart | stream: batches, s | result, s | MB | runs |")
    print("|---|---|---|---|---|---|---|---|")
    numbers = f"{their_s:.1f} | {our_s:.2f} | {row['ratio']:.0f} | {apart:.0e} | {streamed['update_s']:.1f}"
    print(f"| {numbers} | {streamed['result_s']:.1f} | {streamed['peak_mb']:.0f} | {given.rounds} |")


if __name__ == "__main__":
    main()
