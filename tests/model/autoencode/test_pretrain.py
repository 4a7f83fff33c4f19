"""First weights from items without labels: the layers of an autoencoder, and a stack that folds into one network."""

import numpy as np
import pytest
from sklearn.datasets import load_digits

from motif.core.errors import InputError
from motif.model.autoencode import Autoencoder, pretrain

X = load_digits().data / 16
QUICK = {"min_steps": 20, "max_steps": 20, "activation": "tanh", "random_state": 0}


def _through(initial, X):
    seen = (X - initial.shift) / initial.scale
    for weight, bias in initial.layers:
        seen = np.tanh(seen @ weight.T + bias)
    return seen


def test_whole_is_an_autoencoder_s_encoder():
    """The layers give its codes."""
    initial = pretrain(X[:200], (10, 4), noise=None, epochs=20, **QUICK)
    model = Autoencoder(4, encoder=("mlp", 10), code="tanh", epochs=20, **QUICK).fit(X[:200])
    np.testing.assert_allclose(_through(initial, X), model.transform(X), atol=1e-5)


def test_greedy_layers_fold_into_one_network():
    """Each layer alone saw shifted and scaled codes; the folded stack gives the last one's codes all the same."""
    initial = pretrain(X[:200], (10, 4), how="greedy", noise=None, epochs=20, **QUICK)
    halved = QUICK | {"min_steps": 10, "max_steps": 10}
    first = Autoencoder(10, encoder=("mlp",), code="tanh", epochs=20, **halved).fit(X[:200])
    codes = first.transform(X[:200])
    second = Autoencoder(4, encoder=("mlp",), code="tanh", epochs=20, **halved).fit(codes)
    np.testing.assert_allclose(_through(initial, X[:200]), second.transform(codes), atol=1e-4)
    assert initial.widths == (10, 4)


def test_bytes_are_taken_as_they_are():
    """Pixels as uint8, in their own scale."""
    initial = pretrain((X[:50] * 255).astype(np.uint8), (4,), **QUICK)
    assert initial.scale > 10


@pytest.mark.parametrize(
    ("widths", "settings", "message"),
    [((), {}, "widths"), (5, {}, "widths"), ((0,), {}, "width"), ((4,), {"how": "half"}, "how must be one of")],
)
def test_settings_out_of_range_are_refused(widths, settings, message):
    """In one line."""
    with pytest.raises(InputError, match=message):
        pretrain(X[:20], widths, **settings)
