"""Foreign checkpoints (`.pth`, `.pt`): read once, in a process of their own, and kept as safetensors.

A checkpoint is a pickle, and a pickle is a program. `torch.load(weights_only=True)` runs a small, closed part of that
language; it does so in a child process with limits, whose only product is a file of plain tensors. Nothing else in
Motif reads a pickle.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from motif.core.cache import Cache, default_cache
from motif.core.digest import file_digest
from motif.core.errors import DataError, MissingExtra, MotifError, SourceError
from motif.source.weights.scratch import scratch_folder

__all__ = ["convert_checkpoint"]

_LONGEST_S = 600
_ERRORS: dict[str, type[MotifError]] = {kind.__name__: kind for kind in (DataError, MissingExtra, SourceError)}


def convert_checkpoint(path: str | Path) -> Path:
    """Return a safetensors file with the tensors of a foreign checkpoint, made once and kept in the cache.

    Parameters
    ----------
    path :
        A state dict saved by `torch.save`: name -> tensor, or one such dict under the key "state_dict",
        "model_state_dict", "model" or "params", whose companions (epoch, optimiser) are left out. Tensors that share
        memory are written once each; a name, a shape and a dtype do not change.

    Raises
    ------
    SourceError
        When the file cannot be read or the cache cannot be written.
    DataError
        When it is damaged, holds anything but a state dict, or would run code when read (which it then did not).
    MissingExtra
        When torch is not installed.

    Examples
    --------
    >>> convert_checkpoint("resnet.pth")
    Traceback (most recent call last):
        ...
    motif.core.errors.SourceError: 'resnet.pth' cannot be read: No such file or directory
    """
    path, cache = Path(path), default_cache()
    key = Cache.key(file_digest(path), step="checkpoint", version=1)
    kept = cache.find(key)
    if kept:
        return kept
    with scratch_folder() as folder:
        made = folder / "model.safetensors"
        _run(path, made)
        return cache.adopt(key, made)


def _run(path: Path, made: Path) -> None:
    command = [sys.executable, "-P", "-m", "motif.source.weights.unpickle", str(path), str(made)]
    try:
        ended = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=_LONGEST_S, check=False
        )
    except subprocess.TimeoutExpired:
        message = f"{path.name!r} was given up after {_LONGEST_S} s: no state dict takes so long to read"
        raise DataError(message, reason="too_slow") from None
    if made.is_file():
        return
    try:
        told = json.loads(ended.stdout)
    except ValueError:  # it ended before it could say why
        message = (
            f"{path.name!r} cannot be converted: the process that read it ended early; the file is damaged, or it "
            "needs more memory than a checkpoint of its size should"
        )
        raise DataError(message, reason="damaged") from None
    raise _ERRORS[told["error"]](told["message"], reason=told["reason"])
