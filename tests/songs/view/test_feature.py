"""Features are told as people read them."""

import pytest

from motif.represent.sound import FEATURES
from motif.songs.model.word import WORDS
from motif.songs.source import FEATURES as SPOTIFY
from motif.songs.study.show import FeatureRow
from motif.songs.view.feature import as_text, called, features_svg, shares_svg
from motif.view.svg import require_passive


@pytest.mark.parametrize(
    ("feature", "value", "text"),
    [
        ("duration_ms", 59_600.0, "1:00\u00a0min"),
        ("loudness", -7.125, "\N{MINUS SIGN}7.12\u00a0dB"),
        ("tempo_bpm", 154.8, "155\u00a0BPM"),
        ("mode", 0.25, "25\u00a0% in major"),
        ("valence", float("nan"), "unknown"),
    ],
)
def test_a_value_has_its_unit_and_no_more_digits_than_it_deserves(feature, value, text):
    """Three figures at most, minutes for lengths."""
    assert as_text(feature, value) == text


def test_words_are_for_features_that_there_are():
    """Of Spotify's table or of our own."""
    assert set(WORDS) <= {*SPOTIFY, *(feature.name for feature in FEATURES)}
    assert all(called(feature) for feature in WORDS)


def test_dots_that_would_cover_each_other_stand_on_lines_of_their_own():
    """So the drawing grows by a line for each that has no room."""
    apart = features_svg([FeatureRow("tempo", 0, 1, 2, 3, {0: 0.1, 1: 0.9})], {0: 0, 1: 1})
    together = features_svg([FeatureRow("tempo", 0, 1, 2, 3, {0: 0.5, 1: 0.5})], {0: 0, 1: 1})
    heights = [int(svg.partition('height="')[2].partition('"')[0]) for svg in (apart, together)]
    assert heights[1] - heights[0] == 20


def test_drawings_are_passive_whatever_the_names_say():
    """A feature of a hostile table is text."""
    svg = features_svg([FeatureRow("<script>", 0, 1, 2, 3, {0: 0.1})], {0: 0})
    require_passive(svg)
    require_passive(shares_svg([("kept", 1), ("<b>", 2)], total=3))
    assert "&lt;script&gt;" in svg
