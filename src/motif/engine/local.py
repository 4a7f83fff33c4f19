"""Local processes: workers of one thread, each on a pipe of its own, so that one that dies takes no other along."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from typing import Any

from motif.core.errors import InputError, SourceError
from motif.core.record import Drop
from motif.engine.shard import Outcome, Shard, run_shard

__all__ = ["LocalBackend", "SerialBackend"]

Function = Callable[[Any], Any]
_AHEAD = 2  # shards in flight for each worker: one at work, one waiting
_PATIENCE_S = 5.0  # for a worker to end that has nothing left to do
_THREAD_SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
_UNPORTABLE = (pickle.PicklingError, AttributeError, ImportError, LookupError, TypeError, ValueError)


class SerialBackend:
    """Runs shards here, one after the other; what a single job uses."""

    def run(self, function: Function, work: Iterable[Shard], *, step: str) -> Generator[Outcome]:
        """Yield one outcome a shard."""
        for shard in work:
            yield run_shard(function, shard, step=step)


class LocalBackend:
    """Runs shards in `jobs` processes, started fresh (never by a bare fork), one thread each.

    A worker that dies (out of memory, a crash in a decoder) takes its shard with it: the shard's items are run again
    one by one, and the one that kills its worker again becomes a drop. Workers end when this process does, however it
    ends.

    Parameters
    ----------
    jobs :
        How many processes, at least 1.
    """

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def run(self, function: Function, work: Iterable[Shard], *, step: str) -> Generator[Outcome]:
        """Yield one outcome a shard, in order, with at most 2 x jobs shards in memory."""
        _check_portable(function)
        remaining, flying = iter(work), deque[Future[Outcome]]()
        crew = _Crew(function, step)
        minders = ThreadPoolExecutor(self.jobs, thread_name_prefix="motif-worker")  # each minds one worker
        try:
            while True:
                while len(flying) < _AHEAD * self.jobs and (shard := next(remaining, None)) is not None:
                    flying.append(minders.submit(crew.work_on, shard))
                if not flying:
                    return
                yield flying.popleft().result()
        except KeyboardInterrupt:
            crew.kill()  # before anybody waits for the work under way
            raise
        finally:
            _end(minders, crew)


def _end(minders: ThreadPoolExecutor, crew: _Crew) -> None:
    """Wait for the work under way, unless the user interrupts, and let the workers end."""
    try:
        minders.shutdown(wait=True, cancel_futures=True)
    except KeyboardInterrupt:
        crew.kill()
        minders.shutdown(wait=True)
        raise
    finally:
        crew.dismiss()


class _Crew:
    """Workers that wait for shards; one that died is replaced when the next is needed."""

    def __init__(self, function: Function, step: str) -> None:
        self._function, self._step = function, step
        self._idle: deque[_Worker] = deque()
        self._live: set[_Worker] = set()
        self._is_killed = False
        self._hiring = threading.Lock()  # `multiprocessing` keeps its list of children for one thread

    def work_on(self, shard: Shard) -> Outcome:
        """Return what became of a shard, whatever became of the worker."""
        found = self._asked(shard)
        if found is not None:
            return found
        whole = Outcome()
        for item in shard.items:
            alone = self._asked(Shard((item,))) or self._lost(item[0])
            whole.results.extend(alone.results)
            whole.drops.extend(alone.drops)
        return whole

    def _asked(self, shard: Shard) -> Outcome | None:
        """What a worker made of a shard, None when it died over it."""
        worker = self._hired()
        found = self._answer(worker, shard)
        if found is not None:
            self._idle.append(worker)
        return found

    def _answer(self, worker: _Worker, message: object) -> Any:
        """What a worker says to a message; one that died over it, for which None stands, or that failed is let go."""
        try:
            answer = worker.exchange(message)
        except BaseException:
            self._let_go(worker)
            raise
        if answer is None:
            self._let_go(worker)
        return answer

    def _let_go(self, worker: _Worker) -> None:
        with self._hiring:
            self._live.discard(worker)
            worker.end()

    def _lost(self, id_: str) -> Outcome:
        detail = "the process that worked on it died (out of memory, or a crash in a library)"
        return Outcome(drops=[Drop(id_, self._step, "worker_died", detail=detail)])

    def _hired(self) -> _Worker:
        with self._hiring:
            if self._idle:
                return self._idle.pop()
        for _ in range(2):  # an interrupt can hit a worker before it has learnt to leave that to its parent
            worker = self._started()
            if self._answer(worker, (self._function, self._step)):  # its imports; others start meanwhile
                return worker
        message = "worker processes end before they begin; guard the script's start by its __name__, or use jobs=1"
        raise InputError(message)

    def _started(self) -> _Worker:
        with self._hiring:
            if self._is_killed:
                raise CancelledError
            worker = _Worker()
            self._live.add(worker)
            return worker

    def kill(self) -> None:
        """End all workers at once, whatever they are at, and start no more."""
        self._is_killed = True
        with self._hiring:
            for worker in self._live:
                worker.kill()

    def dismiss(self) -> None:
        """Let all workers end."""
        for worker in self._idle:
            worker.pipe.close()
        while self._idle:
            self._let_go(self._idle.pop())


class _Worker:
    """One process and the pipe to it, which ends with it."""

    def __init__(self) -> None:
        context = get_context("forkserver" if sys.platform.startswith("linux") else "spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        try:
            self._process.start()
        except OSError as error:
            message = f"a worker process cannot be started: {error.strerror or error}; use fewer jobs"
            raise SourceError(message, reason="no_worker") from error
        theirs.close()

    def exchange(self, message: object) -> Any:
        """Return the answer to a message, None when the worker died over it; what it raised is raised here."""
        sent = ForkingPickler.dumps(message)
        try:
            self.pipe.send_bytes(sent)
            answer = self.pipe.recv()
        except (EOFError, OSError):
            return None
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def kill(self) -> None:
        """End the process now."""
        self._process.kill()

    def end(self) -> None:
        """Wait for the process to end, and kill it where it does not."""
        self.pipe.close()
        self._process.join(_PATIENCE_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


def _check_portable(function: Function) -> None:
    try:
        ForkingPickler.dumps(function)
    except _UNPORTABLE as error:
        name = getattr(function, "__qualname__", type(function).__name__)
        message = f"{name!r} cannot be sent to other processes: define it at a module's top level, or use jobs=1"
        raise InputError(message) from error


def _end_with_parent() -> None:
    """End this process when its parent has: an item under way is for nobody then."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _serve(pipe: Connection) -> None:
    """Answer what comes through the pipe until it is closed by the parent; a parent's death ends it at once."""
    threading.Thread(target=_end_with_parent, name="motif-parent", daemon=True).start()
    _prepare_worker()
    function, step = id, ""
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            message = pipe.recv_bytes()
            try:
                told = ForkingPickler.loads(message)
                if isinstance(told, Shard):
                    answer = ForkingPickler.dumps(run_shard(function, told, step=step))
                else:
                    (function, step), answer = told, ForkingPickler.dumps(True)
            except BaseException as error:  # raised again in the parent, where the run stops
                pipe.send(_portable(error))
                raise SystemExit(1) from error
            pipe.send_bytes(answer)


def _portable(error: BaseException) -> BaseException:
    """The error itself where it survives the way between processes, else one that says the same."""
    trace = "".join(traceback.format_exception(error))
    try:
        carried = ForkingPickler.loads(ForkingPickler.dumps(error))
    except _UNPORTABLE:
        carried = RuntimeError(f"{type(error).__name__}: {error}")
    carried.add_note(f"In a worker process:\n{trace}")
    return carried


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
