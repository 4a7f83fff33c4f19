"""Personas in a collection: its columns, block, table and models; and how an older collection's are read again."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from motif.collection.build import dense
from motif.core.errors import InputError
from motif.films.model.frame import PersonaFrame
from motif.films.model.kind import Kind, persona_classes
from motif.films.study.personas.table import label_cells, personas_table
from motif.model import store

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.films.model.frame import Placed
    from motif.films.study.personas.result import Persona

__all__ = ["BLOCK", "COLUMN", "FRAME", "MODEL", "Older", "loaded", "older_numbers", "saved", "with_personas"]

COLUMN = "persona"
BLOCK = MODEL = "personas"
FRAME = "persona_frame"


def with_personas(
    collection: Collection, placed: Placed, personas: Sequence[Persona], *, step: str, parameters: dict[str, Any]
) -> Collection:
    """Return a collection of characters with their personas: two columns, a block and a table.

    Parameters
    ----------
    collection :
        Of characters; what it had of older personas is replaced.
    placed, personas :
        What was found.
    step, parameters :
        How the block was made.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> from motif.films.model.frame import Placed
    >>> one = Placed(np.array([4]), np.ones((1, 1)), np.array([4]), np.ones(1), np.zeros(1, int))
    >>> held = with_personas(Collection("character", {"id": ["a"]}), one, (), step="demo", parameters={})
    >>> held.items["persona"].to_pylist(), held.blocks["personas"].columns
    (['4'], ('4',))
    """
    asked = placed.asked
    block = dense(
        placed.memberships.astype(np.float32),
        present=None if asked.all() else asked,
        columns=[str(number) for number in placed.numbers.tolist()],
        step=step,
        parameters=parameters,
        parents=("roles",),
    )
    held = collection.with_column(COLUMN, label_cells(placed.labels))
    held = held.with_column(f"{COLUMN}_probability", pa.array(placed.probability, pa.float64()))
    return held.with_block(BLOCK, block).with_table(BLOCK, personas_table(personas, collection.ids))


def saved(
    collection: Collection, model: Any, frame: PersonaFrame, path: str | Path, *, overwrite: bool = False
) -> Collection:
    """Write a collection with a persona model and its frame, all or nothing, and return it as it is there.

    Raises
    ------
    InputError
        When the folder holds another collection, without `overwrite`.
    SourceError
        When it cannot be written.

    Examples
    --------
    >>> from inspect import signature
    >>> [*signature(saved).parameters]
    ['collection', 'model', 'frame', 'path', 'overwrite']
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, one in ((MODEL, model), (FRAME, frame)):
            store.save(one, Path(folder) / name)
            collection = collection.with_model(name, Path(folder) / name)
        return collection.save(path, overwrite=overwrite)


def loaded(collection: Collection) -> tuple[Kind, Any, PersonaFrame]:
    """Return the kind of the personas that a collection holds, the fitted model and its frame.

    Raises
    ------
    InputError
        When it holds none.
    DataError
        When a save is damaged.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> loaded(Collection("character", {"id": ["a"]}))
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: the collection holds no personas; find them first, with `motif films personas`
    """
    if MODEL not in collection.models or FRAME not in collection.models:
        raise InputError("the collection holds no personas; find them first, with `motif films personas`")
    classes = persona_classes()
    frame = store.load(collection.models[FRAME], classes=(PersonaFrame,))
    model = store.load(collection.models[MODEL], classes=classes.values())
    kind = next(name for name, cls in classes.items() if isinstance(model, cls))
    return kind, model, frame


@dataclass(frozen=True, eq=False)
class Older:
    """The numbers that personas had before.

    Parameters
    ----------
    before :
        (n_items,), of each character, -1 for none; None where there were no personas.
    next_number :
        The first that none has ever had.

    Examples
    --------
    >>> Older(None).next_number
    0
    """

    before: np.ndarray | None
    next_number: int = 0


def older_numbers(collection: Collection, older: Collection | None) -> Older:
    """Return the numbers that personas had before.

    Parameters
    ----------
    collection :
        The characters.
    older :
        Where to look; None looks in the collection itself.

    Raises
    ------
    InputError
        When `older` is given and holds no personas.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> held = Collection("character", {"id": ["a", "b"], "persona": ["7", ""]})
    >>> found = older_numbers(Collection("character", {"id": ["b", "a"]}), held)
    >>> found.before.tolist(), found.next_number
    ([-1, 7], 8)
    """
    known = collection if older is None else older
    if COLUMN not in known.items.column_names:
        if older is not None:
            raise InputError("the older collection holds no personas; find them first, with `motif films personas`")
        return Older(None)
    cells = known.items[COLUMN].to_pylist()
    wrong = [cell for cell in cells if cell and not cell.isdecimal()]
    if wrong:
        raise InputError(f"column {COLUMN!r} holds no numbers of personas but {wrong[0]!r}; rename it")
    number_of = {id_: int(cell) for id_, cell in zip(known.ids, cells, strict=True) if cell}
    following = max(number_of.values(), default=-1) + 1
    if FRAME in known.models:
        frame = store.load(known.models[FRAME], classes=(PersonaFrame,))
        following = max(following, int(frame.next_number_))
    before = np.array([number_of.get(id_, -1) for id_ in collection.ids], dtype=np.int64)
    return Older(before, following)
