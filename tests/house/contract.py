"""Motif's estimator contract: what holds of every estimator, whatever it is fitted on.

`check_contract(estimator, X)` is for tests of any room. `X` is a matrix, or a list of items (texts, arrays of frames).
A clause that an estimator breaks raises `BrokenContract` with the clause's name. For estimators on matrices
scikit-learn's `check_estimator` comes on top; this is what it leaves open, and what it cannot ask of other items.
"""

import copy
import pickle
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, clone

from motif.core.errors import MotifError
from motif.model import store

__all__ = ["CLAUSES", "BrokenContract", "check_contract"]

METHODS = ("predict", "predict_proba", "decision_function", "score_samples", "transform")
ROUNDING = 1e-6  # relative: one row and a thousand take other paths through BLAS, in float32 too
N_ALONE = 3


class BrokenContract(AssertionError):  # noqa: N818 - the name says it
    """A clause does not hold; `clause` is its name."""

    def __init__(self, clause: str, message: str) -> None:
        super().__init__(f"{clause}: {message}")
        self.clause = clause

    def __reduce__(self) -> tuple[Any, ...]:
        return (BrokenContract, (self.clause, str(self).partition(": ")[2]))


def check_contract(estimator: BaseEstimator, X: Any, y: Any = None, *, clauses: Iterable[str] | None = None) -> None:
    """Raise `BrokenContract` for the first clause that the estimator breaks on the items X (at least 8 of them).

    `clauses` names the ones to check; None stands for all.
    """
    for clause in CLAUSES if clauses is None else clauses:
        try:
            CLAUSES[clause](estimator if clause == "clone" else _seeded(estimator), copy.deepcopy(X), copy.deepcopy(y))
        except BrokenContract:
            raise
        except AssertionError as error:
            raise BrokenContract(clause, str(error)) from error
        except Exception as error:
            raise BrokenContract(clause, f"raised {type(error).__name__}: {error}") from error


def _clone(estimator, X, y):
    """A clone has the same parameters, the very values given, and nothing learned."""
    twin = clone(estimator)
    assert type(twin) is type(estimator)
    assert _same(twin.get_params(deep=False), estimator.get_params(deep=False)), "the clone has other parameters"
    assert not _learned(clone(_fitted(twin, X, y))), "the clone of a fitted estimator has learned attributes"
    rebuilt = type(estimator)(**estimator.get_params(deep=False))
    changed = [name for name, value in estimator.get_params(deep=False).items() if getattr(rebuilt, name) is not value]
    assert not changed, f"__init__ does not store {changed} as given"


def _fit_returns_self(estimator, X, y):
    """`fit` returns the estimator and learns something."""
    assert _given(estimator.fit, X, y) is estimator, "fit did not return self"
    assert _learned(estimator), "fit learned no attribute that ends in '_'"


def _untouched_parameters(estimator, X, y):
    """Neither `fit` nor a method changes a parameter."""
    before = copy.deepcopy(estimator.get_params(deep=False))
    _outputs(_fitted(estimator, X, y), X)
    assert _same(estimator.get_params(deep=False), before), "a parameter has changed"


def _untouched_input(estimator, X, y):
    """Neither `fit` nor a method changes the items."""
    before = copy.deepcopy((X, y))
    _outputs(_fitted(estimator, X, y), X)
    assert _same((X, y), before), "X or y has changed"


def _same_seed_same_result(estimator, X, y):
    """The same seed gives the same bytes, whatever the global generators do."""
    np.random.seed(1)  # noqa: NPY002 - an estimator must not listen to it
    first = _outputs(_fitted(estimator, X, y), X)
    np.random.seed(2)  # noqa: NPY002
    again = _outputs(_fitted(clone(estimator), X, y), X)
    assert _same(first, again), "two fits with one seed differ"
    assert _same(_outputs(estimator, X), _outputs(estimator, X)), "the same call twice differs"


def _global_random_state(estimator, X, y):
    """No global generator is moved."""
    np.random.seed(3)  # noqa: NPY002
    before = np.random.get_state()  # noqa: NPY002
    _outputs(_fitted(estimator, X, y), X)
    assert _same(list(np.random.get_state()), list(before)), "NumPy's global generator has moved"  # noqa: NPY002


def _one_item_one_row(estimator, X, y):
    """Each method returns one row an item, and an item alone gets the row it gets among others."""
    _fitted(estimator, X, y)
    for name, rows in _outputs(estimator, X).items():
        assert len(rows) == len(X), f"{name} returned {len(rows)} rows for {len(X)} items"
        for i in range(min(N_ALONE, len(X))):
            alone = getattr(estimator, name)(_take(X, [i]))
            assert _close(alone, rows[i : i + 1]), f"{name} of item {i} alone differs from its row among {len(X)}"


def _permutation(estimator, X, y):
    """Items in another order get the same rows in that order."""
    _fitted(estimator, X, y)
    order = np.random.default_rng(0).permutation(len(X))
    rows = _outputs(estimator, X)
    for name, moved in _outputs(estimator, _take(X, order)).items():
        assert _close(moved, _take(rows[name], order)), f"{name} of the items in another order differs"


def _fitted_rows(estimator, X, y):
    """`fit_predict` and `fit_transform` agree with `fit` and then the method, and `labels_` with `predict`."""
    rows = _outputs(_fitted(estimator, X, y), X)
    for name in ("predict", "transform"):
        if hasattr(estimator, f"fit_{name}") and name in rows:
            twin = clone(estimator)
            both = _given(getattr(twin, f"fit_{name}"), X, y)
            assert _close(both, rows[name]), f"fit_{name} differs from fit and then {name}"
    if hasattr(estimator, "labels_") and "predict" in rows:
        assert _close(estimator.labels_, rows["predict"]), "labels_ differ from predict of the same items"


def _unfitted(estimator, X, y):
    """A method before `fit` says so, as an error of Motif's tree."""
    for name in _methods(estimator):
        with _refused(f"{name} before fit"):
            getattr(estimator, name)(X)


def _empty(estimator, X, y):
    """No items are refused, by `fit` and by each method."""
    with _refused("fit of no items"):
        _given(clone(estimator).fit, _take(X, []), None if y is None else _take(y, []))
    _fitted(estimator, X, y)
    for name in _methods(estimator):
        with _refused(f"{name} of no items"):
            getattr(estimator, name)(_take(X, []))


def _nan(estimator, X, y):
    """Items with NaN are refused, by `fit` and by each method; who says that NaN means something, takes it."""
    spoilt = _with_nan(X)
    if spoilt is None:
        return
    if estimator.__sklearn_tags__().input_tags.allow_nan:
        for answer in _outputs(_fitted(estimator, spoilt, y), spoilt).values():
            assert np.isfinite(answer).all(), "NaN comes out again"
        return
    with _refused("fit of NaN"):
        _given(clone(estimator).fit, spoilt, y)
    _fitted(estimator, X, y)
    for name in _methods(estimator):
        with _refused(f"{name} of NaN"):
            getattr(estimator, name)(spoilt)


def _save_and_load(estimator, X, y):
    """What was saved comes back with the same parameters and predicts the same bytes."""
    rows = _outputs(_fitted(estimator, X, y), X)
    with tempfile.TemporaryDirectory() as folder:
        store.save(estimator, folder)
        loaded = store.load(folder, classes=() if _is_ours(estimator) else (type(estimator),))
    assert type(loaded) is type(estimator)
    assert _same(loaded.get_params(deep=False), estimator.get_params(deep=False)), "parameters differ after loading"
    assert _same(_outputs(loaded, X), rows), "predictions differ after loading"


def _pickle(estimator, X, y):
    """A pickled estimator, fitted or not, predicts the same bytes."""
    pickle.loads(pickle.dumps(estimator))
    rows = _outputs(_fitted(estimator, X, y), X)
    assert _same(_outputs(pickle.loads(pickle.dumps(estimator)), X), rows), "predictions differ after pickling"


CLAUSES: dict[str, Callable[[Any, Any, Any], None]] = {
    "clone": _clone,
    "fit returns self": _fit_returns_self,
    "untouched parameters": _untouched_parameters,
    "untouched input": _untouched_input,
    "same seed same result": _same_seed_same_result,
    "no global chance": _global_random_state,
    "one item one row": _one_item_one_row,
    "permutation of items": _permutation,
    "fitted rows": _fitted_rows,
    "unfitted": _unfitted,
    "empty": _empty,
    "NaN": _nan,
    "save and load": _save_and_load,
    "pickle": _pickle,
}


def _seeded(estimator):
    """Return a clone with a seed, where chance plays and none was given."""
    twin = clone(estimator)
    unseeded = "random_state" in twin.get_params(deep=False) and twin.random_state is None
    return twin.set_params(random_state=0) if unseeded else twin


def _fitted(estimator, X, y):
    _given(estimator.fit, X, y)
    return estimator


def _given(method, X, y):
    return method(X) if y is None else method(X, y)


def _methods(estimator):
    return [name for name in METHODS if hasattr(estimator, name)]


def _outputs(estimator, X):
    return {name: _dense(getattr(estimator, name)(X)) for name in _methods(estimator)}


def _dense(rows):
    return rows.toarray() if sparse.issparse(rows) else np.asarray(rows)


def _learned(estimator):
    return [name for name in vars(estimator) if name.endswith("_") and not name.startswith("_")]


def _is_ours(estimator):
    return type(estimator).__module__.startswith("motif.")


def _take(values: Any, positions: Sequence[int] | np.ndarray) -> Any:
    if isinstance(values, list):
        return [values[i] for i in positions]
    return values[np.asarray(positions, dtype=int)]


def _with_nan(X):
    """Return a copy of the items with one NaN; None when items of this kind cannot hold one."""
    spoilt = copy.deepcopy(X)
    first = spoilt[0] if isinstance(spoilt, list) else spoilt
    if not isinstance(first, np.ndarray) or first.dtype.kind != "f":
        return None
    first.reshape(-1)[0] = np.nan
    return spoilt


@contextmanager
def _refused(what):
    try:
        yield
    except (MotifError, ValueError) as error:
        message = str(error)
    else:
        raise AssertionError(f"{what} is not refused")
    assert message, f"{what} is refused without a word"


def _same(first, second):
    """Whether two values are equal to the last bit."""
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(_same(value, second[key]) for key, value in first.items())
    if isinstance(first, list | tuple) and isinstance(second, list | tuple):
        return len(first) == len(second) and all(_same(a, b) for a, b in zip(first, second, strict=True))
    if isinstance(first, np.ndarray) and isinstance(second, np.ndarray):
        equal_nan = first.dtype.kind in "fc"
        return first.dtype == second.dtype and np.array_equal(first, second, equal_nan=equal_nan)
    if isinstance(first, BaseEstimator):
        return type(first) is type(second) and _same(vars(first), vars(second))
    return first is second or bool(first == second) or (first != first and second != second)


def _close(first, second):
    """Whether two results are equal up to rounding; labels and text exactly."""
    first, second = _dense(first), _dense(second)
    if first.shape != second.shape or first.dtype.kind != "f":
        return first.shape == second.shape and np.array_equal(first, second)
    scale = np.abs(second).max(initial=0.0)
    return np.allclose(first, second, rtol=ROUNDING, atol=ROUNDING * scale)
