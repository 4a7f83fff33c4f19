"""Whether a text is in a language, so far as its letters tell."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from motif.core.check import in_choices
from motif.core.extra import extra

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

__all__ = ["language_of", "speaks"]

_MOST = 2000  # characters that are looked at: more change no verdict, and take their time
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NONE = "zxx"  # what py3langid calls letters that are no words
_FLOOR = 0.01
"""A language is refused when it is less likely than this share of the likeliest. Of 8,750 English pieces of 4 to 40
words none fell below 0.03; half a sentence in each of ten other languages gave at most 0.0005 to English."""


def speaks(text: str, language: str, *, extra_name: str = "films") -> bool:
    """Return whether a text may be in a language: false only where its letters tell surely that it is in another.

    Words with a capital do not count where there are others: names say where somebody comes from, not what a text is
    written in. A text too short to tell, or without letters, may be in any language.

    Parameters
    ----------
    text :
        Its first 2,000 characters are looked at.
    language :
        ISO 639-1, such as "en".
    extra_name :
        The extra that brings py3langid, for the message where it is missing.

    Raises
    ------
    InputError
        For a language that is not known.
    MissingExtra
        When py3langid is not installed.

    Examples
    --------
    >>> speaks("An old sailor leaves his village and looks for his brother.", "en")
    True
    >>> speaks("Un vieux marin quitte son village et cherche son frère.", "en")
    False
    """
    return language_of(text, language, extra_name=extra_name) == language


def language_of(text: str, expected: str = "en", *, extra_name: str = "films") -> str:
    """Return the language of a text: the one that is expected where it may be in that (see `speaks`), or the likeliest.

    Parameters
    ----------
    text, extra_name :
        As of `speaks`.
    expected :
        ISO 639-1, such as "en".

    Raises
    ------
    InputError
        For a language that is not known.
    MissingExtra
        When py3langid is not installed.

    Examples
    --------
    >>> language_of("Un vieux marin quitte son village et cherche son frère."), language_of("BTS")
    ('fr', 'en')
    """
    judge = _judge(extra_name)
    in_choices(expected, [one for one in judge.labels if one != _NONE], what="language")
    begun = text[:_MOST]
    plain = " ".join(word for word in _WORD.findall(begun) if not word[0].isupper())
    chances = {language: chance for language, chance in judge.rank(plain or begun) if language != _NONE}
    likeliest = max(chances, key=lambda language: chances[language])
    return expected if chances[expected] >= _FLOOR * chances[likeliest] else str(likeliest)


@functools.cache
def _judge(extra_name: str) -> LanguageIdentifier:
    with extra(extra_name):
        from py3langid.langid import MODEL_FILE, LanguageIdentifier
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
