"""Words of short texts: the paper's rules to the letter, and corrected ones."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import InputError
from motif.represent.text import sentence_words, term_words


@pytest.mark.parametrize(
    ("text", "corrected", "printed"),
    [
        ("The BEST of 2017!", "The BEST of 2017", "The BEST of 2017"),
        ("AC/DC: Trailer|HD", "AC DC Trailer HD", "ACDC TrailerHD"),
        ("Don’t `stop' rock'n'roll", "Don't stop rock'n'roll", "Dont stop rocknroll"),
        ("U.S. Open, B.B. King e.g.", "US Open BB King eg", "US Open BB King eg"),
        ("Ben &amp; Jerry <b>live</b>", "Ben Jerry live", "Ben amp Jerry bliveb"),
        ("𝗟𝗜𝗩𝗘 ＨＤ ❤️👨‍👩‍👧", "LIVE HD", None),
        ("see https://x.y/z?a=1 #vlog", "see vlog", "see httpsxyza1 vlog"),
        ("방탄소년단 हिन्दी café", "방탄소년단 हिन्दी café", "방탄소년단 हिन्दी café"),
        ("snake_case 50% 1 < 2", "snake case 50 1 2", "snakecase 50 1 2"),
        ("", "", ""),
    ],
    ids=range(10),
)
def test_sentences_keep_case_and_order(text, corrected, printed):
    """By both rules; only marks go, and by the corrected ones they part words."""
    assert sentence_words(text) == corrected.split()
    if printed is not None:
        assert sentence_words(text, rules="printed") == printed.split()


def test_terms_lose_case_numbers_and_two_words():
    """To the letter digits go out of words too; corrected, only numbers by themselves."""
    terms = ["The Last of Us", "and", "PS4", "2nd part", "Andy", "4K", "10,000"]
    assert term_words(terms) == ["last", "of", "us", "ps4", "part", "andy", "4k"]
    assert term_words(terms, rules="printed") == ["last", "of", "us", "ps", "nd", "part", "andy", "k"]


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_a_rule(text):
    """Words of any text have no blanks and no marks but apostrophes, and cleaning them again changes nothing."""
    words = sentence_words(text)
    assert all(word and not word.isspace() and not set(word) & set('.,!?"|/\\ ') for word in words)
    assert sentence_words(" ".join(words)) == words
    assert sentence_words(" ".join(sentence_words(text, rules="printed")), rules="printed") == sentence_words(
        text, rules="printed"
    )


def test_other_rules_are_refused():
    """With those there are."""
    with pytest.raises(InputError, match="rules"):
        sentence_words("a", rules="mine")
    with pytest.raises(InputError, match="rules"):
        term_words(["a"], rules="mine")
