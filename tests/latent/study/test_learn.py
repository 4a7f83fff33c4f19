"""What networks add to the map of the digits."""

import numpy as np
import pytest

from motif.latent.source import digits
from motif.latent.study.learn import learn


@pytest.fixture(scope="module")
def learned():
    return learn(digits(), block="pixels", label="digit", examples=np.array([0, 1]), n_numbers=(2,), quick=True)


def test_a_network_of_two_numbers_beats_pca_of_two(learned):
    """Also in the quick demo; judged on the half that neither saw."""
    figure = learned.figures["error_2"]
    assert figure.n == 893
    assert figure.value < figure.trivial["pca"] < figure.trivial["the_mean_picture"]


def test_drawn_digits_are_read_beside_gaussians_and_real_ones(learned):
    """Chance is a tenth; the trivial answers are there to be compared with."""
    figure = learned.figures["asked"]
    assert figure.value > 0.8
    assert abs(figure.null.mean - 0.1) < 0.02
    assert list(figure.trivial) == ["a_gaussian_of_4_numbers", "a_gaussian_of_16_numbers", "real_ones_held_out"]
    assert [len(one.pictures) for one in learned.drawn] == [60, 60]
    assert learned.labels == tuple("0123456789")


def test_examples_are_the_rows_asked_for(learned):
    """Restored from few numbers they are still nearer to themselves than to each other."""
    own = digits().blocks["pixels"][np.array([0, 1])]
    shown = learned.restored[0].pictures
    distances = ((shown[:, None] - own[None]) ** 2).mean(axis=(2, 3))
    assert (distances.argmin(axis=1) == [0, 1]).all()
