"""The page of a score: figures on their nulls, published values beside chance, the grid."""

from dataclasses import replace

import pytest

from motif.films.evaluate.published import ChanceVI, Claim
from motif.films.study.score import GridRow, score
from motif.films.view.score import chapters, published_parts, write
from motif.view.part import Prose, Strips, Table
from tests.films.troped import troped

CLAIMS = (
    Claim("the notebook", 4.90, ChanceVI(417, 100, 4.88, 0.04, 5.91, 2.80)),
    Claim("the paper", 5.42, ChanceVI(501, 100, 5.34, 0.04, 5.93, 3.04)),
)
ROWS = (
    GridRow("lda", 25, 50, 39, 20, 5, 1.8, 1.9, 0.1, 0.7, 0.01, 0.05, 0.40, 0.7),
    GridRow("mixture", None, 50, 39, 20, 5, 1.8, 1.9, 0.1, 0.7, 0.01, 0.05, 0.04, 0.7),
)


@pytest.fixture(scope="module")
def found():
    """A score with published values and a grid."""
    made = score(troped(), n_permutations=49, n_resamples=10)
    return replace(made, claims=CLAIMS, grid=ROWS, skipped=("50 topics of 8 words",))


def test_chapters_are_there_when_there_is_something(found):
    """Without published tropes or a grid, one chapter is left."""
    assert [one.id for one in chapters(found)] == ["agreement", "published", "grid"]
    assert [one.id for one in chapters(replace(found, claims=(), grid=()))] == ["agreement"]


def test_every_figure_is_a_strip(found):
    """Headline and other figures stand on their nulls."""
    shown = [figure.name for part in chapters(found)[0].parts if isinstance(part, Strips) for figure in part.figures]
    assert sorted(shown) == sorted(figure.name for figure in found.figures.values())


def test_published_values_stand_beside_chance(found):
    """Each claim has random labels, one cluster and every row alone in its line; this collection comes last."""
    table, why = published_parts(found)
    assert isinstance(table, Table)
    assert isinstance(why, Prose)
    assert table.rows[0][1:7] == ("4.90", 417, 100, "4.88\u00a0±\u00a00.04", "5.91", "2.80")
    assert table.rows[1][4] == "5.34\u00a0±\u00a00.04"
    assert table.rows[-1][0] == "this collection"
    assert table.title == "No published value is better than random labels in its own test"
    assert "cannot be set against each other" in why.text
    assert "fall from 5.34 to 4.88 bits" in why.text


def test_the_grid_counts_its_tries(found):
    """The title says how many settings chance alone would lift, and what was left out is in the caption."""
    table = chapters(found)[2].parts[0]
    assert table.title.startswith("1 of 2 settings have p of at most 0.05")
    assert "50 topics of 8 words" in table.caption
    assert table.rows[1][1] == "–"


def test_the_page_is_one_file(found, tmp_path):
    """The page holds the verdict."""
    write(found, tmp_path / "score.html")
    assert found.words[:40] in (tmp_path / "score.html").read_text(encoding="utf-8")
