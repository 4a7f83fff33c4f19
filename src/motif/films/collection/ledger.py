"""The ledger of a gathering: what became of each file's rows."""

from __future__ import annotations

from collections.abc import Sequence

from motif.collection import Collection
from motif.collection.ledger import Ledger, SourceLine, recorded_ledger
from motif.films.source.reading import Reading

__all__ = ["STEP", "Ledger", "SourceLine", "ledger", "tallied"]

STEP = "films.gather"


def tallied(readings: Sequence[Reading], *, n_items: int) -> Ledger:
    """Return the ledger of what was read.

    Parameters
    ----------
    readings :
        One a file or folder, in order.
    n_items :
        How many items the collection has.

    Examples
    --------
    >>> told = Reading("films.csv", "films", n_gathered=2, n_kept=1)
    >>> told.leave_out(3, "duplicate_id")
    >>> tallied([told], n_items=1).sources[0].dropped
    {'duplicate_id': 1}
    """
    lines = [
        SourceLine(one.name, one.kind, one.n_gathered, one.n_kept, _sorted(one.dropped), _sorted(one.dirt))
        for one in readings
    ]
    n_gathered = sum(line.n_gathered for line in lines)
    n_kept = sum(line.n_kept for line in lines)
    return Ledger(tuple(lines), (("gathered", n_gathered), ("kept", n_kept), ("items", n_items)))


def _sorted(counts: dict[str, int]) -> dict[str, int]:
    return {word: counts[word] for word in sorted(counts) if counts[word]}


def ledger(collection: Collection) -> Ledger:
    """Return the ledger of the gathering that made a collection of films or characters.

    Raises
    ------
    InputError
        When no gathering is on its record.

    Examples
    --------
    >>> ledger(Collection("film", {"id": ["a"]}))
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: these films were not gathered by 'motif films gather': their record has no ledger
    """
    return recorded_ledger(collection, STEP)
