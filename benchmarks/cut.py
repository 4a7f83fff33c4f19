"""Time of `cut` against the bare networks it asks, in turn, at one thread; and its memory at 12 megapixels.

    python benchmarks/cut.py [--rounds 7] [--json FILE]

The picture is the sample portrait, enlarged. Bare: the picture shrunk to the network's input, one run, its answer
enlarged to the picture's size. Ours: `pictures.cut` from decoded pixels to pixels, each person's among them. Times are
processor time, the least of the rounds, everything held to one thread. Ratios are ours / bare. MiB is the highest
resident memory of a fresh process that cuts 4000 x 3000 pixels once, start-up included.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # before numpy is imported

import cv2  # noqa: E402
import numpy as np  # noqa: E402

from motif.pictures.represent.look import person, saliency  # noqa: E402
from motif.pictures.source.sample import astronaut  # noqa: E402
from motif.pictures.study.cut import cut  # noqa: E402
from motif.represent.network import load  # noqa: E402
from motif.source.weights import resolve  # noqa: E402

ONE_MEGAPIXEL, TWELVE = (1000, 1000), (4000, 3000)
EVERYTHING = {"clean": True, "background": "white", "each": True, "crop": True}
WAYS = {
    "selfie": {"plain": {}, "with everything": EVERYTHING},
    "u2netp": {"plain": {}},
}


def portrait(size: tuple[int, int]) -> np.ndarray:
    """Return the sample portrait, RGB, enlarged."""
    pixels = cv2.imdecode(np.frombuffer(astronaut(), np.uint8), cv2.IMREAD_COLOR)
    return np.ascontiguousarray(cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC)[..., ::-1])


def processor_ms(once) -> float:
    start = time.process_time()
    once()
    return 1000 * (time.process_time() - start)


def made(pixels: np.ndarray, **how) -> None:
    """Cut, and make every part, one after the other."""
    for part in cut(pixels, **how).parts.values():
        del part


def measure(model: str, rounds: int) -> list[dict]:
    """Return one row for each way of cutting with a model."""
    pixels = portrait(ONE_MEGAPIXEL)
    network = load(resolve(model), n_threads=1)
    bare = (lambda: person(pixels, network)) if model == "selfie" else (lambda: saliency(network)(pixels))
    calls: dict[str, Callable[[], object]] = {"bare": bare}
    for name, how in WAYS[model].items():
        calls[name] = lambda how=how: made(pixels, model=model, network=network, **how)
    times = {name: [] for name in calls}
    for once in calls.values():
        once()  # warm
    for _ in range(rounds):
        for name, once in calls.items():
            times[name].append(processor_ms(once))
    least = {name: min(found) for name, found in times.items()}
    return [
        {"model": model, "way": name, "bare_ms": least["bare"], "ours_ms": least[name], "rounds": rounds}
        for name in WAYS[model]
    ]


def peak_mib() -> float:
    """Return this process's highest resident memory so far, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage would also count the parent that forked us
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 1024


def memory(model: str, way: str) -> float:
    """Return the MiB of a fresh process that cuts 12 megapixels in one way."""
    command = [sys.executable, "-W", "ignore", __file__, "--child", model, way]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def child(model: str, way: str) -> None:
    cv2.setNumThreads(1)
    made(portrait(TWELVE), model=model, network=load(resolve(model), n_threads=1), **WAYS[model][way])
    print(peak_mib())


def show(rows: list[dict]) -> None:
    print("| network | cut | 1 Mpx, bare / ours, ms | ratio | 12 Mpx, MiB |")
    print("|---|---|---|---|---|")
    for row in rows:
        times = f"{row['bare_ms']:.0f} / {row['ours_ms']:.0f}"
        ratio = f"{row['ours_ms'] / row['bare_ms']:.2f}x"
        print(f"| {row['model']} | {row['way']} | {times} | {ratio} | {row['peak_mib']:.0f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(*given.child)
        return
    cv2.setNumThreads(1)
    rows = [row for model in WAYS for row in measure(model, given.rounds)]
    for row in rows:
        row["peak_mib"] = memory(row["model"], row["way"])
    show(rows)
    if given.json:
        given.json.write_text(json.dumps({"benchmark": "cut", "rows": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
