"""Whether probabilities are right."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.videos.evaluate.calibration import calibrate


def test_errors_by_hand():
    """Two labels said with 0.95 of which one is right, two with 0.05 of which none is."""
    found = calibrate([[0.95, 0.05], [0.95, 0.05]], [[0], []], prevalence=[0.5, 0.0])
    error, squared = found.figures["calibration_error"], found.figures["squared_error"]
    assert error.value == pytest.approx((2 * 0.45 + 2 * 0.05) / 4)
    assert squared.value == pytest.approx((0.05**2 + 0.95**2 + 2 * 0.05**2) / 2)
    assert error.trivial["prevalence"] == pytest.approx(0)
    assert squared.trivial["prevalence"] == pytest.approx(0.25)
    assert [(one.n, one.said, one.right) for one in found.bins] == [(2, 0.05, 0.0), (2, 0.95, 0.5)]


def test_labels_below_the_twenty_likeliest_are_said_with_0():
    """Right ones among them cost 1 each."""
    scores = np.tile(np.linspace(0.9, 0.0, 30), (3, 1))
    one, none = (calibrate(scores, labels, prevalence=np.zeros(30)) for labels in ([[29], [], []], [[], [], []]))
    gain = one.figures["squared_error"].value - none.figures["squared_error"].value
    assert gain == pytest.approx(1 / 3)


def test_what_is_true_is_calibrated_and_what_is_too_sure_is_not():
    """The true probabilities have an error near 0; their squares, said in their place, a larger one."""
    rng = np.random.default_rng(0)
    p = rng.random((1000, 8))
    right = rng.random(p.shape) < p
    fair, sure = (calibrate(said, right, prevalence=p.mean(axis=0), random_state=0) for said in (p, p**2))
    low, high = sure.figures["calibration_error"].interval
    assert fair.figures["calibration_error"].value < 0.03 < low < high
    assert all(one.interval[0] - 0.02 <= one.said <= one.interval[1] + 0.02 for one in fair.bins)


def test_groups_widen_intervals():
    """Ten copies of each video tell no more than one."""
    rng = np.random.default_rng(1)
    p = np.repeat(rng.random((60, 4)), 10, axis=0)
    right = np.repeat(rng.random((60, 4)) < 0.5, 10, axis=0)
    group = np.repeat(np.arange(60), 10)
    alone, together = (
        calibrate(p, right, prevalence=np.full(4, 0.5), groups=groups, random_state=0).figures["squared_error"].interval
        for groups in (None, group)
    )
    assert together[1] - together[0] > 2 * (alone[1] - alone[0])


def test_scores_that_are_no_probabilities_are_refused():
    """With how far they reach."""
    with pytest.raises(InputError, match="from -1 to 2"):
        calibrate([[2.0, -1.0]], [[0]], prevalence=[0.5, 0.5])
