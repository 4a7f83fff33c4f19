"""Vectors of names where they are mentioned."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.represent.vector.mention import Encoded, mention_vectors, pipeline_encoder


def _encode(texts):
    """Each word's vector: where it stands, and 1."""
    for text in texts:
        words = list(re.finditer(r"\w+", text))
        spans = np.array([word.span() for word in words]).reshape(-1, 2)
        yield Encoded(spans, np.array([[place, 1.0] for place in range(len(words))]).reshape(-1, 2))


@pytest.mark.parametrize(
    ("names", "sentences", "vector", "n"),
    [
        (["Harry"], ["Harry runs.", "So does Harry and Harry."], [2, 1], 3),
        (["Harry", "Harry Potter"], ["Then Harry Potter ran."], [1.5, 1], 1),
        (["potter"], ["POTTER and a potterer."], [0, 1], 1),
        (["Mr. Lee"], ["Mr. Lee sat, MrxLee stood."], [0.5, 1], 1),
        (["Ann"], ["She left.", "Anna came."], [0, 0], 0),
        (["", " "], ["Nobody has no name."], [0, 0], 0),
    ],
    ids=["twice", "longer first", "case", "dots", "pronoun", "no name"],
)
def test_mean_over_mentions(names, sentences, vector, n):
    """Each mention counts once, with the mean of its words; whole words, in any case, names taken literally."""
    others = (["everybody"], ["everybody waits"])
    vectors, n_mentions = mention_vectors(_encode, [(names, sentences), others])
    assert vectors[0].tolist() == pytest.approx(vector)
    assert n_mentions.tolist() == [n, 1]


def test_nothing_at_all():
    """No items give no rows."""
    vectors, n_mentions = mention_vectors(_encode, [])
    assert (vectors.shape, n_mentions.shape) == ((0, 0), (0,))


def test_vectors_of_a_pipeline_know_the_words_around():
    """A pipeline's vectors: as many as words, at their places, and another one for the same word elsewhere."""
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec")
    nlp.initialize()
    encode = pipeline_encoder(SimpleNamespace(name="blank", load=lambda: nlp))
    first, second, empty = encode(["Ripley runs.", "They saw Ripley.", ""])
    assert first.spans.tolist() == [[0, 6], [7, 11], [11, 12]]
    assert first.X.shape == (3, 96)
    assert not np.allclose(first.X[0], second.X[2])
    assert len(empty.X) == 0


def test_pipeline_without_vectors_is_refused():
    """A pipeline that makes none says so by its name."""
    spacy = pytest.importorskip("spacy")
    with pytest.raises(InputError, match="pipeline 'blank' has no 'tok2vec'"):
        pipeline_encoder(SimpleNamespace(name="blank", load=lambda: spacy.blank("en")))
