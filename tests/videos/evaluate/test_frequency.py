"""Precision of labels by frequency."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from motif.core.errors import InputError
from motif.videos.evaluate.frequency import LabelPrecision, by_frequency, label_precisions


def test_precisions_are_scikit_learn_s():
    """Label by label, also with equal scores; labels that nobody has are left out."""
    rng = np.random.default_rng(0)
    scores, right = rng.random((60, 6)).round(1), rng.random((60, 6)) < 0.3
    right[:, 4] = False
    found = label_precisions(scores, right, numbers=np.arange(6) * 10, n_train=np.arange(6))
    kept = [0, 1, 2, 3, 5]
    expected = [average_precision_score(right[:, column], scores[:, column]) for column in kept]
    assert np.allclose(found.precision, expected)
    assert found.labels.tolist() == [0, 10, 20, 30, 50]
    assert np.allclose(found.chance, right[:, kept].mean(axis=0))


def test_the_correlation_is_of_ranks():
    """Twice as precise for every step: 1; the other way round: -1; and as likely by chance as 1 in 1,000."""
    n = np.arange(1, 41)
    up = LabelPrecision(n, n / 50, n / 400, 2**n, n)
    down = LabelPrecision(n, n[::-1] / 50, n / 400, 2**n, n)
    figure, _ = by_frequency(up, random_state=0)
    assert figure.value == pytest.approx(1)
    assert figure.null.p == pytest.approx(0.001)
    assert by_frequency(down, random_state=0)[0].value == pytest.approx(-1)


def test_labels_without_a_video_to_learn_from_have_a_group_of_their_own():
    """Mean precision and chance of each group, an interval from 8 labels on."""
    n_train = np.array([0, 0, 5, *[50] * 8])
    precision = np.array([0.1, 0.3, 0.5, *[0.6] * 8])
    _, bins = by_frequency(LabelPrecision(np.arange(11), precision, precision / 10, n_train, n_train), random_state=0)
    told = [(one.low, one.high, one.n_labels, round(one.precision, 6), one.interval is not None) for one in bins]
    assert told == [(0, 0, 2, 0.2, False), (1, 9, 1, 0.5, False), (30, 99, 8, 0.6, True)]


def test_one_frequency_has_no_correlation():
    """Nothing is computed, and nothing is warned of."""
    figure, _ = by_frequency(
        LabelPrecision(np.arange(3), np.array([0.1, 0.2, 0.3]), np.ones(3), np.ones(3), np.ones(3))
    )
    assert figure.verdict() == "could not be computed"


def test_lengths_that_differ_are_refused():
    """With what was expected."""
    with pytest.raises(InputError, match="numbers"):
        label_precisions([[0.5, 0.5]], [[0]], numbers=[1], n_train=[1, 1])
