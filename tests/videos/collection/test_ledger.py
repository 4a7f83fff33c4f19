"""The ledger: gathered is kept and dropped, file by file."""

from motif.videos.collection.ledger import tallied


def test_every_record_is_kept_or_dropped():
    """In each file, and in all."""
    book = tallied(["a", "b"], ["a#0", "b#0", "b#1"], [("a#1", "missing_id"), ("b#2", "duplicate_id")])
    assert [(line.name, line.n_gathered, line.n_kept) for line in book.sources] == [("a", 2, 1), ("b", 3, 2)]
    assert all(line.n_gathered == line.n_kept + sum(line.dropped.values()) for line in book.sources)
    assert book.steps == (("gathered", 5), ("read", 4), ("distinct", 3))


def test_a_file_of_nothing_has_its_line():
    """With zeros."""
    assert tallied(["a"], [], []).sources[0].n_gathered == 0
