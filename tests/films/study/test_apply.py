"""Personas of some films given to the characters of others."""

import numpy as np
import pytest

from motif.collection import read
from motif.core.errors import InputError
from motif.core.record import RunRecord
from motif.evaluate import clustering
from motif.films.collection.character import Character, character_collection
from motif.films.study.apply import apply
from motif.films.study.personas.opened import opened
from tests.films.study.personas.made import found, people, truth


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """The found personas, and the collection as it is on disk."""
    made = found(n_refits=0)
    folder = tmp_path_factory.mktemp("personas") / "c.motif"
    made.save(folder)
    return made, read(folder)


def test_new_films(three):
    """Characters of new films get the personas of their kinds, with the names and numbers of before."""
    made, held = three
    given = apply(people(20, seed=9, film="g"), held)
    enough = truth(20) >= 0
    assert clustering.ami(given.labels[enough], truth(20)[enough]) > 0.8
    assert given.name_of == made.name_of


def test_the_same_films_get_the_same(three):
    """Given back to the films that it was fitted on, the saved model says what it said."""
    made, held = three
    again = apply(people(), held)
    assert np.array_equal(again.placed.memberships, made.placed.memberships)
    assert np.array_equal(again.labels, made.labels)


def test_columns_are_matched_by_name(three):
    """Other columns in another order, with words that the model does not know: the same persona, and a count."""
    made, _ = three
    one = Character("x:1", "One", "x", {"attribute:killer": 2, "agent:kill": 2, "agent:abseil": 4, "possession:yak": 1})
    given = apply(character_collection([one], record=RunRecord("demo")), made)
    assert "killer" in given.name_of[int(given.labels[0])]
    assert (given.n_known, given.n_unknown) == (4, 5)


def test_nothing_known(three):
    """A character of whom only unknown words are said has no persona, and the reason is counted."""
    made, _ = three
    one, other = Character("x:1", "One", "x", {"agent:abseil": 4}), Character("x:2", "Other", "x", {"agent:kill": 4})
    given = apply(character_collection([one, other], record=RunRecord("demo")), made)
    assert given.placed.counts["unknown_words"] == 1


def test_next_to_nothing_known(three):
    """Where the personas know no word, or fewer than a tenth, nothing is given, and the shares are told."""
    made, _ = three
    strange = [Character(f"x:{n}", f"C{n}", "x", {"agent:abseil": 4}) for n in range(5)]
    with pytest.raises(InputError, match=r"know 0 of 20 words of these characters \(0%\), and at least 10%"):
        apply(character_collection(strange, record=RunRecord("demo")), made)
    mixed = character_collection([*strange, Character("x:9", "Nine", "x", {"agent:kill": 2})], record=RunRecord("demo"))
    with pytest.raises(InputError, match=r"know 2 of 22 words of these characters \(9%\)"):
        apply(mixed, made, overwrite=True)
    assert apply(mixed, made, min_known=0.05).n_known == 2


def test_kept_and_opened(three, tmp_path):
    """Applied personas are saved with the model, and can be opened and applied again."""
    _, held = three
    given = apply(people(20, seed=9, film="g"), held)
    again = read_saved(given, tmp_path)
    assert opened(again).name_of == given.name_of
    assert np.array_equal(apply(people(20, seed=9, film="g"), again).labels, given.labels)


def read_saved(given, folder):
    """Return a result as it is on disk."""
    given.save(folder / "new.motif")
    return read(folder / "new.motif")


def test_no_personas():
    """A collection without personas cannot be applied."""
    with pytest.raises(InputError, match="holds no personas"):
        apply(people(3), people(3))
