"""Checkpoints: the whole state of a training in one file without pickles, so that a killed run goes on where it was."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save

from motif.core.errors import DataError, InputError, SourceError
from motif.core.files import write_bytes

__all__ = ["Checkpoint"]

_FORMAT = 1
_LENGTH_BYTES = 8  # of the header's length, at the head of every safetensors file


@dataclass(slots=True, eq=False)
class Checkpoint:
    """What a run needs to go on: tensors by name, and facts in JSON.

    Parameters
    ----------
    key :
        What is trained on what: a run goes on only from a checkpoint with its own key.
    tensors :
        Weights, best weights and the optimisers' state.
    facts :
        Counters and the history, JSON values.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "run.safetensors")
    >>> Checkpoint("digits", {"w": torch.ones(2)}, {"epoch": 3}).write(path)
    >>> Checkpoint.read(path, key="digits").facts
    {'epoch': 3}
    """

    key: str
    tensors: dict[str, torch.Tensor] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    def write(self, path: str | Path) -> None:
        """Write it, whole or not at all."""
        text = json.dumps({"format": _FORMAT, "key": self.key, "facts": self.facts}, allow_nan=False)
        tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in self.tensors.items()}
        write_bytes(path, save(tensors, metadata={"motif": text}))

    @classmethod
    def read(cls, path: str | Path, *, key: str) -> Checkpoint | None:
        """Return the checkpoint of a file, or None where there is none.

        Raises
        ------
        DataError
            When the file is damaged, or no checkpoint of Motif's.
        InputError
            When it belongs to another training.
        """
        path = Path(path)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SourceError(f"{path.name!r} cannot be read: {error.strerror or error}") from error
        try:
            length = int.from_bytes(data[:_LENGTH_BYTES], "little")
            kept = json.loads(json.loads(data[_LENGTH_BYTES : _LENGTH_BYTES + length])["__metadata__"]["motif"])
            tensors = load(data)
            known = kept["format"] == _FORMAT
            found = cls(str(kept["key"]), tensors, dict(kept["facts"]))
        except (ValueError, KeyError, TypeError, RecursionError, SafetensorError) as error:
            message = (
                f"{path.name!r} is no checkpoint of a training, or it is damaged; choose another file or remove it"
            )
            raise DataError(message, reason="damaged") from error
        if not known:
            message = f"{path.name!r} is a checkpoint of format {kept['format']!r}; this Motif reads {_FORMAT}"
            raise DataError(message, reason="newer_format")
        if found.key != key:
            raise InputError(
                f"{path.name!r} is the checkpoint of another training (other items or settings); "
                "choose another file, or remove it to begin anew"
            )
        return found
