"""Topics of words, by name."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.films.study.personas.held import held_words
from motif.films.study.personas.topic import word_topics, word_vectors
from motif.represent.vector import WordVectors
from tests.films.study.personas.made import people


def _vectors(words):
    own = {"kill": 0, "threaten": 0, "marry": 1, "love": 1}
    X = np.zeros((len(words), 2), np.float32)
    for row, word in enumerate(words):
        X[row, own[word]] = 1
    return WordVectors(tuple(words), X)


def test_given_vectors():
    """Words of one direction make a topic that bears their names; words without a vector have none."""
    held = held_words(people(5))
    found = word_topics(held, _vectors(["kill", "threaten", "marry", "love"]), n_topics=2, random_state=0)
    assert found["kill"] == found["threaten"] != found["marry"] == found["love"]
    assert set(found["kill"].split("/")) == {"kill", "threaten"}
    assert "bride" not in found


def test_learned_vectors():
    """Without sentences, words that are said of the same characters lie near each other."""
    held = held_words(people())
    vectors = word_vectors(people(), held)
    assert {word for word, _ in vectors.near("kill", 3)} <= {"threaten", "killer", "arrest"}


def test_too_many_topics():
    """More topics than words with a vector are refused."""
    with pytest.raises(InputError, match="n_topics=9 asked of 2 words"):
        word_topics(held_words(people(5)), _vectors(["kill", "marry"]), n_topics=9, random_state=0)
