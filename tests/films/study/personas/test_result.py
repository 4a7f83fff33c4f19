"""What `personas` returns, as plain values."""

import json

import pytest

from motif.films.study.personas import Persona, SaidWord
from tests.films.study.personas.made import found


def test_words():
    """A word knows its role, whether it is denied, and its lift."""
    word = SaidWord("agent:!leave", -1.0, 0.06, 0.02, 4.0)
    assert (word.role, word.word, word.lift) == ("agent", "not leave", pytest.approx(3))
    assert SaidWord("agent:go", -1.0, 0.1, 0.0, 1.0).lift == float("inf")


def test_persona():
    """A persona's label is its number as text; its words are told by role."""
    words = tuple(SaidWord(name, -1.0, 0.1, 0.01, 5.0) for name in ("agent:kill", "attribute:killer", "agent:flee"))
    one = Persona(7, "kill; killer", 3, 2, 3.1, words, (), (), (), 0.5, 0.1, False)
    assert one.label == "7"
    assert one.by_role() == {"agent": ["kill", "flee"], "attribute": ["killer"]}


def test_as_json():
    """All is plain JSON, and the counts add up to all characters."""
    said = json.loads(json.dumps(found().as_dict(), allow_nan=False))
    counts = [said[word] for word in ("assigned", "few_words", "unknown_words", "unsure")]
    assert sum(counts) == said["n_characters"] == 125
    assert said["unassigned"] == 125 - said["assigned"]
    assert [one["label"] for one in said["personas"]] == ["0", "1", "2"]
    assert said["figures"]["stability"]["null"]["kind"] == "permuted_labels"


def test_labels_are_those_of_the_collection():
    """The table of labels says what the collection's column says."""
    three = found(n_refits=0)
    assert three.labels_table()["label"].to_pylist() == three.collection.items["persona"].to_pylist()
