"""The cartoon styles beside OpenCV's `stylization`, run in turn, each time in a fresh process.

    python benchmarks/cartoon.py [--rounds 3] [--sizes 640x480 4000x3000] [--styles soft poster] [--json FILE]

The picture is the sample portrait, enlarged; times are from decoded pixels to the cartoon's pixels, in one call. Each
process does all of it twice and the second time counts, so that no start-up is in the times.

`1 thread` is processor time with OpenCV held to one thread; `all` is the time that a person waits, with OpenCV and
Motif free to use every core. MiB is the process's highest resident memory, start-up and the picture included. Each
number is the median of the rounds. Ratios are stylization / Motif for times, Motif / stylization for memory. The two do
not paint alike: `stylization` is what OpenCV offers for the same wish.
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

PEER = "stylization"
STYLES = ("soft", "poster", "lines", "pencil", "khist", "khist2")
THREADS = ("one", "all")


def peak_mib() -> float:
    """Return this process's highest resident memory so far, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage would also count the parent that forked us
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 1024


def make_input(folder: Path, size: str) -> None:
    """Write the portrait at a size, as RGB."""
    import cv2
    import numpy as np

    from motif.pictures.source.sample import astronaut

    width, height = (int(part) for part in size.split("x"))
    portrait = cv2.imdecode(np.frombuffer(astronaut(), np.uint8), cv2.IMREAD_COLOR)
    enlarged = cv2.resize(portrait, (width, height), interpolation=cv2.INTER_CUBIC)
    np.save(folder / "in.npy", np.ascontiguousarray(enlarged[..., ::-1]))


def call(name: str, folder: Path):
    """Return a call of one painter on the picture."""
    import cv2
    import numpy as np

    pixels = np.load(folder / "in.npy")
    if name == PEER:
        return lambda: cv2.stylization(pixels)
    from motif.pictures.study.cartoon import cartoon

    return lambda: cartoon(pixels, style=name, cut=False).pixels


def child(name: str, threads: str, folder: Path) -> None:
    """Run one painter and print what it took."""
    import cv2

    if threads == "one":
        cv2.setNumThreads(1)
    once = call(name, folder)
    once()
    cpu, wall = time.process_time(), time.perf_counter()
    once()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(json.dumps({"seconds": cpu if threads == "one" else wall, "mib": peak_mib()}))


def measure(size: str, styles: list[str], rounds: int) -> list[dict]:
    """Return one row for each style."""
    names = (PEER, *styles)
    runs = {(name, threads): [] for name in names for threads in THREADS}
    with tempfile.TemporaryDirectory() as folder:
        spawn("--make", folder, size)
        for _ in range(rounds):
            for (name, threads), of_one in runs.items():
                of_one.append(json.loads(spawn("--child", name, threads, folder)))
    seconds = {key: statistics.median(run["seconds"] for run in of_one) for key, of_one in runs.items()}
    mib = {name: max(statistics.median(run["mib"] for run in runs[name, t]) for t in THREADS) for name in names}
    return [
        {
            "size": size,
            "style": style,
            "rounds": rounds,
            "cores": os.cpu_count(),
            **{f"{who}_{t}_s": seconds[name, t] for who, name in (("peer", PEER), ("motif", style)) for t in THREADS},
            "peer_mib": mib[PEER],
            "motif_mib": mib[style],
        }
        for style in styles
    ]


def spawn(*arguments: str) -> str:
    command = [sys.executable, "-W", "ignore", __file__, *arguments]
    # threads of linear algebra, which neither peer uses, would wait actively and count as processor time
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout


def show(rows: list[dict]) -> None:
    print(f"| picture | style | 1 thread, s | ratio | all {os.cpu_count()} cores, s | ratio | MiB | share |")
    print("|---|---|---|---|---|---|---|---|")
    for row in rows:
        cells = [row["size"], row["style"]]
        for threads in THREADS:
            theirs, ours = row[f"peer_{threads}_s"], row[f"motif_{threads}_s"]
            cells += [f"{theirs:.2f} / {ours:.2f}", f"{theirs / ours:.1f}x"]
        cells += [f"{row['peer_mib']:.0f} / {row['motif_mib']:.0f}", f"{row['motif_mib'] / row['peer_mib']:.0%}"]
        print(f"| {' | '.join(cells)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", nargs="+", default=["640x480", "4000x3000"])
    parser.add_argument("--styles", nargs="+", default=list(STYLES), choices=STYLES)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--make", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        name, threads, folder = given.child
        child(name, threads, Path(folder))
    elif given.make:
        make_input(Path(given.make[0]), given.make[1])
    else:
        rows = [row for size in given.sizes for row in measure(size, given.styles, given.rounds)]
        show(rows)
        if given.json:
            given.json.write_text(json.dumps({"benchmark": "cartoon", "rows": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
