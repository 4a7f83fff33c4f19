"""The 21 classes of Pascal VOC, and the printed program's colour for each."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from motif.core.check import in_choices
from motif.core.errors import InputError

__all__ = ["CLASSES", "COLOURS", "numbers", "paint"]

CLASSES: tuple[str, ...] = (
    "background",
    *("aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow"),
    *("diningtable", "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor"),
)
COLOURS: tuple[tuple[int, int, int], ...] = (
    *((0, 0, 0), (128, 0, 0), (0, 128, 0), (128, 128, 0), (0, 0, 128), (128, 0, 128), (0, 128, 128)),
    *((128, 128, 128), (64, 0, 0), (192, 0, 0), (64, 128, 0), (192, 128, 0), (64, 0, 128), (192, 0, 128)),
    *((64, 128, 128), (192, 128, 128), (0, 64, 0), (128, 64, 0), (0, 192, 0), (128, 192, 0), (0, 64, 128)),
)  # the printed program's `label_colors`, red green blue


def numbers(classes: Iterable[str]) -> tuple[int, ...]:
    """Return the numbers of classes, ascending, each once.

    Raises
    ------
    InputError
        For a name that is no class, with all that are; for no name at all.

    Examples
    --------
    >>> numbers(["person", "cat"])
    (8, 15)
    """
    if isinstance(classes, str):
        raise InputError(f"classes must be a list of names, not one text; given {classes!r}, write [{classes!r}]")
    wanted = set(classes)
    for name in sorted(wanted):
        in_choices(name, CLASSES, what="a class")
    if not wanted:
        raise InputError("classes must name at least one class, such as 'person'")
    return tuple(sorted(CLASSES.index(name) for name in wanted))


def paint(labels: np.ndarray) -> np.ndarray:
    """Return a map of labels in the printed program's colours.

    Parameters
    ----------
    labels :
        (h, w), the numbers of classes, 0 to 20.

    Returns
    -------
    (h, w, 3) uint8, RGB.

    Raises
    ------
    InputError
        For a number that is no class's.

    Examples
    --------
    >>> paint(np.array([[0, 15]])).tolist()
    [[[0, 0, 0], [192, 128, 128]]]
    """
    if labels.size and not (labels.min() >= 0 and labels.max() < len(CLASSES)):
        raise InputError(f"labels must be 0 to {len(CLASSES) - 1}; given {labels.min()} to {labels.max()}")
    return np.array(COLOURS, np.uint8)[labels]
