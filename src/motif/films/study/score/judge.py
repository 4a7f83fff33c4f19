"""`score`: the personas of a collection against tropes or names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from motif.core.check import in_choices, integer
from motif.core.digest import array_digest, bytes_digest
from motif.core.errors import InputError
from motif.core.record import recording
from motif.core.seed import generator, recorded_seed
from motif.films.evaluate import gold as judge
from motif.films.evaluate.published import chance_vi, claims_beside_chance
from motif.films.study.score.gold import gold_of
from motif.films.study.score.grid import films_of, seed_grid
from motif.films.study.score.result import Gold, Score
from motif.represent.nearest.row import unit_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motif.collection.base import Collection
    from motif.core.seed import RandomState
    from motif.evaluate.figure import Figure
    from motif.films.source.gold import GoldKind

__all__ = ["score", "word_likeness"]

_STEP = "films.score"
_COLUMN, _BLOCK, _WORDS = "persona", "personas", "roles"
_FEWEST = 2
_SERIES = "A likeness that knows only the series scores here too: who shares a name is often in its films."
_MOST_BY_PAIR = 1_500  # characters: some 10 s of chance and intervals


def score(
    collection: Collection,
    *,
    tropes: str | Path | None = None,
    names: str | Path | None = None,
    grid: Literal["seed"] | None = None,
    n_permutations: int = 1000,
    n_resamples: int = 200,
    random_state: RandomState = 0,
) -> Score:
    """Return how far personas agree with the tropes, or the shared names, that others gave to the same characters.

    Each figure stands on its null and beside one cluster, every character alone, and the characters' words without any
    personas. Where the tropes are the published ones, published values of VI stand beside what random labels score.

    Parameters
    ----------
    collection :
        Characters with personas (`motif films personas`).
    tropes, names :
        A file of one of them: as the corpus has it, or a table of ids and labels. None takes the tropes, else the
        names, that the collection carries.
    grid :
        "seed" also scores the notebook's settings, see `seed_grid`; None does not.
    n_permutations, n_resamples :
        Draws of the null, and half-samples for intervals. With fewer than 79 draws no p can count for four measures.
    random_state :
        Where chance comes from.

    Raises
    ------
    InputError
        When there are no personas, both files are given, or fewer than two characters have a persona and a label.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from motif.collection import Collection
    >>> ids = [f"f{n}:a" for n in range(40)]
    >>> gold = pa.table({"id": ids, "trope": ["spy", "fool"] * 20})
    >>> facts = {"id": ids, "film": [id_[:-2] for id_ in ids], "persona": ["0", "1"] * 20}
    >>> found = score(Collection("character", facts, tables={"tropes": gold}), n_permutations=99)
    >>> found.n_scored, found.figures["ami"].value, found.words[:20]
    (40, 1.0, 'The personas follow ')
    """
    in_choices(grid, (None, "seed"), what="grid")
    kind, path = _asked(collection, tropes, names)
    labels = _labels(collection)
    gold = gold_of(collection, kind, path)
    draws = {"n_permutations": integer(n_permutations, what="n_permutations", low=1), "n_resamples": n_resamples}
    parameters: dict[str, Any] = {"gold": kind, "grid": grid, **draws}
    inputs = _inputs(collection, gold, labels)
    with recording(_STEP, parameters=parameters, inputs=inputs, seed=recorded_seed(random_state)) as watch:
        rng = generator(random_state)
        asked = _Asked.of(collection, gold, labels)
        figures = asked.judged(collection, random_state=rng, **draws)
        if kind == "names":
            figures = {key: replace(one, cannot_show=f"{one.cannot_show} {_SERIES}") for key, one in figures.items()}
        random = chance_vi(asked.sizes(), n_clusters=asked.n_personas, random_state=rng)
        claims = claims_beside_chance(gold.sizes, random_state=rng) if kind == "tropes" else ()
        table, skipped = seed_grid(collection, gold, random_state=rng) if grid else ((), ())
    return Score(
        gold=gold,
        n_scored=asked.n_scored,
        n_unassigned=len(asked.rows) - asked.n_scored,
        n_without=len(gold.rows) - len(asked.rows),
        n_personas=asked.n_personas,
        n_rows=random.n_rows,
        n_labels=len(asked.sizes()),
        figures=figures,
        random=random,
        claims=claims,
        words=judge.verdict(figures, what=kind, n_rows=random.n_rows),
        grid=table,
        skipped=skipped,
        record=replace(watch.record, parameters=parameters | {"n_scored": asked.n_scored}),
    )


@dataclass(frozen=True, eq=False)
class _Asked:
    """Characters with gold labels that a persona model was asked about: rows, labels, personas ("" is none)."""

    rows: list[int]
    held: list[tuple[str, ...]]
    personas: list[str]

    @classmethod
    def of(cls, collection: Collection, gold: Gold, labels: list[str]) -> _Asked:
        """Take them; two at least must have a persona."""
        there = np.array([bool(label) for label in labels])
        if _BLOCK in collection.blocks:
            there = collection.blocks[_BLOCK].present
        kept = [at for at, row in enumerate(gold.rows) if there[row]]
        rows = [gold.rows[at] for at in kept]
        asked = cls(rows, [gold.labels[at] for at in kept], [labels[row] for row in rows])
        if asked.n_scored < _FEWEST:
            raise InputError(_too_few(gold, n_assigned=asked.n_scored))
        return asked

    @property
    def n_scored(self) -> int:
        """Those that have a persona."""
        return sum(map(bool, self.personas))

    @property
    def n_personas(self) -> int:
        """How many personas they have."""
        return len({one for one in self.personas if one})

    def sizes(self) -> list[int]:
        """Return how many of those with a persona have each gold label."""
        counts: Counter[str] = Counter()
        for held, persona in zip(self.held, self.personas, strict=True):
            counts.update(held if persona else ())
        return list(counts.values())

    def judged(
        self, collection: Collection, *, random_state: np.random.Generator, n_permutations: int, n_resamples: int
    ) -> dict[str, Figure]:
        """Return the figures; those of pairs are of at most 1,500 characters, drawn at random."""
        settings: dict[str, Any] = {
            "random_state": random_state, "n_permutations": n_permutations, "n_resamples": n_resamples,
        }  # fmt: skip
        figures = judge.evaluate(self.personas, self.held, films=films_of(collection, self.rows), **settings)
        some = np.sort(random_state.permutation(len(self.rows))[:_MOST_BY_PAIR]).tolist()
        rows = [self.rows[at] for at in some]
        alike = _likenesses(collection, rows)
        if alike is None:
            return figures
        likeness, others = alike
        held = [self.held[at] for at in some]
        films = films_of(collection, rows)
        return figures | judge.of_likeness(likeness, held, others=others, films=films, **settings)


def word_likeness(X: Any, rows: Sequence[int]) -> np.ndarray:
    """Return how alike items are by their words alone: the cosine of counts, rare words weighing more.

    Parameters
    ----------
    X :
        (n_items, n_columns), CSR counts; how rare a word is follows from all of them.
    rows :
        (n_asked,): which items are compared.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> word_likeness(csr_array([[2, 0, 1], [1, 0, 0], [0, 3, 0]]), [0, 1]).round(2).tolist()
    [[1.0, 0.84], [0.84, 1.0]]
    """
    from scipy.sparse import csr_array

    counts = csr_array(X, dtype=np.float64)
    n_having = np.bincount(counts.indices, minlength=counts.shape[1])
    weighed = csr_array(counts[np.asarray(rows)])
    weighed.data = weighed.data * (np.log((1 + counts.shape[0]) / (1 + n_having)) + 1)[weighed.indices]
    unit = unit_rows(weighed)
    return np.asarray((unit @ unit.T).toarray())


def _asked(
    collection: Collection, tropes: str | Path | None, names: str | Path | None
) -> tuple[GoldKind, str | Path | None]:
    if tropes is not None and names is not None:
        raise InputError("give either tropes or names, not both; they are scored one at a time")
    if names is not None:
        return "names", names
    carries_names = "names" in collection.tables and "tropes" not in collection.tables
    return ("names", None) if tropes is None and carries_names else ("tropes", tropes)


def _inputs(collection: Collection, gold: Gold, labels: Sequence[str]) -> dict[str, str]:
    """Return the digests of what is judged and of what judges: personas, memberships, and what others know."""
    ids = [collection.ids[row] for row in gold.rows]
    given = {gold.kind: gold.labels, "personas": [labels[row] for row in gold.rows]}
    inputs = {
        name: bytes_digest("\n".join(map(repr, zip(ids, values, strict=True))).encode())
        for name, values in given.items()
    }
    if _BLOCK in collection.blocks:
        shares = np.asarray(collection.blocks[_BLOCK][np.array(gold.rows)], dtype=np.float64)
        inputs["memberships"] = array_digest(shares)
    return inputs


def _labels(collection: Collection) -> list[str]:
    if _COLUMN not in collection.items.column_names:
        raise InputError("the collection's characters have no personas; find them by `motif films personas`")
    return [str(label or "") for label in collection.items[_COLUMN].to_pylist()]


def _likenesses(collection: Collection, rows: list[int]) -> tuple[np.ndarray, dict[str, np.ndarray]] | None:
    """Return how alike the personas say that characters are, and by name how alike other measures say they are.

    None where there are no memberships, or no characters of two films.
    """
    films = films_of(collection, rows)
    if _BLOCK not in collection.blocks or (films is not None and len(set(films)) < _FEWEST):
        return None
    roots = np.sqrt(np.maximum(np.asarray(collection.blocks[_BLOCK][np.array(rows)], dtype=np.float64), 0))
    others = {}
    if _WORDS in collection.blocks:
        others["words_alone"] = word_likeness(collection.blocks[_WORDS][:], rows)
    return roots @ roots.T, others


def _too_few(gold: Gold, *, n_assigned: int) -> str:
    have = f"{len(gold.rows)} characters have {gold.kind}, and {n_assigned} of them a persona"
    return f"{have}; at least {_FEWEST} are needed: gather more films, or find personas with fewer --min-words"
