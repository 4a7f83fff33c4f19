"""Run by a test: gathers a folder of music and is killed while it hears the third file."""

import os
import signal
import sys
from pathlib import Path

from motif.songs.study import listen
from motif.songs.study.gather import gather

if __name__ == "__main__":
    n_heard, hear = 0, listen._heard

    def heard(request: object) -> object:
        global n_heard
        if n_heard == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        n_heard += 1
        return hear(request)

    listen._heard = heard
    gather(Path(sys.argv[1]), out=sys.argv[2])
