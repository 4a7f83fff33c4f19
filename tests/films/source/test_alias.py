"""The user's table of names is read as it is meant, and refused where it is not clear."""

import pytest

from motif.core.errors import DataError, InputError
from motif.core.files import write_text
from motif.films.source.alias import Decision, read_aliases


@pytest.fixture
def read(tmp_path):
    """The decisions of a text."""

    def of(text):
        write_text(tmp_path / "names.csv", text)
        return read_aliases(tmp_path / "names.csv")

    return of


def test_rows(read):
    """Each row is a decision, its cells without blanks around them; ids stay text, other columns are no matter."""
    found = read("note,film,alias,name\nx,975900, Mr. O'Brien ,Miles O'Brien\n,Alien,Ellen,Ripley\n")
    assert found == (Decision(1, "975900", "Mr. O'Brien", "Miles O'Brien"), Decision(2, "Alien", "Ellen", "Ripley"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("film,alias\nAlien,Ellen\n", "no column 'name'"),
        ("film,alias,name\nAlien,Ellen,Ripley\nAlien,,Ripley\n", "row 2 of 'names.csv' is 'Alien', '', 'Ripley'"),
        (f"film,alias,name\nAlien,{'a' * 300},Ripley\n", "row 1"),
    ],
)
def test_damaged(read, text, said):
    """A missing column and an empty or endless cell are told with their place."""
    with pytest.raises(DataError, match=said) as told:
        read(text)
    assert told.value.reason == "no_decisions"


def test_nobody(read):
    """An empty name is a decision: the alias is nobody's."""
    assert read("film,alias,name\nAlien,Nostromo,\n")[0] == Decision(1, "Alien", "Nostromo", "")


def test_contradiction(read):
    """One alias of one film cannot belong to two names; to say the same twice is no fault."""
    with pytest.raises(InputError, match=r"rows 1 and 3 of 'names\.csv' give the alias 'ellen' of 'alien'"):
        read("film,alias,name\nAlien,Ellen,Ripley\nAliens,Ellen,Newt\nalien,ellen,Ash\n")
    assert len(read("film,alias,name\nAlien,Ellen,Ripley\nAlien,Ellen,Ripley\n")) == 2


def test_accents_are_written_as_plots_are_read(read):
    """A letter and its loose accent are one character."""
    assert read("film,alias,name\n7,Ame\u0301lie,Ana\n")[0].alias == "Am\xe9lie"
