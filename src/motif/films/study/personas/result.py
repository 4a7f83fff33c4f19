"""What `personas` and `apply` find: personas in words, and each character with its own or the reason why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from motif.films.collection.character import split_column

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from motif.collection.base import Collection
    from motif.core.record import RunRecord
    from motif.evaluate.figure import Figure
    from motif.films.model.frame import PersonaFrame, Placed
    from motif.films.study.personas.number import NumberFound
    from motif.model.match import Matched

__all__ = ["FilmOf", "Member", "Persona", "Personas", "SaidWord"]


@dataclass(frozen=True, slots=True)
class SaidWord:
    """A word, or a topic, in a role that tells a persona apart.

    Parameters
    ----------
    column :
        Its name, such as "agent:kill".
    relevance :
        Sievert and Shirley's, with a weight of 0.6 on how often and 0.4 on how much more often.
    share, share_of_all :
        Of the persona's words, and of all characters' words.
    n_characters :
        How many of the persona's characters it is said of, by their memberships.

    Examples
    --------
    >>> word = SaidWord("agent:kill", -1.2, 0.03, 0.01, 9.0)
    >>> word.role, word.word, round(word.lift)
    ('agent', 'kill', 3)
    """

    column: str
    relevance: float
    share: float
    share_of_all: float
    n_characters: float

    @property
    def role(self) -> str:
        """What the character is to the word: agent, patient, attribute or possession."""
        return split_column(self.column).role

    @property
    def word(self) -> str:
        """The word, "not" before it where the text denies it."""
        _, word, negated = split_column(self.column)
        return f"not {word}" if negated else word

    @property
    def lift(self) -> float:
        """How many times more often than of all characters."""
        return self.share / self.share_of_all if self.share_of_all else float("inf")

    def as_dict(self) -> dict[str, Any]:
        """Return the word as plain JSON values."""
        return asdict(self) | {"role": self.role, "word": self.word, "lift": self.lift}


@dataclass(frozen=True, slots=True)
class Member:
    """A character as one of a persona.

    Parameters
    ----------
    id, name, film, film_title, year :
        Who it is, and of which film.
    probability :
        Its membership.
    n_words :
        Role words that are said of it.

    Examples
    --------
    >>> Member("f1:ash", "Ash", "f1", "Alien", 1979, 0.9, 12).name
    'Ash'
    """

    id: str
    name: str
    film: str
    film_title: str
    year: int | None
    probability: float
    n_words: int


@dataclass(frozen=True, slots=True)
class FilmOf:
    """A film with characters of a persona: how many are assigned, and the sum of the memberships of all.

    Examples
    --------
    >>> FilmOf("f1", "Alien", 1979, 2, 2.4).n_characters
    2
    """

    film: str
    title: str
    year: int | None
    n_characters: int
    mass: float


@dataclass(frozen=True, slots=True)
class Persona:
    """One persona.

    Parameters
    ----------
    number :
        What it is called in labels; it stays when personas are found again.
    name :
        Of the words that tell it apart: "kill, threaten (arrest); killer".
    n_characters, n_films :
        How many characters are assigned to it, and of how many films.
    mass :
        The sum of all memberships in it.
    words :
        What tells it apart, by relevance.
    pairs :
        The same by topics in roles, where words were put into topics; else empty.
    typical :
        Characters whose words speak for it most, of different films where there are.
    films :
        Films with most of its characters.
    stability, stability_chance :
        Mean Jaccard index with the persona that matches it in refits to resampled films, and what two groups of these
        sizes would share by chance; None where nothing was refitted.
    is_new :
        Whether an older grouping did not have it; False where there was none.

    Examples
    --------
    >>> Persona(7, "kill; killer", 12, 9, 14.2, (), (), (), (), 0.6, 0.03, False).label
    '7'
    """

    number: int
    name: str
    n_characters: int
    n_films: int
    mass: float
    words: tuple[SaidWord, ...]
    pairs: tuple[SaidWord, ...]
    typical: tuple[Member, ...]
    films: tuple[FilmOf, ...]
    stability: float | None
    stability_chance: float | None
    is_new: bool

    @property
    def label(self) -> str:
        """The number as the text that labels hold."""
        return str(self.number)

    def by_role(self) -> dict[str, list[str]]:
        """Return the words of each role, the most telling first."""
        told: dict[str, list[str]] = {}
        for word in self.words:
            told.setdefault(word.role, []).append(word.word)
        return told

    def as_dict(self) -> dict[str, Any]:
        """Return the persona as plain JSON values."""
        listed = {"typical": [asdict(one) for one in self.typical], "films": [asdict(one) for one in self.films]}
        words = {"words": [one.as_dict() for one in self.words], "pairs": [one.as_dict() for one in self.pairs]}
        return asdict(self) | {"label": self.label} | words | listed


@dataclass(frozen=True, eq=False)
class Personas:
    """What `personas` found, or `apply` gave to new films.

    Parameters
    ----------
    collection :
        With columns `persona` (the label, empty where unassigned), `persona_probability`; the block `personas`, one
        column a persona; the table `personas`.
    kind :
        Of the model: "mixture", "lda", …
    personas :
        In the order of their numbers.
    placed :
        Each character's label, memberships, and why it has no persona.
    model, frame :
        What was fitted, and what stands around it.
    n_unknown, n_known :
        Words that the model does not know and knows, over all characters.
    choice :
        How the number was chosen; None where it was given.
    kept :
        How an older grouping's numbers were kept; None where there was none.
    figures :
        How far the whole is stable, each on its null.
    record :
        How it was made.

    Examples
    --------
    >>> from inspect import signature
    >>> list(signature(Personas.labels_table).return_annotation.split("."))
    ['pa', 'Table']
    """

    collection: Collection
    kind: str
    personas: tuple[Persona, ...]
    placed: Placed
    model: Any
    frame: PersonaFrame
    n_unknown: int
    n_known: int
    choice: NumberFound | None
    kept: Matched | None
    figures: Mapping[str, Figure] = field(hash=False)
    record: RunRecord = field(hash=False)

    @property
    def labels(self) -> np.ndarray:
        """(n_items,): the number of each character's persona, -1 where it has none."""
        return self.placed.labels

    @property
    def name_of(self) -> dict[int, str]:
        """Number -> name."""
        return {persona.number: persona.name for persona in self.personas}

    @property
    def n_empty(self) -> int:
        """How many components of the model no character was assigned to when it was fitted; they are no personas."""
        return self.frame.n_components_ - len(self.frame.numbers_)

    def labels_table(self) -> pa.Table:
        """Return id, label, probability and assigned of every character; the label is empty where there is none."""
        from motif.films.study.personas.table import labels_table

        return labels_table(self.collection.ids, self.placed)

    def films_table(self) -> pa.Table:
        """Return one row a film: for each persona whether it is there, its share, and its mass."""
        from motif.films.study.personas.table import films_table

        return films_table(self.collection, self.placed)

    def save(self, path: str | Path, *, overwrite: bool = False) -> Collection:
        """Write the collection with the personas and the fitted model, all or nothing, and return it as it is there.

        Raises
        ------
        InputError
            When the folder holds another collection, without `overwrite`.
        SourceError
            When it cannot be written.
        """
        from motif.films.study.personas.kept import saved

        return saved(self.collection, self.model, self.frame, path, overwrite=overwrite)

    def as_dict(self) -> dict[str, Any]:
        """Return all but the collection, the memberships and the model as plain JSON values."""
        kept = self.kept
        return {
            "model": self.kind,
            "n_characters": len(self.labels),
            "n_personas": len(self.personas),
            "n_empty": self.n_empty,
            **self.placed.counts,
            "unassigned": int((self.labels < 0).sum()),
            "min_words": self.frame.min_words,
            "min_probability": self.frame.min_probability,
            "words_known": self.n_known,
            "words_unknown": self.n_unknown,
            "personas": [persona.as_dict() for persona in self.personas],
            "choice": None if self.choice is None else self.choice.as_dict(),
            "kept": None
            if kept is None
            else {"stayed": list(kept.stayed), "new": list(kept.new), "gone": list(kept.gone), "moved": kept.n_moved},
            "figures": {name: figure.as_dict() for name, figure in self.figures.items()},
            "record": self.record.as_dict(),
        }
