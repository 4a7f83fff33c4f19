"""Start-up: what the command line and the import cost, against what cannot be avoided.

Both sides are whole processes, started in turn; milliseconds are medians of wall time, with the first and the last
tenth. `motif --help` stands beside an interpreter that imports typer and rich and ends; `import motif` beside one that
imports nothing.
"""

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

MOTIF = str(Path(sys.executable).parent / "motif")
PYTHON = [sys.executable, "-c"]
ROWS = [
    ("`motif --help`", [MOTIF, "--help"], '`python -c "import typer, rich"`', [*PYTHON, "import typer, rich"]),
    ('`python -c "import motif"`', [*PYTHON, "import motif"], '`python -c "pass"`', [*PYTHON, "pass"]),
]


def timed(command: list[str]) -> float:
    """Return the wall time of a process in milliseconds."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - start) * 1e3


def in_turn(ours: list[str], peer: list[str], rounds: int) -> tuple[list[float], list[float]]:
    """Return the times of two commands, taken alternately after one warm-up each."""
    timed(ours), timed(peer)
    pairs = [(timed(ours), timed(peer)) for _ in range(rounds)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def spread(times: list[float]) -> str:
    """Return the median with the first and last tenth."""
    tenths = statistics.quantiles(times, n=10)
    return f"{statistics.median(times):.0f} ({tenths[0]:.0f}-{tenths[-1]:.0f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=25)
    rounds = parser.parse_args().rounds
    print("| ours | ms | beside | ms | ratio | runs |")
    print("|---|---|---|---|---|---|")
    for name, ours, peer_name, peer in ROWS:
        own, other = in_turn(ours, peer, rounds)
        ratio = statistics.median(own) / statistics.median(other)
        print(f"| {name} | {spread(own)} | {peer_name} | {spread(other)} | {ratio:.2f} | {rounds} |")


if __name__ == "__main__":
    main()
