"""Singular and plural of an English word told to be one word, by their letters alone."""

from __future__ import annotations

__all__ = ["number_free"]

_OTHER = {
    "children": "child", "feet": "foot", "geese": "goose", "men": "man", "mice": "mouse", "people": "person",
    "teeth": "tooth", "women": "woman",
}  # fmt: skip
_SINGLE = frozenset({"news", "series", "species"})
_SHORTEST = 4  # letters of a word that may be a plural: "gas" and "bus" are none
_HISSING = ("s", "x", "z", "ch", "sh")


def number_free(word: str) -> str:
    """Return what the singular and the plural of a word have in common; to compare by, not to read.

    A possessive ending goes as well. By rules for English, so that some words of other meanings meet ("does", "doe").

    Parameters
    ----------
    word :
        In any case.

    Examples
    --------
    >>> [number_free(word) for word in ("Games", "game's", "movies", "movie", "wolves", "wolf")]
    ['game', 'game', 'movy', 'movy', 'wolf', 'wolf']
    >>> [number_free(word) for word in ("houses", "house", "boxes", "box", "women", "glass", "News")]
    ['hous', 'hous', 'box', 'box', 'woman', 'glass', 'news']
    """
    word = word.lower().replace("\u2019", "'")
    word = word.removesuffix("'s").removesuffix("'")
    if word in _SINGLE:
        return word
    word = _OTHER.get(word, word)
    if len(word) >= _SHORTEST and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending, instead in (("ie", "y"), ("ve", "f"), ("fe", "f")):
        if word.endswith(ending) and len(word) >= _SHORTEST:
            return word.removesuffix(ending) + instead
    if word.endswith("e") and word[:-1].endswith(_HISSING):
        return word[:-1]
    return word
