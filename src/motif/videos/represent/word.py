"""The words of videos' titles and keywords, and of their labels' names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from motif.core.check import in_choices
from motif.core.errors import InputError
from motif.represent.text import Rules, sentence_words, term_words

if TYPE_CHECKING:
    from motif.collection.base import Collection

__all__ = ["Text", "label_words", "video_words"]

Text: TypeAlias = Literal["title", "keywords", "both"]


def video_words(
    collection: Collection, text: Text = "both", *, rules: Rules = "corrected", language: str | None = "en"
) -> list[list[str]]:
    """Return the words of each video: of a title in its order and letter case, of keywords in lower case.

    What is not in the language has none, as the paper removes it. Of keywords in English, those without a Latin letter
    go too ("at least partly" English is what the paper keeps). With "both", titles are in lower case too: they are
    bags of words then.

    Parameters
    ----------
    collection :
        With text, as `motif videos gather --text` makes it.
    text :
        "title", "keywords", or "both".
    rules :
        "corrected", or "printed" as the paper says; see `motif.represent.text.words`.
    language :
        What is wanted; None takes all.

    Raises
    ------
    InputError
        When the videos have no text.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> columns = {"id": ["a"], "title": ["A Day at Sea"], "keywords": [["the sea", "4K"]]}
    >>> video_words(Collection("video", columns), "title"), video_words(Collection("video", columns))
    ([['A', 'Day', 'at', 'Sea']], [['a', 'day', 'at', 'sea', 'sea', '4k']])
    """
    in_choices(text, get_args(Text), what="text")
    wanted = ("title", "keywords") if text == "both" else (text,)
    missing = [name for name in wanted if name not in collection.items.column_names]
    if missing:
        raise InputError(f"these videos have no {' and no '.join(missing)}; gather them with --text TABLE")
    titles = _titles(collection, rules, language) if "title" in wanted else None
    terms = _terms(collection, rules, language) if "keywords" in wanted else None
    if titles is None or terms is None:
        return titles or terms or []
    return [[word.lower() for word in title] + term for title, term in zip(titles, terms, strict=True)]


def _titles(collection: Collection, rules: Rules, language: str | None) -> list[list[str]]:
    given = zip(collection.items["title"].to_pylist(), _spoken(collection, "language"), strict=True)
    return [
        sentence_words(title, rules=rules) if title and (language is None or spoken in (language, None)) else []
        for title, spoken in given
    ]


def _terms(collection: Collection, rules: Rules, language: str | None) -> list[list[str]]:
    given = zip(collection.items["keywords"].to_pylist(), _spoken(collection, "keywords_language"), strict=True)
    found = []
    for keywords, spoken in given:
        kept = keywords if keywords and (language is None or spoken in (language, None)) else []
        if language == "en":
            kept = [one for one in kept if any("a" <= letter <= "z" for letter in one.lower())]
        found.append(term_words(kept, rules=rules))
    return found


def _spoken(collection: Collection, column: str) -> list[str | None]:
    if column not in collection.items.column_names:
        return [None] * collection.n_items
    return collection.items[column].to_pylist()


def label_words(names: Mapping[int, str | None], labels: Sequence[int]) -> list[frozenset[str]]:
    """Return the words of each label's name, in lower case, each once; none for a label without a name.

    Examples
    --------
    >>> [sorted(words) for words in label_words({1: "Film & Animation", 4: None}, [1, 4])]
    [['animation', 'film'], []]
    """
    return [frozenset(term_words([names.get(label) or ""])) for label in labels]
