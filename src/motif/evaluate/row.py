"""One value for each item: taken in as plain values, and refused where there is none or more than one."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Set
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.check import few, missing
from motif.core.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["holds_several", "listed", "names", "numbers"]

_NO_ROW = (str, bytes, Mapping, Set)  # text is no row of letters, and the others have no order


def holds_several(value: Any) -> bool:
    """Return whether a value is a list, tuple, set or array of values; text is one value.

    Examples
    --------
    >>> holds_several({"rock", "folk"}), holds_several("rock")
    (True, False)
    """
    return isinstance(value, Collection) and not isinstance(value, str | bytes)


def listed(values: Any) -> list[Any]:
    """Return values as a list of plain Python ones, from anything that can be gone through.

    Before numpy sees them: it would make the text "nan" of a NaN beside text, and of 1 the text "1".

    Examples
    --------
    >>> listed(np.array([1, 2])), listed("ab")
    ([1, 2], ['a', 'b'])
    """
    for method in ("to_pylist", "tolist"):  # of Arrow, of numpy and pandas
        if hasattr(values, method):
            return list(getattr(values, method)())
    return [value.item() if isinstance(value, np.generic) else value for value in values]


def names(values: Any, *, what: str, nested: bool = False) -> list[Any]:
    """Return one row of whole numbers, text or truth values, none of them missing.

    Parameters
    ----------
    values :
        (n_items,), at least one.
    what :
        How the messages call them.
    nested :
        Whether values may be missing, or lists or sets themselves.

    Raises
    ------
    InputError
        When they are no row, or with how many are missing.

    Examples
    --------
    >>> names(("a", 1, "1"), what="labels")
    ['a', 1, '1']
    """
    shape = tuple(getattr(values, "shape", (0,)))  # what has no shape has one axis
    if isinstance(values, _NO_ROW) or len(shape) != 1 or not hasattr(values, "__iter__"):
        given = f"shape {shape}" if len(shape) > 1 else repr(values)
        raise InputError(f"{what} must be one row, with one for each item; given {given}")
    row = listed(values)
    if not row:
        raise InputError(f"{what} must be one row, with one for each item; given none")
    if nested:
        return row
    several = [value for value in row if not isinstance(value, Hashable) or holds_several(value)]
    if several:
        raise InputError(f"{what} must be one row, with one for each item; {len(several)} are not one: {few(several)}")
    none = [value for value in row if missing(value)]
    if none:
        raise InputError(f"{what} must have one for each item; {len(none)} are missing ({few(none)})")
    return row


def numbers(values: ArrayLike, *, what: str) -> np.ndarray:
    """Return one row of finite numbers as float64, (n_items,), at least one.

    Raises
    ------
    InputError
        When they are no row of numbers, or with the items that have none.

    Examples
    --------
    >>> numbers([1, 2], what="plays")
    array([1., 2.])
    """
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise InputError(f"{what} must be one row of numbers, one for each item: {error}") from error
    if array.ndim != 1 or not len(array) or array.dtype.kind not in "biuf":
        raise InputError(f"{what} must be one row of numbers; given {array.dtype} of shape {array.shape}")
    wrong = np.flatnonzero(~np.isfinite(array))
    if len(wrong):
        raise InputError(
            f"{what} must be finite; {len(wrong)} are not, at {few(wrong.tolist())}; leave these items out"
        )
    return array.astype(np.float64)
