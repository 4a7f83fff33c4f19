"""Markup in prose: what wikis and web pages leave in a text, taken out and counted."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

__all__ = ["Cleaned", "cleaned"]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without markup.

    Parameters
    ----------
    text :
        What is left.
    n_marks :
        How many pieces of markup and characters of control were taken out or written out.

    Examples
    --------
    >>> Cleaned("Ann", 0).n_marks
    0
    """

    text: str
    n_marks: int


_TAG = r"</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>]{0,400})?/?>"
# In this order: what is taken out whole, then what leaves its words. Every repetition has a bound or cannot meet what
# follows it, so that no text makes the search slow.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b\u2028\u2029\ud800-\udfff]"), " "),
    (re.compile(r"<!--[^>]{0,500}-->"), " "),
    (re.compile(r"<ref[^<>]{0,200}/>"), ""),
    (re.compile(r"<ref(?:\s[^<>]{0,200})?>[^<]{0,2000}</ref>"), ""),
    (re.compile(r"<(script|style)[^<>]{0,200}>[^<]{0,20000}</\1>"), " "),
    (re.compile(r"<br\s?/?>|</p>|<p>"), "\n"),
    (re.compile(_TAG), ""),
    (re.compile(r"\{\{[^{}]{0,2000}\}\}"), ""),
    (re.compile(r"\[\[(?:File|Image|Category):[^\[\]]{0,500}\]\]"), ""),
    (re.compile(r"\[\[(?:[^\[\]|]{0,300}\|)?([^\[\]|]{1,300})\]\]"), r"\1"),
    (re.compile(r"\[https?://[^\s\[\]]{1,500}(?: ([^\[\]]{1,300}))?\]"), r"\1"),
    (re.compile(r"\[(?:\d{1,3}|[a-z]|edit|citation needed|note \d{1,3})\](?![a-z])"), ""),
    (re.compile(r"'{2,5}"), ""),
    (re.compile(r"^={2,6}[^=\n]{1,200}={2,6}[^\S\n]*$", re.MULTILINE), ""),
)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,24});")
_SUSPECT = re.compile(r"[<\[{&=\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b\u2028\u2029\ud800-\udfff]|''")
_DEPTH = 4  # templates in templates, tags in entities: each round takes out one layer


def cleaned(text: str) -> Cleaned:
    r"""Return a text without the markup of wikis and web pages, and how much of it there was.

    Links and bold words leave their words; templates, references, comments, headings and tags go; entities become their
    characters, control characters (also NUL) blanks. Prose stays as it is, "<" and "[sic]" included.

    Parameters
    ----------
    text :
        Any text; half of a surrogate pair becomes a blank too.

    Examples
    --------
    >>> cleaned("'''[[Harry Potter|Harry]]''' meets Ron &amp; Ginny.<ref>p. 3</ref>[1]")
    Cleaned(text='Harry meets Ron & Ginny.', n_marks=6)
    >>> cleaned("If x < y [sic], stay.")
    Cleaned(text='If x < y [sic], stay.', n_marks=0)
    """
    n_marks = 0
    for _ in range(_DEPTH):
        if not _SUSPECT.search(text):
            break
        before = n_marks
        for rule, instead in _RULES:
            text, n = rule.subn(instead, text)
            n_marks += n
        text, n = _ENTITY.subn(_character, text)
        n_marks += n
        if n_marks == before:
            break
    return Cleaned(text, n_marks)


def _character(match: re.Match[str]) -> str:
    """What an entity stands for; one that stands for nothing, or for a character of control, a blank."""
    found = html.unescape(match[0])
    return found if found.isprintable() and not found.endswith(";") else " "
