"""An extraction as numbers: what pronouns bring beside what there is without them."""

import json

import pytest

from motif.films.collection.match import Match, TableMatch
from motif.films.study.characters.collect import Book
from motif.films.study.characters.pack import Found
from motif.films.study.characters.result import Extraction
from tests.films.study.plots import films

COUNTS = {"n_characters": 2, "n_words": 90, "n_marks": 0, "n_role_words": 9, "n_pronoun_words": 3, "agent": 9}


def extraction(counts):
    table = TableMatch(4, 3, 2, 0, {"name": 2}, chance=0.1)
    match = Match(2, n_asked=2, n_matched=1, by_rule={"name": 1}, tables={"cast": table})
    return Extraction(films("a"), 1, Book({"f": Found(counts, b"")}), match, {"given": 0}, "fake")


def test_gain():
    """Three words on six are a half more."""
    assert extraction(COUNTS).pronoun_gain == pytest.approx(0.5)
    assert extraction({**COUNTS, "n_role_words": 3}).pronoun_gain is None


def test_json():
    """All figures are JSON values; shares stand beside their counts and chance."""
    said = json.loads(json.dumps(extraction(COUNTS).as_dict()))
    assert said["role_words"]["without_pronouns"] == 6
    assert said["match"]["share"] == 0.5
    assert (said["match"]["tables"]["cast"]["share"], said["match"]["tables"]["cast"]["chance"]) == (2 / 3, 0.1)
