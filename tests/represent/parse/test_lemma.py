"""Lemmas set right."""

import pytest

from motif.represent.parse.lemma import mend_lemma


@pytest.mark.parametrize(
    ("word", "given", "expected"),
    [
        ("hated", "hat", "hate"),
        ("riding", "rid", "ride"),
        ("scares", "scar", "scare"),
        ("stopped", "stop", "stop"),
        ("hits", "hit", "hit"),
        ("played", "play", "play"),
        ("opened", "open", "open"),
        ("forgave", "forgave", "forgive"),
    ],
)
def test_spelling_tells_the_e(word: str, given: str, expected: str):
    """One vowel between consonants would have doubled the last: "hated" is of hate, "stopped" of stop."""
    assert mend_lemma(word, given) == expected
