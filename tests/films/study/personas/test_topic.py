"""Topics of words, by name."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.core.record import RunRecord
from motif.films.collection.character import Character, character_collection
from motif.films.study.personas import topic
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


def test_a_sentence_is_learned_from_once(monkeypatch):
    """However many characters it mentions: the table has a row for each."""
    learned = []
    monkeypatch.setattr(topic, "_FEWEST_SENTENCES", 2)
    monkeypatch.setattr(topic, "learn_vectors", lambda corpus: learned.extend(corpus))
    said = [(0, "Ann hits Bo."), (1, "Bo cries.")]
    cast = [Character(f"f:{name}", name, "f", {"agent:hit": 1}, sentences=said) for name in ("Ann", "Bo")]
    held = character_collection(cast, record=RunRecord("demo"))
    word_vectors(held, held_words(held))
    assert learned == [["ann", "hits", "bo"], ["bo", "cries"]]
