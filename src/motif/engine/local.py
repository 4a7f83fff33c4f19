"""Local processes: a pool whose workers use one thread each, and that outlives a worker that dies."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any

from motif.core.record import Drop
from motif.engine.shard import Outcome, Shard, run_shard

__all__ = ["LocalBackend", "SerialBackend"]

Function = Callable[[Any], Any]
_AHEAD = 2  # shards in flight for each worker: one at work, one waiting
_THREAD_SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


class SerialBackend:
    """Runs shards here, one after the other; what a single job uses."""

    def run(self, function: Function, work: Iterable[Shard], *, step: str) -> Generator[Outcome]:
        """Yield one outcome a shard."""
        for shard in work:
            yield run_shard(function, shard, step=step)


class LocalBackend:
    """Runs shards in `jobs` processes, started fresh (never by a bare fork), one thread each.

    A worker that dies (out of memory, a crash in a decoder) takes its shard with it: the items that were under way are
    run again one by one, each in a process of its own, and the one that kills it again becomes a drop.

    Parameters
    ----------
    jobs :
        How many processes, at least 1.
    """

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def run(self, function: Function, work: Iterable[Shard], *, step: str) -> Generator[Outcome]:
        """Yield one outcome a shard, in order, with at most 2 x jobs shards in memory."""
        remaining, flying = iter(work), deque[tuple[Shard, Future[Outcome]]]()
        pool = self._pool()
        try:
            while True:
                self._fill(pool, flying, remaining, function, step)
                if not flying:
                    return
                shard, future = flying.popleft()
                try:
                    outcome = future.result()
                except BrokenProcessPool:
                    pool.shutdown(wait=False)
                    yield from self._rescue(function, [shard, *(other for other, _ in flying)], step)
                    flying.clear()
                    pool = self._pool()
                    continue
                yield outcome
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _fill(
        self,
        pool: ProcessPoolExecutor,
        flying: deque[tuple[Shard, Future[Outcome]]],
        remaining: Iterator[Shard],
        function: Function,
        step: str,
    ) -> None:
        while len(flying) < _AHEAD * self.jobs:
            shard = next(remaining, None)
            if shard is None:
                return
            flying.append((shard, pool.submit(run_shard, function, shard, step=step)))

    def _rescue(self, function: Function, broken: list[Shard], step: str) -> Iterator[Outcome]:
        for shard in broken:
            outcome = Outcome()
            for item in shard.items:
                alone = self._run_alone(function, Shard((item,)), step)
                outcome.results.extend(alone.results)
                outcome.drops.extend(alone.drops)
            yield outcome

    def _run_alone(self, function: Function, shard: Shard, step: str) -> Outcome:
        with self._pool(jobs=1) as pool:
            try:
                return pool.submit(run_shard, function, shard, step=step).result()
            except BrokenProcessPool:
                detail = "the process that worked on it died (out of memory, or a crash in a library)"
                return Outcome(drops=[Drop(shard.items[0][0], step, "worker_died", detail=detail)])

    def _pool(self, jobs: int | None = None) -> ProcessPoolExecutor:
        kind = "forkserver" if sys.platform.startswith("linux") else "spawn"
        return ProcessPoolExecutor(jobs or self.jobs, mp_context=get_context(kind), initializer=_prepare_worker)


def _prepare_worker() -> None:
    """Leave Ctrl-C to the parent, and take one thread: several processes with several threads each run slower."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for setting in _THREAD_SETTINGS:
        os.environ[setting] = "1"
    import threadpoolctl

    threadpoolctl.threadpool_limits(1)
    if "cv2" in sys.modules:
        sys.modules["cv2"].setNumThreads(1)
    else:
        os.environ["OPENCV_FOR_THREADS_NUM"] = "1"
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)
