"""Markup is taken out of prose, and the prose stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.represent.text.markup import cleaned


@pytest.mark.parametrize(
    ("given", "left", "n"),
    [
        ("[[Ann Lee]] met [[Bob Ray|Bob]].", "Ann Lee met Bob.", 2),
        ("{{Infobox|a={{b}}}}Ann ran.", "Ann ran.", 2),
        ("== Plot ==\nAnn ran.", "\nAnn ran.", 1),
        ("<p>Ann <i>ran</i>.<br/>Bob hid.</p>", "\nAnn ran.\nBob hid.\n", 5),
        ('Ann ran.<ref name="x">p. 3</ref> Bob hid.<ref name="x" />', "Ann ran. Bob hid.", 2),
        ("Ann ran.[12][edit] [https://example.org/a the site]", "Ann ran. the site", 3),
        ("Ann&#39;s dog &amp; Bob&nbsp;Ray &lt;b&gt;ran&lt;/b&gt;", "Ann's dog & Bob Ray ran", 9),
        ("Ann\x00ran\x07.", "Ann ran .", 2),
        ("Ann \ud800ran", "Ann  ran", 1),
        ("<script>if (a > b) {}</script>Ann", " Ann", 1),
    ],
)
def test_markup(given, left, n):
    """Each kind of markup goes, its words stay, and each piece is counted."""
    found = cleaned(given)
    assert (found.text, found.n_marks) == (left, n)


@pytest.mark.parametrize("prose", ["I <3 Ann & Bob; 2 < 3.", "[sic] '[h]e ran'", "O'Brien's \"dog\"", "a\n\nb\tc", ""])
def test_prose(prose):
    """What is no markup is left alone."""
    assert cleaned(prose).text == prose


@settings(max_examples=40, derandomize=True)
@given(st.text("Ab <>[]{}'&;=/|\n\0", max_size=60))
def test_clean_stays(text):
    """What is left holds no more characters of control, and is never longer."""
    found = cleaned(text)
    assert "\0" not in found.text
    assert len(found.text) <= len(text)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["<", "{{", "[[", "<ref ", "<!--", "&amp;", "'", "\n==", "<a ", "[[a|", "[http://a "])
def test_hostile(piece):
    """Markup that is never closed does not make the search slow: 200 kB of it take no second."""
    assert isinstance(cleaned(piece * (200_000 // len(piece))).text, str)
