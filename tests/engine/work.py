"""Work that other processes can find: functions at the top of a module."""

import itertools
import os
import signal
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from motif.core.errors import DataError, InputError, SourceError
from motif.core.record import Drop
from motif.engine import MemorySink, map_items


class OddError(Exception):
    """An error that cannot be made again from what it says."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one}, {other}")


class Deadly:
    """A value that kills its process when half of it is on the way to another."""

    def __reduce__(self) -> Any:
        def send_half(connection: Connection, data: bytes) -> None:
            os.write(connection.fileno(), bytes(data[: len(data) // 2]))
            os._exit(3)

        Connection._send = send_half
        return bytes, (100,)


def say_pid(_: int) -> None:
    sys.stdout.write(f"{os.getpid()}\n")
    sys.stdout.flush()
    time.sleep(0.5)


def endless() -> None:
    """Map over items without end in two processes, each of which says its number."""
    map_items(say_pid, ((str(number), number) for number in itertools.count()), out=MemorySink(), jobs=2, shard_size=1)


def say_pid_and_sleep(_: int) -> None:
    sys.stdout.write(f"{os.getpid()}\n")
    sys.stdout.flush()
    time.sleep(20)


def asleep() -> None:
    """Map in two processes over items that take long, each of which says its number."""
    map_items(say_pid_and_sleep, [(str(number), number) for number in range(8)], out=MemorySink(), jobs=2, shard_size=1)


class Meeting:
    """A function that a worker can only load while another worker loads it too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, value: int) -> int:
        return double(value)

    def __reduce__(self) -> Any:
        return meet, (self.folder,)


def meet(folder: Path) -> Any:
    """Wait for the other worker, for 20 s at most."""
    (folder / str(os.getpid())).touch()
    for _ in range(2000):
        if len(list(folder.iterdir())) > 1:
            return double
        time.sleep(0.01)
    raise RuntimeError("no other worker came")


def double(value: int) -> int:
    return 2 * value


def slow_double(value: int) -> int:
    time.sleep(0.02)
    return 2 * value


def by_word(word: str) -> Any:
    """Do what a word says; every other word comes back in capitals."""
    match word:
        case "damaged":
            raise DataError("it ends early", reason="truncated")
        case "missing":
            raise SourceError("it is not there")
        case "refused":
            return Drop(word, "by_word", "not_wanted")
        case "wrong":
            raise InputError("wrong for every item")
        case "bug":
            raise ZeroDivisionError("a bug")
        case "odd":
            raise OddError("left", "right")
        case "secret":
            return lambda: word
        case "answering":
            return Deadly()
        case "exit":
            os._exit(3)
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
    return word.upper()


def threads(_: int) -> tuple[int, int]:
    """Return how many threads the numeric libraries and OpenCV take in this process."""
    import cv2
    import numpy as np
    import threadpoolctl

    np.ones((2, 2)) @ np.ones((2, 2))
    pools = [pool["num_threads"] for pool in threadpoolctl.threadpool_info()]
    return max(pools, default=1), cv2.getNumThreads()
