"""PCA: a case by hand, scikit-learn's full SVD as independent implementation, and properties."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from sklearn import decomposition

from motif.core.errors import InputError, NotFitted
from motif.represent import estimator as shared_door
from motif.represent.project import PCA


def _items(n_items: int, n_features: int, *, seed: int = 0) -> np.ndarray:
    """Correlated features with well separated variances."""
    rng = np.random.default_rng(seed)
    mixing = np.linalg.qr(rng.normal(size=(n_features, n_features)))[0]
    return (rng.normal(size=(n_items, n_features)) * 0.8 ** np.arange(n_features)) @ mixing + 5


def test_by_hand():
    """Items on a line are described by their place on it."""
    pca = PCA(2).fit([[0.0, 1.0], [3.0, 5.0], [6.0, 9.0]])
    np.testing.assert_allclose(pca.components_[0], [0.6, 0.8])
    np.testing.assert_allclose(pca.explained_variance_, [25, 0], atol=1e-12)
    np.testing.assert_allclose(pca.explained_variance_ratio_, [1, 0], atol=1e-12)
    np.testing.assert_allclose(pca.transform([[6.0, 9.0], [3.0, 5.0]])[:, 0], [5, 0], atol=1e-12)


@pytest.mark.parametrize("shape", [(60, 12), (12, 60), (20, 20)], ids=["long", "wide", "square"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_equals_scikit_learn(shape, dtype):
    """Components, variances and codes equal those of a full SVD within 1e-6, signs included."""
    X = _items(*shape).astype(dtype)
    ours, theirs = PCA(5).fit(X), decomposition.PCA(5, svd_solver="full").fit(X.astype(np.float64))
    np.testing.assert_allclose(ours.components_, theirs.components_, atol=1e-6)
    np.testing.assert_allclose(ours.explained_variance_, theirs.explained_variance_, rtol=1e-6)
    np.testing.assert_allclose(ours.explained_variance_ratio_, theirs.explained_variance_ratio_, atol=1e-6)
    tolerance = 1e-6 if dtype == "float64" else 1e-5  # codes come back in float32
    np.testing.assert_allclose(ours.transform(X), theirs.transform(X.astype(np.float64)), atol=tolerance)
    assert ours.transform(X).dtype == dtype


@pytest.mark.parametrize("shape", [(40, 10), (10, 40)], ids=["long", "wide"])
def test_components_are_orthonormal_even_beyond_the_rank(shape):
    """All directions asked for are orthonormal, those without variance too."""
    X = _items(*shape)
    X[:, 1:] = X[:, :1]  # rank 1
    pca = PCA(10).fit(X)
    np.testing.assert_allclose(pca.components_ @ pca.components_.T, np.eye(10), atol=1e-10)
    np.testing.assert_allclose(pca.explained_variance_ratio_.sum(), 1)


@pytest.mark.parametrize("shape", [(40, 10), (10, 40)], ids=["long", "wide"])
def test_all_components_restore_the_items(shape):
    """With as many components as there is room for, nothing is lost."""
    X = _items(*shape)
    pca = PCA(min(shape)).fit(X)
    np.testing.assert_allclose(pca.inverse_transform(pca.transform(X)), X, atol=1e-9)


def test_error_is_the_variance_left_out():
    """The squared error of the restored items is the variance of the components not kept."""
    X = _items(50, 8)
    pca, full = PCA(3).fit(X), PCA(8).fit(X)
    error = ((pca.inverse_transform(pca.transform(X)) - X) ** 2).sum()
    np.testing.assert_allclose(error, full.explained_variance_[3:].sum() * 49)


def test_signs_do_not_depend_on_the_order_or_sign_of_items():
    """Turning the data upside down or around gives the same directions."""
    X = _items(50, 6)
    for other in (X[::-1], -X):
        np.testing.assert_allclose(PCA(4).fit(other).components_, PCA(4).fit(X).components_, atol=1e-9)
    components = PCA(4).fit(X).components_
    assert (components[np.arange(4), np.abs(components).argmax(axis=1)] > 0).all()


def test_same_data_same_bytes():
    """Two fits give the same bytes."""
    X = _items(50, 6)
    assert PCA(4).fit(X).components_.tobytes() == PCA(4).fit(X.copy()).components_.tobytes()


def test_constant_items_have_no_variance():
    """Items that are all the same have codes of zero and explain nothing, without a warning."""
    pca = PCA(2).fit(np.full((5, 3), 0.1))
    assert pca.explained_variance_ratio_.tolist() == [0, 0]
    np.testing.assert_allclose(pca.transform(np.full((1, 3), 0.1)), 0, atol=1e-15)


def test_far_from_zero_float32_keeps_its_digits():
    """Small differences between large float32 numbers are not lost in the sums."""
    small = np.random.default_rng(0).normal(size=(500, 3)) * [0.5, 0.1, 0.02]
    X = (small + 1000).astype(np.float32)
    exact = decomposition.PCA(3, svd_solver="full").fit(X.astype(np.float64))
    np.testing.assert_allclose(PCA(3).fit(X).explained_variance_, exact.explained_variance_, rtol=1e-8)


def test_runs_of_rows_add_up(monkeypatch):
    """Reading a matrix in many runs gives what reading it at once gives."""
    X = _items(50, 6).astype(np.float32)
    whole = PCA(4).fit(X)
    monkeypatch.setattr(shared_door, "_ROWS_BYTES", 8 * 6 * 7)
    np.testing.assert_allclose(PCA(4).fit(X).components_, whole.components_, atol=1e-12)
    np.testing.assert_allclose(whole.transform(X), PCA(4).fit(X).transform(X), atol=1e-6)


@pytest.mark.parametrize(
    ("n_components", "message"),
    [
        (4, "n_components must be at most 3 for n_items = 5 and n_features = 3; given 4"),
        (0, "n_components must be at least 1"),
        (0.9, "n_components must be a whole number, not 0.9"),
    ],
)
def test_wrong_numbers_of_components_are_refused(n_components, message):
    """The message names the sizes and what was given."""
    with pytest.raises(InputError, match=message):
        PCA(n_components).fit(_items(5, 3))


def test_one_item_is_refused():
    """One item has no directions."""
    with pytest.raises(InputError, match="1 sample"):
        PCA(1).fit([[1.0, 2.0]])


def test_codes_of_another_length_are_refused():
    """Restoring from codes of another length names both shapes."""
    with pytest.raises(InputError, match=r"Z has shape \(1, 3\); expected \(n_items, 2\)"):
        PCA(2).fit(_items(5, 3)).inverse_transform([[1.0, 2.0, 3.0]])


def test_restoring_needs_a_fit():
    """Restoring before the fit says so."""
    with pytest.raises(NotFitted, match="this PCA is not fitted"):
        PCA().inverse_transform([[1.0, 2.0]])


def test_columns_have_names():
    """The columns of the codes are named after the estimator, as in scikit-learn."""
    assert PCA(2).fit(_items(5, 3)).get_feature_names_out().tolist() == ["pca0", "pca1"]


@pytest.mark.shared
def test_reference_errors_on_fashion(shared):
    """On Fashion-MNIST the errors equal the reference cases, where the Debian package with the data is installed."""
    idx = Path("/usr/share/datasets/fashion-mnist")
    if not idx.is_dir():
        pytest.skip("needs the Debian package dataset-fashion-mnist")
    train, test = (
        np.frombuffer(gzip.decompress((idx / f"{name}-images-idx3-ubyte.gz").read_bytes()), np.uint8, offset=16)
        for name in ("train", "t10k")
    )
    train, test = (pixels.reshape(-1, 784).astype(np.float32) / 255 for pixels in (train, test))
    reference = json.loads((shared / "data/latent/pca_fashion.json").read_text())
    pca = PCA(32).fit(train)
    for k, errors in reference["pca"].items():
        kept = pca.transform(test)[:, : int(k)].astype(np.float64) @ pca.components_[: int(k)] + pca.mean_
        assert ((kept - test) ** 2).mean() == pytest.approx(errors["test_mse"], abs=1e-6)
