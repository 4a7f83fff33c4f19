"""Where networks run: the device by name, and how many threads they take."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from typing import Literal, get_args

import torch

from motif.core.check import in_choices, integer
from motif.core.errors import InputError

__all__ = ["DEVICES", "Device", "device_of", "threads"]

Device = Literal["auto", "cpu", "cuda"]
DEVICES: tuple[Device, ...] = get_args(Device)


def device_of(name: Device) -> torch.device:
    """Return the device: "auto" is the graphics card where PyTorch sees one.

    Raises
    ------
    InputError
        For another name, and for "cuda" where there is none.

    Examples
    --------
    >>> device_of("cpu")
    device(type='cpu')
    """
    in_choices(name, DEVICES, what="device")
    there = torch.cuda.is_available()
    if name == "cuda" and not there:
        raise InputError("device 'cuda' is not there: PyTorch sees no graphics card; take 'auto' or 'cpu'")
    return torch.device("cuda" if there and name != "cpu" else "cpu")


@contextmanager
def threads(n_threads: int) -> Generator[None]:
    """Let PyTorch take that many threads inside the block, at most one a processor, and as many as before after it.

    Examples
    --------
    >>> with threads(1):
    ...     torch.get_num_threads()
    1
    """
    before = torch.get_num_threads()
    most = max(before, os.cpu_count() or 1)
    n_threads = min(integer(n_threads, what="n_threads", low=1), most)
    if before == n_threads:
        yield
        return
    torch.set_num_threads(n_threads)
    try:
        yield
    finally:
        torch.set_num_threads(before)
