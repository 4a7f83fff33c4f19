"""Words gathered into topics by their vectors."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from motif.core.errors import InputError, NotFitted
from motif.model.topic.word import WordTopics


def _planted(n_topics: int, n_words: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    truth = np.concatenate([np.arange(n_topics), rng.integers(n_topics, size=n_words - n_topics)])
    return rng.normal(size=(n_topics, 40))[truth] + 0.3 * rng.normal(size=(n_words, 40)), truth


@pytest.mark.parametrize("method", ["agglomerative", "kmeans"])
@pytest.mark.parametrize("n_topics", [1, 3, 23])
def test_planted_topics_are_found(method, n_topics):
    """Words drawn around directions far apart come back by direction, at any number of topics."""
    X, truth = _planted(n_topics, 150)
    model = WordTopics(n_topics, method=method, random_state=0).fit(X * np.linspace(0.1, 9, 150)[:, None])
    assert adjusted_rand_score(truth, model.labels_) == 1
    assert model.n_topics_ == len(model.names_) == n_topics


def test_words_without_a_vector_are_set_aside():
    """Rows of zeros get -1, are counted, and are in no topic's words."""
    model = WordTopics(2).fit([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]], words=list("abcd"))
    assert (model.labels_.tolist(), model.n_set_aside_) == ([-1, 0, 1, -1], 2)
    assert model.topic_of() == {"b": 0, "c": 1}


def test_name_begins_with_the_most_central_word():
    """The word nearest to the mean direction comes first, then the next two."""
    X = [[1.0, 0.5], [1.0, 0.0], [1.0, -0.1], [1.0, -0.4], [-1.0, 0.0]]
    model = WordTopics(2).fit(X, words=["far", "middle", "second", "third", "other"])
    assert model.names_ == ("middle/second/third", "other")
    assert model.words_of(0) == ["far", "middle", "second", "third"]


def test_one_topic_for_twenty_words():
    """With "auto" 41 words with a vector make three topics."""
    X, _ = _planted(3, 41)
    assert WordTopics().fit(np.vstack([X, np.zeros((30, 40))])).n_topics_ == 3


def test_long_lists_take_kmeans(monkeypatch):
    """Above the limit of the tree spherical k-means does it, and a seed makes it repeatable."""
    monkeypatch.setattr("motif.model.topic.word._MOST_IN_A_TREE", 50)
    X, truth = _planted(4, 100)
    labels = [WordTopics(4, random_state=1).fit(X).labels_ for _ in range(2)]
    assert adjusted_rand_score(truth, labels[0]) == 1
    assert np.array_equal(*labels)


def test_counts_of_words_become_counts_of_topics():
    """A fitted model maps a matrix by the names of its columns."""
    model = WordTopics(2).fit(np.eye(3)[[0, 0, 1]], words=["kill", "shoot", "love"])
    found = model.counts([[1, 2, 4, 8]], ["agent:shoot", "agent:love", "agent:kill", "agent:zzz"])
    assert (found.columns, found.X.toarray().tolist()) == (("agent:kill/shoot", "agent:love"), [[5, 2]])
    assert found.set_aside == ("zzz",)


@pytest.mark.parametrize(
    ("model", "words", "said"),
    [
        (WordTopics(4), "abc", "n_topics=4 asked of 3 words"),
        (WordTopics(), "ab", "words: 2 given, 3 expected"),
        (WordTopics(), "aab", "words must be unique"),
        (WordTopics(method="ward"), "abc", "method must be one of"),
        (WordTopics(0), "abc", "n_topics must be at least 1"),
    ],
    ids=["too many", "too few words", "same word", "method", "none"],
)
def test_what_does_not_fit_is_refused(model, words, said):
    """One line says what does not fit."""
    with pytest.raises(InputError, match=said):
        model.fit(np.eye(3), words=list(words))


def test_no_vectors_at_all_are_refused():
    """Without a single vector there are no topics."""
    with pytest.raises(InputError, match="none of the 2 words has a vector"):
        WordTopics().fit(np.zeros((2, 3)))


def test_unfitted_model_says_so():
    """Asked for its words before the fit, the model says what to do."""
    with pytest.raises(NotFitted, match="call fit first"):
        WordTopics().topic_of()
