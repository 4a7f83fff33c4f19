"""Personas from vectors."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.metrics import adjusted_mutual_info_score

from motif.core.errors import InputError
from motif.films.model.embedding import EmbeddingPersona
from motif.model import store
from motif.represent.vector import WordVectors
from tests.house.contract import CLAUSES, check_contract

COLUMNS = [f"{role}:w{word}" for role in ("agent", "patient") for word in range(30)]
SAID = np.array([[2, 1, 0], [1, 2, 0], [0, 1, 2]])


@pytest.fixture(scope="module")
def planted():
    """Characters of four personas, a dozen words each, a third of them anybody's."""
    rng = np.random.default_rng(0)
    personas = 0.65 * rng.dirichlet(np.full(60, 0.1), size=4) + 0.35 * rng.dirichlet(np.ones(60))
    truth = np.arange(200) % 4
    return sparse.csr_array(np.stack([rng.multinomial(12, personas[p]) for p in truth])), truth


@pytest.mark.parametrize("clustering", ["kmeans", "agglomerative"])
def test_planted_personas_are_found(planted, clustering):
    """From the counts alone, by either clustering; the same seed gives the same personas."""
    C, truth = planted
    first, again = (
        EmbeddingPersona(4, clustering=clustering, random_state=0).fit(C, columns=COLUMNS) for _ in range(2)
    )
    assert adjusted_mutual_info_score(truth, first.labels_) > 0.8
    assert np.array_equal(first.predict_proba(C), again.predict_proba(C))


def test_probability_is_about_how_often_it_is_right(planted):
    """Among characters of three words the mean probability is near the share that is right, and it grows with words."""
    C, truth = planted
    model = EmbeddingPersona(4, random_state=0).fit(C, columns=COLUMNS)
    pairs = np.zeros((4, 4), int)
    np.add.at(pairs, (model.labels_, truth), 1)
    persona = pairs.argmax(axis=1)
    rng = np.random.default_rng(1)
    few = np.stack([np.bincount(rng.choice(60, 3, p=row / row.sum()), minlength=60) for row in C.toarray()])
    shares = model.predict_proba(few)
    right = (persona[shares.argmax(axis=1)] == truth).mean()
    assert shares.max(axis=1).mean() == pytest.approx(right, abs=0.12)
    assert model.predict_proba(C).max(axis=1).mean() > shares.max(axis=1).mean()


def test_given_word_vectors_are_kept_apart_by_role():
    """Killers and the killed have one word and two places; a word without a vector is counted and adds nothing."""
    vectors = WordVectors(("kill", "love"), np.array([[1, 0], [0, 1]], np.float32))
    columns = ["agent:kill", "patient:kill", "agent:xyz"]
    C = np.array([[2, 0, 1], [3, 0, 0], [0, 2, 0], [0, 1, 5], [0, 0, 1]])
    model = EmbeddingPersona(2, random_state=0).fit(C, columns=columns, vectors=vectors)
    assert model.column_vectors_.tolist() == [[1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]
    assert model.n_without_ == 1
    assert model.labels_[0] == model.labels_[1] != model.labels_[2] == model.labels_[3]
    assert model.predict_proba(C)[4].tolist() == [0.5, 0.5]


def test_ready_vectors_are_gathered_as_they_are():
    """An embedding of each character, with something common to all of them that says nothing."""
    rng = np.random.default_rng(0)
    truth = np.arange(90) % 3
    X = 20 + np.eye(8)[truth] * 3 + rng.normal(scale=0.3, size=(90, 8))
    model = EmbeddingPersona(3, of="vectors", random_state=0).fit(X)
    assert adjusted_mutual_info_score(truth, model.labels_) == 1
    assert np.array_equal(model.predict(X), model.labels_)


def test_saved_model_answers_alike(planted, tmp_path):
    """What was saved gives the same bytes."""
    C, _ = planted
    model = EmbeddingPersona(4, random_state=0).fit(C, columns=COLUMNS)
    store.save(model, tmp_path)
    loaded = store.load(tmp_path, classes=[EmbeddingPersona])
    assert np.array_equal(loaded.predict_proba(C), model.predict_proba(C))


@pytest.mark.parametrize("of", ["words", "vectors"])
@pytest.mark.parametrize("clause", [name for name in CLAUSES if name != "save and load"])
def test_contract(clause, of):
    """Motif's contract of estimators holds; saving is shown above, with the class named."""
    X = np.random.default_rng(0).integers(0, 4, size=(16, 5)).astype(float)
    X[:, 0] += 1
    check_contract(EmbeddingPersona(3, of=of), X, clauses=[clause])


@pytest.mark.parametrize(
    ("settings", "X", "given", "said"),
    [
        ({"of": "texts"}, np.eye(3), {}, "of must be one of"),
        ({}, np.ones((3, 3)), {"columns": ["a"]}, "columns: 1 given, 3 expected"),
        ({"n_components": 4}, SAID, {}, "n_components=4 asked of"),
        ({}, np.ones((3, 3)), {}, "no character has a word with a vector"),
        ({"of": "vectors"}, np.zeros((3, 3)), {}, "no character has a word with a vector"),
        ({"n_init": 0}, SAID, {}, "n_init must be at least 1"),
    ],
    ids=["of", "names", "too many", "all alike", "nothing", "starts"],
)
def test_what_does_not_fit_is_refused(settings, X, given, said):
    """One line says what does not fit."""
    with pytest.raises(InputError, match=said):
        EmbeddingPersona(**({"n_components": 2, "random_state": 0} | settings)).fit(X, **given)
