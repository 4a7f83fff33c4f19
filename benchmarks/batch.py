"""A folder of 200 photographs on one process and on two, and as two programs that know nothing of each other.

    python benchmarks/batch.py [--photos 200] [--rounds 3] [--verbs cut cartoon] [--json FILE]

The photographs are the sample portrait, mirrored, shifted and lightened, 1,024 pixels wide, as JPEG; results are PNG.
`motif` is `cut_files` and `cartoon_files` (style khist, whole picture). Every run is a program of its own with OpenCV
at one thread, as Motif's workers have it; its time is that for all photographs less that for the first eight, so that
start and warm-up are in neither. "Two programs" share the photographs by halves and run at the same time: what the
machine gives at that moment to who has nothing to coordinate. Seconds of wall time, medians of rounds in turn; the
processor times in brackets are those of all processes of a side together, which say on a busy machine, too, how much
work the sharing adds (Linux only).
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

N_WARM = 8
SIDES = ("one", "two", "apart")


def make(folder: Path, n_photos: int) -> None:
    """Write the photographs."""
    import cv2
    import numpy as np

    from motif.pictures.source.sample import astronaut

    portrait = cv2.imdecode(np.frombuffer(astronaut(), np.uint8), cv2.IMREAD_COLOR)
    portrait = cv2.resize(portrait, (1024, 1024), interpolation=cv2.INTER_CUBIC)
    chance = np.random.default_rng(0)
    for i in range(n_photos):
        changed = portrait[:, ::-1] if i % 2 else portrait
        changed = np.roll(changed, int(chance.integers(-60, 60)), axis=1)
        changed = cv2.convertScaleAbs(changed, alpha=chance.uniform(0.8, 1.2), beta=chance.uniform(-20, 20))
        cv2.imwrite(str(folder / f"{i:04}.jpg"), changed, [cv2.IMWRITE_JPEG_QUALITY, 92])


def processor_s() -> float:
    """Return the processor time of this process and of the workers that have ended, seconds."""
    from multiprocessing.forkserver import _forkserver  # reaps the workers

    seconds = time.process_time()
    status = Path(f"/proc/{_forkserver._forkserver_pid}/stat")
    if status.exists():
        fields = status.read_text().rpartition(")")[2].split()
        seconds += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return seconds


def child(verb: str, jobs: int, files: list[str]) -> None:
    """Do some files after eight others and print the seconds that the further ones took."""
    import cv2

    from motif.pictures.study import cartoon_files, cut_files

    cv2.setNumThreads(1)
    settings = {"style": "khist", "cut": False} if verb == "cartoon" else {}
    work = cut_files if verb == "cut" else cartoon_files
    wall, processor = [], []
    for given in (files[:N_WARM], files[:N_WARM], files):  # the first loads the network and the libraries
        with tempfile.TemporaryDirectory() as out:
            start, busy = time.perf_counter(), processor_s()
            batch = work(given, out=out, jobs=jobs, **settings)
            wall.append(time.perf_counter() - start)
            time.sleep(0.2)  # until the workers are counted
            processor.append(processor_s() - busy)
            if len(batch.done) != len(given):
                raise SystemExit(f"{len(batch.failed)} failed: {batch.failed[0].message}")
    share = len(files) / (len(files) - N_WARM)
    print(json.dumps([(times[2] - times[1]) * share for times in (wall, processor)]))


def timed(verb: str, side: str, files: list[Path]) -> tuple[float, float]:
    """Return wall and processor seconds of one side over all files, on which the programs of that side work."""
    shares = [files[::2], files[1::2]] if side == "apart" else [files]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENCV_FOR_THREADS_NUM": "1"}
    programs = [
        subprocess.Popen(
            [sys.executable, __file__, "--child", verb, "2" if side == "two" else "1", *map(str, share)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for share in shares
    ]
    told = [program.communicate()[0] for program in programs]
    if any(program.returncode for program in programs):
        raise SystemExit("a run failed; see above")
    walls, processors = zip(*map(json.loads, told), strict=True)
    return max(walls), sum(processors)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--verbs", nargs="+", default=["cut", "cartoon"], choices=["cut", "cartoon"])
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    results: dict[str, dict[str, list[float]]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, given.photos)
        files = sorted(folder.glob("*.jpg"))
        for verb in given.verbs:
            times: dict[str, list[tuple[float, float]]] = {side: [] for side in SIDES}
            for _ in range(given.rounds):
                for side in SIDES:
                    times[side].append(timed(verb, side, files))
            results[verb] = {
                side: [statistics.median(kind) for kind in zip(*found, strict=True)] for side, found in times.items()
            }
    if given.json:
        given.json.write_text(json.dumps({"benchmark": "batch", "photos": given.photos, "seconds": results}) + "\n")
    print("| verb | one process, s | two, s | ratio | two programs apart, s | ratio |\n|---|---|---|---|---|---|")
    for verb, seconds in results.items():
        told = [f"{wall:.1f} ({processor:.1f})" for wall, processor in seconds.values()]
        one, two, apart = (wall for wall, _ in seconds.values())
        print(f"| {verb} | {told[0]} | {told[1]} | {one / two:.2f} | {told[2]} | {one / apart:.2f} |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], int(sys.argv[3]), sys.argv[4:])
    else:
        main()
