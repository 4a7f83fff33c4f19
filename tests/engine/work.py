"""Work that other processes can find: functions at the top of a module."""

import os
import signal
import time
from typing import Any

from motif.core.errors import DataError, InputError, SourceError
from motif.core.record import Drop


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
