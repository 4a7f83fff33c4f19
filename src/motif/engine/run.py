"""`map_items`: one function over many items, resumable, interruptible, with a record of each failure."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import PureWindowsPath
from types import FrameType
from typing import Any

from motif.core import check
from motif.core.errors import InputError, MotifError
from motif.core.progress import Bar, progress
from motif.core.record import is_machine_path
from motif.engine.local import LocalBackend, SerialBackend
from motif.engine.shard import Backend, Outcome, shards
from motif.engine.sink import Sink

__all__ = ["Interrupted", "Summary", "map_items"]

_KNOWN = ("local",)


@dataclass(frozen=True, slots=True)
class Summary:
    """How many items were worked on now, left out now, and found done already.

    Examples
    --------
    >>> Summary(n_done=2, n_dropped=0, n_skipped=5).n_skipped
    5
    """

    n_done: int
    n_dropped: int
    n_skipped: int


class Interrupted(KeyboardInterrupt):
    """The user stopped the work; all that was finished is kept, and the same call goes on from there.

    Parameters
    ----------
    summary :
        What was finished up to then.

    Examples
    --------
    >>> str(Interrupted(Summary(n_done=2, n_dropped=1, n_skipped=0)))
    'interrupted: 3 finished items are kept; run the same command again to go on'
    """

    def __init__(self, summary: Summary) -> None:
        finished = summary.n_done + summary.n_dropped
        super().__init__(f"interrupted: {finished} finished items are kept; run the same command again to go on")
        self.summary = summary


def map_items(
    function: Callable[[Any], Any],
    items: Iterable[tuple[str, Any]],
    *,
    out: Sink,
    jobs: int = 1,
    engine: str | Backend = "local",
    shard_size: int = 16,
    title: str = "Working",
    step: str | None = None,
    total: int | None = None,
) -> Summary:
    """Run a function over items and hand the results, in the items' order, to a sink that keeps them.

    Items whose id the sink already has are skipped, so the same call resumes after a kill. An item that raises
    `DataError` or `SourceError` becomes a `Drop` and the work goes on; any other error stops it, with all shards
    before it kept. So what is kept is always the work on the first items, and a resumed run ends equal to an
    undisturbed one. At most 2 x jobs shards are in memory. The first Ctrl-C lets the shards under way end, the second
    ends them at once.

    Parameters
    ----------
    function :
        payload -> value or `Drop`; picklable (defined at a module's top level) when jobs > 1.
    items :
        (id, payload) pairs, ids unique and no absolute paths; drawn lazily.
    out :
        Where results go; closed at the end, also after an interrupt or an error.
    jobs :
        Processes, >= 1; with 1 the work runs in this process.
    engine :
        "local", or any object with the `Backend` protocol.
    shard_size :
        Items that travel and are kept together, >= 1.
    title :
        What the progress bar says.
    step :
        What drops call the work; None takes the function's name.
    total :
        How many items there are, for the progress bar.

    Returns
    -------
    Counts of what was done, dropped and skipped.

    Raises
    ------
    Interrupted
        After Ctrl-C, once all finished work is kept.
    InputError
        For an unknown engine, a number out of range, an id that is no text, an absolute path or given twice, or,
        with jobs > 1, a function that other processes cannot find.

    Examples
    --------
    >>> from motif.engine import MemorySink
    >>> sink = MemorySink()
    >>> map_items(abs, [("a", -1), ("b", 2)], out=sink)
    Summary(n_done=2, n_dropped=0, n_skipped=0)
    >>> sink.results
    {'a': 1, 'b': 2}
    """
    backend = _backend(engine, check.integer(jobs, what="jobs", low=1))
    size = check.integer(shard_size, what="shard_size", low=1)
    todo = _Todo(items, out.done())
    n_done = n_dropped = 0
    with _closed_at_the_end(out), progress(title, total=total) as bar, _patient_interrupt(bar) as stop:
        todo.stop, todo.bar = stop, bar
        with _ended(backend.run(function, shards(todo, size=size), step=step or _name(function))) as outcomes:
            for outcome in outcomes:
                out.append(outcome.results, outcome.drops)
                n_done, n_dropped = n_done + len(outcome.results), n_dropped + len(outcome.drops)
                bar.advance(len(outcome.results) + len(outcome.drops))
    summary = Summary(n_done, n_dropped, todo.n_skipped)
    if stop.is_set():
        raise Interrupted(summary)
    return summary


@contextmanager
def _closed_at_the_end(out: Sink) -> Generator[None]:
    """Close the sink in any case; what fails then does not hide what failed before."""
    try:
        yield
    except BaseException:
        with suppress(MotifError):
            out.close()
        raise
    out.close()


@contextmanager
def _ended(outcomes: Generator[Outcome]) -> Generator[Generator[Outcome]]:
    """Close the outcomes; the backend is told of an interrupt, so that it does not wait for the shards under way."""
    try:
        yield outcomes
    except KeyboardInterrupt as interrupt:
        with suppress(StopIteration):
            outcomes.throw(interrupt)
        raise
    finally:
        outcomes.close()


def _backend(engine: str | Backend, jobs: int) -> Backend:
    if not isinstance(engine, str):
        if not hasattr(engine, "run"):
            raise InputError(f"engine must be one of {check.few(_KNOWN)} or have a method 'run', not {engine!r}")
        return engine
    check.in_choices(engine, _KNOWN, what="engine")
    return SerialBackend() if jobs == 1 else LocalBackend(jobs)


def _name(function: Callable[[Any], Any]) -> str:
    return getattr(function, "__name__", type(function).__name__)


class _Todo:
    """The items that are still to do; ends early once the user has asked to stop."""

    def __init__(self, items: Iterable[tuple[str, Any]], done: set[str]) -> None:
        self._items, self._done = items, done
        self._seen: set[str] = set()
        self.n_skipped = 0
        self.stop: threading.Event = threading.Event()
        self.bar: Bar | None = None

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        for id_, payload in self._items:
            if self.stop.is_set():
                return
            if not isinstance(id_, str) or not id_:
                raise InputError(f"item ids must be non-empty text, not {id_!r}")
            if is_machine_path(id_):  # it will be the origin of what is kept and left out
                name = PureWindowsPath(id_).name
                raise InputError(f"an item's id is an absolute path to {name!r}: give ids relative to the source")
            if id_ in self._seen:
                raise InputError(f"item ids must be unique; given more than once: {id_!r}")
            self._seen.add(id_)
            if id_ in self._done:
                self.n_skipped += 1
                if self.bar is not None:
                    self.bar.advance()
            else:
                yield id_, payload


@contextmanager
def _patient_interrupt(bar: Bar) -> Generator[threading.Event]:
    """The first Ctrl-C sets the event, the second interrupts at once. Threads other than the main one have no say."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def ask(_signal: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        bar.rename("Finishing what is begun (Ctrl-C again: stop at once)")

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)  # None: it was not set by Python
