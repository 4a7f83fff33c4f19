"""Text that is safe to show: hostile characters made visible, long ones cut, widths guessed."""

from __future__ import annotations

import unicodedata

__all__ = ["clipped", "shown", "text_width"]

_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # embeddings, overrides, isolates
_KEPT = frozenset("\n\t")
_NARROW, _BROAD = frozenset("fijlrtI .,;:'|!()[]-"), frozenset("mwMW@%")  # of DejaVu Sans, the widest usual font


def shown(text: str) -> str:
    r"""Return text whose control characters, lone surrogates and direction overrides are written out, not obeyed.

    Examples
    --------
    >>> shown("a" + chr(0x202E) + "b" + chr(7))
    'a\\u202eb\\x07'
    """
    if text.isprintable() and text.isascii():
        return text
    return "".join(c if _harmless(c) else c.encode("unicode_escape").decode() for c in text)


def clipped(text: str, most: int) -> str:
    """Return text of at most `most` characters, the rest replaced by an ellipsis and the full length.

    Examples
    --------
    >>> clipped("a" * 1_000_000, 5)
    'aaaaa… (1,000,000 characters)'
    """
    return text if len(text) <= most else f"{text[:most]}… ({len(text):,} characters)"


def text_width(text: str, size_px: float) -> float:
    """Return about how wide text is in a system sans, in px, rather too wide than too narrow.

    Examples
    --------
    >>> text_width("mm", 13) > text_width("il", 13)
    True
    """
    return size_px * sum(_width(character) for character in text)


def _harmless(character: str) -> bool:
    if character in _KEPT:
        return True
    return character not in _DIRECTION and unicodedata.category(character) not in ("Cc", "Cs")


def _width(character: str) -> float:
    if character in _NARROW:
        return 0.36
    if unicodedata.east_asian_width(character) in "WF":
        return 1.05
    if unicodedata.combining(character):
        return 0.0
    if character in _BROAD:
        return 0.95
    return 0.76 if character.isupper() else 0.61 if character.isalpha() else 0.65
