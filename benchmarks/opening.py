"""Opening a collection: 1,000,000 items beside 1,000, both with a block of 64 numbers an item.

Milliseconds are medians of wall time in one process, both opened in turn; MB is how much the opening adds to the
resident memory of a fresh process that has imported Motif.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = (1_000, 1_000_000)
ADDED = """
import sys
import motif
from motif.collection import read
def resident():
    line = next(line for line in open("/proc/self/status") if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
read(sys.argv[1])
before = resident()
held = read(sys.argv[2])
print(resident() - before)
"""


def make(folder: Path, n_items: int) -> Path:
    import numpy as np

    from motif.collection import Collection

    path = folder / f"{n_items}.motif"
    values = np.random.default_rng(0).random((n_items, 64), dtype=np.float32)
    Collection("song", {"id": [f"{number:07d}" for number in range(n_items)]}, blocks={"sound": values}).save(path)
    return path


def opened_ms(path: Path) -> float:
    from motif.collection import read

    start = time.perf_counter()
    read(path)
    return (time.perf_counter() - start) * 1e3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=51)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        small, large = (make(Path(name), n_items) for n_items in SIZES)
        pairs = [(opened_ms(small), opened_ms(large)) for _ in range(given.rounds)]
        command = [sys.executable, "-c", ADDED, str(small), str(large)]
        added = [float(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(5)]
    few, many = (statistics.median(times) for times in zip(*pairs, strict=True))
    row = {"few_ms": few, "many_ms": many, "ratio": many / few, "added_mb": statistics.median(added)}
    if given.json:
        print(json.dumps({"benchmark": "opening", **row}))
        return
    print("| 1,000 items, ms | 1,000,000 items, ms | ratio | MB added | runs |")
    print("|---|---|---|---|---|")
    print(f"| {few:.2f} | {many:.2f} | {many / few:.2f} | {row['added_mb']:.1f} | {given.rounds} |")


if __name__ == "__main__":
    main()
