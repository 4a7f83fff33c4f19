"""Whom pronouns mean."""

from motif.films.represent.cast import Cast, find_cast
from motif.films.represent.grammar import Grammar
from motif.films.represent.name import find_names
from motif.films.represent.pronoun import resolve_pronouns
from tests.films.represent.parses import parse


def meant(which: str) -> dict[str, str]:
    grammar = Grammar(parse(which))
    cast = find_cast(grammar, find_names(grammar))
    found = resolve_pronouns(grammar, cast)
    return {grammar.words[at]: cast.persons[person].name for at, person in found.items()}


def test_gender_decides():
    """She is Hannah, and him is Joseph."""
    assert meant("pronouns") == {"she": "Hannah", "him": "Joseph"}


def test_a_subject_is_not_its_own_object():
    """Though nothing were known of genders, she who loves him is not he."""
    grammar = Grammar(parse("pronouns"))
    cast = find_cast(grammar, find_names(grammar))
    for person in cast.persons:
        person.genders.clear()
        person.gender = None
    found = resolve_pronouns(grammar, cast)
    assert found[4] != found[7]


def test_a_possessive_may_mean_whom_the_subject_belongs_to():
    """`Nick's ex-wife leaves his house`: his is Nick's."""
    assert meant("possession") == {"his": "Nick"}


def test_nobody_named_is_meant_where_nobody_is_named():
    """Without persons there is nothing to resolve."""
    assert resolve_pronouns(Grammar(parse("pronouns")), Cast([], [])) == {}
