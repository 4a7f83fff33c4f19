"""Word vectors come in whatever their file is called, and what is wrong with a file is one line."""

import gzip

import numpy as np
import pytest

from motif.core.errors import DataError, InputError, SourceError
from motif.source.vector import read_vectors

WORDS = ("cat", "dog", "naïve")
X = np.array([[1.0, -0.5], [0.25, 2.0], [3.0, 4.0]], np.float32)


def _text(*, header: bool) -> bytes:
    lines = [f"{word} {' '.join(map(str, row))}" for word, row in zip(WORDS, X.tolist(), strict=True)]
    return "\n".join(["3 2"] * header + lines).encode() + b"\n"


def _binary() -> bytes:
    return b"3 2\n" + b"".join(w.encode() + b" " + row.tobytes() + b"\n" for w, row in zip(WORDS, X, strict=True))


FORMS = {
    "word2vec text": _text(header=True),
    "GloVe": _text(header=False),
    "word2vec binary": _binary(),
    "packed": gzip.compress(_text(header=True)),
    "packed binary": gzip.compress(_binary()),
}


@pytest.fixture
def path(tmp_path):
    """A file whose name says nothing."""
    return tmp_path / "vectors"


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same(path, form):
    """Each form is known from its bytes and gives the words and numbers that were written."""
    path.write_bytes(FORMS[form])
    words, vectors = read_vectors(path)
    assert words == WORDS
    assert np.array_equal(vectors, X)
    assert vectors.dtype == np.float32


@pytest.mark.parametrize("form", FORMS)
def test_only_the_words_that_are_wanted(path, form):
    """Of a large table the words of a corpus are read, in the file's order; or the first few."""
    path.write_bytes(FORMS[form])
    assert read_vectors(path, only=["naïve", "cat", "cow"])[0] == ("cat", "naïve")
    assert read_vectors(path, max_words=2)[0] == ("cat", "dog")


def test_gensim_reads_and_writes_the_same(path):
    """What gensim writes in either form is read as it stands."""
    gensim = pytest.importorskip("gensim.models.keyedvectors")
    vectors = gensim.KeyedVectors(2)
    vectors.add_vectors(list(WORDS), X)
    for binary in (False, True):
        vectors.save_word2vec_format(str(path), binary=binary)
        words, found = read_vectors(path)
        assert (words, found.tolist()) == (WORDS, X.tolist())


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("beside", [".words", ".vocab", ".txt"])
def test_array_has_its_words_beside_it(tmp_path, order, beside):
    """An array of any layout takes the list of its own name."""
    np.save(tmp_path / "v.npy", np.array(X, order=order))
    (tmp_path / f"v{beside}").write_text("\n".join(WORDS), encoding="utf-8")
    words, vectors = read_vectors(tmp_path / "v.npy", only=["dog"])
    assert (words, vectors.tolist()) == (("dog",), [[0.25, 2.0]])


def test_array_takes_words_that_are_given(tmp_path):
    """Words may be a list, or a file of another name."""
    np.save(tmp_path / "v.npy", X)
    (tmp_path / "list").write_text("\n".join(WORDS), encoding="utf-8")
    assert read_vectors(tmp_path / "v.npy", words=list(WORDS))[0] == WORDS
    assert read_vectors(tmp_path / "v.npy", words=tmp_path / "list")[0] == WORDS


def test_words_with_blanks_and_repeated_words(path):
    """A word may hold blanks, as some of GloVe's do; of two equal words the first counts."""
    path.write_bytes(b"cat 1 2\n. . . 3 4\ncat 5 6\n")
    words, vectors = read_vectors(path)
    assert (words, vectors.tolist()) == (("cat", ". . ."), [[1, 2], [3, 4]])


@pytest.mark.parametrize(
    ("data", "said", "reason"),
    [
        (b"", "is empty", "empty"),
        (b"cat 1 2\ndog 1\n", "line 2: 1 numbers after the word, 2 expected", "wrong_dimension"),
        (b"cat 1 2\ndog 1 2 3\n", "line 2: 3 numbers after the word, 2 expected", "wrong_dimension"),
        (b"cat 1 2\ndog 1 x\n", "line 2: a number is expected", "no_number"),
        (b"cat 1 2\ndog nan 2\n", "line 2: the vector of 'dog' has NaN", "not_finite"),
        (b"cat 1 1e300\n", "line 1: the vector of 'cat' has NaN or infinite", "not_finite"),
        (b"3 2\ncat 1 2\n", "ends early: 1 words, and its first line says 3", "truncated"),
        (_binary()[:-4], "ends early: 2 words, and its first line says 3", "truncated"),
        (_binary()[:20], "ends early", "truncated"),
        (b"3 2\n" + b"\xff" * 2000, "word 1 is longer than", "damaged"),
        (gzip.compress(_text(header=False) * 50, mtime=0)[:-20], "gzip stream is cut", "truncated"),
        (b"hello\nworld\n", "its first line must be a word and its numbers", "foreign"),
        (b"\x89PNG\r\n\x1a\n", "it is a PNG picture", "foreign"),
        (b"<!doctype html><html>", "it is a web page", "foreign"),
        (b"x" * (1 << 21), "line 1 is longer than", "foreign"),
    ],
    ids=[
        "empty", "short row", "long row", "no number", "NaN", "too large", "cut text", "cut binary", "cut in a word",
        "endless word", "cut gzip", "prose", "picture", "web page", "endless line",
    ],
)  # fmt: skip
def test_broken_files_are_one_clear_line(path, data, said, reason):
    """The line names the file and the place, and never the folder."""
    path.write_bytes(data)
    with pytest.raises(DataError, match=said) as caught:
        read_vectors(path)
    assert caught.value.reason == reason
    assert "\n" not in str(caught.value)
    assert str(path.parent) not in str(caught.value)


def _saved(tmp_path, array):
    np.save(tmp_path / "v.npy", array, allow_pickle=True)
    return tmp_path / "v.npy"


def test_objects_are_never_unpickled(tmp_path):
    """An array of objects is refused by what its header says."""
    with pytest.raises(DataError, match="an array of object"):
        read_vectors(_saved(tmp_path, np.array([["a", 1]], dtype=object)), words=["a"])


def test_array_of_another_shape_is_refused(tmp_path):
    """One axis is no table of vectors."""
    with pytest.raises(DataError, match=r"float64 with shape \(3,\)"):
        read_vectors(_saved(tmp_path, np.ones(3)), words=["a"])


def test_header_that_promises_too_much_is_refused(tmp_path):
    """A shape that the bytes do not fill is told before memory of that size is asked for."""
    path = _saved(tmp_path, X)
    path.write_bytes(path.read_bytes().replace(b"(3, 2)", b"(9999999999, 2)").replace(b" " * 9, b"", 1))
    with pytest.raises(DataError, match="its header says 79,999,999,992"):
        read_vectors(path, words=["a"])


def test_cut_array_is_refused(tmp_path):
    """An array that ends early says by how much."""
    path = _saved(tmp_path, X)
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(DataError, match="16 bytes of numbers, and its header says 24"):
        read_vectors(path, words=list(WORDS))


def test_words_must_fit_the_array(tmp_path):
    """Too few words, repeated words or none at all are refused."""
    path = _saved(tmp_path, X)
    with pytest.raises(InputError, match="2 given, 3 expected"):
        read_vectors(path, words=["a", "b"])
    with pytest.raises(InputError, match="must be unique"):
        read_vectors(path, words=["a", "a", "b"])
    with pytest.raises(SourceError, match=r"no words beside 'v.npy': give words="):
        read_vectors(path)


def test_none_of_the_wanted_words(path):
    """A table without any word of the corpus is an error, not an empty table."""
    path.write_bytes(_text(header=False))
    with pytest.raises(DataError, match="no vector of the 1 words that are wanted"):
        read_vectors(path, only=["cow"])


def test_missing_file_is_told():
    """A path where nothing is says so."""
    with pytest.raises(SourceError, match="there is no such file"):
        read_vectors("nothing here.txt")
