"""Outcomes become counts and a collection; what gave nothing is counted by its reason."""

from motif.core.record import Drop, RunRecord
from motif.films.study.characters.collect import Book, collected, reason_of
from motif.films.study.characters.pack import Found, counted, pack
from tests.films.study.plots import films, people


def found(film, text, *, n_marks=0):
    characters = list(people(film, text, {}))
    counts = counted(characters, n_words=len(text.split()), n_marks=n_marks)
    return Found(counts, pack(characters, counts))


OUTCOMES = {
    "f0": found("f0", "Ada runs. Bob hides.", n_marks=2),
    "f1": Drop("f1", "films.characters", "empty_plot", id="f1"),
    "f2": found("f2", "nobody"),
    "f3": found("f3", "Ada sleeps."),
}


def test_book():
    """Films are counted once each, and words of those that gave characters."""
    book = Book(OUTCOMES)
    assert (book.n_read, book.n_cleaned, book.dropped) == (2, 1, {"empty_plot": 1, "no_characters": 1})
    assert {name: n for name, n in book.counts.items() if n} == {
        "n_words": 6, "n_marks": 2, "n_role_words": 3, "agent": 3,
    }  # fmt: skip


def test_collected():
    """Characters come in the order of the films, with the film's facts; each film without any is a drop."""
    held, match = collected(films(*"abcd"), OUTCOMES, Book(OUTCOMES), record=RunRecord("demo"))
    assert held.ids == ["f0:ada", "f0:bob", "f3:ada"]
    assert held.items["film_title"].to_pylist() == ["Film 0", "Film 0", "Film 3"]
    assert held.drops["id"].to_pylist() == ["f1", "f2"]
    assert match.n_asked == 0


def test_reason():
    """A film that gave characters has no reason."""
    assert [reason_of(what) for what in OUTCOMES.values()] == [None, "empty_plot", "no_characters", None]
