"""Time and memory of `khist` against the printed program, both run in turn, on one thread, in fresh processes.

    python benchmarks/khist.py [--rounds 3] [--sizes 640x480 4000x3000] [--json FILE]

The picture is the sample portrait, enlarged. `array` is from decoded pixels to the cartoon's pixels, one call. `file`
is from a PNG to a PNG: the printed program with `cv2.imread` and `cv2.imwrite`, ours with Motif's reader and writer.
Seconds are processor time of reading, painting and writing, without start-up; MiB is the process's highest resident
memory, start-up included. A row is the median over the rounds. The pixels of both are compared on the way.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEERS = ("printed", "motif")
MODES = ("array", "file")
PARTS = {"printed": ("cv2", "numpy", "khist_seed"), "motif": ("cv2", "numpy", "motif.pictures.model")}


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


def run_printed(folder: Path, mode: str):
    import cv2
    import khist_seed
    import numpy as np

    before = np.load(folder / "printed.npy") if mode == "array" else None
    start = time.process_time()
    after = khist_seed.cartoonize(cv2.imread(str(folder / "in.png")) if before is None else before)
    if mode == "file":
        cv2.imwrite(str(folder / "out.png"), after)
    return time.process_time() - start, lambda: after


def run_motif(folder: Path, mode: str):
    import numpy as np

    from motif.pictures.model import khist

    if mode == "array":
        before = np.load(folder / "motif.npy")
        start = time.process_time()
        after = khist(before).pixels
    else:
        from motif.core.files import write_bytes
        from motif.source.image import encode_image, read_image, to_srgb

        start = time.process_time()
        after = khist(to_srgb(read_image(folder / "in.png"))).pixels
        write_bytes(folder / "out.png", encode_image(after, format="png"))
    return time.process_time() - start, lambda: after[..., ::-1]


def child(peer: str, mode: str, folder: Path) -> None:
    """Run one peer once and print what it took."""
    import contextlib
    import hashlib
    import importlib
    import io

    for part in PARTS[peer]:
        importlib.import_module(part)
    import cv2
    import numpy as np

    cv2.setNumThreads(1)
    with contextlib.redirect_stdout(io.StringIO()):  # the printed program prints its centroids
        seconds, pixels = (run_printed if peer == "printed" else run_motif)(folder, mode)
    peak = peak_mib()  # before the checksum below takes memory of its own
    checksum = hashlib.sha256(np.ascontiguousarray(pixels())).hexdigest()
    print(json.dumps({"seconds": seconds, "peak_mib": peak, "sha256": checksum}))


def measure(size: str, rounds: int) -> list[dict]:
    """Return one row for each mode."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        spawn("--make", name, size)
        for mode in MODES:
            runs = {peer: [] for peer in PEERS}
            for _ in range(rounds):
                for peer in PEERS:
                    runs[peer].append(json.loads(spawn("--child", peer, mode, name)))
            checksums = {run["sha256"] for of_peer in runs.values() for run in of_peer}
            row = {"size": size, "mode": mode, "rounds": rounds, "equal": len(checksums) == 1}
            for peer, of_peer in runs.items():
                row[f"{peer}_s"] = statistics.median(run["seconds"] for run in of_peer)
                row[f"{peer}_mib"] = statistics.median(run["peak_mib"] for run in of_peer)
            row["faster"] = row["printed_s"] / row["motif_s"]
            row["memory_share"] = row["motif_mib"] / row["printed_mib"]
            rows.append(row)
    return rows


def spawn(*arguments: str) -> str:
    command = [sys.executable, "-W", "ignore", __file__, *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def show(rows: list[dict]) -> None:
    print("| picture | from - to | printed s | motif s | faster | printed MiB | motif MiB | share | pixels |")
    print("|---|---|---|---|---|---|---|---|---|")
    for row in rows:
        times = f"{row['printed_s']:.3f} | {row['motif_s']:.3f} | {row['faster']:.1f}x"
        memory = f"{row['printed_mib']:.0f} | {row['motif_mib']:.0f} | {row['memory_share']:.0%}"
        equal = "equal" if row["equal"] else "DIFFER"
        print(f"| {row['size']} | {row['mode']} | {times} | {memory} | {equal} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", nargs="+", default=["640x480", "4000x3000"])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--make", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(given.child[0], given.child[1], Path(given.child[2]))
    elif given.make:
        make_inputs(Path(given.make[0]), given.make[1])
    else:
        rows = [row for size in given.sizes for row in measure(size, given.rounds)]
        show(rows)
        if given.json:
            given.json.write_text(json.dumps({"benchmark": "khist", "rows": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
