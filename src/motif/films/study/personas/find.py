"""`personas`: fits a persona model to what is said of characters, and says who is which, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from scipy import sparse

from motif.core import check
from motif.core.digest import array_digest, bytes_digest
from motif.core.errors import InputError
from motif.core.record import recording
from motif.core.seed import generator, integer_seed, recorded_seed
from motif.films.model.frame import PersonaFrame
from motif.films.model.kind import KINDS, OWN_TOPICS, QUICK, Kind, fitted_model
from motif.films.study.personas.describe import described
from motif.films.study.personas.held import BLOCK, VECTORS, Held, framed_words, held_words
from motif.films.study.personas.kept import Older, older_numbers, with_personas
from motif.films.study.personas.number import NumberFound, choose_number
from motif.films.study.personas.opened import as_json
from motif.films.study.personas.result import Personas
from motif.films.study.personas.stable import Stability, stability
from motif.films.study.personas.taken import FIND_STEP, refuse_replacing
from motif.model.number import choose_n_clusters
from motif.represent.nearest.row import unit_rows

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.core.seed import RandomState
    from motif.films.model.frame import Framed, Placed
    from motif.films.study.personas.result import Persona
    from motif.model.match import Matched
    from motif.represent.vector import WordVectors

__all__ = ["STEP", "personas"]

STEP = FIND_STEP
_N_REFITS, _N_SLOW_REFITS = 10, 3
_SLOW_CANDIDATES = (5, 10, 20, 35, 50, 75, 100)
_MOST_SEARCHED = 20_000  # characters among whom the number is looked for; of more, films are drawn
_QUICK_STARTS = 2  # of the mixture, where the number is looked for and personas are found again


def personas(
    collection: Collection,
    *,
    model: Kind = "mixture",
    n_personas: int | Literal["auto"] = "auto",
    n_topics: int | None = None,
    vectors: WordVectors | None = None,
    min_words: int = 3,
    min_probability: float = 0.2,
    min_characters: int = 2,
    max_share: float = 1.0,
    n_refits: int | None = None,
    like: Collection | None = None,
    overwrite: bool = False,
    random_state: RandomState = 0,
) -> Personas:
    """Return the personas of a collection of characters, each named in words, and each character with its own.

    Fitted are the characters of whom at least `min_words` role words are said. A character is unassigned where there is
    too little evidence: fewer words, none that the model knows, or no membership above `min_probability`; each is
    counted. Where the collection has personas already, or `like` has, those that share at least half of the smaller
    one's characters with an old persona keep its number; new ones get numbers that were never used. Components of the
    model that no character is assigned to are no personas: `n_empty` counts them.

    Parameters
    ----------
    collection :
        Characters with a block `roles`.
    model :
        Which, of `films.model.kind.KINDS`. "embedding" takes the block `embedding` of characters' vectors where there
        is one, and vectors of the words otherwise.
    n_personas :
        How many; "auto" chooses by held-out likelihood and by how far models that share half of their films agree,
        among at most 20,000 characters.
    n_topics :
        Topics that words are put into before the model sees them; None gives it the words. "dirichlet_persona" sees
        the words always and finds as many topics itself.
    vectors :
        Of words, for the topics; None learns them from the sentences about the characters, or from what is said.
    min_words :
        Role words that a character needs.
    min_probability :
        What the largest membership has to be above, in [0, 1].
    min_characters, max_share :
        Words said of fewer characters, or of a larger share of them, are left out.
    n_refits :
        Refits to resampled films that stability rests on; 0 leaves it out, None takes ten, or three of a slow
        model and of more than 20,000 characters.
    like :
        An older collection, whose numbers are kept; None looks in `collection` itself.
    overwrite :
        Whether personas that the collection has already are replaced where they were found by other settings, given
        from another collection, or would take their numbers from one. By the same settings they are found anew always.
    random_state :
        Where chance comes from: the same number gives the same personas.

    Raises
    ------
    InputError
        When there are no words by role, too few characters, or fewer than personas are asked for; when the collection
        has other personas already, without `overwrite`; when no character is assigned.

    Examples
    --------
    >>> from motif.core.record import RunRecord
    >>> from motif.films.collection.character import Character, character_collection
    >>> said = ({"agent:kill": 3, "attribute:killer": 2}, {"agent:marry": 3, "attribute:bride": 2})
    >>> cast = [Character(f"f{n // 2}:{n}", f"C{n}", f"f{n // 2}", said[n % 2]) for n in range(40)]
    >>> found = personas(character_collection(cast, record=RunRecord("demo")), n_personas=2, n_refits=2)
    >>> sorted(one.name for one in found.personas), found.placed.counts["assigned"]
    (['kill; killer', 'marry; bride'], 40)
    """
    check.in_choices(model, KINDS, what="model")
    if n_personas != "auto":
        n_personas = check.integer(n_personas, what="n_personas", low=1)
    held = held_words(collection)
    n_refits = _refits(model, len(held.n_words), n_refits)
    older = older_numbers(collection, like)
    settings: dict[str, Any] = {
        "model": model, "n_personas": n_personas, "n_topics": n_topics, "min_words": min_words,
        "min_probability": min_probability, "min_characters": min_characters, "max_share": max_share,
        "n_refits": n_refits,
    }  # fmt: skip
    frame = PersonaFrame(
        min_words=min_words, min_probability=min_probability, min_characters=min_characters, max_share=max_share,
        block="embedding" if model == "embedding" and VECTORS in collection.blocks else "roles",
    )  # fmt: skip
    inputs = _inputs(collection, held, frame, vectors, older)
    if not overwrite:
        refuse_replacing(collection, settings, inputs, like=like)
    with recording(STEP, parameters=settings, inputs=inputs, seed=recorded_seed(random_state)) as watch:
        chance = generator(random_state)
        topics = _topics(collection, held, frame, model, n_topics, vectors, chance)
        fit = _fit(collection, held, frame, topics, model, n_topics, n_personas, n_refits, older, chance)
    told = _told(collection, held, fit, with_topics=topics is not None)
    name_of = {one.number: one.name for one in told}
    frame.names_ = [name_of[number] for number in frame.numbers_.tolist()]
    figures = {} if fit.steady.figure is None else {"stability": fit.steady.figure}
    choice = None if fit.choice is None else fit.choice.as_dict()
    outcome = {"n_found": len(told), **fit.placed.counts, "choice": choice, "figures": as_json(figures)}
    record = replace(watch.record, parameters=settings | outcome)
    grouped = with_personas(collection, fit.placed, told, step=STEP, parameters={"model": model})
    return Personas(
        collection=grouped.with_record(record),
        kind=model,
        personas=told,
        placed=fit.placed,
        model=fit.model,
        frame=frame,
        n_unknown=int(fit.framed.n_unknown.sum()),
        n_known=int(fit.framed.n_known.sum()),
        choice=fit.choice,
        kept=fit.kept,
        figures=figures,
        record=record,
    )


@dataclass(frozen=True, eq=False)
class _Fit:
    """What was fitted, and to what."""

    frame: PersonaFrame
    framed: Framed
    model: Any
    placed: Placed
    steady: Stability
    choice: NumberFound | None
    kept: Matched | None


def _fit(
    collection: Collection,
    held: Held,
    frame: PersonaFrame,
    topics: Mapping[str, str] | None,
    model: Kind,
    n_topics: int | None,
    n_personas: int | Literal["auto"],
    n_refits: int,
    older: Older,
    chance: np.random.Generator,
) -> _Fit:
    framed, rows = _framed(collection, held, frame, topics)
    X, films = framed.X[rows], [held.films[row] for row in rows.tolist()]
    fit = partial(_fitted, X, films, frame.features_, model, n_topics)
    choice, number = _number(X, films, model, n_personas, fit, chance)
    fitted = fit(number, integer_seed(chance), None, n_starts=None)
    components = np.asarray(fitted.predict_proba(X)).argmax(axis=1)
    again = partial(fit, number)
    steady = stability(X, components, films, again, n_components=number, n_refits=n_refits, rng=chance)
    frame.components_ = frame.numbers_ = np.arange(number)
    first = frame.place(fitted, framed, held.n_words)
    if not first.counts["assigned"]:
        most = f"the largest is {first.probability.max():.2f}"
        told = f"no character has a membership above {frame.min_probability:g}, {most}"
        raise InputError(f"{told}; give fewer personas or a lower min_probability")
    kept = frame.number(first.labels, older.before, number, next_number=older.next_number)
    choice = None if choice is None else choice.without(number - len(frame.numbers_))
    return _Fit(frame, framed, fitted, frame.place(fitted, framed, held.n_words), steady, choice, kept)


def _told(collection: Collection, held: Held, fit: _Fit, *, with_topics: bool) -> tuple[Persona, ...]:
    order = fit.frame.components_[np.argsort(fit.frame.numbers_, kind="stable")]
    stayed = None if fit.kept is None else fit.kept.stayed
    return described(
        held,
        collection.ids,
        fit.placed,
        fit.frame.columns_,
        features=(fit.framed.X, fit.frame.features_) if with_topics else None,
        stability=fit.steady.jaccard[order],
        chance=fit.steady.chance[order],
        new=() if stayed is None else [one for one in fit.placed.numbers.tolist() if one not in stayed],
    )


def _inputs(
    collection: Collection, held: Held, frame: PersonaFrame, vectors: WordVectors | None, older: Older
) -> dict[str, str]:
    """Return the digests of all that the personas follow from: what is said, given vectors, and older numbers."""
    inputs: dict[str, str] = {frame.block: _digest(collection, held, frame)}
    if vectors is not None:
        inputs["word_vectors"] = vectors.digest
    if older.before is not None:
        inputs["older_numbers"] = array_digest(older.before)
    return inputs


def _digest(collection: Collection, held: Held, frame: PersonaFrame) -> str:
    if frame.block == VECTORS:
        return array_digest(np.asarray(collection.blocks[VECTORS][:]))
    parts = (held.X.data, held.X.indices, held.X.indptr)
    names = bytes_digest("\n".join(held.columns).encode())
    return bytes_digest("".join([names, *(array_digest(part) for part in parts)]).encode())


def _refits(model: Kind, n_items: int, n_refits: int | None) -> int:
    if n_refits is not None:
        return check.integer(n_refits, what="n_refits", low=0)
    return _N_REFITS if model in QUICK and n_items <= _MOST_SEARCHED else _N_SLOW_REFITS


def _topics(
    collection: Collection,
    held: Held,
    frame: PersonaFrame,
    model: Kind,
    n_topics: int | None,
    vectors: WordVectors | None,
    chance: np.random.Generator,
) -> Mapping[str, str] | None:
    if n_topics is None or model in OWN_TOPICS or frame.block != BLOCK:
        return None
    from motif.films.study.personas.topic import word_topics, word_vectors

    table = word_vectors(collection, held) if vectors is None else vectors
    enough = held.X[np.flatnonzero(held.n_words >= frame.min_words)]
    known = np.bincount(enough.indices, minlength=enough.shape[1]) >= frame.min_characters
    return word_topics(held, table, n_topics=n_topics, random_state=integer_seed(chance), known=known)


def _framed(
    collection: Collection, held: Held, frame: PersonaFrame, topics: Mapping[str, str] | None
) -> tuple[Framed, np.ndarray]:
    """Fit the frame; return what the model sees of all characters, and the rows that it can be fitted to."""
    enough = np.flatnonzero(held.n_words >= frame.min_words)
    if not len(enough) and frame.block == BLOCK:
        raise InputError(f"of none of the {len(held.n_words)} characters {frame.min_words} role words are said")
    frame.fit(held.X[enough], held.columns, topics)
    framed = framed_words(collection, held, frame)
    rows = enough if frame.block == BLOCK else np.arange(len(held.n_words))
    return framed, rows[framed.n_known[rows] > 0]


def _number(
    X: Any,
    films: list[str],
    model: Kind,
    n_personas: int | Literal["auto"],
    fit: Callable[[int, int, np.ndarray], Any],
    chance: np.random.Generator,
) -> tuple[NumberFound | None, int]:
    if n_personas == "auto" and not sparse.issparse(X):
        return _of_vectors(X, chance)
    if n_personas == "auto":
        rows = _some_films(films, chance)
        choice = choose_number(
            X[rows],
            [films[row] for row in rows.tolist()],
            lambda number, seed, some: fit(number, seed, rows[some]),
            candidates=None if model in QUICK else _SLOW_CANDIDATES,
            rng=chance,
        )
        return choice, choice.n_personas
    if n_personas > X.shape[0]:
        raise InputError(
            f"n_personas is {n_personas}, and {X.shape[0]} characters have words enough; give at most those"
        )
    return None, n_personas


def _of_vectors(X: np.ndarray, chance: np.random.Generator) -> tuple[NumberFound, int]:
    """Return the number of groups of vectors, which foretell no words: by how tight and how stable they are."""
    found = choose_n_clusters(unit_rows(X), random_state=chance)
    return NumberFound(found.n_clusters, found.words.replace("clusters", "personas"), (), 0.0), found.n_clusters


def _some_films(films: list[str], chance: np.random.Generator) -> np.ndarray:
    """Return the rows of as many films as have 20,000 characters, all where there are no more."""
    if len(films) <= _MOST_SEARCHED:
        return np.arange(len(films))
    _, of_film = np.unique(np.asarray(films), return_inverse=True)
    rank = chance.permutation(int(of_film.max()) + 1)[of_film]
    last = np.sort(rank)[_MOST_SEARCHED - 1]
    return np.flatnonzero(rank <= last)


def _fitted(
    X: Any,
    films: list[str],
    features: list[str],
    model: Kind,
    n_topics: int | None,
    number: int,
    seed: int,
    rows: np.ndarray | None,
    *,
    n_starts: int | None = _QUICK_STARTS,
) -> Any:
    """Return a model fitted to some rows; the last three change from fit to fit."""
    some = films if rows is None else [films[row] for row in rows.tolist()]
    return fitted_model(
        model,
        number,
        X if rows is None else X[rows],
        columns=features,
        films=some,
        n_starts=n_starts,
        n_topics=n_topics,
        of="words" if sparse.issparse(X) else "vectors",
        random_state=seed,
    )
