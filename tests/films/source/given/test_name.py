"""The list of first names."""

from importlib import resources

from motif.films.source.given import given_names


def test_every_name_is_lower_case_and_known_to_be_somebodys():
    """8,422 names, each with who bears it."""
    names = given_names()
    assert (len(names), set(names.values())) == (8422, {"female", "male", "either"})
    assert all(name == name.lower() for name in names)


def test_names_of_one_gender_and_of_both():
    """Mary is a woman's, Harry a man's, Jamie either's."""
    names = given_names()
    assert (names["mary"], names["harry"], names["jamie"]) == ("female", "male", "either")


def test_the_list_says_whose_it_is():
    """The notice beside it names source and licence."""
    notice = resources.files("motif.films.source.given").joinpath("NOTICE.txt").read_text(encoding="utf-8")
    assert "public domain" in notice
    assert "PDDL-1.0" in notice
