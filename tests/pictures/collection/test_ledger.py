"""The ledger of pictures: gathered is kept and left out, for each source."""

from hypothesis import given, settings
from hypothesis import strategies as st

from motif.pictures.collection.ledger import tallied

REASONS = st.sampled_from(["", "duplicate", "truncated", "not_an_image"])


@settings(max_examples=50, derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), REASONS), max_size=30))
def test_balanced(fates):
    """Whatever becomes of the files, each source's sum is right, and the steps go down to what is kept."""
    book = tallied(["a", "b", "c"], [0, 5, 0], fates)
    for line in book.sources:
        assert line.n_gathered == line.n_kept + sum(line.dropped.values())
    kept = sum(line.n_kept for line in book.sources)
    assert [n for _, n in book.steps] == sorted((n for _, n in book.steps), reverse=True)
    assert (book.steps[0][1], book.steps[-1][1]) == (len(fates), kept)
    assert dict(book.sources[1].dirt) == {"other_files": 5}
