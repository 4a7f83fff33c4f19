"""Local processes."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from motif.core.errors import InputError
from motif.engine.local import LocalBackend, SerialBackend
from motif.engine.shard import Shard
from tests.engine.work import Meeting, by_word, double, threads

ROOT = Path(__file__).resolve().parents[2]


def work(*words: str, size: int = 2) -> list[Shard]:
    items = [(f"{place}", word) for place, word in enumerate(words)]
    return [Shard(tuple(items[start : start + size])) for start in range(0, len(items), size)]


def kept(outcomes) -> list:
    return [value for outcome in outcomes for _, value in outcome.results]


def test_outcomes_come_in_the_order_of_the_shards():
    """Two processes, one order."""
    shards = [Shard(((str(number), number),)) for number in range(30)]
    assert kept(LocalBackend(2).run(double, iter(shards), step="double")) == [2 * number for number in range(30)]


def test_here_and_in_processes_the_outcomes_are_equal():
    """The number of processes changes nothing but the time."""
    shards = work("a", "damaged", "b", "refused", "c")
    here = list(SerialBackend().run(by_word, iter(shards), step="by_word"))
    assert list(LocalBackend(2).run(by_word, iter(shards), step="by_word")) == here


@pytest.mark.parametrize("death", ["exit", "killed"])
def test_a_worker_that_dies_costs_only_the_item_that_killed_it(death):
    """The other items of its shard, and those of the other shards, are all there."""
    outcomes = list(LocalBackend(2).run(by_word, iter(work("a", "b", death, "c", "d", "e", size=3)), step="by_word"))
    assert kept(outcomes) == ["A", "B", "C", "D", "E"]
    (drop,) = [drop for outcome in outcomes for drop in outcome.drops]
    assert (drop.origin, drop.step, drop.reason) == ("2", "by_word", "worker_died")


def test_an_error_of_a_worker_is_raised_here_with_where_it_happened():
    """A bug in a worker stops the run, and its trace is a note on the error."""
    with pytest.raises(ZeroDivisionError) as caught:
        list(LocalBackend(1).run(by_word, iter(work("a", "bug")), step="by_word"))
    assert any("by_word" in note for note in caught.value.__notes__)


def test_a_function_that_cannot_travel_is_refused_at_the_door():
    """A lambda is one clear line, before any process is started."""
    with pytest.raises(InputError, match="top level"):
        list(LocalBackend(2).run(lambda value: value, iter(work("a")), step="x"))


def test_no_more_than_two_shards_for_each_worker_are_drawn_ahead():
    """Memory is bounded by the shards in flight."""
    drawn = 0

    def endless():
        nonlocal drawn
        while True:
            drawn += 1
            yield Shard(((str(drawn), drawn),))

    running = LocalBackend(2).run(double, endless(), step="double")
    for number in range(1, 6):
        next(running)
        assert drawn <= number + 2 * 2
    running.close()


def test_workers_take_one_thread_each():
    """Also of libraries that are loaded by the work itself."""
    (outcome,) = LocalBackend(1).run(threads, iter([Shard((("a", 0),))]), step="threads")
    assert outcome.results == [("a", (1, 1))]


@pytest.mark.parametrize("word", ["odd", "secret"])
def test_an_error_or_a_result_that_cannot_travel_is_no_dead_worker(word):
    """It stops the run as any other bug does, and no item is blamed for it."""
    with pytest.raises((RuntimeError, AttributeError, TypeError)) as caught:
        list(LocalBackend(1).run(by_word, iter(work("a", word)), step="by_word"))
    assert {"odd": "OddError: left, right", "secret": "pickle"}[word] in str(caught.value)


def test_a_worker_that_dies_while_it_answers_stops_nobody():
    """Half an answer is none: the others go on, and its item is a drop."""
    outcomes = list(LocalBackend(2).run(by_word, iter(work("a", "answering", "b", "c", size=1)), step="by_word"))
    assert kept(outcomes) == ["A", "B", "C"]
    assert [drop.origin for outcome in outcomes for drop in outcome.drops] == ["1"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the processes in /proc")
def test_workers_end_with_their_parent_however_it_ends():
    """A killed run leaves no processes behind that hold memory for nobody."""
    program = "import sys; from tests.engine.work import endless; endless()"
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    pids = [int(parent.stdout.readline()) for _ in range(2)]
    assert all(Path(f"/proc/{pid}").exists() for pid in pids)
    parent.kill()
    parent.communicate()
    for _ in range(1000):
        if not any(alive(pid) for pid in pids):
            return
        time.sleep(0.01)
    pytest.fail("a worker outlived its parent")


def alive(pid: int) -> bool:
    """Whether a process is there and has not ended yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks for the processes in /proc")
def test_workers_end_with_a_killed_parent_in_the_midst_of_an_item():
    """An item of 20 s under way is not finished for nobody."""
    program = "from tests.engine.work import asleep; asleep()"
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    pids = [int(parent.stdout.readline()) for _ in range(2)]
    parent.kill()
    parent.communicate(timeout=8)  # whoever is left holds the pipe
    assert not any(alive(pid) for pid in pids)


def test_workers_start_side_by_side(tmp_path):
    """The imports of one do not wait for those of another."""
    shards = [Shard(((str(number), number),)) for number in range(4)]
    assert kept(LocalBackend(2).run(Meeting(tmp_path), iter(shards), step="meet")) == [0, 2, 4, 6]


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the processes in /proc")
def test_the_second_interrupt_ends_the_workers_at_once():
    """Items of 20 s are under way; nobody waits for them, and no process stays behind."""
    program = "from tests.engine.work import asleep; asleep()"
    parent = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    pids = [int(parent.stdout.readline()) for _ in range(2)]
    parent.send_signal(signal.SIGINT)
    time.sleep(0.5)
    assert parent.poll() is None
    parent.send_signal(signal.SIGINT)
    said = parent.communicate(timeout=8)[1]
    assert said.rstrip().endswith("KeyboardInterrupt")
    assert not any(alive(pid) for pid in pids)
