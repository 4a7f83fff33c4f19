"""Word vectors learned from texts or counts."""

import sys

import numpy as np
import pytest

from motif.core.errors import InputError, MissingExtra
from motif.represent.vector.learn import learn_vectors, vectors_of_counts

FIELDS = (("ship", "sail", "captain", "harbour", "storm"), ("court", "judge", "trial", "lawyer", "verdict"))


@pytest.fixture(scope="module")
def corpus():
    """Sentences of two fields, with words between that mean nothing."""
    rng = np.random.default_rng(0)
    filler = ["the", "a", "of"]
    return [
        [str(word) for word in rng.permutation([*rng.choice(FIELDS[n % 2], 4), *rng.choice(filler, 2)])]
        for n in range(300)
    ]


def test_words_of_one_field_lie_near_each_other(corpus):
    """The nearest words of each are of its field, and the same corpus gives the same numbers."""
    first, again = (learn_vectors(corpus, window=5) for _ in range(2))
    for field in FIELDS:
        for word in field:
            assert {near for near, _ in first.near(word, 3)} <= set(field)
    assert (first.words, first.digest) == (again.words, again.digest)


def test_skip_grams_are_repeatable(corpus):
    """With gensim words of one field are nearer than others, and the same seed gives the same numbers."""
    pytest.importorskip("gensim")
    settings = {"method": "word2vec", "n_features": 8, "window": 5}
    first, again, other = (learn_vectors(corpus, **settings, random_state=seed) for seed in (3, 3, 4))
    directions = first.rows([word for field in FIELDS for word in field])
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    cosines = directions @ directions.T
    assert cosines[:5, :5].mean() > cosines[:5, 5:].mean()
    assert first.digest == again.digest != other.digest


def test_few_words_get_short_vectors(corpus):
    """Thirteen words do not tell a hundred directions."""
    assert learn_vectors(corpus).n_features == 2


def test_rare_words_have_no_vector():
    """Words said fewer times than asked are left out."""
    table = learn_vectors([["a", "b"], ["a", "b"], ["a", "c"]], min_count=2)
    assert table.words == ("a", "b")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"min_count": 4}, "0 words are said 4 times or more"),
        ({"method": "glove"}, "method must be one of"),
        ({"window": 0}, "window must be at least 1"),
        ({"n_features": 0}, "n_features must be at least 1"),
    ],
    ids=["too little", "method", "window", "features"],
)
def test_what_does_not_work_is_refused(settings, said):
    """One line says what to do."""
    with pytest.raises(InputError, match=said):
        learn_vectors([["a", "b"]], **({"min_count": 1} | settings))


def test_missing_gensim_is_named(monkeypatch):
    """Without gensim one line says what to install."""
    monkeypatch.setitem(sys.modules, "gensim", None)
    monkeypatch.setitem(sys.modules, "gensim.models", None)
    with pytest.raises(MissingExtra, match="gensim"):
        learn_vectors([["a", "b"]], method="word2vec", min_count=1)


def test_counts_of_one_word_in_several_columns_are_joined():
    """Two columns of a word give the vectors that their sum gives."""
    C = np.random.default_rng(0).integers(0, 2, size=(30, 6))
    joined = vectors_of_counts(np.column_stack([C[:, 0] + C[:, 5], C[:, 1:5]]), list("abcde"))
    apart = vectors_of_counts(C, list("abcdea"))
    assert apart.words == joined.words
    assert np.allclose(apart.X, joined.X, atol=1e-6)


def test_words_of_few_items_have_no_vector():
    """A word of one item says nothing of which words it goes with."""
    table = vectors_of_counts([[1, 1, 5], [1, 1, 0]], ["a", "b", "c"])
    assert table.words == ("a", "b")


def test_counts_that_do_not_fit_are_refused():
    """Words for each column, and at least two of them."""
    with pytest.raises(InputError, match="words: 1 given, 2 expected"):
        vectors_of_counts([[1, 1]], ["a"])
    with pytest.raises(InputError, match="0 words are said of 2 items or more"):
        vectors_of_counts([[1, 1]], ["a", "b"])
