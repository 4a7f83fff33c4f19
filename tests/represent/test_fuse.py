"""Blocks side by side: each counts the same, and one that is missing counts nothing."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.represent.fuse import Fusion


def test_each_block_has_length_one():
    """However large its numbers are."""
    X = np.random.default_rng(0).normal(size=(50, 5)) * [1, 1, 1000, 1000, 1000] + [0, 0, 5e4, 0, 0]
    made = Fusion((2, 3)).fit_transform(X)
    assert np.allclose(np.linalg.norm(made[:, :2], axis=1), 1)
    assert np.allclose(np.linalg.norm(made[:, 2:], axis=1), 1)


def test_the_starter_s_way_is_one_length_for_all():
    """And the block with the large numbers is all that is left."""
    made = Fusion((1, 2), how="whole").fit_transform(np.array([[0.3, 0.0, 400.0], [3, 4, 0]]))
    assert np.allclose(np.linalg.norm(made, axis=1), 1)
    assert made[0].round(2).tolist() == [0, 0, 1]
    assert made[1].round(2).tolist() == [0.6, 0.8, 0]


def test_a_missing_block_is_zeros_and_says_nothing_to_the_means():
    """The others keep theirs."""
    X = np.array([[1.0, 10], [3, 20], [5, np.nan]])
    model = Fusion((1, 1)).fit(X)
    assert model.mean_.tolist() == [3, 15]
    assert model.transform(X)[2].tolist() == [1, 0]


def test_a_single_missing_number_counts_as_the_mean():
    """The rest of its block still says what it says."""
    made = Fusion().fit_transform(np.array([[1.0, 1], [3, 3], [np.nan, 3]]))
    assert made[2, 0] == 0
    assert made[2, 1] > 0


def test_constant_features_become_zeros():
    """Not NaN."""
    assert Fusion().fit_transform(np.full((3, 2), 7.0)).tolist() == [[0, 0]] * 3


def test_a_block_that_nobody_has_is_zeros():
    """As a modality that a collection lacks."""
    assert Fusion((1, 1)).fit_transform(np.array([[1.0, np.nan], [2, np.nan]]))[:, 1].tolist() == [0, 0]


def test_float32_stays_float32():
    """Half the room."""
    assert Fusion().fit_transform(np.eye(3, dtype=np.float32)).dtype == np.float32


@pytest.mark.parametrize(
    ("widths", "how", "X", "told"),
    [
        ((1, 1), "by_block", np.eye(3), "add up to 2; X has 3"),
        ((0, 3), "by_block", np.eye(3), "width"),
        (None, "other", np.eye(3), "how"),
    ],
    ids=["sum", "zero", "how"],
)
def test_what_does_not_fit_is_told(widths, how, X, told):
    """In one line."""
    with pytest.raises(InputError, match=told):
        Fusion(widths, how=how).fit(X)
