"""Maps of two numbers: the neighbour map beside umap-learn.

The digits of scikit-learn (1,797 x 64) by `NeighbourMap` and by umap-learn with its own settings, both at one thread
and in turn in one process, after a warm-up in which umap-learn compiles itself. CPU seconds are medians; "kept" is the
share of each item's ten nearest that are among the ten nearest on the map; PCA's and chance's are beside it.
"""

import argparse
import json
import statistics
import time
import warnings


def kept(X, Z) -> float:
    from motif.evaluate.projection import neighbours_kept

    return neighbours_kept(X, Z, k=10)


def timed(make, X) -> tuple[float, float]:
    start = time.process_time()
    Z = make().fit_transform(X)
    return time.process_time() - start, kept(X, Z)


def peers():
    from motif.represent.project import PCA, NeighbourMap

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import umap
    return {
        "NeighbourMap": lambda: NeighbourMap(random_state=0),
        "umap-learn": lambda: umap.UMAP(random_state=0, n_jobs=1),
        "PCA": lambda: PCA(2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    from sklearn.datasets import load_digits
    from threadpoolctl import threadpool_limits

    X = load_digits().data.astype("float32")
    makers = peers()
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        makers["umap-learn"]().fit_transform(X[:200])
        rounds = [{name: timed(make, X) for name, make in makers.items()} for _ in range(given.rounds)]
    rows = {
        name: {"cpu_s": statistics.median(one[name][0] for one in rounds), "kept": rounds[0][name][1]}
        for name in makers
    }
    if given.json:
        print(json.dumps({"benchmark": "maps", **rows, "chance": 10 / (len(X) - 1), "runs": given.rounds}))
        return
    print("| map | CPU s | ratio | kept @10 | runs |")
    print("|---|---|---|---|---|")
    theirs = rows["umap-learn"]["cpu_s"]
    for name, row in rows.items():
        print(f"| {name} | {row['cpu_s']:.2f} | {theirs / row['cpu_s']:.1f} | {row['kept']:.3f} | {given.rounds} |")
    print(f"| chance | | | {10 / (len(X) - 1):.3f} | |")


if __name__ == "__main__":
    main()
