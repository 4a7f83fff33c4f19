"""What every estimator on matrices shares: one door for X, errors of Motif's own tree, and passes in float64.

scikit-learn's checks decide what a matrix is; their refusals come out as Motif's errors, in one line, and remain what
scikit-learn's users catch (`ValueError`, `NotFittedError`).
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.exceptions import NotFittedError
from sklearn.utils.validation import check_is_fitted, validate_data

from motif.core.check import finite_rows
from motif.core.errors import InputError, NotFitted

__all__ = ["Unfitted", "WrongKind", "door", "float64_rows", "matrix_to_fit", "matrix_to_use", "require_fitted"]

_FLOATS = (np.float64, np.float32)
_ROWS_BYTES = 32 << 20  # 32 MB of float64 at a time: large enough for BLAS, small beside any block


class Unfitted(NotFitted, NotFittedError):  # noqa: N818 - it says it as `NotFitted` does
    """A model was asked for what it learns before it was fitted; scikit-learn's own name for it works too."""


class WrongKind(InputError, TypeError):  # noqa: N818 - it says what is wrong
    """A matrix is sparse where only dense ones are taken, or holds no numbers; scikit-learn's name works too.

    Examples
    --------
    >>> issubclass(WrongKind, TypeError), issubclass(WrongKind, ValueError)
    (True, True)
    """


@contextmanager
def door() -> Generator[None]:
    """Turn scikit-learn's refusals into Motif's, in one line.

    Raises
    ------
    InputError
        For a ValueError; `WrongKind` for a TypeError.

    Examples
    --------
    >>> with door():
    ...     raise TypeError("sparse data was passed, but dense data is required")
    Traceback (most recent call last):
        ...
    motif.represent.estimator.WrongKind: sparse data was passed, but dense data is required
    """
    try:
        yield
    except (TypeError, ValueError) as error:
        lines = str(error).splitlines()  # between the first line and the last, scikit-learn prints the array itself
        kind = WrongKind if isinstance(error, TypeError) else InputError
        raise kind(" ".join(lines if len(lines) == 1 else (lines[0], lines[-1]))) from None


def matrix_to_fit(estimator: BaseEstimator, X: Any, *, min_items: int = 1, accept_sparse: bool = False) -> Any:
    """Return X as an estimator's `fit` wants it, and let the estimator remember its columns.

    Parameters
    ----------
    estimator :
        Gets `n_features_in_` and, for a data frame, `feature_names_in_`.
    X :
        (n_items, n_features), numeric, finite. float32 stays float32, all else becomes float64.
    min_items :
        The fewest rows that can be fitted.
    accept_sparse :
        Whether a sparse matrix comes back as CSR; refused otherwise.

    Raises
    ------
    InputError
        With the shape, or with the first rows that hold NaN or infinite values.

    Examples
    --------
    >>> from motif.represent.scale import Rescaler
    >>> matrix_to_fit(Rescaler(), [[1, 2], [3, 4]]).dtype
    dtype('float64')
    """
    return _checked(estimator, X, reset=True, ensure_min_samples=min_items, accept_sparse=accept_sparse)


def matrix_to_use(estimator: BaseEstimator, X: Any, *, accept_sparse: bool = False) -> Any:
    """Return X as a fitted estimator's methods want it: the columns it was fitted on, numeric, finite.

    Raises
    ------
    Unfitted
        When the estimator has not been fitted.
    InputError
        With both numbers of columns, or with the first rows that hold NaN or infinite values.

    Examples
    --------
    >>> from motif.represent.scale import Rescaler
    >>> matrix_to_use(Rescaler().fit([[1.0, 2.0]]), [[1.0, 2.0, 3.0]])
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: X has 3 features, but Rescaler is expecting 2 features as input.
    """
    require_fitted(estimator)
    return _checked(estimator, X, reset=False, accept_sparse=accept_sparse)


def require_fitted(estimator: BaseEstimator) -> None:
    """Refuse an estimator that has not been fitted.

    Raises
    ------
    Unfitted
        With the estimator's name.

    Examples
    --------
    >>> from motif.represent.scale import Rescaler
    >>> require_fitted(Rescaler().fit([[1.0]]))
    """
    try:
        check_is_fitted(estimator)
    except NotFittedError:
        raise Unfitted(f"this {type(estimator).__name__} is not fitted; call fit first") from None


def _checked(estimator: BaseEstimator, X: Any, *, accept_sparse: bool, **settings: Any) -> Any:
    with door():
        formats = "csr" if accept_sparse else False
        checked = validate_data(estimator, X, dtype=_FLOATS, accept_sparse=formats, ensure_all_finite=False, **settings)
    finite_rows(checked)
    return _with_short_numbers(checked) if sparse.issparse(checked) else checked


def _with_short_numbers(X: Any) -> Any:
    """Return a CSR matrix with 32-bit numbers for its positions where these reach: much of scikit-learn wants them."""
    if X.indices.dtype == np.int32 and X.indptr.dtype == np.int32:
        return X
    if max(X.nnz, *X.shape) > np.iinfo(np.int32).max:
        return X
    return type(X)((X.data, X.indices.astype(np.int32), X.indptr.astype(np.int32)), shape=X.shape)


def float64_rows(X: np.ndarray) -> Iterator[tuple[slice, np.ndarray]]:
    """Yield a matrix in runs of rows as float64, so that a large float32 block is never copied whole.

    Parameters
    ----------
    X :
        (n_items, n_features).

    Examples
    --------
    >>> [(rows, part.dtype.name) for rows, part in float64_rows(np.zeros((3, 2), np.float32))]
    [(slice(0, 3, None), 'float64')]
    """
    n_items, n_features = X.shape
    n_rows = max(1, _ROWS_BYTES // (8 * max(1, n_features)))
    for start in range(0, n_items, n_rows):
        rows = slice(start, min(start + n_rows, n_items))
        yield rows, X[rows].astype(np.float64)
