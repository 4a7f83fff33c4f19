"""What users rule about names."""

import pytest

from motif.films.represent.alias import alias_key, with_aliases
from motif.films.represent.grammar import Grammar
from motif.films.represent.name import find_names
from motif.films.represent.read import read_characters
from tests.films.represent.parses import parse


def test_an_alias_is_read_as_the_text_is():
    """Titles keep their dot, apostrophes stay inside a word, hyphens stand alone."""
    assert alias_key("Dr. Jean-Luc O'Brien") == ("Dr.", "Jean", "-", "Luc", "O'Brien")


def test_words_without_a_capital_can_be_a_name():
    """`the boy` is whoever the user says, and the words about him are his."""
    found = {one.name: dict(one.words) for one in read_characters(parse("place"), "f", aliases={"the boy": "Pip"})}
    assert found == {"Tom": {"agent:meet": 1}, "Pip": {"patient:meet": 1}}


def test_an_alias_for_nobody_takes_a_name_out():
    """An empty name says that this is no character."""
    assert read_characters(parse("place"), "f", aliases={"Tom": ""}) == []


def test_an_alias_joins_two_names():
    """Two names that the rules keep apart are one where the user says so."""
    found = read_characters(parse("passive"), "f", aliases={"Viktor": "Lena"})
    assert [(one.name, one.n_mentions, dict(one.aliases)) for one in found] == [("Lena", 2, {"Lena": 1, "Viktor": 1})]


def test_an_alias_parts_what_the_rules_join():
    """An alias with a title rules where it stands with the title, and nowhere else."""
    found = {
        one.name: one.n_mentions for one in read_characters(parse("potters"), "f", aliases={"Mr. Potter": "James"})
    }
    assert found["James"] == 1
    assert found["Harry Potter"] == 2


def test_an_alias_leaves_a_longer_name_alone():
    """`Harry` does not rule "Harry Potter"."""
    grammar = Grammar(parse("potters"))
    names, ruled = with_aliases(grammar, find_names(grammar), {"Harry": "Prince Henry"})
    assert ([name.form for name in names if name.start in ruled], [*ruled.values()]) == (["Harry"], ["Prince Henry"])


@pytest.mark.parametrize("aliases", [{}, {"": "Tom"}, {"Somebody Else": "Tom"}])
def test_aliases_that_stand_nowhere_change_nothing(aliases: dict[str, str]):
    """What is not in the text rules nothing."""
    assert read_characters(parse("place"), "f", aliases=aliases) == read_characters(parse("place"), "f")
