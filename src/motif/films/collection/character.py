"""Characters become a collection: who they are, how often they are named, and the words that are said of them."""

from __future__ import annotations

import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from motif.collection import Collection, dense, sparse
from motif.core.check import few, integer
from motif.core.errors import InputError
from motif.core.record import Drop, RunRecord
from motif.films.collection.column import Growing
from motif.films.collection.word import ROLES, Role, RoleWord, column, is_word, split_column

if TYPE_CHECKING:
    from motif.collection.block import DenseBlock, SparseBlock

__all__ = [
    "GENDERS",
    "KIND",
    "ROLES",
    "Character",
    "Role",
    "RoleWord",
    "character_collection",
    "character_ids",
    "column",
    "is_word",
    "split_column",
]

KIND = "character"
GENDERS = ("female", "male")
_STEP = "films.characters"
_LONGEST_SLUG = 100
_MOST_TIMES = 10_000_000  # that a word is said of one character: a plot has no more letters, and int32 holds it
_ITEMS = pa.schema(
    [
        ("id", pa.string()),
        ("name", pa.string()),
        ("film", pa.string()),
        ("film_title", pa.string()),
        ("year", pa.int64()),
        ("n_mentions", pa.int64()),
        ("mention_share", pa.float64()),
        ("n_pronouns", pa.int64()),
        ("n_words", pa.int64()),
        ("word_share", pa.float64()),
        ("gender", pa.string()),
        ("actor", pa.string()),
        ("character_id", pa.string()),
        ("matched", pa.string()),
    ]
)
_ALIASES = pa.schema([("id", pa.string()), ("alias", pa.string()), ("n", pa.int64())])
_SENTENCES = pa.schema([("id", pa.string()), ("n", pa.int64()), ("text", pa.string())])


@dataclass(frozen=True, slots=True)
class Character:
    """One character of one film, as extraction or a file gives it.

    Parameters
    ----------
    id :
        Unique; `character_ids` makes one of the film's id and the name.
    name :
        The name it goes by.
    film :
        The film's id; empty where it is not known.
    words :
        Column of a word in a role, such as "agent:kill" -> how often.
    film_title, year :
        Of the film.
    n_mentions, n_pronouns, n_pronoun_words :
        How often it is named, how often a pronoun stands for it, and how many of its words only a pronoun tells; None
        where nobody counted.
    gender :
        "female", "male" or None.
    aliases :
        Each form of the name -> how often.
    sentences :
        The number in the text, counted from 0, and the text of each sentence that mentions it.
    embedding :
        (n_features,) where a vector was given.
    character_id :
        The id by which others know it, such as the CMU corpus's, where a file says it.

    Examples
    --------
    >>> Character("f1:ripley", "Ripley", "f1", {"agent:kill": 2}).words["agent:kill"]
    2
    """

    id: str
    name: str
    film: str
    words: Mapping[str, int]
    film_title: str | None = None
    year: int | None = None
    n_mentions: int | None = None
    n_pronouns: int | None = None
    n_pronoun_words: int | None = None
    gender: str | None = None
    aliases: Mapping[str, int] = field(default_factory=dict)
    sentences: Sequence[tuple[int, str]] = ()
    embedding: np.ndarray | None = None
    character_id: str | None = None


def character_ids(film: str, names: Sequence[str]) -> list[str]:
    """Return an id for each name of a film: the film's id, a colon, the name in lower case with hyphens.

    Examples
    --------
    >>> character_ids("3217", ["Dr. O'Brien", "Ash", "ash"])
    ['3217:dr-o-brien', '3217:ash', '3217:ash-2']
    """
    ids: list[str] = []
    taken: set[str] = set()
    for name in names:
        own, number = f"{film}:{_slug(name)}" if film else _slug(name), 1
        made = own
        while made in taken:
            number += 1
            made = f"{own}-{number}"
        taken.add(made)
        ids.append(made)
    return ids


def _slug(name: str) -> str:
    letters = "".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFC", name.casefold()))
    return "-".join(letters.split())[:_LONGEST_SLUG] or "unnamed"


def character_collection(
    characters: Iterable[Character],
    *,
    record: RunRecord,
    drops: Iterable[Drop] | pa.Table = (),
    tables: Mapping[str, object] | None = None,
    min_count: int = 1,
    out: str | Path | None = None,
    overwrite: bool = False,
) -> Collection:
    """Return the collection of characters; they are taken one at a time, so an iterator costs no memory of its own.

    Parameters
    ----------
    characters :
        Each id once.
    record :
        How they were made.
    drops :
        What was left out on the way.
    tables :
        Name -> facts to carry along, such as the films' `cast`; each with a column `id`.
    min_count :
        Words that occur fewer times over all characters get no column; `n_words` counts them all the same. At least 1.
    out :
        The folder for the collection; None keeps it in memory.
    overwrite :
        Whether a collection at `out` is replaced.

    Returns
    -------
    Kind "character": items id, name, film, film_title, year, n_mentions, mention_share, n_pronouns, n_words,
    word_share, gender, actor, character_id, matched (a match with the cast fills the last three); the sparse block
    `roles`, columns in the order of `ROLES` and then of the words; the dense block `embedding` and the tables
    `aliases` and `sentences` where there are any.

    Raises
    ------
    InputError
        When an id is given twice, a column is no word in a role, a count is below 1 or above 10,000,000, or embeddings
        differ in length.

    Examples
    --------
    >>> ripley = Character("f1:ripley", "Ripley", "f1", {"agent:kill": 2, "attribute:tall": 1}, n_mentions=3)
    >>> held = character_collection([ripley], record=RunRecord("films.characters"))
    >>> held.blocks["roles"].columns, held.blocks["roles"].raw.toarray().tolist()
    (('agent:kill', 'attribute:tall'), [[2, 1]])
    >>> held.items.select(["name", "n_words", "word_share"]).to_pylist()
    [{'name': 'Ripley', 'n_words': 3, 'word_share': 1.0}]
    """
    growing = _Growth()
    for character in characters:
        growing.add(character)
    own: dict[str, object] = {"aliases": growing.aliases.whole(), "sentences": growing.sentences.whole()}
    own = {name: table for name, table in own.items() if len(table)}  # type: ignore[arg-type]
    held = Collection(
        KIND,
        growing.items(),
        blocks=growing.blocks(min_count=integer(min_count, what="min_count", low=1), step=record.step),
        tables={**own, **(tables or {})},
        drops=drops,
    ).with_record(record)
    return held if out is None else held.save(out, overwrite=overwrite)


class _Growth:
    """Characters on their way into a collection: their words as counts at places, all else as rows."""

    def __init__(self) -> None:
        self.facts = Growing(_ITEMS)
        self.aliases, self.sentences = Growing(_ALIASES), Growing(_SENTENCES)
        self._places: dict[str, int] = {}  # a column -> its place in the order of appearance
        self._indices, self._counts, self._bounds = array("i"), array("q"), array("q", [0])
        self._embeddings: list[np.ndarray | None] = []

    def add(self, one: Character) -> None:
        n_words = self._add_words(one)
        if one.gender is not None and one.gender not in GENDERS:
            raise InputError(f"the gender of {one.id!r} must be 'female', 'male' or None, not {one.gender!r}")
        facts = (one.film or None, one.film_title or None, one.year, one.n_mentions, None, one.n_pronouns, n_words)
        self.facts.add(one.id, one.name, *facts, None, one.gender, None, one.character_id, None)
        for alias, n in one.aliases.items():
            self.aliases.add(one.id, alias, n)
        for number, text in one.sentences:
            self.sentences.add(one.id, number, text)
        self._embeddings.append(one.embedding)

    def _add_words(self, one: Character) -> int:
        n_words = 0
        for name, count in one.words.items():
            place = self._places.get(name)
            if place is None:
                split_column(name)  # which refuses what is none
                place = self._places[name] = len(self._places)
            if not 1 <= count <= _MOST_TIMES:
                wanted = "at least 1" if count < 1 else f"at most {_MOST_TIMES:,}"
                raise InputError(f"the count of {name!r} of {one.id!r} must be {wanted}, not {count!r}")
            self._indices.append(place)
            self._counts.append(count)
            n_words += count
        self._bounds.append(len(self._indices))
        return n_words

    def items(self) -> pa.Table:
        table = self.facts.whole()
        films = table["film"].to_pylist()
        for share, of in (("mention_share", "n_mentions"), ("word_share", "n_words")):
            values = pa.array(_shares(films, table[of].to_pylist()), pa.float64())
            table = table.set_column(table.schema.get_field_index(share), share, values)
        return table

    def blocks(self, *, min_count: int, step: str) -> dict[str, DenseBlock | SparseBlock]:
        made: dict[str, DenseBlock | SparseBlock] = {}
        words = self._words(min_count, step)
        if words is not None:
            made["roles"] = words
        vectors = self._vectors()
        if vectors is not None:
            made["embedding"] = vectors
        return made

    def _words(self, min_count: int, step: str) -> SparseBlock | None:
        from scipy.sparse import csr_array

        parts = (np.array(self._counts, np.int32), np.array(self._indices, np.int32), np.array(self._bounds, np.int64))
        X = csr_array(parts, shape=(len(self._bounds) - 1, len(self._places)))
        names = [*self._places]
        often = np.flatnonzero(np.asarray(X.sum(axis=0)).ravel() >= min_count).tolist()
        kept = sorted(often, key=lambda place: _order(names[place]))
        if not kept:
            return None
        facts = {"columns": [names[place] for place in kept], "parameters": {"min_count": min_count}}
        return sparse(X[:, kept], step=step or _STEP, **facts)

    def _vectors(self) -> DenseBlock | None:
        given = [vector for vector in self._embeddings if vector is not None]
        if not given:
            return None
        shapes = Counter(np.shape(vector) for vector in given)
        if len(shapes) > 1 or len(next(iter(shapes))) != 1:
            raise InputError(f"embeddings must be vectors of one length; given the shapes {few(shapes)}")
        present = np.array([vector is not None for vector in self._embeddings])
        values = np.zeros((len(present), len(given[0])), dtype=np.float32)
        values[present] = given
        return dense(values, present=None if present.all() else present)


def _order(name: str) -> tuple[int, str, bool]:
    role, word, negated = split_column(name)
    return ROLES.index(role), word, negated  # type: ignore[arg-type]


def _shares(films: list[str | None], counts: list[int | None]) -> list[float | None]:
    """Each count as a share of its film's; None where there is no count, no film, or nothing to share."""
    totals: Counter[Any] = Counter()
    for film, count in zip(films, counts, strict=True):
        totals[film] += count or 0
    known = zip(films, counts, strict=True)
    return [count / totals[film] if film and count is not None and totals[film] else None for film, count in known]
