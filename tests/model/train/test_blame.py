"""Who broke a training: an item or a setting."""

import numpy as np
import pytest

from motif.core.errors import DataError, InputError
from motif.model.train import Plan, Rows
from motif.model.train.blame import blame, first_bad_step

X = np.random.default_rng(0).normal(size=(50, 3))


@pytest.mark.parametrize(
    ("losses", "start", "step"),
    [
        ([5.0, 4.0, 3.0], 5.0, None),
        ([5.0, float("inf")], 5.0, 1),
        ([5.0, float("nan"), 1.0], 5.0, 1),
        ([5.0, 4000.0], 5.0, None),
        ([5.0, 6000.0], 5.0, 1),
        ([-5.0, -4000.0], -5.0, None),
    ],
    ids=str,
)
def test_first_bad_step(losses, start, step):
    """Not finite, or a thousand times worse than at the start; ever better is never bad."""
    assert first_bad_step(losses, start) == step


def test_the_item_far_out_is_named():
    """An item a hundred thousand times as far out as the typical one is told by its row in X, not in the batch."""
    spoilt = X.copy()
    spoilt[17, 1] = 1e8
    error = blame(Rows(spoilt), np.array([3, 17, 4]), {"model": np.inf}, step=0, n_steps=9, plan=Plan())
    assert isinstance(error, DataError)
    assert "became inf at step 1 of 9: item 17 of X" in str(error)


def test_otherwise_it_is_a_setting():
    """The learning rate; and the part of the loss where it began, with a name of its own."""
    error = blame(
        Rows(X), np.arange(5), {"model": np.nan, "l1": np.nan, "reconstruction": 2.0}, step=3, n_steps=9, plan=Plan()
    )
    assert isinstance(error, InputError)
    assert str(error).endswith("lower learning_rate=0.001, or the strength of 'l1', where it began")


def test_the_cost_itself_has_no_strength():
    """Nobody can lower the strength of "reconstruction"."""
    values = {"model": np.inf, "reconstruction": np.inf, "divergence": 2.0}
    error = blame(Rows(X), np.arange(5), values, step=3, n_steps=9, plan=Plan())
    assert str(error).endswith("step 4 of 9; lower learning_rate=0.001")


def test_the_item_is_told_by_its_row_in_x_where_others_are_left_aside():
    """Positions are those of the rows that count; the message names X's."""
    spoilt = X.copy()
    spoilt[17, 1] = 1e8
    rows = Rows(spoilt, only=np.arange(10, 50))
    error = blame(rows, np.array([3, 7, 4]), {"model": np.inf}, step=0, n_steps=9, plan=Plan())
    assert "item 17 of X" in str(error)


def test_weights_that_decay_are_named_too():
    """A decay that throws the weights back and forth is as bad as the rate."""
    error = blame(Rows(X), np.arange(5), {"model": np.inf}, step=0, n_steps=9, plan=Plan(weight_decay=1e9))
    assert str(error).endswith("lower learning_rate=0.001 or weight_decay=1000000000.0")
