"""Standard input as bytes."""

import io

import pytest

from motif.core.errors import DataError, InputError, SourceError
from motif.source.standard import read_standard_input


def piped(monkeypatch, data):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_all_bytes_come_as_they_are(monkeypatch):
    """No line end and no character set has a say."""
    piped(monkeypatch, b"\r\n\xff\0")
    assert read_standard_input() == b"\r\n\xff\0"


def test_the_cap_is_exact(monkeypatch):
    """As many bytes as allowed are taken, one more is refused."""
    piped(monkeypatch, b"abc")
    assert read_standard_input(max_bytes=3) == b"abc"
    piped(monkeypatch, b"abcd")
    with pytest.raises(DataError) as told:
        read_standard_input(max_bytes=3)
    assert told.value.reason == "too_large"


def test_a_terminal_and_nothing_are_refused(monkeypatch):
    """Nobody types a picture, and a closed input has none."""
    terminal = io.TextIOWrapper(io.BytesIO())
    terminal.isatty = lambda: True
    monkeypatch.setattr("sys.stdin", terminal)
    with pytest.raises(InputError, match="terminal"):
        read_standard_input()
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(SourceError, match="closed"):
        read_standard_input()
