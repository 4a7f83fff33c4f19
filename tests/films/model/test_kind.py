"""Each kind of persona model has one face."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.films.model.kind import fitted_model, persona_classes

X = np.repeat(np.array([[6, 0, 1, 0], [0, 5, 0, 2]]), 15, axis=0)


COLUMNS = ["agent:kill", "agent:marry", "attribute:old", "patient:love"]


def _fitted(kind):
    return fitted_model(kind, 2, X, columns=COLUMNS, films=[str(n // 3) for n in range(30)], n_topics=4, random_state=0)


_SLOW = ("autoencoder", "dirichlet_persona")  # they load PyTorch and numba


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=[pytest.mark.slow] * (kind in _SLOW)) for kind in sorted(persona_classes())]
)
def test_one_face(kind):
    """Fitted to counts, each gives memberships that sum to 1 and part what is plainly apart."""
    P = np.asarray(_fitted(kind).predict_proba(X))
    assert P.shape == (30, 2)
    assert P.sum(axis=1) == pytest.approx(np.ones(30))
    labels = P.argmax(axis=1)
    assert len(set(labels[:15])) == len(set(labels[15:])) == 1
    assert labels[0] != labels[-1]


def test_unknown_kind():
    """Another kind is refused with those there are."""
    with pytest.raises(InputError, match="model must be one of 'mixture'"):
        fitted_model("oracle", 2, X)
