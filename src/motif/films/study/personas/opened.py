"""Personas as a collection holds them: what `personas` found, read again without fitting anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.errors import InputError
from motif.core.record import RunRecord
from motif.evaluate.figure import Figure, Null
from motif.films.model.frame import WHY, PersonaFrame, Placed
from motif.films.study.personas.describe import described
from motif.films.study.personas.held import BLOCK as WORDS
from motif.films.study.personas.held import Held, framed_words, held_words
from motif.films.study.personas.kept import BLOCK, COLUMN, loaded
from motif.films.study.personas.number import NumberFound, NumberTried
from motif.films.study.personas.result import Persona, Personas
from motif.films.study.personas.taken import FIND_STEP, GIVE_STEP

if TYPE_CHECKING:
    from motif.collection.base import Collection

__all__ = ["as_json", "opened"]


def as_json(figures: Mapping[str, Figure]) -> dict[str, Any]:
    """Return figures as the plain JSON values that a run record keeps.

    Examples
    --------
    >>> as_json({})
    {}
    """
    return {name: figure.as_dict() for name, figure in figures.items()}


def opened(collection: Collection) -> Personas:
    """Return the personas that a collection holds.

    Parameters
    ----------
    collection :
        Characters with the personas that `personas` or `apply` gave them, whole or a part.

    Raises
    ------
    InputError
        When it holds none.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> opened(Collection("character", {"id": ["a"]}))
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: the collection holds no personas; find them first, with `motif films personas`
    """
    kind, model, frame = loaded(collection)
    if BLOCK not in collection.blocks or COLUMN not in collection.items.column_names:
        raise InputError("the collection has a persona model but no personas; find them anew, or `apply` the model")
    held = held_words(collection)
    placed = _placed(collection, frame, held)
    framed = framed_words(collection, held, frame)
    by_topic = frame.features_ != frame.columns_
    told = described(
        held, collection.ids, placed, frame.columns_, features=(framed.X, frame.features_) if by_topic else None
    )
    record = _record(collection)
    return Personas(
        collection=collection,
        kind=kind,
        personas=_as_found(told, collection, frame),
        placed=placed,
        model=model,
        frame=frame,
        n_unknown=int(framed.n_unknown.sum()),
        n_known=int(framed.n_known.sum()),
        choice=_choice(record.parameters.get("choice")),
        kept=None,
        figures={name: _figure(one) for name, one in record.parameters.get("figures", {}).items()},
        record=record,
    )


def _placed(collection: Collection, frame: PersonaFrame, held: Held) -> Placed:
    block = collection.blocks[BLOCK]
    memberships = np.nan_to_num(np.asarray(block[:], dtype=np.float64))
    labels = np.array([int(cell) if cell else -1 for cell in collection.items[COLUMN].to_pylist()], dtype=np.int64)
    probability = np.asarray(collection.items[f"{COLUMN}_probability"].to_pylist(), dtype=np.float64)
    present = np.asarray(block.present) if block.may_be_absent else np.ones(len(labels), dtype=bool)
    few, unknown, unsure = (WHY.index(word) for word in ("few_words", "unknown_words", "unsure"))
    why = np.where(labels >= 0, 0, unsure)
    why[~present] = unknown
    if frame.block == WORDS:
        why[~present & (held.n_words < frame.min_words)] = few
    memberships[~present] = 0
    numbers = np.array([int(name) for name in block.columns or ()], dtype=np.int64)
    return Placed(numbers, memberships, labels, probability, why)


def _as_found(told: tuple[Persona, ...], collection: Collection, frame: PersonaFrame) -> tuple[Persona, ...]:
    """Return personas with the names and the stability that they were found with."""
    name_of = dict(zip(frame.numbers_.tolist(), frame.names_, strict=True))
    rows = collection.tables[BLOCK].to_pylist() if BLOCK in collection.tables else []
    facts = {int(row["persona"]): row for row in rows}
    return tuple(
        replace(
            one,
            name=name_of[one.number],
            stability=facts.get(one.number, {}).get("stability"),
            stability_chance=facts.get(one.number, {}).get("stability_chance"),
        )
        for one in told
    )


def _record(collection: Collection) -> RunRecord:
    found = [record for record in collection.records if record["step"] in (FIND_STEP, GIVE_STEP)]
    return RunRecord(**found[-1]) if found else RunRecord(FIND_STEP)


def _choice(kept: Mapping[str, Any] | None) -> NumberFound | None:
    if kept is None:
        return None
    tried = tuple(NumberTried(**one) for one in kept["tried"])
    return NumberFound(**(dict(kept) | {"tried": tried}))


def _figure(kept: Mapping[str, Any]) -> Figure:
    null = None if kept["null"] is None else Null(**kept["null"])
    interval = None if kept["interval"] is None else tuple(kept["interval"])
    return Figure(**(dict(kept) | {"null": null, "interval": interval}))
