"""Lemmas that a pipeline's rules get wrong, set right by English spelling."""

from __future__ import annotations

import re

__all__ = ["mend_lemma"]

_SHORT = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")  # one vowel between consonants: hat, hop, rid
_KNOWN = {"forgave": "forgive", "forgiven": "forgive", "became": "become"}


def mend_lemma(word: str, lemma: str) -> str:
    """Return the lemma of a verb form, with the e that spelling tells: "hoped" is of hope, as hop makes "hopped".

    Parameters
    ----------
    word :
        The form, in lower case.
    lemma :
        What the pipeline says.

    Examples
    --------
    >>> [mend_lemma(word, "hop") for word in ("hoped", "hopping", "hops", "hopes")]
    ['hope', 'hop', 'hop', 'hope']
    """
    if _SHORT.fullmatch(lemma) and word in (f"{lemma}ed", f"{lemma}ing", f"{lemma}es"):
        return f"{lemma}e"
    return _KNOWN.get(word, lemma)
