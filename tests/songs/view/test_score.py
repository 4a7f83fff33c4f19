"""Scores on a page stand beside chance, in strips and in cells."""

from motif.songs.study.score import score
from motif.songs.view.score import score_parts, with_chance
from motif.view.part import Prose, Strips, Table
from tests.songs.example import songs


def test_every_cell_of_the_table_names_chance():
    """No bare score anywhere."""
    found = score(songs(), label="kind", modes=["nearest", "group"], k=5)
    parts = score_parts(found)
    assert [type(one) for one in parts] == [Prose, Strips, Table, Strips, Table]
    assert [row[0] for row in parts[2].rows] == ["nearest", "group"]
    assert all("(chance " in cell for table in (parts[2], parts[4]) for row in table.rows for cell in row[1:])
    assert "not on record" in parts[0].text


def test_a_figure_without_a_null_says_so():
    """Rather than standing alone."""
    from motif.evaluate.figure import Figure

    assert with_chance(Figure("x", 1.0, None, {}, None, 3, True, "")).endswith("(no chance known)")
