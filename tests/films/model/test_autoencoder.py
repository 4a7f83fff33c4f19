"""Personas from an autoencoder's codes."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.metrics import adjusted_mutual_info_score

from motif.core.errors import InputError
from motif.films.model.autoencoder import AutoencoderPersona
from motif.model import store
from tests.house.contract import CLAUSES, check_contract

pytest.importorskip("torch")


@pytest.fixture(scope="module")
def planted():
    """Characters of four personas, a dozen words each, a third of them anybody's."""
    rng = np.random.default_rng(0)
    personas = 0.65 * rng.dirichlet(np.full(60, 0.1), size=4) + 0.35 * rng.dirichlet(np.ones(60))
    truth = np.arange(200) % 4
    return sparse.csr_array(np.stack([rng.multinomial(12, personas[p]) for p in truth])), truth


@pytest.fixture(scope="module")
def model(planted):
    """The model fitted to them."""
    return AutoencoderPersona(4, random_state=0).fit(planted[0])


def test_planted_personas_are_found(planted, model):
    """Codes of like characters lie together."""
    assert adjusted_mutual_info_score(planted[1], model.labels_) > 0.8


def test_same_seed_same_personas(planted, model):
    """The same seed gives the same bytes."""
    again = AutoencoderPersona(4, random_state=0).fit(planted[0])
    assert np.array_equal(again.predict_proba(planted[0]), model.predict_proba(planted[0]))


def test_character_of_whom_nothing_is_said(model):
    """It belongs to all personas alike."""
    assert model.predict_proba(np.zeros((1, 60))).tolist() == [[0.25] * 4]


def test_saved_model_answers_alike(planted, model, tmp_path):
    """What was saved, the network with it, gives the same bytes."""
    store.save(model, tmp_path)
    loaded = store.load(tmp_path, classes=[AutoencoderPersona])
    assert np.array_equal(loaded.predict_proba(planted[0]), model.predict_proba(planted[0]))


@pytest.mark.parametrize("clause", [name for name in CLAUSES if name != "save and load"])
def test_contract(clause):
    """Motif's contract of estimators holds; saving is shown above, with the class named."""
    X = np.random.default_rng(0).integers(0, 4, size=(16, 5)).astype(float)
    X[:, 0] += 1
    check_contract(AutoencoderPersona(3, n_codes=2, epochs=1, n_init=1), X, clauses=[clause])


@pytest.mark.parametrize(
    ("settings", "X", "given", "said"),
    [
        ({}, [[-1, 1], [1, 1]], {}, "-1 is below 0"),
        ({}, [[0, 0], [1, 1]], {}, "words are said of 1 characters"),
        ({}, [[1, 1], [1, 2]], {"columns": ["a"]}, "columns: 1 given, 2 expected"),
        ({"n_codes": 0}, [[1, 1], [1, 2]], {}, "n_codes must be at least 1"),
    ],
    ids=["below zero", "silence", "names", "codes"],
)
def test_what_does_not_fit_is_refused(settings, X, given, said):
    """One line says what does not fit."""
    with pytest.raises(InputError, match=said):
        AutoencoderPersona(2, random_state=0, **settings).fit(X, **given)
