"""Ready characters of several files."""

from collections import Counter

import numpy as np

from motif.films.collection.ready import Ready
from motif.films.source.film import Film
from motif.films.source.reading import Reading
from motif.films.source.ready import Given


def test_words_are_counted_as_they_are_everywhere():
    """In lower case, a denied word by itself, what is no word left out and counted."""
    ready, told = Ready(), Reading("a", "words")
    words = {"agent": Counter({"Kill": 1, "kill": 2, "!kill": 1}), "attribute": Counter({"O'Brien": 1, "42": 3})}
    ready.take([(1, Given("c1", None, "7", words))], told)
    [one] = ready.all({"7": Film("7", "Stray", 1952)})
    assert dict(one.words) == {"agent:kill": 3, "agent:!kill": 1, "attribute:o'brien": 1}
    assert (one.film_title, one.year, told.dirt["not_a_word"]) == ("Stray", 1952, 3)


def test_words_and_vectors_of_one_character_are_joined():
    """By id, or by film and name; a second row in one file is a duplicate, a vector of another length no vector."""
    ready, words, vectors = Ready(), Reading("a", "words"), Reading("b", "embeddings")
    ready.take([(1, Given(None, "Ash", "7")), (2, Given(None, "Ash", "7")), (3, Given(None, "ash", "7"))], words)
    rows = [("Ash", np.ones(2)), ("Bo", np.ones(3)), ("Cy", np.zeros(2))]
    ready.take([(n, Given(None, name, "7", embedding=vector)) for n, (name, vector) in enumerate(rows)], vectors)
    assert [(one.id, one.embedding is not None) for one in ready.all({})] == [
        ("7:ash", True), ("7:ash-2", False), ("7:cy", True),
    ]  # fmt: skip
    assert (words.n_kept, words.dropped) == (2, {"duplicate_id": 1})
    assert (vectors.n_kept, vectors.dropped) == (1, {"joined": 1, "wrong_length": 1})
    assert ready.films() == {"7"}


def test_accents_may_be_written_either_way():
    """A letter and its accent as one character or as two: one name, and one word."""
    ready, words, vectors = Ready(), Reading("a", "words"), Reading("b", "embeddings")
    ready.take([(1, Given(None, "Am\xe9lie", "7", {"possession": Counter(["caf\xe9", "cafe\u0301"])}))], words)
    ready.take([(1, Given(None, "Ame\u0301lie", "7", embedding=np.ones(2)))], vectors)
    [one] = ready.all({})
    assert (one.id, dict(one.words), one.embedding is None) == ("7:am\xe9lie", {"possession:caf\xe9": 2}, False)
