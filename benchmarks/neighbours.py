"""Nearest neighbours: the exact search beside plain numpy and faiss-flat, and the inverted file beside all three.

The 10 nearest of 64 float32 features for a batch of 1,000 queries. Plain numpy forms all squared distances of the batch
in float32 by one matrix product and takes `argpartition`, which needs 12 GB at 1,000,000 items; the second column does
the same for 100 queries at a time, which suits the processor's memory better. faiss-flat is `IndexFlatL2`. They answer
in float32, Motif as float64 would. Milliseconds are processor time a query on one thread, medians of rounds in which
all are timed in turn. "agree" is the share of Motif's positions that faiss-flat has in the same place. MB is what a
search adds to the peak memory of a fresh process that holds the items. The inverted file (`index="ivf"`) was asked for
a recall of 0.95; what it measured of itself stands beside it, and building it is not in its time. At 1,000,000 items it
is left out, as building it takes minutes. "tailed" items have one number in a thousand 100,000 times as large, and
one column of the exponential of 4 times a normal number: float32 cannot tell the small ones apart beside these if one
allowance for rounding must do for all, and what faiss-flat and numpy say in float32 there is not all true.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

N, FEATURES, QUERIES = 10, 64, 1000
CASES = ((100_000, "plain"), (100_000, "tailed"), (1_000_000, "plain"))
IVF_UP_TO = 100_000
ADDED = """
import sys
sys.path.insert(0, sys.argv[1])
from neighbours import made
from motif.represent.nearest import nearest
def peak():
    line = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
items, queries = made(int(sys.argv[2]), sys.argv[3])
nearest(items[:1000], queries[:10], 10)
before = peak()
nearest(items, queries, 10)
print(peak() - before)
"""


def made(n_items: int, kind: str = "plain"):
    """Return items around 1,000 loose centres, and queries of the same kind; "tailed" ones with numbers far out."""
    import numpy as np

    rng = np.random.default_rng(0)
    centres = rng.standard_normal((1000, FEATURES), dtype=np.float32)
    whole = rng.standard_normal((n_items + QUERIES, FEATURES), dtype=np.float32)
    for start in range(0, len(whole), 1 << 16):
        part = whole[start : start + (1 << 16)]
        part += centres[rng.integers(1000, size=len(part))]
    if kind == "tailed":
        far = rng.integers(whole.size, size=whole.size // 1000)
        whole.ravel()[far] *= 1e5
        whole[:, 0] = np.exp(4 * rng.standard_normal(len(whole)))
    return whole[:n_items], whole[n_items:]


def plain_numpy(items, squares, queries, size: int):
    import numpy as np

    found = []
    for start in range(0, len(queries), size):
        distances = queries[start : start + size] @ items.T
        distances *= -2
        distances += squares
        near = np.argpartition(distances, N, axis=1)[:, :N]
        order = np.argsort(np.take_along_axis(distances, near, 1), axis=1)
        found.append(np.take_along_axis(near, order, 1))
    return np.concatenate(found)


def contenders(n_items: int, kind: str) -> tuple[dict[str, Callable], float | None]:
    """Return what is timed, by name, and the recall that the inverted file says it has."""
    import faiss

    from motif.model.neighbours import Neighbours
    from motif.represent.nearest import nearest

    items, queries = made(n_items, kind)
    squares = (items * items).sum(axis=1)
    flat = faiss.IndexFlatL2(FEATURES)
    flat.add(items)
    timed = {
        "motif": lambda: nearest(items, queries, N)[1],
        "numpy": lambda: plain_numpy(items, squares, queries, QUERIES),
        "by_100": lambda: plain_numpy(items, squares, queries, 100),
        "faiss": lambda: flat.search(queries, N)[1],
    }
    if n_items > IVF_UP_TO or kind == "tailed":
        return timed, None
    lists = Neighbours(N, index="ivf", random_state=0).fit(items)
    return timed | {"ivf": lambda: lists.kneighbors(queries)[1]}, lists.recall_


def cpu_ms(search: Callable) -> float:
    start = time.process_time()
    search()
    return (time.process_time() - start) * 1e3 / QUERIES


def added_mb(n_items: int, kind: str) -> float:
    command = [sys.executable, "-c", ADDED, str(sys.path[0]), str(n_items), kind]
    return float(subprocess.run(command, capture_output=True, check=True).stdout)


def measured(n_items: int, kind: str, rounds: int) -> dict[str, float | str | None]:
    import faiss
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        faiss.omp_set_num_threads(1)
        timed, recall = contenders(n_items, kind)
        agree = float((timed["faiss"]() == timed["motif"]()).mean())
        times = [{name: cpu_ms(search) for name, search in timed.items()} for _ in range(rounds)]
    medians = {name: statistics.median(one[name] for one in times) for name in timed}
    ratios = {f"{name}_ratio": medians[name] / medians["motif"] for name in ("numpy", "by_100", "faiss")}
    facts = {"agree": agree, "recall": recall, "added_mb": added_mb(n_items, kind)}
    return {
        "items": n_items,
        "kind": kind,
        **{f"{name}_ms": value for name, value in medians.items()},
        **ratios,
        **facts,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    rows = [measured(n_items, kind, given.rounds) for n_items, kind in CASES]
    if given.json:
        print(json.dumps({"benchmark": "neighbours", "rows": rows}))
        return
    heads = [
        "items",
        "kind",
        "Motif, ms",
        "numpy, ms",
        "by 100, ms",
        "faiss-flat, ms",
        "numpy / Motif",
        "by 100 / Motif",
    ]
    heads += ["faiss / Motif", "agree", "MB", "ivf, ms", "recall"]
    print(f"| {' | '.join(heads)} |\n{'|---' * len(heads)}|")
    for row in rows:
        times = [f"{row[f'{name}_ms']:.2f}" for name in ("motif", "numpy", "by_100", "faiss")]
        ratios = [f"{row[f'{name}_ratio']:.1f}" for name in ("numpy", "by_100", "faiss")]
        lists = ["–", "–"] if row["recall"] is None else [f"{row['ivf_ms']:.3f}", f"{row['recall']:.3f}"]
        cells = [
            f"{row['items']:,}",
            row["kind"],
            *times,
            *ratios,
            f"{row['agree']:.4f}",
            f"{row['added_mb']:.0f}",
            *lists,
        ]
        print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
