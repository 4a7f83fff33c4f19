"""A kill at any moment: the collection opens as the old one or the new one, and a resumed run loses nothing."""

import multiprocessing
import shutil
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from motif.collection import read
from motif.core.errors import SourceError
from tests.collection.example import contents, everything, model_folder
from tests.collection.killed import append, changed_of, gather, save_over

Operation = Callable[..., None]


@pytest.fixture(scope="module")
def processes():
    """Processes that begin quickly, from a server that has loaded what they need and never from a bare fork."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.collection.killed", "duckdb", "scipy.sparse"])
    return context


def run(processes: Any, operation: Operation, folder: Path, *, kill_after_s: float | None = None) -> float:
    """Run an operation in a process of its own, kill it after a while, and return how long it took, s."""
    ours, theirs = processes.Pipe()
    process = processes.Process(target=operation, args=(folder, theirs))
    process.start()
    theirs.close()
    ours.recv()
    start = time.perf_counter()
    if kill_after_s is not None:
        time.sleep(kill_after_s)
        process.kill()
    process.join()
    took = time.perf_counter() - start
    assert kill_after_s is not None or process.exitcode == 0
    process.close()
    ours.close()
    return took


def usual_s(processes: Any, operation: Operation, tmp_path: Path, start: Path | None, *, n: int) -> float:
    """How long an operation takes undisturbed, s: the median of n runs."""
    return float(np.median([run(processes, operation, fresh(tmp_path / "usual.motif", start)) for _ in range(n)]))


def fresh(folder: Path, start: Path | None) -> Path:
    """Make a folder as it is before the operation: a copy, or nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    if start is not None:
        shutil.copytree(start, folder)
    return folder


def moments(n: int, seed: int, usual: float) -> list[float]:
    """Return n moments spread over an operation and beyond its usual end, at random in each of n equal stretches."""
    stretch = 1.5 * usual / n  # on a busy machine one run takes longer than another
    return [stretch * (place + part) for place, part in enumerate(np.random.default_rng(seed).random(n))]


def kills_of_a_write(processes: Any, tmp_path: Path, operation: Operation, *, n: int, seed: int) -> Counter[str]:
    """Kill an operation on a collection n times and return how often the old and the new one was found."""
    start = everything(40, model=model_folder(tmp_path / "model")).save(tmp_path / "start.motif")
    new = changed_of(start) if operation is save_over else start.concat(everything(4, start=50))
    states = {"old": contents(start), "new": contents(new)}
    found: Counter[str] = Counter()
    usual = usual_s(processes, operation, tmp_path, tmp_path / "start.motif", n=3)
    for moment in moments(n, seed, usual):
        folder = fresh(tmp_path / "killed.motif", tmp_path / "start.motif")
        run(processes, operation, folder, kill_after_s=moment)
        held = read(folder)
        assert held.verify() > 0
        now = contents(held)
        (state,) = [name for name, expected in states.items() if now == expected] or ["neither"]
        assert state != "neither", f"killed after {moment:.4f} s"
        found[state] += 1
        if state == "old":  # and what the kill left lying about is in nobody's way
            run(processes, operation, folder)
            assert contents(read(folder)) == states["new"]
    return found


def kills_of_a_gathering(processes: Any, tmp_path: Path, *, jobs: int, n: int, seed: int) -> Counter[str]:
    """Kill a gathering n times, resume it each time, and return how often it was found begun, half done and whole."""
    operation = partial(gather, jobs=jobs)
    usual = usual_s(processes, operation, tmp_path, None, n=1)
    whole = contents(read(tmp_path / "usual.motif"))
    found: Counter[str] = Counter()
    for moment in moments(n, seed, usual):
        folder = fresh(tmp_path / "killed.motif", None)
        run(processes, operation, folder, kill_after_s=moment)
        found[state_of(folder, whole)] += 1
        run(processes, operation, folder)
        assert contents(read(folder)) == whole, f"killed after {moment:.4f} s and resumed"
    return found


def state_of(folder: Path, whole: dict[str, Any]) -> str:
    """What a killed gathering left: nothing yet, the first items exactly, or all."""
    try:
        held = read(folder)
    except SourceError:
        return "nothing"
    assert held.verify() > 0
    now = contents(held)
    assert now["items"] == whole["items"][: held.n_items]
    assert now["drops"] == whole["drops"][: len(now["drops"])]
    for name, block in now["blocks"].items():
        assert block["rows"] == whole["blocks"][name]["rows"][: held.n_items]
    return "whole" if now == whole else "half"


@pytest.mark.parametrize("operation", [save_over, append])
def test_a_killed_write_leaves_the_old_collection_or_the_new(processes, tmp_path, operation):
    """A few kills in each run of the tests; many in the slow ones."""
    assert kills_of_a_write(processes, tmp_path, operation, n=8, seed=0).total() == 8


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_gathering_resumes_to_the_same_end(processes, tmp_path, jobs):
    """A few kills in each run of the tests; many in the slow ones."""
    assert kills_of_a_gathering(processes, tmp_path, jobs=jobs, n=2, seed=1).total() == 2


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("operation", [save_over, append])
def test_seventy_killed_writes(processes, tmp_path, operation):
    """Kills before and after the commit both occur, and nothing else is ever found."""
    found = kills_of_a_write(processes, tmp_path, operation, n=70, seed=2)
    assert min(found["old"], found["new"]) >= 3, found


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("jobs", [1, 2])
def test_thirty_killed_gatherings(processes, tmp_path, jobs):
    """Wherever the kill falls, the resumed gathering ends equal to an undisturbed one."""
    found = kills_of_a_gathering(processes, tmp_path, jobs=jobs, n=30, seed=3)
    assert found["half"] >= 5, found  # how many fall into the work depends on what else the machine does
