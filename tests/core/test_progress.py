"""Progress: a bar on a terminal, silence in a pipe."""

import os
import subprocess
import sys

import pytest

from motif.core.progress import progress

WORK = """
from motif.core.progress import progress
with progress("Cutting", total=2) as bar:
    bar.advance()
    bar.advance()
with progress("Reading") as bar:
    bar.advance(3)
    bar.rename("Finishing")
print("result")
"""


def test_nothing_is_said_into_a_pipe(run_in_child):
    """Both streams hold data only: no bar, no control characters, and rich is not even loaded."""
    child = run_in_child(WORK + "import sys; print('rich' in sys.modules)")
    assert (child.stdout, child.stderr, child.returncode) == ("result\nFalse\n", "", 0)


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo terminal")
def test_a_terminal_sees_the_title_and_the_count_on_stderr_only():
    """On a terminal the bar has its title; stdout still holds the result alone."""
    import pty

    master, slave = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    with subprocess.Popen([sys.executable, "-c", WORK], stdout=subprocess.PIPE, stderr=slave, env=environment) as child:
        os.close(slave)
        shown = b""
        while piece := _read(master):
            shown += piece
        assert child.stdout is not None
        assert child.stdout.read() == b"result\n"
    os.close(master)
    assert b"Cutting" in shown
    assert b"2/2" in shown
    assert b"Reading" in shown
    assert b"Finishing" in shown


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 4096)
    except OSError:  # Linux says EIO where the other side has closed
        return b""


def test_an_error_inside_passes():
    """The bar is no net."""
    with pytest.raises(ZeroDivisionError), progress("Cutting", total=1):
        raise ZeroDivisionError
