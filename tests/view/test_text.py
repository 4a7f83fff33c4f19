"""Hostile text is made visible and long text is cut."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.view.text import clipped, shown, text_width


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("plain", "plain"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\x00\x1b[31m\x7f\x85", "\\x00\\x1b[31m\\x7f\\x85"),
        ("\u202egpj.exe", "\\u202egpj.exe"),
        ("\u2066a\u2069", "\\u2066a\\u2069"),
        ("\ud800", "\\ud800"),
        ("שלום, Ünïcode, 日本, 👩‍🚀", "שלום, Ünïcode, 日本, 👩‍🚀"),
    ],
)
def test_shown(given, expected):
    """Controls, surrogates and direction overrides are written out; languages and emoji stay as they are."""
    assert shown(given) == expected


@settings(derandomize=True, max_examples=100)
@given(st.text(alphabet=st.characters()))
def test_shown_can_be_encoded(text):
    """What is shown can always be written as UTF-8, and showing it again changes nothing."""
    once = shown(text)
    once.encode()
    assert shown(once) == once


def test_clipped_says_how_long_it_was():
    """Text at the limit stays; longer text ends with its length."""
    assert clipped("abc", 3) == "abc"
    assert clipped("x" * 1_000_000, 2) == "xx… (1,000,000 characters)"


def test_width_is_an_upper_guess():
    """Words are guessed at least as wide as DejaVu Sans, the widest of the usual system fonts, sets them."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    regular = FontProperties(family="DejaVu Sans")
    for text in ("every item alone 7.32", "chance 0.00 ± 0.02", "GAUSSIAN BLUR", "mostly 7", "12,483 ± 1,213"):
        true = TextPath((0, 0), text, size=13, prop=regular).get_extents().width
        assert 0.97 * true <= text_width(text, 13) <= 1.4 * true, text


def test_wide_letters_are_wide():
    """A letter of East Asia takes about a square, a combining mark nothing."""
    assert text_width("日本", 10) == pytest.approx(21)
    assert text_width("e\u0301", 10) == text_width("e", 10)
