"""Every estimator of the shared rooms keeps Motif's contract, and estimators on matrices scikit-learn's."""

import importlib
import inspect
import pkgutil
from typing import Any

import numpy as np
import pytest
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.cluster import KMeans as TheirKMeans
from sklearn.utils.estimator_checks import parametrize_with_checks

from motif.core.check import matrix
from tests.house.contract import CLAUSES, BrokenContract, check_contract

ROOMS = ("motif.represent", "motif.model")


def _estimators() -> list[type[BaseEstimator]]:
    """The public estimator classes of the rooms, found by walking them, so that none is forgotten."""
    found = {}
    for room in ROOMS:
        package = importlib.import_module(room)
        for module in pkgutil.walk_packages(package.__path__, prefix=f"{room}."):
            for name, value in vars(importlib.import_module(module.name)).items():
                if not inspect.isclass(value) or not issubclass(value, BaseEstimator) or name.startswith("_"):
                    continue
                if inspect.isabstract(value):
                    continue
                if value.__module__.startswith("motif."):
                    found[f"{value.__module__}.{name}"] = value
    return [found[name] for name in sorted(found)]


def _is_long(estimator: BaseEstimator) -> bool:
    """Whether its checks take a minute: trained some hundred steps in each, or translated by numba first."""
    return type(estimator).__module__.startswith(("motif.model.experts", "motif.represent.project.umap"))


ESTIMATORS = _estimators()
ON_MATRICES = [cls() for cls in ESTIMATORS if cls().__sklearn_tags__().input_tags.two_d_array]
_SMALL = {"max_width": 3, "n_channels": 4, "n_hidden": 8, "epochs": 2, "min_steps": 2}
ON_TEXTS: dict[str, list[dict[str, Any]]] = {
    "TextConvolution": [_SMALL, {**_SMALL, "vectors": np.eye(7)}],
    "TextReader": [
        {"settings": _SMALL},
        {
            "how": "histogram",
            "words": list("0123456"),
            "vectors": np.eye(7),
            "n_centroids": 3,
            "settings": {"n_hidden": 4, "epochs": 2, "min_steps": 2},
        },
    ],
    "WordHistogram": [{"vectors": np.eye(7), "n_centroids": 3}],
}


def _items(n_items: int = 30) -> np.ndarray:
    """Three loose groups in four features, one of them nearly constant."""
    rng = np.random.default_rng(0)
    centres = rng.normal(scale=5, size=(3, 4)) * [1, 1, 1, 1e-3]
    return centres[np.arange(n_items) % 3] + rng.normal(size=(n_items, 4)) * [1, 1, 1, 1e-3]


def test_all_are_found():
    """The walk sees the estimators of both rooms."""
    assert {"Autoencoder", "KMeans", "PCA", "Rescaler"} <= {cls.__name__ for cls in ESTIMATORS}


@pytest.mark.parametrize("cls", ESTIMATORS, ids=lambda cls: cls.__name__)
def test_estimator_says_what_it_is_fitted_on(cls):
    """An estimator on anything but matrices brings its own items to the contract's tests."""
    on_matrices = cls().__sklearn_tags__().input_tags.two_d_array
    assert on_matrices != (cls.__name__ in ON_TEXTS), "add items of its kind to this file"


@pytest.mark.parametrize("clause", CLAUSES)
@pytest.mark.parametrize("estimator", ON_MATRICES, ids=lambda estimator: type(estimator).__name__)
@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["float64", "float32"])
def test_motif_contract(estimator, clause, dtype):
    """Each clause of Motif's contract holds with the estimator's defaults."""
    y = np.arange(len(_items())) % 3 if estimator.__sklearn_tags__().target_tags.required else None
    items = np.abs(_items()) if estimator.__sklearn_tags__().input_tags.positive_only else _items()
    check_contract(estimator, items.astype(dtype), y, clauses=[clause])


@pytest.mark.parametrize("clause", CLAUSES)
@pytest.mark.parametrize("name", ON_TEXTS)
def test_motif_contract_on_texts(name, clause):
    """Each clause holds for lists of words, or of their numbers, of any length; one text is empty."""
    cls = next(cls for cls in ESTIMATORS if cls.__name__ == name)
    texts = [*([n % 3, 3 + n % 4, n % 3][: 1 + n % 3] for n in range(29)), []]
    for settings in ON_TEXTS[name]:
        estimator = cls(**settings)
        y = np.arange(30) % 3 if estimator.__sklearn_tags__().target_tags.required else None
        is_words = estimator.__sklearn_tags__().input_tags.string
        items = [[*map(str, text)] if is_words else np.array(text, dtype=int) for text in texts]
        check_contract(estimator, items, y, clauses=[clause])


def _not_meant(estimator: BaseEstimator) -> dict[str, str]:
    """scikit-learn's checks of sparse matrices take all that has `predict_proba` for a classifier of four classes."""
    tags = estimator.__sklearn_tags__()
    if tags.classifier_tags is not None or not tags.input_tags.sparse or not hasattr(estimator, "predict_proba"):
        return {}
    reason = "no classifier; its own tests hold it to every sparse format"
    return {f"check_estimator_sparse_{kind}": reason for kind in ("array", "matrix")}


@parametrize_with_checks([one for one in ON_MATRICES if not _is_long(one)], expected_failed_checks=_not_meant)
def test_scikit_learn_contract(estimator, check):
    """Each of scikit-learn's own checks passes with the estimator's defaults."""
    check(estimator)


@pytest.mark.slow
@parametrize_with_checks([one for one in ON_MATRICES if _is_long(one)], expected_failed_checks=_not_meant)
def test_scikit_learn_contract_of_those_that_take_long(estimator, check):
    """The same for those whose checks take a minute."""
    check(estimator)


class Sound(TransformerMixin, BaseEstimator):
    """Subtracts the mean item, plus a little seeded noise: keeps the contract, and is what the broken ones spoil."""

    def __init__(self, noise=0.1, random_state=None):
        self.noise = noise
        self.random_state = random_state

    def fit(self, X, y=None):
        X = matrix(X)
        rng = np.random.default_rng(self.random_state)
        self.mean_ = X.mean(axis=0) + self.noise * rng.normal(size=X.shape[1])
        return self

    def transform(self, X):
        return matrix(X) - self._need()

    def _need(self):
        if not hasattr(self, "mean_"):
            raise ValueError("not fitted")
        return self.mean_


class ConvertsParameter(Sound):
    def __init__(self, noise=0.1, random_state=None):
        super().__init__(noise=float(noise) * 1.0, random_state=random_state)
        self.noise = [noise]

    def fit(self, X, y=None):
        self.mean_ = matrix(X).mean(axis=0)
        return self


class ReturnsNothing(Sound):
    def fit(self, X, y=None):
        super().fit(X)


class TunesItself(Sound):
    def fit(self, X, y=None):
        super().fit(X)
        self.noise = self.noise / 2
        return self


class SpoilsItems(Sound):
    def transform(self, X):
        X = matrix(X)
        X -= self._need()
        return X


class ForgetsSeed(Sound):
    def fit(self, X, y=None):
        self.mean_ = matrix(X).mean(axis=0) + np.random.default_rng().normal(size=X.shape[1])
        return self


class UsesGlobalChance(Sound):
    def fit(self, X, y=None):
        super().fit(X)
        np.random.random()  # noqa: NPY002
        return self


class LooksAtNeighbours(Sound):
    def transform(self, X):
        X = matrix(X)
        return X - X.mean(axis=0) if hasattr(self, "mean_") else self._need()


class DropsDuplicates(Sound):
    def transform(self, X):
        return np.unique(super().transform(X).round(0), axis=0)


class SortsItems(Sound):
    def transform(self, X):
        shifted = super().transform(X)
        return shifted if len(X) < 2 else np.vstack([shifted[:3], np.sort(shifted[3:], axis=0)])


class FitsOtherwiseAtOnce(Sound):
    def fit_transform(self, X, y=None):
        return 2 * self.fit(X).transform(X)


class GuessesUnfitted(Sound):
    def _need(self):
        return getattr(self, "mean_", 0)


class AcceptsNothing(Sound):
    def transform(self, X):
        return np.asarray(X) - self._need() if len(X) == 0 else super().transform(X)


class AcceptsNaN(Sound):
    def transform(self, X):
        return matrix(X, finite=False) - self._need()


class HidesState(Sound):
    def fit(self, X, y=None):
        super().fit(X)
        self._hidden = self.mean_
        return self

    def transform(self, X):
        return matrix(X) - (self._hidden if self._need() is not None else 0)


class KeepsFunction(Sound):
    def fit(self, X, y=None):
        super().fit(X)
        self.shift_ = lambda rows: rows - self.mean_
        return self


class CannotTravel(Sound):
    def __getstate__(self):
        return {"noise": self.noise, "random_state": self.random_state}

    def __sklearn_clone__(self):
        return type(self)(self.noise, self.random_state)


BROKEN = [
    (ConvertsParameter, {"clone"}),
    (ReturnsNothing, {"fit returns self"}),
    (TunesItself, {"untouched parameters"}),
    (SpoilsItems, {"untouched input"}),
    (ForgetsSeed, {"same seed same result"}),
    (UsesGlobalChance, {"no global chance"}),
    (LooksAtNeighbours, {"one item one row"}),
    (DropsDuplicates, {"one item one row"}),
    (SortsItems, {"permutation of items"}),
    (FitsOtherwiseAtOnce, {"fitted rows"}),
    (GuessesUnfitted, {"unfitted"}),
    (AcceptsNothing, {"empty"}),
    (AcceptsNaN, {"NaN"}),
    (HidesState, {"save and load"}),
    (KeepsFunction, {"save and load", "pickle"}),
    (CannotTravel, {"pickle"}),
]


def test_sound_estimator_keeps_the_contract():
    """The estimator that the broken ones are made of passes, so that their failures are their own."""
    check_contract(Sound(random_state=0), _items())


def _broken_clauses(estimator) -> set[str]:
    broken = set()
    for clause in CLAUSES:
        try:
            check_contract(estimator, _items(), clauses=[clause])
        except BrokenContract as error:
            broken.add(error.clause)
    return broken


@pytest.mark.parametrize(("cls", "clauses"), BROKEN, ids=lambda value: getattr(value, "__name__", ""))
def test_broken_estimator_fails(cls, clauses):
    """A deliberately broken estimator breaks the clause that is about its fault."""
    assert clauses <= _broken_clauses(cls())


def test_every_clause_bites():
    """For each clause there is an estimator here that breaks it."""
    assert set().union(*(clauses for _, clauses in BROKEN)) == set(CLAUSES)


def test_first_broken_clause_is_named():
    """The error says which clause, and what happened."""
    with pytest.raises(BrokenContract, match=r"^NaN: transform of NaN is not refused$"):
        check_contract(AcceptsNaN(), _items())


def test_foreign_estimator_can_be_held_to_it():
    """scikit-learn's own estimators can be held to it too; this one keeps private state and cannot be saved."""
    with pytest.raises(BrokenContract, match=r"^save and load: .*state that would be lost"):
        check_contract(TheirKMeans(2), _items())


def test_lists_of_items_are_items():
    """Estimators on texts or frames are held to the same clauses, with a list for X."""

    class Length(TransformerMixin, BaseEstimator):
        def fit(self, X, y=None):
            if not X:
                raise ValueError("no texts")
            self.longest_ = max(map(len, X))
            return self

        def transform(self, X):
            if not X or not hasattr(self, "longest_"):
                raise ValueError("no texts or not fitted")
            return np.array([[len(text) / self.longest_] for text in X])

    Length.__module__, Length.__qualname__ = "tests.house.test_models", "Length"
    with pytest.raises(BrokenContract, match="pickle"):  # a class inside a function cannot be pickled; all else holds
        check_contract(Length(), ["a", "bb", "ccc", "dd", "e", "ffff", "g", "hh"])
