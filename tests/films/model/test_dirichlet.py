"""The Dirichlet persona model."""

import gzip
import json

import numpy as np
import pytest
from scipy import sparse
from sklearn.metrics import adjusted_mutual_info_score

from motif.core.errors import InputError, NotFitted
from motif.films.model.dirichlet import DirichletPersona
from motif.model import store
from tests.house.contract import CLAUSES, check_contract

pytest.importorskip("numba")

ROLES = ("agent:", "patient:", "attribute:")
COLUMNS = [f"{role}w{word}" for role in ROLES for word in range(40)]


@pytest.fixture(scope="module")
def drawn():
    """Characters drawn from the model itself: 5 personas over 8 topics, 50 films, about 25 words each."""
    rng = np.random.default_rng(0)
    topics = rng.dirichlet(np.full(40, 0.08), size=8)
    personas = rng.dirichlet(np.full(8, 0.15), size=(5, 3))
    films = np.arange(300) % 50
    shares = rng.dirichlet(np.full(5, 0.8), size=50)
    truth = np.array([rng.choice(5, p=shares[film]) for film in films])
    n_words = rng.poisson(8, size=(300, 3))
    rows = [
        np.concatenate([rng.multinomial(n, personas[p, r] @ topics) for r, n in enumerate(own)])
        for p, own in zip(truth, n_words, strict=True)
    ]
    return sparse.csr_array(np.array(rows)), truth, films


@pytest.fixture(scope="module")
def model(drawn):
    """The model fitted to them."""
    C, _, films = drawn
    return DirichletPersona(5, n_topics=8, max_iter=120, random_state=0).fit(C, columns=COLUMNS, films=films)


def test_personas_of_its_own_model_are_found(drawn, model):
    """Characters drawn from the model come back by persona, nearly as well as with the true parameters."""
    assert adjusted_mutual_info_score(drawn[1], model.labels_) > 0.9


@pytest.mark.parametrize("settings", [{"sampler": "collapsed"}, {"tune": False}], ids=["collapsed", "not tuned"])
def test_other_settings_find_them_too(drawn, settings):
    """The paper's own sampler, and fixed priors."""
    C, truth, films = drawn
    found = DirichletPersona(5, n_topics=8, max_iter=100, random_state=0, **settings)
    found.fit(C, columns=COLUMNS, films=films)
    assert adjusted_mutual_info_score(truth, found.labels_) > 0.7


def test_what_is_learned_are_distributions(model):
    """Shares sum to 1, and a column's probability is that of its word in its role under a persona."""
    assert model.weights_.sum() == pytest.approx(1)
    assert np.allclose(model.persona_topics_.sum(axis=2), 1)
    assert np.allclose(model.topic_words_.sum(axis=1), 1)
    for role in ROLES:
        mine = [n for n, name in enumerate(COLUMNS) if name.startswith(role)]
        assert np.allclose(np.exp(model.log_prob_[:, mine]).sum(axis=1), 1)
    assert model.roles_ == ROLES
    assert set(model.priors_["nu"]) == set(ROLES)


def test_same_seed_same_personas(drawn, model):
    """The same seed gives the same bytes; the films' names do not matter, only who shares one."""
    C, _, films = drawn
    renamed = [f"film {film}" for film in films]
    again = DirichletPersona(5, n_topics=8, max_iter=120, random_state=0).fit(C, columns=COLUMNS, films=renamed)
    assert np.array_equal(again.log_prob_, model.log_prob_)
    assert np.array_equal(again.labels_, model.labels_)


def test_columns_are_known_by_name(drawn, model):
    """In another order of columns the model has the same roles and words behind each."""
    C, _, films = drawn
    order = np.arange(len(COLUMNS)).reshape(3, 40)[:, ::-1].ravel()
    found = DirichletPersona(5, n_topics=8, max_iter=60, random_state=0)
    found.fit(C[:, order], columns=[COLUMNS[n] for n in order], films=films)
    place = {word: n for n, word in enumerate(found.words_)}
    for column, name in enumerate(COLUMNS[n] for n in order):
        role, _, word = name.partition(":")
        r, w = found.roles_.index(f"{role}:"), place[word]
        assert found.log_prob_[0, column] < 0
        shares = found.persona_topics_[:, r] @ found.topic_words_[:, w]
        assert np.corrcoef(shares, np.exp(found.log_prob_[:, column]))[0, 1] > 0.5 or shares.max() < 1e-2


def test_likelier_characters_score_higher(drawn, model):
    """Real characters are likelier than ones whose words are shuffled over the columns of a role."""
    C = drawn[0].toarray()
    shuffled = C.copy()
    rng = np.random.default_rng(0)
    for row in shuffled.reshape(-1, 40):
        rng.shuffle(row)
    assert model.score(C) > model.score(shuffled) + 10


def test_character_of_whom_nothing_is_said(model):
    """It has the personas' shares, and no error."""
    assert model.predict_proba(np.zeros((1, len(COLUMNS))))[0] == pytest.approx(model.weights_)


def test_saved_model_answers_alike(drawn, model, tmp_path):
    """What was saved gives the same bytes."""
    store.save(model, tmp_path)
    loaded = store.load(tmp_path, classes=[DirichletPersona])
    assert np.array_equal(loaded.predict_proba(drawn[0]), model.predict_proba(drawn[0]))


@pytest.mark.parametrize("clause", [name for name in CLAUSES if name != "save and load"])
def test_contract(clause):
    """Motif's contract of estimators holds; saving is shown above, with the class named."""
    X = np.random.default_rng(0).integers(0, 4, size=(12, 5)).astype(float)
    check_contract(DirichletPersona(3, n_topics=2, max_iter=8), X, clauses=[clause])


@pytest.mark.parametrize(
    ("settings", "X", "given", "said"),
    [
        ({}, [[0.5, 1]], {}, "0.5 is no whole number of at least 0"),
        ({}, [[-1, 1]], {}, "-1.0 is no whole number of at least 0"),
        ({}, [[0, 0]], {}, "no word is said of any character"),
        ({}, [[1, 1]], {"columns": ["a"]}, "columns: 1 given, 2 expected"),
        ({}, [[1, 1]], {"columns": ["a", "a"]}, "columns must be unique"),
        ({}, [[1, 1]], {"films": [1, 2]}, "films: 2 given, 1 expected"),
        ({"max_iter": 1}, [[1, 1]], {}, "max_iter must be at least 2"),
        ({"sampler": "gibbs"}, [[1, 1]], {}, "sampler must be one of"),
        ({"n_topics": 0}, [[1, 1]], {}, "n_topics must be at least 1"),
    ],
    ids=["halves", "below zero", "silence", "few names", "same name", "films", "sweeps", "sampler", "topics"],
)
def test_what_does_not_fit_is_refused(settings, X, given, said):
    """One line says what does not fit."""
    with pytest.raises(InputError, match=said):
        DirichletPersona(2, **settings).fit(X, **given)


def test_unfitted_model_says_so():
    """Asked before the fit, the model says what to do."""
    with pytest.raises(NotFitted, match="call fit first"):
        DirichletPersona().predict([[1]])


@pytest.mark.slow
@pytest.mark.shared
def test_planted_personas_are_found(shared):
    """On the planted corpus the mean AMI of three seeds is above what annealed mixtures reach on average (.77)."""
    folder = shared / "data" / "films" / "planted"
    with gzip.open(folder / "characters.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    place: dict[str, int] = {}
    said = [
        [place.setdefault(f"{role}:{word}", len(place)) for role in ("agent", "patient", "attr") for word in row[role]]
        for row in rows
    ]
    C = np.zeros((len(rows), len(place)))
    for counts, columns in zip(C, said, strict=True):
        np.add.at(counts, columns, 1)
    truth, films = np.load(folder / "truth.npz")["label"], [row["film"] for row in rows]
    scores = [
        adjusted_mutual_info_score(
            truth, DirichletPersona(30, random_state=seed).fit(C, columns=list(place), films=films).labels_
        )
        for seed in range(3)
    ]
    assert np.mean(scores) > 0.77
