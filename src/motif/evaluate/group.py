"""Groups of items that belong together, such as songs of an artist, as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import same_length
from motif.evaluate.row import names

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["group_numbers"]


def group_numbers(groups: ArrayLike, n_items: int | None = None, *, what: str = "groups") -> np.ndarray:
    """Return the number of each item's group, from 0 in the order in which groups first appear.

    Parameters
    ----------
    groups :
        (n_items,), whole numbers, text or truth values; none missing.
    n_items :
        How many there have to be; None takes any number but none.
    what :
        How the messages call them.

    Raises
    ------
    InputError
        When there is not one group for each item, or one is missing.

    Examples
    --------
    >>> group_numbers(["Abba", "Blur", "Abba"])
    array([0, 1, 0])
    """
    values = names(groups, what=what)
    if n_items is not None:
        same_length(len(values), n_items, what=what)
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values])
