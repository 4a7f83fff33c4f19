"""The number of groups is drawn beside what has no groups."""

from motif.model.number import Candidate, NumberChoice
from motif.view.number import numbers_chart


def test_the_chart_has_a_line_a_number_and_the_conclusion_as_its_title():
    """The caption says on how many items it rests."""
    candidates = tuple(Candidate(k, 0.9, 0.5, 0.1, 0.1 * k, 0.05, 0.01, 0.05) for k in (2, 3, 4))
    chart = numbers_chart(
        NumberChoice(3, "clear", "3 clusters, clearly", candidates, 90, 80), kind="song", note="Seed 0."
    )
    assert chart.title == "3 clusters, clearly"
    assert chart.svg.count("<circle") == 3
    assert "of 80 songs" in chart.caption
    assert chart.caption.endswith("Seed 0.")
    assert "3 groups 0.30" in chart.alt
