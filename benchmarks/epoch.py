"""One epoch of video-level features: shuffled batches of Motif's mapped blocks, against reading the records anew.

    python benchmarks/epoch.py [--peer PYTHON] [--records 10000] [--rounds 3] [--json]

PYTHON is the interpreter of an environment with `pip install tfrecord` (or MOTIF_TFRECORD_PYTHON); without one, the
records are read by Motif alone. Each side gives all videos once as float32 batches of 1,024 x 1,152: the blocks of a
gathered collection (float32, float16, uint8 that are dequantised) in shuffled order, as training takes them; the
readers in the file's order, since a file cannot be shuffled. CPU seconds, fresh processes in turn, one epoch of warming
up, so that files are in the page cache; medians over rounds; what came out is summed and agrees.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

SINGLE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
BATCH = 1024
DTYPES = ("float32", "float16", "uint8")
READERS = {"motif": "Motif's reader, checksums compared", "tfrecord": "the `tfrecord` package"}
NEAR = {"float32": 1e-5, "float16": 1e-3, "uint8": 2e-2}  # of a mean over all numbers; a step of a byte is 4/255


def written(path: Path, n_records: int) -> None:
    """Write made-up records: an id, one to nine labels, 1,024 and 128 floats in [-2, 2]."""
    from motif.source.tfrecord.write import example_bytes, write_records

    rng = np.random.default_rng(0)

    def record(number: int) -> bytes:
        values = rng.normal(size=1152).clip(-2, 2).astype(np.float32)
        labels = np.unique(rng.zipf(1.3, rng.integers(1, 10)) % 3862)
        told = {"id": [b"%06d" % number], "labels": labels, "mean_rgb": values[:1024], "mean_audio": values[1024:]}
        return example_bytes(told)

    write_records(path, (record(number) for number in range(n_records)))


def mapped(path: str) -> Iterator[np.ndarray]:
    """Yield shuffled batches of a collection's blocks."""
    from motif.collection import read
    from motif.videos.represent.stack import Stack

    stack = Stack(read(path), ("visual", "audio"))
    order = np.random.default_rng(0).permutation(len(stack))
    for start in range(0, len(order), BATCH):
        yield stack.rows(order[start : start + BATCH])


def records(side: str, path: str) -> Iterator[np.ndarray]:
    """Yield batches of a file's records, in its order."""
    read = by_motif(path) if side == "motif" else by_tfrecord(path)
    while rows := list(islice(read, BATCH)):
        made = np.empty((len(rows), 1152), np.float32)
        for number, (visual, audio) in enumerate(rows):
            made[number, :1024], made[number, 1024:] = visual, audio
        yield made


def by_motif(path: str) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    from motif.source.tfrecord import read_records

    return ((row.features["mean_rgb"], row.features["mean_audio"]) for row in read_records(path))


def by_tfrecord(path: str) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    from tfrecord.reader import tfrecord_loader

    kinds = {"mean_rgb": "float", "mean_audio": "float"}
    return ((row["mean_rgb"], row["mean_audio"]) for row in tfrecord_loader(path, None, kinds))


def epoch(side: str, path: str) -> tuple[float, list[float]]:
    """Return CPU seconds of one epoch, and how many videos and what mean came out."""
    batches = (lambda: records(side, path)) if side in READERS else (lambda: mapped(path))
    n_videos, total = 0, 0.0
    for rows in batches():
        n_videos, total = n_videos + len(rows), total + float(rows.sum(dtype=np.float64))
    start = time.process_time()
    for _ in batches():
        pass
    return time.process_time() - start, [n_videos, total / max(n_videos * 1152, 1)]


def spawn(side: str, path: Path, python: str) -> tuple[float, list[float]]:
    """Return what one run says; `-P` keeps the file beside this one from being what `import tfrecord` finds."""
    command = [python, "-P", "-W", "ignore", __file__, "--child", side, str(path)]
    env = {**os.environ, **SINGLE}
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout
    seconds, sums = json.loads(said.splitlines()[-1])
    return seconds, sums


def measured(folder: Path, n_records: int, n_rounds: int, peer: str | None) -> dict[str, float]:
    """Return the median CPU seconds of each side."""
    from motif.videos.study.gather import gather

    path = folder / "made.tfrecord"
    written(path, n_records)
    sides = {"motif": (path, sys.executable)} | ({"tfrecord": (path, peer)} if peer else {})
    for dtype in DTYPES:
        out = folder / f"{dtype}.motif"
        gather(path, dtype=dtype, out=out)
        sides[dtype] = (out, sys.executable)
    seconds: dict[str, list[float]] = {side: [] for side in sides}
    for _ in range(n_rounds):
        sums = {}
        for side, (file, python) in sides.items():
            spent, sums[side] = spawn(side, file, python)
            seconds[side].append(spent)
        for side, (n_videos, mean) in sums.items():
            if n_videos != n_records or abs(mean - sums["motif"][1]) > NEAR.get(side, 1e-5):
                sys.exit(f"what was read differs: {sums}")
    return {side: statistics.median(spent) for side, spent in seconds.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peer", default=os.environ.get("MOTIF_TFRECORD_PYTHON"))
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(epoch(*given.child)))
        return
    peer = given.peer if given.peer and shutil.which(given.peer) else None
    with tempfile.TemporaryDirectory() as folder:
        seconds = measured(Path(folder), given.records, given.rounds, peer)
    if given.json:
        print(json.dumps({"cpu_s_per_epoch": seconds, "n_records": given.records}))
        return
    readers = [side for side in READERS if side in seconds]
    print(f"| {given.records:,} videos, an epoch | CPU s | videos per CPU s |" + "".join(f" x {r} |" for r in readers))
    print("|---|---|---|" + "---|" * len(readers))
    for side, spent in seconds.items():
        ratios = "".join(f" {seconds[reader] / spent:.1f} |" for reader in readers)
        name = READERS.get(side, f"mapped, {side}, shuffled")
        print(f"| {name} | {spent:.3f} | {given.records / spent:,.0f} |{ratios}")


if __name__ == "__main__":
    main()
