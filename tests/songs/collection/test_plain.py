"""Plain names: what is made of bytes is what the rules make, and what bytes do not tell is left to them."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.songs.collection import key
from motif.songs.collection.plain import plain_text

PIECES = (
    "Stay",
    "A",
    " ",
    "\t",
    "-",
    " - ",
    "(Remastered 2009)",
    "2011 Remaster",
    "[feat. X]",
    "ft. Bob",
    "!",
    "é",
    "ﬁ",
)
PIECES += ("f", "t", "$", "~", "_", "\\", "%", "\x1f", "\x0b", "\x7f", "\u00a0", "½", "", "master", "0")
TEXTS = st.lists(
    st.none() | st.lists(st.sampled_from(PIECES), max_size=5).map("".join) | st.text(max_size=6), max_size=8
)


def by_rules(text: pa.Array, *, is_artist: bool) -> pa.Array:
    for rule in key.RECORDING_RULES:
        text = key._next(rule, text, is_artist=is_artist)
    return text


@settings(derandomize=True, max_examples=300, deadline=None)
@given(TEXTS, st.booleans(), st.integers(0, 3))
def test_bytes_and_rules_agree(cells, is_artist, start):
    """Where bytes tell, they tell what the rules would, for songs and artists, also of a part of an array."""
    text = pa.array(cells, pa.string())[start:]
    plain, rest = plain_text(text)
    expected = by_rules(text, is_artist=is_artist).to_pylist()
    for cell, is_left, should in zip(plain.to_pylist(), rest.tolist(), expected, strict=True):
        assert is_left or cell == should
    assert key._at_rule("punctuation", text, is_artist=is_artist).to_pylist() == expected


@pytest.mark.parametrize("text", ["Señorita", "a\tb", "?!", "Stay (feat. B)", "left", "Stay - 2009 REMASTER"])
def test_what_bytes_do_not_tell_is_left(text):
    """Beyond ASCII, control characters, nothing but punctuation, and whatever could be a note."""
    assert plain_text(pa.array([text, "Stay"]))[1].tolist() == [True, False]


def test_ordinary_names_are_told_by_their_bytes():
    """Letters and digits in lower case, and the signs that Unicode does not count among punctuation."""
    plain, rest = plain_text(pa.array(["Don't Stop 'Til You Get $1+1~!", None, "of the"]))
    assert plain.to_pylist() == ["dontstoptilyouget$1+1~", None, "ofthe"]
    assert not rest.any()


def test_nothing_gives_nothing():
    """No text, and text of which none is known."""
    for cells in ([], [None], ["", None]):
        plain, rest = plain_text(pa.array(cells, pa.string()))
        assert len(plain) == len(rest) == len(cells)
