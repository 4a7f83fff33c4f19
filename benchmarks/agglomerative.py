"""Agglomerative clusters: beside scikit-learn's, 5,000 x 300 in float32, 200 clusters.

CPU seconds at one thread, both fitted in turn on the same items; medians. "Alike" is the adjusted Rand index of the two
answers: 1 is the same clusters. No package was added for this: SciPy's tree alone, given the distances, takes about as
long as Motif's with them.
"""

import argparse
import json
import statistics
import time

import numpy as np
from scipy.cluster.hierarchy import linkage as scipy_tree
from scipy.spatial.distance import pdist
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from motif.model.cluster import Agglomerative

N_ITEMS, N_FEATURES, N_CLUSTERS = 5_000, 300, 200
WAYS = (("cosine", "complete"), ("cosine", "average"), ("euclidean", "complete"), ("euclidean", "ward"))


def words(rng):
    centres = rng.normal(size=(N_CLUSTERS, N_FEATURES))
    noise = 1.5 * rng.normal(size=(N_ITEMS, N_FEATURES))
    return (centres[rng.integers(N_CLUSTERS, size=N_ITEMS)] + noise).astype(np.float32)


def timed(call) -> tuple[float, object]:
    start = time.process_time()
    result = call()
    return time.process_time() - start, result


def measured(X, metric: str, linkage: str, n_rounds: int) -> dict[str, float]:
    settings = {"metric": metric, "linkage": linkage}
    apart = pdist(X, metric)
    theirs, ours, trees = [], [], []
    for _ in range(n_rounds):
        theirs.append(timed(lambda: AgglomerativeClustering(N_CLUSTERS, **settings).fit_predict(X)))
        ours.append(timed(lambda: Agglomerative(N_CLUSTERS, **settings).fit_predict(X)))
        trees.append(timed(lambda: scipy_tree(apart, linkage)))
    return {
        "theirs_s": statistics.median(seconds for seconds, _ in theirs),
        "scipy_tree_s": statistics.median(seconds for seconds, _ in trees),
        "ours_s": statistics.median(seconds for seconds, _ in ours),
        "ratio": statistics.median(a / b for (a, _), (b, _) in zip(theirs, ours, strict=True)),
        "alike": adjusted_rand_score(theirs[0][1], ours[0][1]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    X = words(np.random.default_rng(0))
    with threadpool_limits(1):
        rows = {f"{linkage}, {metric}": measured(X, metric, linkage, given.rounds) for metric, linkage in WAYS}
    if given.json:
        print(json.dumps({"benchmark": "agglomerative", **rows}))
        return
    print(
        "| linkage, metric | scikit-learn, CPU s | SciPy's tree, CPU s | Motif, CPU s | times faster | alike | runs |"
    )
    print("|---|---|---|---|---|---|---|")
    for name, row in rows.items():
        times = f"{row['theirs_s']:.2f} | {row['scipy_tree_s']:.2f} | {row['ours_s']:.2f} | {row['ratio']:.1f}"
        print(f"| {name} | {times} | {row['alike']:.3f} | {given.rounds} |")


if __name__ == "__main__":
    main()
