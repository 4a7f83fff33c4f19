"""One input to one result."""

from pathlib import Path

from motif.pictures.study.batch.order import Job, Order
from motif.pictures.study.batch.work import work


def test_a_failure_is_a_value_and_names_its_reason():
    """What is wrong with one picture is no exception."""
    order = Order("cartoon", {"cut": False}, "0" * 16, "png", max_pixels=100)
    failure = work(Job(order, Path("-"), b"", "-", None))
    assert (failure.input, failure.reason) == ("-", "empty")


def test_a_missing_input_is_told(tmp_path):
    """A file that went away after it was found is a failure of that file."""
    order = Order("cartoon", {"cut": False}, "0" * 16, "png", max_pixels=100)
    assert work(Job(order, tmp_path / "gone.jpg", None, "gone.jpg", tmp_path / "a.png")).reason in (
        "missing",
        "unreadable",
    )
    assert list(tmp_path.iterdir()) == []
