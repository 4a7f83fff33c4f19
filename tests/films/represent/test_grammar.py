"""Subjects, passives, denials and repairs, on parses written by hand."""

import pytest

from motif.films.represent.grammar import Grammar
from motif.films.represent.name import find_names
from tests.films.represent.parses import parse


def grammar(name: str) -> Grammar:
    return Grammar(parse(name))


def test_joined_verbs_share_subject_and_passive():
    """In "is betrayed and thrown" both verbs are passive, and Lena is the subject of both."""
    made = grammar("passive")
    assert (made.subjects(6), made.is_passive(2), made.is_passive(6)) == ((0,), True, True)


def test_an_infinitive_behind_an_object_is_the_objects():
    """Who is persuaded to escape escapes."""
    assert grammar("infinitive").subjects(4) == (2,)


def test_an_infinitive_without_an_object_is_the_subjects():
    """Who tries to escape escapes."""
    assert grammar("apposition").subjects(9) == (1,)


def test_a_denial_is_of_its_own_verb():
    """What is denied is the verb that "never" or "not" hangs on."""
    made = grammar("pronouns")
    assert (made.is_negated(6), made.is_negated(1)) == (True, False)


def test_words_joined_by_a_hyphen_are_one():
    """A noun takes what a hyphen joins to its front, where no blank stands between."""
    parsed = parse("possession")
    for at in (3, 4):  # the hand-written parse has a blank between all words
        parsed.offsets[at] = parsed.offsets[at - 1] + len(parsed.words[at - 1])
    assert Grammar(parsed).word(4) == "ex-wife"


class TestRepair:
    def test_a_plural_behind_a_name_becomes_its_verb(self):
        """`Dmitri kidnaps`, read as kidnaps of Dmitri's, is a sentence with a subject."""
        made = grammar("slip")
        made.repair((name.start, name.end, name.head) for name in find_names(made))
        assert (made.kinds[1], made.relations[0], made.subjects(1)) == ("VERB", "nsubj", (0,))

    def test_a_plural_that_is_no_noun_joins_the_verb(self):
        """There are no "flees": the word is joined to the verb, and shares its subject."""
        made = grammar("slip")
        made.repair((name.start, name.end, name.head) for name in find_names(made))
        assert (made.kinds[6], made.subjects(6)) == ("VERB", (0,))

    @pytest.mark.parametrize("name", ["passive", "infinitive", "copula", "relative", "pronouns", "place"])
    def test_a_sound_parse_stays_as_it_is(self, name: str):
        """What needs no repair is not touched."""
        made = grammar(name)
        before = (made.kinds[:], made.heads[:], made.relations[:])
        made.repair((one.start, one.end, one.head) for one in find_names(made))
        assert (made.kinds, made.heads, made.relations) == before

    def test_the_parse_itself_is_not_changed(self):
        """Repairs happen on copies."""
        parsed = parse("slip")
        made = Grammar(parsed)
        made.repair((name.start, name.end, name.head) for name in find_names(made))
        assert parsed.kinds[1] == "NOUN"
