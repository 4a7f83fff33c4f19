"""Door checks: refuse a wrong argument once, at the door, with what was given and what was expected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from numbers import Real
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from motif.core.errors import InputError

if TYPE_CHECKING:
    import numpy as np

__all__ = [
    "few",
    "finite_rows",
    "in_choices",
    "in_range",
    "integer",
    "matrix",
    "missing",
    "name",
    "path",
    "same_length",
    "unique_ids",
]

_MOST_SHOWN = 5
_NAME_LENGTH = 64
_DEVICES = frozenset({"aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


def few(values: Iterable[object], *, most: int = _MOST_SHOWN) -> str:
    """Return at most `most` values as text, then a count of the rest.

    Examples
    --------
    >>> few(range(8))
    '0, 1, 2, 3, 4 and 3 more'
    """
    listed = list(values)
    shown = ", ".join(repr(value) for value in listed[:most])
    return f"{shown} and {len(listed) - most} more" if len(listed) > most else shown


def in_choices(value: object, choices: Collection[object], *, what: str) -> None:
    """Refuse a value that is none of the choices.

    Raises
    ------
    InputError
        With the value and all choices.

    Examples
    --------
    >>> in_choices("jpg", ("png", "webp"), what="format")
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: format must be one of 'png', 'webp', not 'jpg'
    """
    if value not in choices:
        listed = ", ".join(repr(choice) for choice in choices)
        raise InputError(f"{what} must be one of {listed}, not {value!r}")


def integer(value: object, *, what: str, low: int | None = None, high: int | None = None) -> int:
    """Return the value as an int inside [low, high].

    Raises
    ------
    InputError
        When it is no whole number or lies outside.

    Examples
    --------
    >>> integer(3, what="n_clusters", low=1)
    3
    """
    whole = hasattr(value, "__index__") and not isinstance(value, bool)
    if not whole:
        raise InputError(f"{what} must be a whole number, not {value!r}")
    number = int(value)  # type: ignore[call-overload]
    in_range(number, what=what, low=low, high=high)
    return number


def in_range(value: float, *, what: str, low: float | None = None, high: float | None = None) -> None:
    """Refuse a number outside [low, high]; NaN, and what is no number, lie outside everything.

    Raises
    ------
    InputError
        With the number and the range.

    Examples
    --------
    >>> in_range(1.5, what="share", low=0, high=1)
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: share must be at least 0 and at most 1, not 1.5
    """
    number = isinstance(value, Real) and value == value
    inside = number and (low is None or value >= low) and (high is None or value <= high)
    if not inside:
        bounds = [f"at least {low}"] * (low is not None) + [f"at most {high}"] * (high is not None)
        raise InputError(f"{what} must be {' and '.join(bounds) or 'a number'}, not {value!r}")


def missing(value: object) -> bool:
    """Return whether a value says that there is none: None, and what does not equal itself (NaN, NaT, pandas' NA).

    Examples
    --------
    >>> [missing(value) for value in (None, float("nan"), "", 0)]
    [True, True, False, False]
    """
    if value is None:
        return True
    same: Any = value == value
    numpy_bool = getattr(same, "shape", None) == ()  # what numpy's scalars answer; NA answers NA, which is no bool
    return not (same is True or (numpy_bool and bool(same)))


def same_length(n_given: int, n_expected: int, *, what: str, other: str = "items") -> None:
    """Refuse what does not have one entry for each of the others.

    Examples
    --------
    >>> same_length(3, 4, what="labels")
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: labels: 3 given, 4 expected (one for each of the items)
    """
    if n_given != n_expected:
        raise InputError(f"{what}: {n_given} given, {n_expected} expected (one for each of the {other})")


def unique_ids(ids: Sequence[object], *, what: str = "ids") -> None:
    """Refuse ids that are missing, empty, not text, or given twice.

    Raises
    ------
    InputError
        With at most five of the offending ids.

    Examples
    --------
    >>> unique_ids(["a", "b", "a"])
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: ids must be unique; given more than once: 'a'
    """
    wrong = [value for value in ids if not isinstance(value, str) or not value]
    if wrong:
        raise InputError(f"{what} must be non-empty text; {len(wrong)} are not: {few(wrong)}")
    if len(set(ids)) < len(ids):
        twice = [value for value, count in Counter(ids).items() if count > 1]
        raise InputError(f"{what} must be unique; given more than once: {few(twice)}")


def name(value: object, *, what: str) -> str:
    """Return a name that is safe as a file name everywhere: lower-case letters, digits, `_`, `-`; a letter first.

    Raises
    ------
    InputError
        With the name and the rule.

    Examples
    --------
    >>> name("mean_rgb", what="block")
    'mean_rgb'
    """
    plain = isinstance(value, str) and 0 < len(value) <= _NAME_LENGTH and value[:1].isascii() and value[:1].islower()
    device = str(value) in _DEVICES  # Windows keeps these for itself
    if device or not plain or not all(c.isascii() and (c.islower() or c.isdigit() or c in "_-") for c in value):
        rule = f"lower-case letters, digits, '_' and '-', a letter first, at most {_NAME_LENGTH}, and no device's"
        raise InputError(f"{what} must be a name of {rule}; not {value!r}")
    return value


def path(value: object, *, what: str = "a path") -> Path:
    """Return the value as a path; whether anything is there is not looked at.

    Raises
    ------
    InputError
        When it is neither text nor a path, or holds a NUL character, which no file's name can.

    Examples
    --------
    >>> path("films.motif").name
    'films.motif'
    """
    if not isinstance(value, str | PathLike) or "\0" in str(value):
        raise InputError(f"{what} must be text without NUL characters, or a path, not {value!r}")
    return Path(value)


def matrix(X: object, *, what: str = "X", finite: bool = True) -> np.ndarray:
    """Return a two-dimensional numeric array with at least one row and one column.

    Parameters
    ----------
    X :
        Array-like, (n_items, n_features).
    what :
        How the message calls it.
    finite :
        Whether NaN and infinities are refused.

    Raises
    ------
    InputError
        With the shape, or with the first rows that are not finite.

    Examples
    --------
    >>> matrix([[1, 2], [3, 4]]).shape
    (2, 2)
    """
    import numpy as np

    try:
        array = np.asarray(X)
    except ValueError as error:
        raise InputError(f"{what} must have rows of one length: {error}") from error
    if array.ndim != 2 or 0 in array.shape:
        raise InputError(f"{what} must have shape (n_items, n_features), both at least 1; given {array.shape}")
    if array.dtype.kind not in "biuf":
        raise InputError(f"{what} must be numeric; given dtype {array.dtype}")
    if finite:
        finite_rows(array, what=what)
    return array


def finite_rows(X: Any, *, what: str = "X") -> None:
    """Refuse a numeric matrix, dense or sparse, that has NaN or infinite values.

    Parameters
    ----------
    X :
        (n_items, n_features), an array or any of scipy's sparse formats. A row that a sparse format gives in parts
        counts with its sum.
    what :
        How the message calls it.

    Raises
    ------
    InputError
        With how many rows are not finite, and the first of them.

    Examples
    --------
    >>> import numpy as np
    >>> finite_rows(np.array([[1.0], [np.inf]]), what="queries")
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: queries has NaN or infinite values in 1 rows: 1
    """
    import numpy as np

    sparse = hasattr(X, "tocsr")
    X = X.tocsr() if sparse else X
    values = X.data if sparse else X
    if values.dtype.kind not in "fc" or np.isfinite(values).all():
        return
    wrong = ~np.isfinite(values)
    owner = np.repeat(np.arange(X.shape[0]), np.diff(X.indptr)) if sparse else None  # nonzero() leaves out stored zeros
    rows = np.flatnonzero(wrong.any(axis=1)) if owner is None else np.unique(owner[wrong])
    raise InputError(f"{what} has NaN or infinite values in {len(rows)} rows: {few(rows.tolist())}")
