"""The ledger of a gathering of pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from motif.collection import Collection
from motif.collection.ledger import Ledger, SourceLine, recorded_ledger

__all__ = ["STEP", "ledger", "tallied"]

STEP = "pictures.gather"


def tallied(names: Sequence[str], n_others: Sequence[int], fates: Sequence[tuple[int, str]]) -> Ledger:
    """Return the ledger of what became of each file.

    Parameters
    ----------
    names :
        What each source is called.
    n_others :
        How many files of each source are no pictures by their names; they are no part of what was gathered.
    fates :
        For each picture file the number of its source, and the reason why it was left out, "" for those kept.

    Examples
    --------
    >>> found = tallied(["trip"], [2], [(0, ""), (0, "duplicate"), (0, "truncated")])
    >>> found.sources[0].n_kept, dict(found.sources[0].dropped), found.steps
    (1, {'duplicate': 1, 'truncated': 1}, (('gathered', 3), ('read', 2), ('distinct', 1)))
    """
    of_source: list[Counter[str]] = [Counter() for _ in names]
    for number, reason in fates:
        of_source[number][reason] += 1
    lines = []
    for name, n_other, reasons in zip(names, n_others, of_source, strict=True):
        dropped = {reason: n for reason, n in sorted(reasons.items()) if reason}
        dirt = {"other_files": n_other} if n_other else {}
        lines.append(SourceLine(name, "folder", reasons.total(), reasons[""], dropped, dirt))
    total = Counter(reason for _, reason in fates)
    n_read = total[""] + total["duplicate"]
    return Ledger(tuple(lines), (("gathered", len(fates)), ("read", n_read), ("distinct", total[""])))


def ledger(collection: Collection) -> Ledger:
    """Return the ledger of the gathering that made a collection of pictures.

    Raises
    ------
    InputError
        When no gathering is on its record.

    Examples
    --------
    >>> ledger(Collection("picture", {"id": ["a"]}))
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: these pictures were not gathered by 'motif pictures gather': their record has no
    ledger
    """
    return recorded_ledger(collection, STEP)
