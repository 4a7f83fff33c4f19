"""Ready characters of several files become one each: words by role, vectors, and what is known of their films."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from motif.films.collection.character import Character, character_ids
from motif.films.collection.word import column, is_word
from motif.films.source.film import Film
from motif.films.source.reading import Reading
from motif.films.source.ready import Given

__all__ = ["Ready"]


@dataclass(slots=True)
class _One:
    given: Given
    words: Mapping[str, int]
    embedding: np.ndarray | None
    source: int


@dataclass
class Ready:
    """Characters by id, in the order in which each was met first.

    Examples
    --------
    >>> ready, words, vectors = Ready(), Reading("words.csv", "words"), Reading("emb.csv", "embeddings")
    >>> ready.take([(2, Given(None, "O'Brien", "7", {"attribute": Counter(["Old", "1st"])}))], words)
    >>> ready.take([(2, Given(None, "O'Brien", "7", embedding=np.ones(2)))], vectors)
    >>> [(one.id, dict(one.words), one.embedding.tolist()) for one in ready.all({})]
    [('7:o-brien', {'attribute:old': 1}, [1.0, 1.0])]
    >>> dict(words.dirt), dict(vectors.dropped)
    ({'not_a_word': 1}, {'joined': 1})
    """

    _held: dict[str, _One] = field(default_factory=dict)
    _named: dict[tuple[str, str], str] = field(default_factory=dict)
    _length: int | None = None
    _n_sources: int = 0

    def __len__(self) -> int:
        return len(self._held)

    def take(self, given: Iterable[tuple[object, Given]], told: Reading) -> None:
        """Take the characters of one more source.

        A second row of one id, or of one film and name, in the same source is left out as `duplicate_id`; of another
        source it is `joined`: it brings the words or the vector that are not known yet. A vector of another length
        than the first is left out as `wrong_length`.
        """
        self._n_sources += 1
        for place, one in given:
            id_ = self._id(one)
            known = self._held.get(id_)
            if known is not None and known.source == self._n_sources:
                told.leave_out(place, "duplicate_id", id=id_)
                continue
            if one.embedding is not None and len(one.embedding) != (self._length or len(one.embedding)):
                detail = f"{len(one.embedding)} numbers, {self._length} expected"
                told.leave_out(place, "wrong_length", id=id_, detail=detail)
                continue
            self._length = self._length or (None if one.embedding is None else len(one.embedding))
            words = _columns(one, told)
            if known is None:
                self._held[id_] = _One(one, words, one.embedding, self._n_sources)
                told.n_kept += 1
                continue
            known.words = known.words or words
            known.embedding = one.embedding if known.embedding is None else known.embedding
            known.source = self._n_sources
            told.leave_out(place, "joined", id=id_, detail="what it says is told of a character that is there")

    def _id(self, one: Given) -> str:
        if one.id:
            return one.id
        name, film = unicodedata.normalize("NFC", one.name or ""), one.film or ""
        key = (film, name)
        if key not in self._named:
            own, number = character_ids(film, [name])[0], 1
            made = own
            while made in self._held:
                number += 1
                made = f"{own}-{number}"
            self._named[key] = made
        return self._named[key]

    def films(self) -> set[str]:
        """Return the ids of their films."""
        return {one.given.film for one in self._held.values() if one.given.film}

    def all(self, films: Mapping[str, Film]) -> Iterator[Character]:
        """Yield the characters, with what is known of their films."""
        for id_, one in self._held.items():
            given = one.given
            film = films.get(given.film or "")
            yield Character(
                id_,
                given.name or id_,
                given.film or "",
                one.words,
                film_title=(film.title if film else None) or given.film_title,
                year=(film.year if film else None) or given.year,
                n_mentions=given.n_mentions,
                gender=given.gender,
                embedding=one.embedding,
                character_id=given.character_id,
            )


def _columns(one: Given, told: Reading) -> dict[str, int]:
    """The words as columns: in lower case, `!` before a word that is denied; what is no word is counted and left."""
    counts: Counter[str] = Counter()
    for role, words in one.words.items():
        for text, n in words.items():
            word = unicodedata.normalize("NFC", text.lower())
            negated = word.startswith("!")
            word = word[1:] if negated else word
            if is_word(word):
                counts[column(role, word, negated=negated)] += n
            else:
                told.dirt["not_a_word"] += n
    return counts
