"""Places where names stand."""

from motif.films.represent.grammar import Grammar
from motif.films.represent.name import find_names, name_at, title_word
from tests.films.represent.parses import parse


def names(which: str):
    return find_names(Grammar(parse(which)))


def test_titles_are_no_part_of_a_name():
    """`Mr. Potter` is Potter with a title, which tells his gender."""
    first = names("potters")[0]
    assert (first.text, first.titles, first.form, first.gender) == ("Potter", ("mr",), "Mr. Potter", "male")


def test_words_of_one_name_are_one():
    """Words that depend on each other are one name."""
    assert [name.text for name in names("potters")] == ["Potter", "Harry Potter", "Potter", "Harry"]


def test_neighbours_that_are_not_of_one_name_are_two():
    """`In Paris Tom meets`: two names, though nothing stands between them."""
    assert [(name.text, name.label) for name in names("place")] == [("Paris", "GPE"), ("Tom", "PERSON")]


def test_a_title_is_listed_without_its_dot():
    """Titles are compared in lower case without a dot."""
    assert title_word("Sgt.") == "sgt"


def test_any_words_can_be_taken_as_a_name():
    """What a user rules is a name need have no capital."""
    name = name_at(Grammar(parse("place")), 4, 6)
    assert (name.text, name.key, name.head) == ("the boy", ("the", "boy"), 5)
