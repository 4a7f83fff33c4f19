"""The ledger of a gathering of videos."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from motif.collection import Collection
from motif.collection.ledger import Ledger, SourceLine, recorded_ledger

__all__ = ["STEP", "ledger", "tallied"]

STEP = "videos.gather"


def tallied(
    names: Sequence[str], origins: Iterable[str], drops: Iterable[tuple[str, str]], *, kind: str = "tfrecord"
) -> Ledger:
    """Return the ledger of what became of each record, or of each row of a table.

    Parameters
    ----------
    names :
        What each file or folder is called.
    origins :
        Of the videos that are kept: file, `#`, number of the record.
    drops :
        (origin, reason) of what was left out.
    kind :
        What the files are.

    Examples
    --------
    >>> book = tallied(["a"], ["a#0", "a#2"], [("a#1", "not_finite")])
    >>> book.sources[0].n_gathered, book.sources[0].n_kept, book.dropped
    (3, 2, {'not_finite': 1})
    """
    kept = Counter(_source(origin, names) for origin in origins)
    left: dict[str, Counter[str]] = {name: Counter() for name in names}
    for origin, reason in drops:
        left.setdefault(_source(origin, names), Counter())[reason] += 1
    lines = tuple(
        SourceLine(name, kind, kept[name] + left[name].total(), kept[name], dict(left[name].most_common()), {})
        for name in names
    )
    total = sum((left[name] for name in names), Counter[str]())
    n_kept, n_gathered = sum(kept.values()), sum(line.n_gathered for line in lines)
    n_distinct = n_kept + total["duplicate_id"]
    return Ledger(lines, (("gathered", n_gathered), ("read", n_distinct), ("distinct", n_kept)))


def ledger(collection: Collection) -> Ledger:
    """Return the ledger of the gathering that made a collection of videos.

    Raises
    ------
    InputError
        When no gathering is on its record.

    Examples
    --------
    >>> ledger(Collection("video", {"id": ["a"]}))
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: these videos were not gathered by 'motif videos gather': their record has no ledger
    """
    return recorded_ledger(collection, STEP)


def _source(origin: str, names: Sequence[str]) -> str:
    """The file or the folder that something came from: `a.csv#7`, `folder/b.info.json`."""
    file = origin.rpartition("#")[0] or origin
    return file if file in names else next((name for name in names if file.startswith(f"{name}/")), file)
