"""Personas that a collection has already: what may be found or given anew, and what would lose them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from motif.core.digest import array_digest, bytes_digest
from motif.core.errors import InputError
from motif.films.study.personas.kept import COLUMN, MODEL, older_numbers

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.films.model.frame import PersonaFrame

__all__ = ["FIND_STEP", "GIVE_STEP", "frame_digest", "refuse_giving", "refuse_replacing"]

FIND_STEP, GIVE_STEP = "films.personas", "films.apply"
_ASK = "; ask for overwrite to replace them"
_SETTINGS = (
    "model",
    "n_personas",
    "n_topics",
    "min_words",
    "min_probability",
    "min_characters",
    "max_share",
)  # with these the same personas are meant; refits and the seed only say more of them, or find them again


def frame_digest(frame: PersonaFrame) -> str:
    """Return by what personas are told from others: their numbers, names and words.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> from motif.films.model.frame import PersonaFrame
    >>> frame = PersonaFrame(min_characters=1).fit(csr_array([[1]]), ["agent:go"])
    >>> other = PersonaFrame(min_characters=1).fit(csr_array([[1]]), ["agent:stay"])
    >>> frame_digest(frame) == frame_digest(other)
    False
    """
    parts = [*map(str, frame.numbers_.tolist()), "", *frame.names_, "", *frame.columns_]
    return bytes_digest("\n".join(parts).encode())


def refuse_replacing(
    collection: Collection, settings: Mapping[str, Any], inputs: Mapping[str, str], *, like: Collection | None = None
) -> None:
    """Refuse to find personas where there are others already.

    Parameters
    ----------
    collection :
        What has personas, or none.
    settings, inputs :
        By which they would be found, and from what: as a run record keeps them.
    like :
        Where numbers would come from; None takes those of the collection.

    Raises
    ------
    InputError
        When there are personas by other settings or word vectors, given ones, or with other numbers.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> refuse_replacing(Collection("character", {"id": ["a"]}), {"n_personas": 3}, {})
    """
    there = _there(collection)
    if there is None:
        return
    record = _record(collection)
    if record.get("step") != FIND_STEP:
        raise InputError(f"{there}, which were not found in it{_ASK}")
    before, known = record["parameters"], record["inputs"]
    other = [name for name in _SETTINGS if before.get(name) != settings.get(name)]
    if other:
        had, asked = (", ".join(f"{name}={one.get(name)!r}" for name in other) for one in (before, settings))
        raise InputError(f"{there}, found with {had}; asked are others, with {asked}{_ASK}")
    if known.get("word_vectors") != inputs.get("word_vectors"):
        raise InputError(f"{there}, found with other word vectors{_ASK}")
    if like is not None and inputs.get("older_numbers") not in (known.get("older_numbers"), _own_numbers(collection)):
        raise InputError(f"{there}, and with like their numbers would be those of another collection{_ASK}")


def refuse_giving(collection: Collection, inputs: Mapping[str, str]) -> None:
    """Refuse to give another collection's personas where there are others already.

    Parameters
    ----------
    collection :
        What has personas, or none.
    inputs :
        `frame_digest` of those that would be given, as "personas".

    Raises
    ------
    InputError
        When there are others.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> refuse_giving(Collection("character", {"id": ["a"]}), {})
    """
    there, record = _there(collection), _record(collection)
    same = record.get("step") == GIVE_STEP and record["inputs"].get("personas") == inputs.get("personas")
    if there is not None and not same:
        raise InputError(f"{there}, which others would replace{_ASK}")


def _there(collection: Collection) -> str | None:
    """Return what personas there are, in words; None where there are none."""
    if COLUMN not in collection.items.column_names and MODEL not in collection.models:
        return None
    cells = collection.items[COLUMN].to_pylist() if COLUMN in collection.items.column_names else []
    given = [cell for cell in cells if cell]
    return f"the collection has personas already, {len(set(given)):,} of {len(given):,} characters"


def _record(collection: Collection) -> Mapping[str, Any]:
    made = [record for record in collection.records if record["step"] in (FIND_STEP, GIVE_STEP)]
    return made[-1] if made else {}


def _own_numbers(collection: Collection) -> str | None:
    before = older_numbers(collection, None).before
    return None if before is None else array_digest(before)
