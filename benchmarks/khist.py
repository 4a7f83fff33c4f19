"""Time and memory of `khist` against the printed program, run in turn, each time in a fresh process.

    python benchmarks/khist.py [--rounds 3] [--sizes 640x480 4000x3000] [--json FILE]

The picture is the sample portrait, enlarged. `array` is from decoded pixels to the cartoon's pixels, one call. `file`
is from a PNG to a PNG: the printed program with `cv2.imread` and `cv2.imwrite`, ours with Motif's reader and writer.
Each process does all of it twice and the second time counts, so that no start-up is in the times.

`1 thread` is processor time with OpenCV held to one thread; `all` is the time that a person waits, with OpenCV and
Motif free to use every core. MiB is the process's highest resident memory, start-up included. Each number is the median
of the rounds; the pixels of all runs are compared. Ratios are printed / Motif for times, Motif / printed for memory.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEERS = ("printed", "motif")
MODES = ("array", "file")
THREADS = ("one", "all")
PARTS = {"printed": ("cv2", "numpy", "khist_seed"), "motif": ("cv2", "numpy", "motif.pictures.model.khist")}


def peak_mib() -> float:
    """Return this process's highest resident memory so far, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage would also count the parent that forked us
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 1024


def make_inputs(folder: Path, size: str) -> None:
    """Write the portrait at a size as PNG, and as arrays in the channel order of each peer."""
    import cv2
    import numpy as np

    from motif.pictures.source.sample import astronaut

    width, height = (int(part) for part in size.split("x"))
    portrait = cv2.imdecode(np.frombuffer(astronaut(), np.uint8), cv2.IMREAD_COLOR)
    enlarged = cv2.resize(portrait, (width, height), interpolation=cv2.INTER_CUBIC)
    cv2.imwrite(str(folder / "in.png"), enlarged)
    np.save(folder / "printed.npy", enlarged)
    np.save(folder / "motif.npy", np.ascontiguousarray(enlarged[..., ::-1]))


def printed(folder: Path, mode: str):
    """Return a call of the printed program on the picture."""
    import cv2
    import khist_seed
    import numpy as np

    before = np.load(folder / "printed.npy") if mode == "array" else None

    def once():
        after = khist_seed.cartoonize(cv2.imread(str(folder / "in.png")) if before is None else before)
        if mode == "file":
            cv2.imwrite(str(folder / "out.png"), after)
        return after

    return once


def motif(folder: Path, mode: str):
    """Return a call of ours on the picture."""
    import numpy as np

    from motif.pictures.model.khist import khist

    if mode == "array":
        before = np.load(folder / "motif.npy")
        return lambda: khist(before).pixels
    from motif.core.files import write_bytes
    from motif.source.image import encode_image, read_image, to_srgb

    def once():
        after = khist(to_srgb(read_image(folder / "in.png"))).pixels
        write_bytes(folder / "out.png", encode_image(after, format="png"))
        return after

    return once


def child(peer: str, mode: str, threads: str, folder: Path) -> None:
    """Run one peer once and print what it took."""
    import contextlib
    import hashlib
    import importlib
    import io

    for part in PARTS[peer]:
        importlib.import_module(part)
    import cv2
    import numpy as np

    if threads == "one":
        cv2.setNumThreads(1)
    with contextlib.redirect_stdout(io.StringIO()):  # the printed program prints its centroids
        once = (printed if peer == "printed" else motif)(folder, mode)
        once()
        cpu, wall = time.process_time(), time.perf_counter()
        pixels = once()
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = peak_mib()  # before the checksum below takes memory of its own
    as_bgr = pixels if peer == "printed" else pixels[..., ::-1]
    checksum = hashlib.sha256(np.ascontiguousarray(as_bgr)).hexdigest()
    print(json.dumps({"seconds": cpu if threads == "one" else wall, "mib": peak, "sha256": checksum}))


def measure(size: str, rounds: int) -> list[dict]:
    """Return one row for each mode."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        spawn("--make", name, size)
        for mode in MODES:
            runs = {(peer, threads): [] for peer in PEERS for threads in THREADS}
            for _ in range(rounds):
                for (peer, threads), of_one in runs.items():
                    of_one.append(json.loads(spawn("--child", peer, mode, threads, name)))
            row = {"size": size, "mode": mode, "rounds": rounds, "cores": os.cpu_count()}
            row["equal"] = len({run["sha256"] for of_one in runs.values() for run in of_one}) == 1
            for (peer, threads), of_one in runs.items():
                row[f"{peer}_{threads}_s"] = statistics.median(run["seconds"] for run in of_one)
                row[f"{peer}_{threads}_mib"] = statistics.median(run["mib"] for run in of_one)
            rows.append(row)
    return rows


def spawn(*arguments: str) -> str:
    command = [sys.executable, "-W", "ignore", __file__, *arguments]
    # threads of linear algebra, which neither peer uses, would wait actively and count as processor time
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout


def show(rows: list[dict]) -> None:
    print(
        f"| picture | from - to | 1 thread, s | ratio | all {os.cpu_count()} cores, s | ratio | MiB | share | pixels |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for row in rows:
        cells = [row["size"], row["mode"]]
        for threads in THREADS:
            theirs, ours = (row[f"{peer}_{threads}_s"] for peer in PEERS)
            cells += [f"{theirs:.3f} / {ours:.3f}", f"{theirs / ours:.1f}x"]
        theirs, ours = (max(row[f"{peer}_{threads}_mib"] for threads in THREADS) for peer in PEERS)
        cells += [f"{theirs:.0f} / {ours:.0f}", f"{ours / theirs:.0%}", "equal" if row["equal"] else "DIFFER"]
        print(f"| {' | '.join(cells)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", nargs="+", default=["640x480", "4000x3000"])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    parser.add_argument("--make", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(*given.child[:3], Path(given.child[3]))
    elif given.make:
        make_inputs(Path(given.make[0]), given.make[1])
    else:
        rows = [row for size in given.sizes for row in measure(size, given.rounds)]
        show(rows)
        if given.json:
            given.json.write_text(json.dumps({"benchmark": "khist", "rows": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
