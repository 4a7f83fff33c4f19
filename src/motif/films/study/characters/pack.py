"""What one plot gave, as bytes: small enough that 42,000 of them wait in memory, and what the cache keeps."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motif.films.collection.character import Character, split_column

__all__ = ["Found", "counted", "pack", "unpack"]

_LEVEL = 3  # of zlib: a third of the size, a tenth of the time of the best
_CLIP = 1000  # characters of a sentence that are kept: what is longer is a list or has lost its full stops
_LEAD = 200  # of them, those before the name
_FACTS = ("name", "n_mentions", "n_pronouns", "n_pronoun_words", "gender")


@dataclass(frozen=True, slots=True)
class Found:
    """What one plot gave.

    Parameters
    ----------
    counts :
        n_characters, n_words (of the plot), n_marks (of markup), n_role_words, n_pronoun_words (those of the role words
        that a pronoun brought), and one for each role.
    packed :
        The characters: see `unpack`.

    Examples
    --------
    >>> Found({"n_characters": 0}, pack([], {})).counts["n_characters"]
    0
    """

    counts: Mapping[str, int]
    packed: bytes


def counted(characters: Sequence[Character], *, n_words: int, n_marks: int) -> dict[str, int]:
    """Return the counts of a plot.

    Examples
    --------
    >>> counted([Character("f:a", "A", "f", {"agent:run": 2})], n_words=9, n_marks=0)["n_role_words"]
    2
    """
    roles: Counter[str] = Counter()
    for one in characters:
        for name, count in one.words.items():
            roles[split_column(name).role] += count
    own = {"n_characters": len(characters), "n_words": n_words, "n_marks": n_marks}
    by_pronoun = sum(one.n_pronoun_words or 0 for one in characters)
    return {**own, "n_role_words": sum(roles.values()), "n_pronoun_words": by_pronoun, **roles}


def pack(characters: Iterable[Character], counts: Mapping[str, int]) -> bytes:
    """Return the characters of a plot and its counts as bytes that `unpack` reads.

    A sentence is kept once, however many it mentions, and of one above 1,000 characters the part around the name.

    Examples
    --------
    >>> len(pack([Character("f:a", "A", "f", {})], {})) < 150
    True
    """
    sentences: dict[tuple[int, str], int] = {}
    rows = []
    for one in characters:
        said = [sentences.setdefault((n, _clipped(text, one)), len(sentences)) for n, text in one.sentences]
        facts = {name: getattr(one, name) for name in _FACTS}
        own = one.id.removeprefix(f"{one.film}:")
        rows.append({**facts, "own": own, "words": {**one.words}, "aliases": {**one.aliases}, "said": said})
    whole = {"counts": {**counts}, "characters": rows, "sentences": list(sentences)}
    return zlib.compress(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode(), _LEVEL)


def unpack(packed: bytes, film: str, *, title: str | None = None, year: int | None = None) -> list[Character]:
    """Return the characters of a plot as those of a film.

    Raises
    ------
    ValueError, KeyError, TypeError, zlib.error
        When the bytes are not what `pack` made.

    Examples
    --------
    >>> unpack(pack([Character("f:a", "A", "f", {"agent:run": 2})], {}), "g", title="G")[0].id
    'g:a'
    """
    whole = read_packed(packed)
    sentences = [(number, text) for number, text in whole["sentences"]]
    return [
        Character(
            id=f"{film}:{row['own']}",
            film=film,
            film_title=title,
            year=year,
            words=row["words"],
            aliases=row["aliases"],
            sentences=[sentences[place] for place in row["said"]],
            **{name: row[name] for name in _FACTS},
        )
        for row in whole["characters"]
    ]


def read_packed(packed: bytes) -> dict[str, Any]:
    """Return what the bytes hold, as `pack` wrote it."""
    return json.loads(zlib.decompress(packed))


def _clipped(text: str, one: Character) -> str:
    """A sentence, or of a long one the part around the first form of the name."""
    if len(text) <= _CLIP:
        return text
    places = (text.find(form) for form in dict.fromkeys((*one.aliases, one.name)))
    start = max(0, next((place for place in places if place >= 0), 0) - _LEAD)
    return ("…" if start else "") + text[start : start + _CLIP] + ("…" if start + _CLIP < len(text) else "")
