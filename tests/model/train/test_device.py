"""Devices and threads."""

import pytest
import torch

from motif.core.errors import InputError
from motif.model.train import device_of, threads


def test_auto_falls_back_to_the_processor(monkeypatch):
    """Without a graphics card "auto" is the CPU, and "cuda" is refused in a line that says what to take."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert device_of("auto").type == "cpu"
    with pytest.raises(InputError, match="sees no graphics card; take 'auto' or 'cpu'"):
        device_of("cuda")
    with pytest.raises(InputError, match="device must be one of"):
        device_of("tpu")


def test_auto_takes_the_graphics_card(monkeypatch):
    """Where PyTorch sees one."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert (device_of("auto").type, device_of("cuda").type, device_of("cpu").type) == ("cuda", "cuda", "cpu")


def test_threads_are_given_back(monkeypatch):
    """After the block, also after one that fails, PyTorch has as many threads as before."""
    before = torch.get_num_threads()
    other = 1 if before > 1 else 2
    monkeypatch.setattr("os.cpu_count", lambda: 2)

    def fail():
        with threads(other):
            assert torch.get_num_threads() == other
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert torch.get_num_threads() == before


def test_more_threads_than_processors_are_not_taken():
    """A save may ask for a billion."""
    with threads(10**9):
        assert torch.get_num_threads() < 10**4
