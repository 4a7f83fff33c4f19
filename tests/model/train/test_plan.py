"""Budgets and rates of a training."""

import pytest
import torch

from motif.core.errors import InputError
from motif.model.train import Plan


@pytest.mark.parametrize(
    ("n_items", "n_steps"), [(1, 7), (32, 7), (33, 7), (128, 12), (1000, 50), (10**9, 50)], ids=str
)
def test_budget_has_a_floor_and_a_ceiling(n_items, n_steps):
    """Three epochs of batches of 32, but at least 7 and at most 50 steps."""
    assert Plan(epochs=3, batch_size=32, min_steps=7, max_steps=50).n_steps(n_items) == n_steps


def test_the_ceiling_wins():
    """A floor above the ceiling is none."""
    assert Plan(min_steps=100, max_steps=7).n_steps(10) == 7


def test_rate_is_that_of_one_cycle():
    """The rates are PyTorch's OneCycleLR's with its defaults."""
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    theirs = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=0.5, total_steps=40)
    plan = Plan(learning_rate=0.5)
    for step in range(40):
        assert plan.rate(step, 40) == pytest.approx(optimiser.param_groups[0]["lr"], abs=1e-12), step
        optimiser.step()
        if step < 39:
            theirs.step()


def test_constant_rate_stays():
    """A constant rate is the same at each step."""
    plan = Plan(learning_rate=0.5, schedule="constant")
    assert {plan.rate(step, 10) for step in range(10)} == {0.5}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"epochs": 0}, "epochs must be at least 1"),
        ({"batch_size": 2.5}, "batch_size must be a whole number"),
        ({"learning_rate": 0}, "learning_rate must be a finite number above 0"),
        ({"learning_rate": float("nan")}, "learning_rate"),
        ({"schedule": "step"}, "schedule must be one of 'onecycle', 'constant'"),
        ({"weight_decay": -1}, "weight_decay must be at least 0"),
        ({"patience": 0}, "patience must be at least 1"),
    ],
    ids=str,
)
def test_settings_out_of_range_are_refused(settings, words):
    """One line names the setting and its range."""
    with pytest.raises(InputError, match=words):
        Plan(**settings)
