"""What is known of a character, for people: facts, the words said of it by role, and typical sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from motif.core.errors import InputError
from motif.films.collection.character import KIND, ROLES, split_column
from motif.films.study.named import plain_name

if TYPE_CHECKING:
    from motif.collection.base import Collection

__all__ = ["Card", "cards", "in_words", "persona_names", "require_characters"]

_N_WORDS, _N_SENTENCES = 6, 2
_STEM = 4  # letters by which a lemma is known in a sentence: "teach" in "teaches", but "steal" not in "stole"
_FACTS = ("n_mentions", "mention_share", "n_pronouns", "n_words", "word_share", "gender", "actor", "persona",
          "persona_probability")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """One character.

    Parameters
    ----------
    id, name, film, film_title, year :
        Who it is; what is not known is None.
    facts :
        Column -> value, such as n_mentions, mention_share, gender or persona; those that are known.
    words :
        Role -> (word, how often), the most telling first; a denied word begins with "not ".
    sentences :
        Those that hold most of its words, in the order of the text.
    aliases :
        What else it is called.

    Examples
    --------
    >>> Card("f1:ash", "Ash", "f1", "Alien", 1979, {}, {"agent": (("lie", 2),)}, (), ()).words["agent"]
    (('lie', 2),)
    """

    id: str
    name: str
    film: str | None
    film_title: str | None
    year: int | None
    facts: Mapping[str, Any]
    words: Mapping[str, tuple[tuple[str, int], ...]]
    sentences: tuple[str, ...]
    aliases: tuple[str, ...]

    @property
    def titled(self) -> str:
        """The film's title and year, as far as they are known."""
        title = self.film_title or self.film or ""
        return f"{title} ({self.year})" if title and self.year is not None else title

    def as_dict(self) -> dict[str, Any]:
        """Return all as plain JSON values."""
        words = {role: [list(pair) for pair in pairs] for role, pairs in self.words.items()}
        return asdict(self) | {
            "facts": dict(self.facts),
            "words": words,
            "sentences": [*self.sentences],
            "aliases": [*self.aliases],
        }


def require_characters(collection: Collection) -> None:
    """Refuse a collection of anything else.

    Raises
    ------
    InputError
        With what it holds.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> require_characters(Collection("song", {"id": ["a"]}))
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: this is a collection of songs; expected one of films or of characters
    """
    if collection.kind not in (KIND, "film"):
        raise InputError(f"this is a collection of {collection.kind}s; expected one of films or of characters")


def in_words(column: str) -> str:
    """Return the word of a column as people say it.

    Examples
    --------
    >>> in_words("agent:!kill"), in_words("attribute:old")
    ('not kill', 'old')
    """
    _, word, negated = split_column(column)
    return f"not {word}" if negated else word


def cards(
    collection: Collection, rows: Sequence[int], *, n_words: int = _N_WORDS, n_sentences: int = _N_SENTENCES
) -> list[Card]:
    """Return what is known of some characters, in the order given.

    Parameters
    ----------
    collection :
        Characters.
    rows :
        Their places in it.
    n_words, n_sentences :
        The most words of a role, and sentences, that are told of each.

    Examples
    --------
    >>> from motif.core.record import RunRecord
    >>> from motif.films.collection.character import Character, character_collection
    >>> ash = Character("f1:ash", "Ash", "f1", {"agent:lie": 2, "attribute:calm": 1}, sentences=[(0, "Ash lies.")])
    >>> card = cards(character_collection([ash], record=RunRecord("films.characters")), [0])[0]
    >>> card.words, card.sentences
    ({'agent': (('lie', 2),), 'attribute': (('calm', 1),)}, ('Ash lies.',))
    """
    held = collection.items.take(pa.array(rows, pa.int64())).to_pylist()
    told = _told(collection)
    ids = [one["id"] for one in held]
    sentences, aliases = _table(collection, "sentences", ids), _table(collection, "aliases", ids)
    names, made = persona_names(collection), []
    for row, one in zip(rows, held, strict=True):
        columns, facts = told.columns_of(row), {name: one[name] for name in _FACTS if one.get(name) not in (None, "")}
        if facts.get("persona") in names:
            facts["persona_name"] = names[facts["persona"]]
        made.append(
            Card(
                one["id"],
                one.get("name") or one["id"],
                one.get("film"),
                one.get("film_title"),
                one.get("year"),
                facts,
                _by_role(columns, n_words),
                _typical(sentences[one["id"]], columns, n_sentences),
                _others(one.get("name"), aliases[one["id"]]),
            )
        )
    return made


def persona_names(collection: Collection) -> dict[str, str]:
    """Return the name of each persona by its label; none where the collection has no personas.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> persona_names(Collection("character", {"id": ["a"]}))
    {}
    """
    if "personas" not in collection.tables:
        return {}
    table = collection.tables["personas"]
    return dict(zip(table["persona"].to_pylist(), table["name"].to_pylist(), strict=True))


class _Told:
    """The words of each character, and how much each of them tells."""

    def __init__(self, X: Any, columns: Sequence[str]) -> None:
        self.X, self.columns = X, columns
        with_it = np.bincount(X.indices, minlength=len(columns)) if X is not None else np.empty(0)
        self.weight = np.log((1 + (0 if X is None else X.shape[0])) / (1 + with_it)) + 1

    def columns_of(self, row: int) -> list[tuple[str, int]]:
        """Return columns and counts of a character, the most telling first."""
        if self.X is None:
            return []
        start, stop = self.X.indptr[row : row + 2]
        found, counts = self.X.indices[start:stop], self.X.data[start:stop]
        order = np.lexsort((found, -counts * self.weight[found]))
        return [(self.columns[found[at]], int(counts[at])) for at in order.tolist()]


def _told(collection: Collection) -> _Told:
    block = collection.blocks.get("roles")
    return _Told(None, ()) if block is None else _Told(block.raw.tocsr(), block.columns or ())


def _by_role(columns: Sequence[tuple[str, int]], most: int) -> dict[str, tuple[tuple[str, int], ...]]:
    words: dict[str, list[tuple[str, int]]] = {role: [] for role in ROLES}
    for name, count in columns:
        words[split_column(name).role].append((in_words(name), count))
    return {role: tuple(pairs[:most]) for role, pairs in words.items() if pairs}


def _table(collection: Collection, name: str, ids: Sequence[str]) -> Mapping[str, list[dict[str, Any]]]:
    """Return the rows of a table of facts by id."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    if name in collection.tables:
        table = collection.tables[name]
        for row in table.filter(pc.is_in(table["id"], pa.array(ids, pa.string()))).to_pylist():
            found[row["id"]].append(row)
    return found


def _typical(rows: Sequence[Mapping[str, Any]], columns: Sequence[tuple[str, int]], most: int) -> tuple[str, ...]:
    """Return the sentences that hold most of a character's words, in the order of the text."""
    stems = {split_column(name).word[:_STEM].casefold() for name, _ in columns}

    def holds(row: Mapping[str, Any]) -> int:
        return len({word[:_STEM] for word in plain_name(row["text"]).split()} & stems)

    best = sorted(rows, key=lambda row: (-holds(row), row["n"]))[:most]
    return tuple(row["text"] for row in sorted(best, key=lambda row: row["n"]))


def _others(name: str | None, rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    ordered = sorted(rows, key=lambda row: (-row["n"], row["alias"]))
    return tuple(row["alias"] for row in ordered if row["alias"] != name)
