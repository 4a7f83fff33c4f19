"""The child process of `foreign`: reads one checkpoint, writes one safetensors file or says on stdout why not.

Run as `python -m motif.source.weights.unpickle CHECKPOINT SAFETENSORS`; the only place of Motif where a pickle is read.
"""

from __future__ import annotations

import json
import pickle
import struct
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from motif.core.check import few
from motif.core.errors import DataError, MotifError
from motif.core.extra import extra
from motif.core.files import atomic_file

if TYPE_CHECKING:
    import torch

__all__ = []  # a program: `foreign` starts it

_GIBIBYTE = 1 << 30
_TORCH_ITSELF = 8 * _GIBIBYTE  # address space of torch and its libraries: 0.6 GiB for the CPU build, more with CUDA
_COPIES = 4  # the file, its tensors, their contiguous copies, the safetensors bytes
_LONGEST_CPU_S = 600
# what the closed language raises when its bytes are cut or changed
_DAMAGED = (RuntimeError, EOFError, ValueError, LookupError, TypeError, AttributeError, OSError, struct.error)
_NESTED = ("state_dict", "model_state_dict", "model", "params")


def main(checkpoint: str, target: str) -> int:
    """Write the tensors of a checkpoint as safetensors, or why not on stdout; return the exit code."""
    source = Path(checkpoint)
    try:
        data = _as_safetensors(_tensors(_load(source), name=source.name))
        with atomic_file(target) as stream:
            stream.write(data)
    except MotifError as error:
        told = {"error": type(error).__name__, "message": str(error), "reason": error.reason}
        sys.stdout.write(json.dumps(told))
        return 1
    return 0


def _limit(n_bytes: int) -> None:
    """Bound memory and processor time, where the system can (not on Windows)."""
    try:
        import resource
    except ModuleNotFoundError:
        return
    for kind, most in ((resource.RLIMIT_AS, _TORCH_ITSELF + _COPIES * n_bytes), (resource.RLIMIT_CPU, _LONGEST_CPU_S)):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _load(path: Path) -> Any:
    with extra("latent"):
        import torch

    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError:
        message = (
            f"{path.name!r} holds more than tensors, and reading it could run code; it was not read; "
            "ask its author for the state dict alone, or for safetensors"
        )
        raise DataError(message, reason="unsafe_pickle") from None
    except _DAMAGED:
        message = (
            f"{path.name!r} is no checkpoint of torch, or it is damaged; expected a state dict saved by torch.save"
        )
        raise DataError(message, reason="damaged") from None


def _tensors(loaded: Any, *, name: str) -> dict[str, torch.Tensor]:
    import torch

    nested = [loaded[key] for key in _NESTED if isinstance(loaded, Mapping) and isinstance(loaded.get(key), Mapping)]
    found = nested[0] if nested else loaded
    plain = isinstance(found, Mapping) and len(found) > 0
    if not plain or not all(isinstance(value, torch.Tensor) for value in found.values()):
        message = f"{name!r} holds no state dict: expected a dict of names and tensors, found {_kind(found)}"
        raise DataError(message, reason="no_state_dict")
    odd = [key for key, value in found.items() if value.layout != torch.strided or value.is_quantized]
    if odd:
        raise DataError(
            f"{name!r} holds sparse or quantized tensors, expected dense ones: {few(odd)}", reason="not_dense"
        )
    return {str(key): value.detach().clone(memory_format=torch.contiguous_format) for key, value in found.items()}


def _as_safetensors(tensors: dict[str, torch.Tensor]) -> bytes:
    from safetensors.torch import save

    return save(tensors)


def _kind(found: Any) -> str:
    if not isinstance(found, Mapping):
        return f"a {type(found).__name__}"
    return f"a dict with values of {', '.join(sorted({type(value).__name__ for value in found.values()})) or 'nothing'}"


if __name__ == "__main__":
    _limit(Path(sys.argv[1]).stat().st_size)
    sys.exit(main(*sys.argv[1:]))
