"""Scores on a page stand beside chance, in strips and in cells."""

import numpy as np

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
    assert all("(chance\u00a0" in cell for table in (parts[2], parts[4]) for row in table.rows for cell in row[1:])
    assert "not on record" in parts[0].text


def test_a_figure_without_a_null_says_so():
    """Rather than standing alone."""
    from motif.evaluate.figure import Figure

    assert with_chance(Figure("x", 1.0, None, {}, None, 3, True, "")).endswith("(no chance known)")


def test_plates_say_which_mode_is_best():
    """Beside chance; and whether more songs are better."""
    parts = score_parts(score(songs(), label="kind", modes=["nearest", "group"], k=5))
    assert parts[1].title.startswith("Nearest finds most songs of the same kind: 1.00 (chance\u00a00.")
    assert parts[2].title.startswith("Lists are most varied in ")
    assert parts[3].title.endswith("of 4 measures the groups follow the kind more than chance would")
    assert parts[4].title.startswith("More songs are ")


def test_a_score_like_chance_says_so():
    """No mode is the best of nothing."""
    coin = np.random.default_rng(3).integers(0, 2, 60).astype(str).tolist()
    parts = score_parts(score(songs().with_column("coin", coin), label="coin", modes=["nearest"], growth=False))
    assert parts[1].title == "No mode finds songs of the same coin more often than chance would"
