"""`map_items`: resumable, interruptible, with a record of each failure."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import InputError, SourceError
from motif.engine import Interrupted, MemorySink, Summary, map_items
from motif.engine.shard import run_shard
from tests.engine.work import by_word, double, slow_double

ROOT = Path(__file__).resolve().parents[2]


class Recording(MemorySink):
    """Counts what it is told, and fails when it is told to."""

    def __init__(self, fail_at: int | None = None):
        super().__init__()
        self.batches, self.closed, self.fail_at = [], 0, fail_at

    def append(self, batch, drops):
        if len(self.batches) == self.fail_at:
            raise SourceError("cannot write: the disk is full")
        self.batches.append(len(batch) + len(drops))
        super().append(batch, drops)

    def close(self):
        self.closed += 1


def numbered(n: int) -> list[tuple[str, int]]:
    return [(str(number), number) for number in range(n)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_items(jobs):
    """Whatever the number of processes."""
    sink = Recording()
    assert map_items(double, numbered(40), out=sink, jobs=jobs, shard_size=3) == Summary(40, 0, 0)
    assert list(sink.results.items()) == [(str(number), 2 * number) for number in range(40)]
    assert (sink.batches, sink.closed) == ([3] * 13 + [1], 1)


@settings(max_examples=25, derandomize=True, deadline=None)
@given(
    words=st.lists(st.sampled_from(["a", "b", "damaged", "missing", "refused"]), max_size=20), size=st.integers(1, 6)
)
def test_every_item_is_kept_or_dropped(words, size):
    """Nothing disappears: items = results + drops, each exactly once."""
    sink = MemorySink()
    items = [(f"{place} {word}", word) for place, word in enumerate(words)]
    summary = map_items(by_word, items, out=sink, shard_size=size)
    assert summary.n_done + summary.n_dropped == len(words)
    assert len(sink.results) == sum(word in "ab" for word in words)


def test_what_is_done_is_skipped():
    """A second run does only what the first has not."""
    sink = Recording()
    map_items(by_word, [("a", "a"), ("x", "damaged")], out=sink)
    assert map_items(by_word, [("a", "bug"), ("x", "bug"), ("b", "b")], out=sink) == Summary(1, 0, 2)


def test_another_error_stops_the_run_with_the_work_before_it_kept():
    """A resumed run, once the bug is mended, ends equal to an undisturbed one."""
    sink = Recording()
    with pytest.raises(ZeroDivisionError):
        map_items(by_word, [("0", "a"), ("1", "b"), ("2", "bug"), ("3", "c")], out=sink, shard_size=2)
    assert (list(sink.results), sink.closed) == (["0", "1"], 1)
    map_items(by_word, [("0", "a"), ("1", "b"), ("2", "d"), ("3", "c")], out=sink, shard_size=2)
    assert list(sink.results.values()) == ["A", "B", "D", "C"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_sink_that_fails_stops_the_run(jobs):
    """A full disk is one error; what was kept before stays, and the sink is closed once."""
    sink = Recording(fail_at=2)
    with pytest.raises(SourceError, match="the disk is full"):
        map_items(double, numbered(40), out=sink, jobs=jobs, shard_size=5)
    assert (len(sink.results), sink.closed) == (10, 1)
    sink.fail_at = None
    assert map_items(double, numbered(40), out=sink, jobs=jobs, shard_size=5) == Summary(30, 0, 10)


@pytest.mark.parametrize(
    ("items", "options", "said"),
    [
        ([("a", 1), ("a", 2)], {}, "given more than once: 'a'"),
        ([("", 1)], {}, "non-empty text"),
        ([(7, 1)], {}, "non-empty text"),
        ([("/wiki/Alien", 1)], {}, "an absolute path to 'Alien': give ids relative to the source"),
        ([("a", 1)], {"jobs": 0}, "jobs must be at least 1, not 0"),
        ([("a", 1)], {"jobs": 1.5}, "jobs must be a whole number"),
        ([("a", 1)], {"shard_size": 0}, "shard_size must be at least 1"),
        ([("a", 1)], {"engine": "cloud"}, "engine must be one of 'local', not 'cloud'"),
        ([("a", 1)], {"engine": 3}, "have a method 'run'"),
    ],
)
def test_a_wrong_call_is_one_line(items, options, said):
    """Refused at the door, or where the wrong id comes up."""
    with pytest.raises(InputError) as caught:
        map_items(double, items, out=MemorySink(), **options)
    assert said in str(caught.value)


def test_any_object_that_runs_shards_is_an_engine():
    """A cluster can take the place of local processes without a change to the caller."""

    class Threads:
        def run(self, function, work, *, step):
            for shard in work:
                found = []
                thread = threading.Thread(target=lambda s=shard, f=found: f.append(run_shard(function, s, step=step)))
                thread.start()
                thread.join()
                yield found[0]

    sink = MemorySink()
    assert map_items(by_word, [("a", "a"), ("x", "damaged")], out=sink, engine=Threads()) == Summary(1, 1, 0)
    assert sink.drops[0].step == "by_word"


def test_it_also_runs_outside_the_main_thread():
    """Where there is no say over signals, there is no interrupt, and the work is done."""
    sink = MemorySink()
    thread = threading.Thread(target=map_items, args=(double, numbered(5)), kwargs={"out": sink})
    thread.start()
    thread.join()
    assert len(sink.results) == 5


def test_the_callers_answer_to_an_interrupt_is_given_back():
    """After the run, Ctrl-C does what it did before."""
    before = signal.getsignal(signal.SIGINT)
    map_items(double, numbered(3), out=MemorySink())
    assert signal.getsignal(signal.SIGINT) is before


def test_what_fails_at_the_end_does_not_hide_what_failed_before():
    """The first error is the one to mend; alone, that of closing is told."""

    class Closing(Recording):
        def close(self):
            super().close()
            raise SourceError("cannot close")

    with pytest.raises(ZeroDivisionError):
        map_items(by_word, [("a", "bug")], out=Closing())
    with pytest.raises(SourceError, match="cannot close"):
        map_items(by_word, [("a", "a")], out=Closing())


def interrupting(n_times: int) -> int:
    for _ in range(n_times):
        os.kill(os.getpid(), signal.SIGINT)
    return n_times


def test_the_first_interrupt_is_patient_and_the_second_is_not():
    """One lets the shard under way end and be kept; two stop at once. Both close the sink."""
    items = [("a", 0), ("b", 1), ("c", 0), ("d", 0)]
    sink = Recording()
    with pytest.raises(Interrupted, match="2 finished items are kept; run the same command again to go on") as caught:
        map_items(interrupting, items, out=sink, shard_size=2)
    assert (caught.value.summary, list(sink.results), sink.closed) == (Summary(2, 0, 0), ["a", "b"], 1)
    assert map_items(double, items, out=sink, shard_size=2) == Summary(2, 0, 2)
    sink = Recording()
    with pytest.raises(KeyboardInterrupt) as caught:
        map_items(interrupting, [("a", 0), ("b", 2), ("c", 0)], out=sink, shard_size=1)
    assert not isinstance(caught.value, Interrupted)
    assert (list(sink.results), sink.closed) == (["a"], 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_items_are_drawn_when_they_are_wanted(jobs):
    """However many there are, no more than 2 x jobs shards and one item are in memory ahead of what is kept."""
    drawn = 0

    class Watching(Recording):
        ahead = 0

        def append(self, batch, drops):
            self.ahead = max(self.ahead, drawn - len(self.results))
            super().append(batch, drops)

    def items():
        nonlocal drawn
        for number in range(60):
            drawn += 1
            yield str(number), number

    sink = Watching()
    map_items(double, items(), out=sink, jobs=jobs, shard_size=3)
    assert len(sink.results) == 60
    assert sink.ahead <= 2 * jobs * 3 + 1


PROGRAM = """
    import sys
    from motif.collection import CollectionSink, Row
    from motif.engine import Interrupted, map_items
    from tests.engine.test_run import row

    if __name__ == "__main__":
        print("begun", flush=True)
        sink = CollectionSink(sys.argv[1], kind="picture")
        items = [(f"{number:03d}", number) for number in range(200)]
        try:
            map_items(row, items, out=sink, jobs=int(sys.argv[2]), shard_size=4)
        except Interrupted as stop:
            print(stop, flush=True)
            raise SystemExit(130)
"""


def row(number: int):
    """One item of a collection, slowly."""
    from motif.collection import Row

    return Row(f"id{number}", {"double": slow_double(number)})


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupted_run_keeps_its_work_and_can_be_resumed(tmp_path, jobs):
    """Ctrl-C ends the shards under way, says how to go on and exits 130; the same command then finishes."""
    from motif.collection import read

    script = tmp_path / "gather.py"
    script.write_text(textwrap.dedent(PROGRAM))
    command = [sys.executable, str(script), str(tmp_path / "c.motif"), str(jobs)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    first = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert first.stdout.readline() == "begun\n"
    while not (tmp_path / "c.motif" / "collection.json").exists():
        assert first.poll() is None
    first.send_signal(signal.SIGINT)
    said = first.communicate(timeout=60)[0]
    n_kept = read(tmp_path / "c.motif").n_items
    assert first.returncode == 130
    assert said == f"interrupted: {n_kept} finished items are kept; run the same command again to go on\n"
    assert 0 < n_kept < 200
    subprocess.run(command, check=True, env=environment, capture_output=True)
    whole = read(tmp_path / "c.motif")
    assert whole.items["double"].to_pylist() == [2 * number for number in range(200)]
    assert whole.verify() > 0


def test_what_the_function_left_out_is_not_tried_again():
    """A drop of the function's own counts as done at the next run."""
    sink = MemorySink()
    items = [("1", "refused"), ("2", "a")]
    assert map_items(by_word, items, out=sink) == Summary(1, 1, 0)
    assert map_items(by_word, items, out=sink) == Summary(0, 0, 2)


def test_a_backend_is_told_of_an_interrupt_that_hits_its_caller():
    """Also while results are being kept: it need not wait for the shards under way."""
    told = []

    class Telling:
        def run(self, function, work, *, step):
            try:
                for shard in work:
                    yield run_shard(function, shard, step=step)
            except BaseException as error:
                told.append(type(error))
                raise

    class Interrupting(MemorySink):
        def append(self, batch, drops):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        map_items(double, numbered(3), out=Interrupting(), engine=Telling(), shard_size=1)
    assert told == [KeyboardInterrupt]
