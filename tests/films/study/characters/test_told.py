"""The user's decisions on names find their films, and those that find none are told."""

import pytest

from motif.core.errors import InputError
from motif.films.collection.character import Character
from motif.films.source.alias import Decision
from motif.films.study.characters.told import tell


def test_films():
    """A film is named by its id, else by a title that only one film has, however it is written."""
    rows = [("f1", "a"), ("amelie", "b"), ("King Kong", "c"), ("Up", "d")]
    told = tell(
        [Decision(n, film, alias, "X") for n, (film, alias) in enumerate(rows, start=1)],
        ["f1", "f2", "f3", "f4"],
        ["Alien", "Amélie", "King Kong", "King Kong"],
    )
    assert told.of == {"f1": {"a": "X"}, "f2": {"b": "X"}}
    assert [(one.number, reason) for one, reason in told.unmatched] == [(3, "several_films"), (4, "no_such_film")]


def test_unmatched():
    """A decision on a film that was not read, or on a form that its plot does not have, is told as such."""
    decisions = [Decision(1, "f1", "Ellen", "Ripley"), Decision(2, "f1", "Bob", "Ripley"), Decision(3, "f2", "a", "b")]
    told = tell(decisions, ["f1", "f2"], ["Alien", "Up"])
    told.check("f1", [Character("f1:ripley", "Ripley", "f1", {}, aliases={"Ellen": 2, "Ripley": 3})], "")
    told.finish()
    assert told.as_dict() == {
        "given": 3,
        "used": 1,
        "unmatched": [
            {"row": 2, "film": "f1", "alias": "Bob", "name": "Ripley", "reason": "no_such_alias"},
            {"row": 3, "film": "f2", "alias": "a", "name": "b", "reason": "not_read"},
        ],
    }


def test_nobody():
    """That an alias is nobody's is a decision on a plot that has it."""
    told = tell([Decision(1, "f1", "London", ""), Decision(2, "f1", "Rome", "")], ["f1"], ["Alien"])
    told.check("f1", [], "They fly to LONDON.")
    told.finish()
    assert [one.number for one, _ in told.unmatched] == [2]


def test_contradiction():
    """One alias of a film cannot be two names, though one row names the film by its id and another by its title."""
    with pytest.raises(InputError, match="row 2 gives the alias 'Ellen' of 'Alien' to 'Ash'"):
        tell([Decision(1, "f1", "Ellen", "Ripley"), Decision(2, "Alien", "Ellen", "Ash")], ["f1"], ["Alien"])


def test_a_title_without_letters():
    """It is not that of a film without any title."""
    told = tell([Decision(1, "???", "a", "b")], ["f1"], [None])
    assert (told.of, [reason for _, reason in told.unmatched]) == ({}, ["no_such_film"])
