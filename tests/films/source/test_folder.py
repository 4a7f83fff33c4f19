"""Folders of texts."""

from pathlib import Path

from motif.core.files import make_folder, write_bytes, write_text
from motif.films.source.folder import read_texts, stem
from motif.films.source.reading import Reading


def test_a_file_is_a_film(tmp_path):
    """Its name is the title and the id; two of one name keep their folders in the id."""
    make_folder(tmp_path / "b")
    for name in ("Dr. No.txt", "Home.txt", "b/Home.txt"):
        write_text(tmp_path / name, f"Plot of {name}.\n")
    files = [Path("Dr. No.txt"), Path("Home.txt"), Path("b/Home.txt")]
    films = [film for _, film in read_texts(tmp_path, files, Reading("plots", "texts"))]
    assert [(film.id, film.title) for film in films] == [
        ("Dr. No", "Dr. No"), ("Home.txt", "Home"), ("b/Home.txt", "Home"),
    ]  # fmt: skip
    assert films[0].plot == "Plot of Dr. No.txt."


def test_what_is_no_plot_is_left_out(tmp_path):
    """Empty files, pictures and files that are gone, each with its reason."""
    write_bytes(tmp_path / "a.txt", b"\x89PNG\r\n\x1a\n" + bytes(64))
    write_text(tmp_path / "b.txt", " \n")
    told = Reading("plots", "texts")
    assert list(read_texts(tmp_path, [Path("a.txt"), Path("b.txt"), Path("c.txt")], told)) == []
    assert (told.n_gathered, told.dropped) == (3, {"not_text": 1, "empty_plot": 1, "missing": 1})
    assert [drop.origin for drop in told.drops] == ["plots:a.txt", "plots:b.txt", "plots:c.txt"]


def test_stem():
    """Only the ending goes."""
    assert [stem(name) for name in ("a.b.TXT", "a.txt.gz", "a.md")] == ["a.b", "a", "a.md"]
