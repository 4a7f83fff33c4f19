"""Where results go."""

from motif.core.record import Drop
from motif.engine import MemorySink


def test_done_is_what_was_kept_and_what_was_left_out():
    """Both results and drops need no more work."""
    sink = MemorySink()
    sink.append([("a", 1)], [Drop("b", "read", "truncated")])
    assert sink.done() == {"a", "b"}
    assert sink.results == {"a": 1}


def test_what_done_returns_is_the_callers_own():
    """Changing the answer does not change the sink."""
    sink = MemorySink()
    sink.append([("a", 1)], [])
    sink.done().clear()
    sink.close()
    assert sink.done() == {"a"}
