"""Topics in counts: latent Dirichlet allocation."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.metrics import adjusted_mutual_info_score

from motif.core.errors import InputError
from motif.model.topic.dirichlet import LatentDirichlet


@pytest.fixture(scope="module")
def planted():
    """Items of one topic each, with a little of another: counts, topics."""
    rng = np.random.default_rng(0)
    topics = rng.dirichlet(np.full(40, 0.1), size=4)
    truth = rng.integers(4, size=160)
    shares = 0.9 * np.eye(4)[truth] + 0.025
    return rng.poisson(20 * shares @ topics).astype(float), truth


def test_planted_topics_are_found(planted):
    """Items of four topics are told apart."""
    X, truth = planted
    model = LatentDirichlet(4, random_state=0).fit(sparse.csr_array(X))
    assert adjusted_mutual_info_score(truth, model.labels_) > 0.9


def test_answers_are_scikit_learns(planted):
    """The same seed gives scikit-learn's own topics and shares."""
    X, _ = planted
    ours = LatentDirichlet(4, max_iter=3, random_state=5).fit(X)
    seed = int(np.random.default_rng(5).integers(2**31 - 1))
    theirs = LatentDirichletAllocation(4, max_iter=3, learning_method="batch", random_state=seed).fit(X)
    assert np.array_equal(ours.components_, theirs.components_)
    assert np.allclose(ours.transform(X), theirs.transform(X), rtol=1e-12)


def test_score_is_scikit_learns_bound_on_known_topics(planted):
    """The bound an item agrees with scikit-learn's, whose topics are uncertain, where these are nearly known."""
    X, _ = planted
    model = LatentDirichlet(3, random_state=0).fit(X)
    model.components_ = model.components_ * 1e7
    theirs = model._theirs()
    theirs.partial_fit(X)
    theirs.components_ = model.components_
    theirs.exp_dirichlet_component_ = model.components_ / model.components_.sum(axis=1, keepdims=True)
    gamma = model.transform(X) * (X.sum(axis=1, keepdims=True) + 1)
    of_topics = theirs._approx_bound(np.zeros((1, X.shape[1])), np.full((1, 3), 1 / 3), sub_sampling=False)
    bound = theirs._approx_bound(X, gamma, sub_sampling=False) - of_topics
    assert model.score(X) == pytest.approx(bound / len(X), rel=1e-4)


def test_more_of_the_right_topics_score_higher_on_new_items(planted):
    """Items that were held out are likelier under as many topics as there are than under one."""
    X, _ = planted
    scores = [LatentDirichlet(n, random_state=0).fit(X[:120]).score(X[120:]) for n in (1, 4)]
    assert scores[0] < scores[1] - 1


def test_item_without_counts_has_all_topics_alike():
    """Nothing said: the prior alone."""
    model = LatentDirichlet(2, random_state=0).fit([[1, 0], [0, 1]])
    assert model.predict_proba([[0, 0]]).tolist() == [[0.5, 0.5]]


@pytest.mark.parametrize(
    ("settings", "X", "said"),
    [
        ({}, [[1, -2]], "Negative values in data passed to LatentDirichlet: the least is -2"),
        ({"engine": "mallet"}, [[1, 2]], "engine must be one of"),
        ({"n_components": 0}, [[1, 2]], "n_components must be at least 1"),
        ({"item_prior": 0.0}, [[1, 2]], "item_prior must be at least"),
    ],
    ids=["negative", "engine", "none", "prior"],
)
def test_what_does_not_fit_is_refused(settings, X, said):
    """One line says what does not fit."""
    with pytest.raises(InputError, match=said):
        LatentDirichlet(**settings).fit(X)


@pytest.mark.parametrize("kind", ["csr", "csc", "coo", "lil", "dok", "bsr", "dia"])
def test_every_sparse_format_counts_alike(planted, kind):
    """Sparse counts of any format give what dense ones give."""
    X = planted[0][:40]
    rows = sparse.csr_array(X).asformat(kind)
    dense, found = (LatentDirichlet(3, max_iter=2, random_state=0).fit(given) for given in (X, rows))
    assert np.allclose(found.predict_proba(rows), dense.predict_proba(X))
