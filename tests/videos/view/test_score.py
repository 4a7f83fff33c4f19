"""A score on a page: figures on their nulls, precision by frequency, calibration; synthetic videos are called so."""

import pytest

from motif.videos.view import score as view
from motif.view.part import Chart, Prose, Strips, Table


@pytest.fixture(scope="module")
def score(toured):
    """What the demo scored."""
    return toured[0].score


def test_it_is_said_that_videos_are_synthetic(score):
    """In the first words."""
    first = view.score_parts(score)[0]
    assert isinstance(first, Prose)
    assert first.text.startswith("These videos are synthetic")


def test_models_stand_beside_each_other_and_the_best_of_them_is_told_whole(score):
    """Each GAP on its null; the best possible answer is no model."""
    gaps, best = (one for one in view.score_parts(score) if isinstance(one, Strips))
    assert len(gaps.figures) == 6
    assert "Of the best possible from what each looks at" in gaps.caption
    assert best.title.startswith(score.judged[1].name.capitalize())
    assert all(figure.null is not None or figure.trivial for one in (gaps, best) for figure in one.figures)
    assert view.best_of(score).name == "the optimum"


def test_precision_by_frequency_has_lines_of_chance_and_of_the_best(score):
    """A dot for each label that there was anything to learn of."""
    model = score.judged[1]
    (chart,) = view.precision_by_frequency(model, score, view.best_of(score))
    assert isinstance(chart, Chart)
    assert chart.svg.count("<circle") == int((model.labels.n_train > 0).sum())
    assert ">chance</text>" in chart.svg
    assert ">best possible</text>" in chart.svg
    (alone,) = view.precision_by_frequency(model, score, None)
    assert "best possible" not in alone.svg
    assert "dashed" not in alone.caption


def test_labels_that_are_told_best_and_worst_stand_beside_chance(score):
    """In one table, in order; none where there are too few labels."""
    tables = [one for one in view.score_parts(score) if isinstance(one, Table)]
    for table in tables:
        assert [row[1] for row in table.rows] == sorted((row[1] for row in table.rows), reverse=True)


def test_calibration_stands_beside_prevalence(score):
    """A dot for each class of probability, on the line that is as it should be."""
    (chart,) = view.calibration(score.judged[1], score)
    assert chart.svg.count("<circle") == len(score.judged[1].calibration.bins)
    assert "each label's share" in chart.caption
    assert ">as it should be</text>" in chart.svg
