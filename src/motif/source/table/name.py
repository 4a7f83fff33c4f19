"""Names of columns: every column has one, and no two the same."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["unique_names"]


def unique_names(given: Sequence[str]) -> tuple[list[str], dict[str, str], dict[str, int]]:
    """Return usable column names, what was renamed, and the dirt that was met.

    Blanks around a name go; a column without a name is called `column_N` by its place, counted from 1; the second
    column of a name gets `_2`, and so on.

    Returns
    -------
    names, renamed, dirt
        `renamed` maps a new name to the one in the file, `dirt` a kind of dirt to its count.

    Examples
    --------
    >>> unique_names(["", "song", " song"])[:2]
    (['column_1', 'song', 'song_2'], {'column_1': '', 'song_2': ' song'})
    """
    names: dict[str, None] = {}  # in order
    numbers: dict[str, int] = {}
    dirt = {"empty_header": 0, "duplicate_header": 0, "trimmed_header": 0}
    taken = {name.strip() for name in given}
    for place, old in enumerate(given, start=1):
        name = old.strip()
        dirt["trimmed_header"] += name != old and bool(name)
        if not name:
            dirt["empty_header"] += 1
            name = _free(f"column_{place}", taken, numbers)
        elif name in names:
            dirt["duplicate_header"] += 1
            name = _free(name, taken, numbers)
        taken.add(name)
        names[name] = None
    renamed = {name: old for name, old in zip(names, given, strict=True) if name != old}
    return list(names), renamed, {kind: count for kind, count in dirt.items() if count}


def _free(name: str, taken: set[str], numbers: dict[str, int]) -> str:
    """The name itself if nobody has it, else with the first free number from 2; `numbers` says how far each name is."""
    if name not in taken:
        return name
    number = numbers.get(name, 2)
    while f"{name}_{number}" in taken:
        number += 1
    numbers[name] = number + 1
    return f"{name}_{number}"
