"""The chapter says whose the synopses are, and has no bare number."""

import pytest

from motif.films.view.demo import chapter
from motif.view.part import Chart, Prose, Strips, Table
from motif.view.report import render_page


@pytest.mark.slow  # a pipeline reads 43 plots: six seconds
class TestChapter:
    def test_it_says_that_the_synopses_are_motif_s_own(self, invented):
        """First of all."""
        first = chapter(invented[0]).parts[0]
        assert isinstance(first, Prose)
        assert first.text.startswith("The synopses are Motif's own")

    def test_every_figure_stands_beside_chance_or_a_trivial_answer(self, invented):
        """In all strips."""
        strips = [part for part in chapter(invented[0]).parts if isinstance(part, Strips)]
        figures = [figure for part in strips for figure in part.figures]
        assert {"people found", "same-trope AUC"} <= {figure.name for figure in figures}
        assert all(figure.null is not None or figure.trivial for figure in figures)

    def test_charts_and_tables_say_their_finding(self, invented):
        """Each has a title and a caption."""
        parts = [part for part in chapter(invented[0]).parts if isinstance(part, Chart | Table)]
        assert all(part.title and part.caption for part in parts)
        assert any("share a kind" in part.title for part in parts)

    def test_it_goes_on_a_page(self, invented):
        """Whose chapter is called by the wing's name."""
        made = chapter(invented[0])
        assert made.id == "films"
        assert 'id="films"' in render_page(title="Demo", lead="", chapters=(made,))
