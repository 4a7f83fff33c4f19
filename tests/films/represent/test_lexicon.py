"""The words that the rules know."""

from motif.films.represent import lexicon
from motif.films.source.given import given_names


def test_all_words_are_in_lower_case():
    """Words are compared in lower case, so a capital would never be found."""
    listed = [getattr(lexicon, name) for name in lexicon.__all__ if name != "Gender"]
    assert [word for words in listed for word in words if word != word.lower()] == []


def test_silent_titles_are_titles():
    """What is left out of the attributes is a title that is known; "St." stands before places as well."""
    assert set(lexicon.TITLES) >= lexicon.SILENT


def test_a_verb_hands_on_or_keeps():
    """No verb is of both kinds."""
    assert not lexicon.HANDING_ON & lexicon.PROMISING


def test_usual_genders_are_of_names_that_either_bears():
    """Our own judgement is asked for only where the list of first names has none."""
    known = given_names()
    assert {name: known[name] for name in lexicon.USUALLY if known.get(name, "either") != "either"} == {}
