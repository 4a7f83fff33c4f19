"""The parts of the page say what they rest on."""

from dataclasses import replace

import pytest

from motif.songs.collection.ledger import Ledger, SourceLine
from motif.songs.study.show import show
from motif.songs.view import part
from tests.songs.example import songs


@pytest.fixture(scope="module")
def shown():
    """Sixty songs in two groups."""
    return show(songs(), n_groups=2, with_score=False)


def test_every_song_is_a_dot_and_every_group_a_name(shown):
    """With how many songs and which seed in the caption."""
    chart = part.song_map(shown)
    assert chart.svg.count('r="2"') == 60
    assert all(group.name in chart.alt for group in shown.description.groups)
    assert chart.caption.endswith("n\u00a0=\u00a060, seed\u00a00.")


def test_a_group_is_told_by_its_middle_song_beside_the_others(shown):
    """In the unit of the feature."""
    table = part.groups(shown.description, {})
    assert all("others" in row[4] for row in table.rows)
    assert any("BPM" in row[4] for row in table.rows)


def test_features_that_do_not_tell_the_groups_apart_are_not_drawn(shown):
    """Nor the key, which is a circle."""
    (chart,) = part.features(shown)
    assert "tempo" in chart.alt
    assert "key" not in chart.alt
    assert "tempo 1" in chart.caption  # one empty cell


def test_what_was_left_out_adds_up(shown):
    """Kept and each reason, of all that was gathered."""
    book = Ledger((SourceLine("a.csv", "table", 10, 7, {"episode": 1, "duplicate_id": 2}, {}),), ())
    chart, table = part.left_out(replace(shown, ledger=book))
    assert chart.title == "7 of 10 were kept"
    assert table.rows == (("a.csv", "table", 10, 7, "episode 1, duplicate id 2", "nothing"),)
    assert "not on record" in part.left_out(shown)[0].text or "nothing is known" in part.left_out(shown)[0].text
