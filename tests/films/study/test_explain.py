"""`explain`: personas in words, characters with what speaks for theirs, films with their characters."""

import pytest

from motif.core.errors import InputError
from motif.films.study.explain import explain
from tests.films.study.personas.made import found


@pytest.fixture(scope="module")
def three():
    """The found personas."""
    return found(n_refits=0)


def test_a_persona(three):
    """By number, as text or a number, and by words of its name."""
    for asked in (1, "1"):
        (one,) = explain(three, persona=asked).personas
        assert one.number == 1
    (killer,) = explain(three, persona="killer").personas
    assert {word.column for word in killer.words} >= {"agent:kill", "agent:threaten", "attribute:killer"}
    assert all(word.lift > 1 for word in killer.words)


def test_words_go_by_relevance(three):
    """Words fall in relevance, and their shares are larger than those of all."""
    scores = [word.relevance for word in explain(three, persona=0).personas[0].words]
    assert scores == sorted(scores, reverse=True)


def test_a_character(three):
    """Each of the name is told, with its persona, its probability and the words that speak for it."""
    found_all = explain(three, character="noor", most=50)
    assert len(found_all.characters) == 40
    one = found_all.characters[0]
    assert (one.who.name, one.why_not) == ("Noor", "")
    assert "mentor" in one.persona_name
    assert one.memberships[0] == (one.persona, one.persona_name, one.who.probability)
    assert one.because[0][0] in {"agent:help", "agent:advise", "attribute:mentor", "possession:book"}


def test_an_id(three):
    """An id is one character."""
    (one,) = explain(three, character="f7:ida").characters
    assert (one.who.film, one.who.year) == ("f7", 1957)


def test_no_persona_and_why(three):
    """A character without a persona is told with the reason."""
    one = explain(three, character="f0:thin").characters[0]
    assert (one.persona, one.persona_name, one.why_not, one.because) == ("", "", "few_words", ())


def test_a_film(three):
    """The characters of films whose title fits, those of whom most is said first."""
    found_all = explain(three, film="Film 3")
    assert [one.who.name for one in found_all.characters] == ["Max", "Ida", "Noor", "Thin"]
    assert {one.who.film for one in found_all.characters} == {"f3"}
    assert len(found_all.personas) == 4 - 1
    assert len(explain(three, film="Film", most=5).characters) == 5


def test_as_json(three):
    """All are plain values by name."""
    said = explain(three, character="f7:ida").as_dict()
    assert said["characters"][0]["memberships"][0].keys() == {"persona", "name", "probability"}
    assert said["personas"][0]["words"][0]["role"] in {"agent", "patient", "attribute", "possession"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"persona": 77}, "there is no persona '77'; there are 3, from 0 to 2"),
        ({"persona": "kiler"}, "there is no persona 'kiler'.*near it: . .*killer"),
        ({"character": "Norr"}, "no character is called 'Norr'; near it: 'Noor'"),
        ({"character": "Zzyzx"}, "no character is called 'Zzyzx', and none nearly so"),
        ({"film": "Flim 3"}, "no film is called 'Flim 3'; near it: 'Film 3'"),
        ({}, "give one of persona, character and film, not 0"),
        ({"persona": 1, "film": "Film 3"}, "not 2"),
    ],
)
def test_what_is_not_there(three, asked, said):
    """What is not there is said in one line, with what is called nearly so."""
    with pytest.raises(InputError, match=said) as raised:
        explain(three, **asked)
    assert "\n" not in str(raised.value)
