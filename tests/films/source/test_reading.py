"""The tally of a source."""

from motif.films.source.reading import Reading


def test_a_row_left_out_is_counted_and_kept_on_record():
    """With its number, its reason and the name of its source; a file as a whole has no number."""
    told = Reading("a.csv", "films", n_gathered=2)
    told.leave_out(3, "bad_row", id="7", detail="two cells")
    told.leave_out("", "not_films")
    assert told.dropped == {"bad_row": 1, "not_films": 1}
    assert [(drop.origin, drop.reason, drop.id) for drop in told.drops] == [
        ("a.csv:3", "bad_row", "7"),
        ("a.csv", "not_films", ""),
    ]
