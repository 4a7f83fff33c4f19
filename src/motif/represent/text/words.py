"""Words of short texts: of sentences, which keep their case and order, and of lists of terms, which do not.

"printed" follows Wang et al. 2017, section 3.1, to the letter: of titles all symbols and punctuation are removed, of
keywords case, punctuation, numbers and two stop words. What is removed leaves no blank, as in their program
(`filter_titles.py`), so that "AC/DC" is one word, "Trailer|HD" too, "don't" is "dont" and "4K" is "k".
"corrected" keeps the words that people wrote: marks between words part them, apostrophes inside stay, abbreviations
with full stops are one word, digits stay in words ("ps4") and only numbers by themselves go; web addresses and tags of
HTML go, entities and letters in fancy type ("𝗟𝗜𝗩𝗘") become what they stand for.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from typing import Literal, TypeAlias, get_args

from motif.core.check import in_choices

__all__ = ["STOP_WORDS", "Rules", "sentence_words", "term_words"]

Rules: TypeAlias = Literal["corrected", "printed"]
STOP_WORDS = frozenset({"and", "the"})
"""The two words that the paper takes out of keywords."""

_DIGITS = re.compile(r"\d+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,500}", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>]{0,200})?/?>")
_ABBREVIATION = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,12}(?:[^\W\d_](?![^\W_]))?")
_QUOTES = str.maketrans("\u2018\u2019\u02bc\uff07`\u00b4", "'" * 6)
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_NUMBER = re.compile(r"\d+(?:st|nd|rd|th)?")


def sentence_words(text: str, *, rules: Rules = "corrected") -> list[str]:
    """Return the words of a sentence in their order and letter case, without symbols and punctuation.

    Parameters
    ----------
    text :
        Such as a title.
    rules :
        "corrected", or "printed" as the paper says.

    Raises
    ------
    InputError
        For other rules.

    Examples
    --------
    >>> sentence_words("AC/DC - Don't Stop (Official Video) | 4K")
    ['AC', 'DC', "Don't", 'Stop', 'Official', 'Video', '4K']
    >>> sentence_words("AC/DC - Don't Stop (Official Video) | 4K", rules="printed")
    ['ACDC', 'Dont', 'Stop', 'Official', 'Video', '4K']
    """
    in_choices(rules, get_args(Rules), what="rules")
    return _bare(text).split() if rules == "printed" else _words(text)


def term_words(terms: Iterable[str], *, rules: Rules = "corrected") -> list[str]:
    """Return the words of terms in lower case, without punctuation, numbers and the stop words "and" and "the".

    Parameters
    ----------
    terms :
        Such as keywords; each may hold several words, and a word may come again.
    rules :
        "corrected", or "printed" as the paper says.

    Raises
    ------
    InputError
        For other rules.

    Examples
    --------
    >>> term_words(["The Last of Us", "PS4", "10th anniversary 2017"])
    ['last', 'of', 'us', 'ps4', 'anniversary']
    >>> term_words(["The Last of Us", "PS4", "10th anniversary 2017"], rules="printed")
    ['last', 'of', 'us', 'ps', 'th', 'anniversary']
    """
    in_choices(rules, get_args(Rules), what="rules")
    if rules == "printed":
        words = [word for term in terms for word in _DIGITS.sub("", _bare(term.lower())).split()]
    else:
        words = [word for term in terms for word in _words(term.lower()) if not _NUMBER.fullmatch(word)]
    return [word for word in words if word not in STOP_WORDS]


def _bare(text: str) -> str:
    """A text without the characters that Unicode calls punctuation or symbols."""
    if text.isascii() and text.replace(" ", "").isalnum():
        return text
    return "".join(character for character in text if unicodedata.category(character)[0] not in "PS")


def _words(text: str) -> list[str]:
    if not (text.isascii() and text.replace(" ", "").isalnum()):
        text = unicodedata.normalize("NFKC", _TAG.sub(" ", html.unescape(text))).translate(_QUOTES)
        text = _ABBREVIATION.sub(lambda found: found[0].replace(".", ""), _ADDRESS.sub(" ", text))
        text = _APOSTROPHE.sub("\0", text)
        text = "".join(character if character == "\0" or _is_written(character) else " " for character in text)
    return [word.replace("\0", "'") for word in text.split()]


def _is_written(character: str) -> bool:
    """Whether a character belongs to a word: letters, their marks, digits."""
    return character.isalnum() or (unicodedata.category(character)[0] == "M" and not "\ufe00" <= character <= "\ufe0f")
