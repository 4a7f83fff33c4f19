"""`apply`: the personas that were found in some films, given to the characters of others; nothing is fitted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from motif.core.check import in_range
from motif.core.errors import InputError
from motif.core.record import recording
from motif.films.study.personas.describe import described
from motif.films.study.personas.held import framed_words, held_words
from motif.films.study.personas.kept import loaded, with_personas
from motif.films.study.personas.result import Personas
from motif.films.study.personas.taken import GIVE_STEP, frame_digest, refuse_giving

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.films.model.frame import Framed

__all__ = ["STEP", "apply"]

STEP = GIVE_STEP


_LEAST_KNOWN = 0.1  # of the words: below, the personas were found in other words, roles or another language


def apply(
    collection: Collection, fitted: Collection | Personas, *, min_known: float = _LEAST_KNOWN, overwrite: bool = False
) -> Personas:
    """Return the characters of a collection with the personas of another, numbers and names as they are there.

    Words are matched by name: what the model does not know is counted and left out, and a character of whom it knows
    nothing, or of whom too little is said, is unassigned. Thresholds are those of the fitted personas.

    Parameters
    ----------
    collection :
        Characters with a block `roles`, in any order of columns.
    fitted :
        A collection in which personas were found, or what `personas` returned.
    min_known :
        The share of all words that the personas have to know, in [0, 1].
    overwrite :
        Whether other personas that the collection has already are replaced; the same ones are given anew always.

    Raises
    ------
    InputError
        When one has no words by role, or the other no personas; when no word is known, or a smaller share than
        `min_known`; when the collection has other personas already, without `overwrite`.

    Examples
    --------
    >>> from motif.core.record import RunRecord
    >>> from motif.films.collection.character import Character, character_collection
    >>> from motif.films.study.personas import personas
    >>> said = ({"agent:kill": 3, "attribute:killer": 2}, {"agent:marry": 3, "attribute:bride": 2})
    >>> cast = [Character(f"f{n // 2}:{n}", f"C{n}", f"f{n // 2}", said[n % 2]) for n in range(40)]
    >>> found = personas(character_collection(cast, record=RunRecord("demo")), n_personas=2, n_refits=0)
    >>> new = Character("g:ann", "Ann", "g", {"agent:whistle": 1, "agent:marry": 2})
    >>> given = apply(character_collection([new], record=RunRecord("demo")), found)
    >>> [given.name_of[number] for number in given.labels.tolist()], given.n_unknown
    (['marry; bride'], 1)
    """
    kind, model, frame = (fitted.kind, fitted.model, fitted.frame) if isinstance(fitted, Personas) else loaded(fitted)
    in_range(min_known, what="min_known", low=0, high=1)
    held = held_words(collection)
    parameters, inputs = {"model": kind, "n_personas": len(frame.numbers_)}, {"personas": frame_digest(frame)}
    if not overwrite:
        refuse_giving(collection, inputs)
    with recording(STEP, parameters=parameters, inputs=inputs) as watch:
        framed = framed_words(collection, held, frame)
        _refuse_unknown(framed, min_known)
        placed = frame.place(model, framed, held.n_words)
    told = described(held, collection.ids, placed, frame.columns_)
    name_of = dict(zip(frame.numbers_.tolist(), frame.names_, strict=True))
    told = tuple(replace(one, name=name_of[one.number]) for one in told)
    n_unknown, n_known = int(framed.n_unknown.sum()), int(framed.n_known.sum())
    outcome = {**placed.counts, "words_known": n_known, "words_unknown": n_unknown}
    record = replace(watch.record, parameters=dict(watch.record.parameters) | outcome)
    grouped = with_personas(collection, placed, told, step=STEP, parameters={"model": kind})
    return Personas(
        collection=grouped.with_record(record),
        kind=kind,
        personas=told,
        placed=placed,
        model=model,
        frame=frame,
        n_unknown=n_unknown,
        n_known=n_known,
        choice=None,
        kept=None,
        figures={},
        record=record,
    )


def _refuse_unknown(framed: Framed, min_known: float) -> None:
    """Refuse characters of whom the personas know next to nothing: all would be left without one."""
    n_known = int(framed.n_known.sum())
    n_all = n_known + int(framed.n_unknown.sum())
    share = 1 - framed.share_unknown
    if not n_known or share < min_known:
        told = f"the personas know {n_known:,} of {n_all:,} words of these characters ({share if n_all else 0:.0%})"
        raise InputError(f"{told}, and at least {min_known:.0%} are needed; find personas in this collection instead")
