"""What is said of whom, by hand."""

import pytest

from motif.films.represent.cast import find_cast
from motif.films.represent.grammar import Grammar
from motif.films.represent.name import find_names
from motif.films.represent.pronoun import resolve_pronouns
from motif.films.represent.role import find_roles
from tests.films.represent.parses import parse


def said(which: str, *, pronouns: bool = True) -> dict[str, set[str]]:
    grammar = Grammar(parse(which))
    names = find_names(grammar)
    grammar.repair((name.start, name.end, name.head) for name in names)
    cast = find_cast(grammar, names)
    meant = resolve_pronouns(grammar, cast) if pronouns else {}
    found: dict[str, set[str]] = {person.name: set() for person in cast.persons}
    for person, role, word, denied, _ in find_roles(grammar, cast, meant):
        found[cast.persons[person].name].add(f"{role}:{'!' * denied}{word}")
    return found


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        ("passive", {"Lena": {"patient:betray", "patient:throw"}, "Viktor": {"agent:betray"}}),
        ("infinitive", {"Luca": {"agent:persuade"}, "Anna": {"patient:persuade", "agent:escape"}}),
        ("copula", {"Nora": {"attribute:!brave", "attribute:!poor"}}),
        (
            "apposition",
            {"Ruiz": {"attribute:captain", "attribute:young", "attribute:thief", "agent:try", "agent:escape"}},
        ),
        ("relative", {"Maeve": {"agent:meet"}, "Oskar": {"patient:meet", "agent:repair"}}),
        ("slip", {"Dmitri": {"agent:kidnap", "agent:flee"}, "Clara": {"possession:daughter"}}),
    ],
)
def test_roles_of_names(which: str, expected: dict[str, set[str]]):
    """Each construction gives the roles that a reader would give."""
    assert said(which) == expected


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        ("neither", {"Sam": {"agent:!escape"}, "Kim": {"agent:!escape"}}),
        ("met neither", {"Lena": {"agent:!meet"}, "Sam": {"patient:!meet"}, "Kim": {"patient:!meet"}}),
        ("no longer", {"Sam": {"attribute:!rich"}}),
        ("no longer afraid", {"Anna": {"attribute:!afraid", "agent:kill"}}),
    ],
)
def test_denials(which: str, expected: dict[str, set[str]]):
    """What "neither … nor" joins is denied of both, what "no longer" stands at as well."""
    assert said(which) == expected


def test_another_name_is_no_deed():
    """Nobody is done anything who is "also known as" somebody."""
    assert said("known as") == {"Tom": {"agent:love"}, "Red": set(), "Anna": {"patient:love"}}


def test_pronouns_carry_roles():
    """What is said of "she" and "him" is said of whom they mean, denials included."""
    assert said("pronouns") == {
        "Hannah": {"agent:marry", "agent:!love"},
        "Joseph": {"patient:marry", "patient:!love"},
    }


def test_without_pronouns_only_names_count():
    """With the switch off nothing is said through a pronoun."""
    assert said("pronouns", pronouns=False) == {"Hannah": {"agent:marry"}, "Joseph": {"patient:marry"}}


def test_nobody_is_said_to_be_two_things_for_one_word():
    """A word in a role is told once for each place: "Nick's ex-wife" is one possession."""
    grammar = Grammar(parse("possession"))
    cast = find_cast(grammar, find_names(grammar))
    words = [word for _, role, word, _, _ in find_roles(grammar, cast, {}) if role == "possession"]
    assert len(words) == 1
