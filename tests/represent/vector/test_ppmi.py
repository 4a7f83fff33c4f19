"""Positive pointwise mutual information and its reduction."""

import numpy as np
from scipy import sparse

from motif.represent.vector.ppmi import information, reduced


def test_information_by_hand():
    """Two pairs of words that stand only with each other: log 2 to the base of e; a pair at chance: nothing."""
    pairs = np.kron(np.eye(2), [[0, 3], [3, 0]])
    assert np.allclose(information(pairs).toarray(), np.kron(np.eye(2), [[0, 1], [1, 0]]) * np.log(4))
    assert information(np.ones((3, 3))).nnz == 0


def test_rare_contexts_count_for_less():
    """With contexts smoothed by 0.75 a rare context's information is below the plain one."""
    together = np.array([[0, 9, 1], [9, 0, 0], [1, 0, 0]], float)
    plain = np.log(1 * 20 / (10 * 1))
    assert 0 < information(together).toarray()[0, 2] < plain


def test_singular_vectors_have_fixed_signs_and_order():
    """The largest number of each column is positive, the first column belongs to the largest singular value."""
    X = np.diag([1.0, -3.0, 2.0])
    assert reduced(sparse.csr_array(X), 2).tolist() == [[0, 0], [1, 0], [0, 1]]


def test_large_matrices_give_the_same_subspace():
    """The decomposition of a part is that of the whole, cut."""
    rng = np.random.default_rng(0)
    left = rng.normal(size=(260, 4)) * [9, 6, 4, 2]
    X = sparse.csr_array(left @ rng.normal(size=(4, 260)) + 0.01 * rng.normal(size=(260, 260)))
    whole = np.linalg.svd(X.toarray())[0][:, :4]
    found = reduced(X, 4)
    assert np.allclose(np.abs((found * whole).sum(axis=0)), 1, atol=1e-5)
    assert np.array_equal(found, reduced(X, 4))


def test_directions_without_any_weight_are_left_out():
    """A matrix of one direction gives one number a row."""
    assert reduced(sparse.csr_array(np.ones((3, 3))), 2).shape == (3, 1)
