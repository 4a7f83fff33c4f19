"""The table of decisions: read as it is written, refused where it says nothing."""

import pytest

from motif.core.errors import DataError, InputError
from motif.songs.collection.told import read_told

ID, OTHER = "0WiKz86jAqiP6ZnuAZv8nz", "1qlsnDtzryr3yLuocJ00PY"


@pytest.fixture
def read(tmp_path):
    def read(text):
        (tmp_path / "same.csv").write_text(text)
        return read_told(tmp_path / "same.csv")

    return read


def test_pairs(read):
    """Yes and no in the usual words; ids in every spelling; other columns are for people."""
    told = read(f"id_a,id_b,same,why\nspotify:track:{ID},{OTHER},yes,x\na,b,0,y\n")
    assert told.same == ((ID, OTHER),)
    assert told.apart == (("a", "b"),)


@pytest.mark.parametrize("row", ["a,b,maybe", "a,,true", "a,a,true", "a,b,"])
def test_no_decision(read, row):
    """A row that decides nothing is refused with its number."""
    with pytest.raises(DataError, match=r"decision 2 of 'same.csv'") as caught:
        read(f"id_a,id_b,same\nx,y,true\n{row}\n")
    assert caught.value.reason == "no_decisions"


def test_columns(read):
    """A table without the columns is refused with what is missing."""
    with pytest.raises(DataError, match="no column 'same'"):
        read("id_a,id_b\na,b\n")


def test_contradiction(read):
    """The same pair cannot be both."""
    with pytest.raises(InputError, match="same and not"):
        read("id_a,id_b,same\na,b,true\nb,a,false\n")
