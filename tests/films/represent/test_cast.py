"""Who is a person, and which names are one person's."""

import pytest

from motif.films.represent.cast import Person, find_cast
from motif.films.represent.grammar import Grammar
from motif.films.represent.name import find_names
from tests.films.represent.parses import PARSES, parse


def cast(which: str):
    grammar = Grammar(parse(which))
    return find_cast(grammar, find_names(grammar))


def test_a_part_of_a_full_name_is_the_same_person():
    """Harry is Harry Potter."""
    found = cast("potters")
    whose = {name.form: found.persons[person].name for name, person in found.places}
    assert whose["Harry"] == whose["Harry Potter"] == "Harry Potter"


def test_a_title_of_the_other_gender_is_somebody_else():
    """Mrs. Potter is not Harry Potter; Mr. Potter, of whom nothing else is said, is."""
    found = cast("potters")
    whose = {name.form: found.persons[person].name for name, person in found.places}
    assert whose["Mr. Potter"] == "Harry Potter"
    assert whose["Mrs. Potter"] != "Harry Potter"


def test_titles_tell_genders():
    """Who is called Mrs. is a woman."""
    assert {person.gender for person in cast("potters").persons} == {"male", "female"}


def test_a_place_is_no_person():
    """What the pipeline takes for a place, and what stands behind "in", has no vote as a person."""
    assert [person.name for person in cast("place").persons] == ["Tom"]


def test_what_the_pipeline_takes_for_a_firm_may_be_a_person():
    """Maeve, whom the pipeline takes for a firm, meets somebody: she is a person."""
    assert "Maeve" in [person.name for person in cast("relative").persons]


@pytest.mark.parametrize("which", sorted(PARSES))
def test_each_place_is_of_a_person_that_there_is(which: str):
    """Places name persons by their number, and each person has a place."""
    found = cast(which)
    assert {person for _, person in found.places} == set(range(len(found.persons)))


def test_the_gender_with_more_votes_is_taken():
    """Votes are weighed; where they are even nothing is known."""
    person = Person("Kim")
    person.vote("female", 2)
    assert person.gender == "female"
    person.vote("male", 2)
    assert person.gender is None
