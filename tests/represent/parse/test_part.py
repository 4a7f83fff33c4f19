"""Long texts in parts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from motif.represent.parse.part import cut


@settings(derandomize=True, max_examples=60, deadline=None)
@given(text=st.text(alphabet="ab .\n", max_size=300), most=st.integers(min_value=1, max_value=80))
def test_parts_put_together_are_the_text(text: str, most: int):
    """Nothing is lost, no part is too long or empty, and each says where it begins."""
    parts = list(cut(text, most=most))
    assert "".join(part for _, part in parts) == text
    assert all(0 < len(part) <= most for _, part in parts)
    assert all(text[start : start + len(part)] == part for start, part in parts)


def test_a_text_that_fits_stays_whole():
    """A text of allowed length is one part."""
    assert list(cut("He ran. She hid.", most=16)) == [(0, "He ran. She hid.")]


def test_a_cut_falls_behind_a_sentence():
    """The last end of a sentence in the second half is taken, not the last blank."""
    assert [part for _, part in cut("Ann ran away. Then she hid there.", most=20)] == [
        "Ann ran away. ",
        "Then she hid there.",
    ]


def test_a_run_without_blanks_is_cut():
    """No word has 400 letters; a tokeniser's time would grow with the square of such a run."""
    assert [len(part) for _, part in cut("a" * 1000)] == [400, 400, 200]
