"""k-means on a sample: beside scikit-learn's, 130,000 x 13 in float64, 100 clusters.

CPU seconds at one thread, both fitted in turn with one start on the same items; medians over seeds. Error is the sum of
squared distances over scikit-learn's mean on the same items: below 1 is tighter. "Separate" clusters lie some three of
their own widths apart, and there scikit-learn's single start is 4 % off the best; "overlapping" ones differ in size and
width and run into each other, as audio features do; "uniform" items have no clusters at all.
"""

import argparse
import json
import statistics
import time

import numpy as np
from sklearn.cluster import KMeans as Theirs
from threadpoolctl import threadpool_limits

from motif.model.cluster import KMeans

N_ITEMS, N_FEATURES, N_CLUSTERS = 130_000, 13, 100


def separate(rng):
    centres = rng.normal(size=(N_CLUSTERS, N_FEATURES))
    return centres[rng.integers(N_CLUSTERS, size=N_ITEMS)] + 0.5 * rng.normal(size=(N_ITEMS, N_FEATURES))


def overlapping(rng):
    centres, widths = rng.normal(size=(N_CLUSTERS, N_FEATURES)), rng.uniform(0.4, 1.2, size=(N_CLUSTERS, 1))
    gold = rng.choice(N_CLUSTERS, size=N_ITEMS, p=rng.dirichlet(np.ones(N_CLUSTERS)))
    return centres[gold] + widths[gold] * rng.normal(size=(N_ITEMS, N_FEATURES))


def uniform(rng):
    return rng.random((N_ITEMS, N_FEATURES))


def fitted(model, X) -> tuple[float, float]:
    start = time.process_time()
    model.fit(X)
    return time.process_time() - start, model.inertia_


def measured(X, n_rounds: int) -> dict[str, float]:
    pairs = [
        (fitted(Theirs(N_CLUSTERS, n_init=1, random_state=seed), X), fitted(KMeans(N_CLUSTERS, random_state=seed), X))
        for seed in range(n_rounds)
    ]
    usual = statistics.mean(theirs[1] for theirs, _ in pairs)
    return {
        "theirs_s": statistics.median(theirs[0] for theirs, _ in pairs),
        "ours_s": statistics.median(ours[0] for _, ours in pairs),
        "ratio": statistics.median(theirs[0] / ours[0] for theirs, ours in pairs),
        "mean_error": statistics.mean(ours[1] for _, ours in pairs) / usual,
        "worst_error": max(ours[1] for _, ours in pairs) / usual,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with threadpool_limits(1):
        rows = {
            make.__name__: measured(make(np.random.default_rng(0)), given.rounds)
            for make in (separate, overlapping, uniform)
        }
    if given.json:
        print(json.dumps({"benchmark": "kmeans", **rows}))
        return
    print("| items | scikit-learn, CPU s | Motif, CPU s | times faster | error, mean | error, worst | seeds |")
    print("|---|---|---|---|---|---|---|")
    for name, row in rows.items():
        times = f"{row['theirs_s']:.2f} | {row['ours_s']:.2f} | {row['ratio']:.1f}"
        print(f"| {name} | {times} | {row['mean_error']:.3f} | {row['worst_error']:.3f} | {given.rounds} |")


if __name__ == "__main__":
    main()
