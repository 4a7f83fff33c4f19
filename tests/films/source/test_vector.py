"""Arrays of vectors with the file that says whose they are."""

import io

import numpy as np
import pytest

from motif.core.errors import DataError
from motif.core.files import write_bytes, write_text
from motif.films.source.reading import Reading
from motif.films.source.vector import ids_beside, read_vectors


@pytest.fixture
def array(tmp_path):
    def make(values):
        stream = io.BytesIO()
        np.save(stream, values, allow_pickle=True)
        write_bytes(tmp_path / "bert.npy", stream.getvalue())
        return tmp_path / "bert.npy"

    return make


def test_ids_of_a_text_and_of_a_table(array, tmp_path):
    """One id a line, or film and name; a row that is not finite is left out."""
    path = array(np.array([[1.0, 2.0], [np.nan, 0.0], [3.0, 4.0]]))
    write_text(tmp_path / "ids.txt", "c1\nc2\nc3\n")
    told = Reading("bert.npy", "embeddings")
    assert [(one.id, one.embedding.tolist()) for _, one in read_vectors(path, told)] == [
        ("c1", [1.0, 2.0]), ("c3", [3.0, 4.0]),
    ]  # fmt: skip
    assert (told.n_gathered, told.dropped) == (3, {"not_finite": 1})
    write_text(tmp_path / "bert.csv", "wiki_id,character\n7,O'Brien\n7,Ash\n8,Bo\n")
    assert ids_beside(path).name == "bert.csv"
    assert next((one.id, one.name, one.film) for _, one in read_vectors(path, told)) == (None, "O'Brien", "7")
    assert [one.id for _, one in read_vectors(path, told, ids=tmp_path / "ids.txt")] == ["c1", "c3"]


@pytest.mark.parametrize(
    "values",
    [np.zeros(3), np.zeros((2, 0)), np.array([["a"]]), np.array([[{}]], dtype=object), np.zeros((1, 1), complex)],
    ids=["one axis", "nothing", "text", "objects", "complex"],
)
def test_what_are_no_vectors_is_refused(array, tmp_path, values):
    """Also objects, which would have to be unpickled."""
    path = array(values)
    write_text(tmp_path / "ids.txt", "c1\n")
    with pytest.raises(DataError) as caught:
        list(read_vectors(path, Reading("bert.npy", "embeddings")))
    assert caught.value.reason == "not_embeddings"


def test_a_header_that_promises_more_than_there_is_is_refused(tmp_path):
    """Nothing is made room for."""
    head = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000, 768), }"
    data = b"\x93NUMPY\x01\x00" + (118).to_bytes(2, "little") + head.ljust(117) + b"\n" + bytes(64)
    write_bytes(tmp_path / "a.npy", data)
    with pytest.raises(DataError) as caught:
        list(read_vectors(tmp_path / "a.npy", Reading("a.npy", "embeddings")))
    assert caught.value.reason == "not_embeddings"


def test_as_many_ids_as_rows(array, tmp_path):
    """Without ids, or with too few, nobody knows whose a row is."""
    path = array(np.eye(2))
    with pytest.raises(DataError, match=r"put one id a line into 'bert.ids.txt'"):
        list(read_vectors(path, Reading("bert.npy", "embeddings")))
    write_text(tmp_path / "bert.ids.txt", "c1\n")
    with pytest.raises(DataError, match=r"'bert.ids.txt' has 1 ids, 'bert.npy' 2 rows"):
        list(read_vectors(path, Reading("bert.npy", "embeddings")))
    write_text(tmp_path / "age.csv", "age\n1\n2\n")
    with pytest.raises(DataError, match="no column 'id' or 'character'"):
        list(read_vectors(path, Reading("bert.npy", "embeddings"), ids=tmp_path / "age.csv"))
