"""Texts as sentences of plain words."""

import pytest

from motif.represent.vector.token import sentences


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("He ran. She stayed", [["he", "ran"], ["she", "stayed"]]),
        ("One\ntwo", [["one"], ["two"]]),
        ("It's a well-known fact", [["it's", "a", "well-known", "fact"]]),
        ("Ä é ß 42 x2_y", [["ä", "é", "ß", "x", "y"]]),
        ("... 1984!", []),
        ("", []),
    ],
)
def test_words_of_sentences(text, said):
    """Letters are words, in small letters; digits and signs are none; empty sentences are left out."""
    assert list(sentences([text])) == said
