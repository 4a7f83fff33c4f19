"""What a source is, from names and contents."""

import io
from pathlib import Path

import numpy as np
import pytest

from motif.core.errors import DataError, InputError, SourceError
from motif.core.files import make_folder, write_bytes, write_text
from motif.films.source.find import found_in


@pytest.fixture
def folder(tmp_path):
    """A folder of empty things with these names."""

    def make(*names, text="x"):
        for name in names:
            make_folder((tmp_path / name).parent)
            write_text(tmp_path / name, text)
        return tmp_path

    return make


def readers(path, kind=None):
    return [(found.name, found.reader) for found in found_in({path: "a"}, kind=kind)]


def test_a_corpus_in_its_own_folder(folder):
    """Its files in order, and the tables beside it; its README is no plot."""
    path = folder("M/character.metadata.tsv", "M/plot_summaries.txt", "M/README.txt", "films.csv", "M/.x.csv")
    assert readers(path) == [
        ("a/M/plot_summaries.txt", "plots"), ("a/M/character.metadata.tsv", "cast"), ("a/films.csv", "table"),
    ]  # fmt: skip
    assert readers(path, "cmu") == readers(path)[:2]
    assert readers(path, "table") == [("a/M/character.metadata.tsv", "table"), ("a/films.csv", "table")]
    assert [len(found.files) for found in found_in({path: "a"}, kind="folder")] == [2]


def test_texts_and_tables(folder):
    """Texts are one source; a table beside them tells of them."""
    path = folder("Home.txt", "b/Away.txt", "films.jsonl.gz", "cover.jpg")
    found = found_in({path: "a"})
    assert [(one.reader, [file.as_posix() for file in one.files]) for one in found] == [
        ("texts", ["Home.txt", "b/Away.txt"]), ("table", []),
    ]  # fmt: skip


def test_single_files(folder, tmp_path):
    """By what is in them: lines of id and plot, one text, an array, a table."""
    path = folder("a.txt", text="7\tShe runs away from home.\n")
    assert readers(path / "a.txt") == [("a", "plots")]
    assert readers(folder("b.txt", text="She runs.\n") / "b.txt") == [("a", "texts")]
    assert readers(folder("c.csv", text="title\nHome\n") / "c.csv") == [("a", "table")]
    assert readers(path / "c.csv", "words") == [("a", "words")]
    assert readers(path / "b.txt", "cmu") == [("a", "plots")]
    stream = io.BytesIO()
    np.save(stream, np.eye(2))
    write_bytes(tmp_path / "v.npy", stream.getvalue())
    assert readers(tmp_path / "v.npy") == [("a", "array")]


def test_the_ids_of_an_array_are_no_source_of_their_own(folder, tmp_path):
    """Also where they are named beside it."""
    stream = io.BytesIO()
    np.save(stream, np.eye(2))
    write_bytes(tmp_path / "v.npy", stream.getvalue())
    table = folder("v.csv", text="id\na\nb\n") / "v.csv"
    assert [one.reader for one in found_in({tmp_path / "v.npy": "v.npy", table: "v.csv"})] == ["array"]


def test_nothing_to_gather(folder, tmp_path):
    """Each in one line that says what is expected."""
    with pytest.raises(DataError, match="holds nothing to gather; expected tables or texts") as caught:
        found_in({folder("cover.jpg"): "a"})
    assert caught.value.reason == "no_films"
    with pytest.raises(DataError, match=r"expected plot_summaries\.txt"):
        found_in({folder("films.csv"): "a"}, kind="cmu")
    with pytest.raises(SourceError, match="is a file; a folder is expected"):
        found_in({tmp_path / "films.csv": "a"}, kind="folder")
    with pytest.raises(SourceError, match="there is no such file"):
        found_in({Path("nowhere"): "nowhere"})
    with pytest.raises(InputError, match="kind must be one of 'cmu', 'table'"):
        found_in({tmp_path: "a"}, kind="songs")
