"""Loading DeepLabV3 from a file of weights: names and shapes compared one by one before anything runs."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import few, in_choices
from motif.core.digest import file_digest
from motif.core.errors import DataError
from motif.model.segment.backbone import BLOCKS, Backbone
from motif.source.weights.state import read_state

if TYPE_CHECKING:
    from motif.model.segment.deeplab import DeepLabV3

__all__ = ["load_deeplabv3"]

_AUXILIARY = "aux_classifier."  # a second head that helps training and is not asked afterwards


def load_deeplabv3(path: str | Path, *, backbone: Backbone = "resnet101") -> DeepLabV3:
    """Return DeepLabV3 with the weights of a file, kept for the next call in this process until the file changes.

    Motif ships no such weights. torchvision publishes them: `deeplabv3_resnet101_coco-586e9e4e.pth`, 245 MB.

    Parameters
    ----------
    path :
        A state dict with torchvision's names, `.pth` or safetensors; told by content. No pickle in it is executed.
        Weights of the auxiliary head may be there or not; they are not used.
    backbone :
        "resnet101", or "resnet50".

    Raises
    ------
    SourceError
        When the file cannot be read.
    DataError
        When it is damaged, or its names, shapes or values are not the network's: with the first that differ.
    MissingExtra
        When torch is not installed.

    Examples
    --------
    >>> load_deeplabv3("deeplabv3_resnet101_coco-586e9e4e.pth")
    Traceback (most recent call last):
        ...
    motif.core.errors.SourceError: 'deeplabv3_resnet101_coco-586e9e4e.pth' cannot be read: No such file or directory
    """
    in_choices(backbone, BLOCKS, what="backbone")
    return _load(str(path), backbone, file_digest(path))


@functools.lru_cache(maxsize=1)
def _load(path: str, backbone: Backbone, digest: str) -> DeepLabV3:
    from motif.model.segment.deeplab import DeepLabV3

    state = {name: values for name, values in read_state(path).items() if not name.startswith(_AUXILIARY)}
    network = DeepLabV3(backbone, digest=digest)
    _refuse_other(state, network.shapes, of=f"{Path(path).name!r}", what=f"deeplabv3_{backbone}")
    network.take(state)
    return network


def _refuse_other(
    state: Mapping[str, np.ndarray], wanted: Mapping[str, tuple[int, ...]], *, of: str, what: str
) -> None:
    missing, unknown = sorted(wanted.keys() - state.keys()), sorted(state.keys() - wanted.keys())
    if missing or unknown:
        told = [f"{len(missing)} are missing: {few(missing, most=3)}"] * bool(missing)
        told += [f"{len(unknown)} are unknown: {few(unknown, most=3)}"] * bool(unknown)
        message = f"{of} does not hold the weights of {what}: of {len(wanted)} names {'; '.join(told)}"
        raise DataError(message, reason="wrong_weights")
    for name, shape in wanted.items():
        if state[name].shape != shape:
            message = f"{of} does not fit {what}: {name!r} has shape {state[name].shape}, expected {shape}"
            raise DataError(message, reason="wrong_weights")
        if not np.isfinite(state[name]).all():
            raise DataError(f"{of} has NaN or infinite values in {name!r}", reason="wrong_weights")
