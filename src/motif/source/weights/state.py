"""Reading the state dict of a network that others trained, from safetensors or from a checkpoint of torch."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from motif.core.errors import DataError, SourceError
from motif.core.files import open_regular
from motif.source.weights.foreign import convert_checkpoint

__all__ = ["read_state"]


def read_state(path: str | Path) -> dict[str, np.ndarray]:
    """Return names and values of a state dict.

    Safetensors are told by their content and read here; anything else is read as a checkpoint of torch, in a process of
    its own (`convert_checkpoint`), so that nothing in a file is ever executed.

    Parameters
    ----------
    path :
        The file; its name does not matter. A prefix "module." that all names have, left by training on several
        devices, is dropped.

    Raises
    ------
    SourceError
        When the file cannot be read.
    DataError
        When it is damaged or holds no state dict.
    MissingExtra
        When it is a checkpoint and torch is not installed.

    Examples
    --------
    >>> read_state("resnet.pth")
    Traceback (most recent call last):
        ...
    motif.core.errors.SourceError: 'resnet.pth' cannot be read: No such file or directory
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    path = Path(path)
    data = _bytes(path)
    if not _is_safetensors(data):
        data = _bytes(convert_checkpoint(path))
    try:
        state = load(data)
    except (SafetensorError, KeyError) as error:  # the latter for a dtype that numpy does not have
        message = f"{path.name!r} is damaged, or holds numbers of a type that is not read: {error}"
        raise DataError(message, reason="damaged") from None
    prefix = "module." if state and all(name.startswith("module.") for name in state) else ""
    return {name.removeprefix(prefix): values for name, values in state.items()}


def _bytes(path: Path) -> bytes:
    try:
        with open_regular(path) as stream:
            return stream.read()
    except OSError as error:
        raise SourceError(f"{path.name!r} cannot be read: {error.strerror or error}") from error


def _is_safetensors(data: bytes) -> bool:
    """Return whether eight bytes of a length, the last four zero, come before JSON, as the format begins."""
    return data[4:9] == b"\0\0\0\0{"
