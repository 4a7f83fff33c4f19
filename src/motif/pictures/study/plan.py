"""Where each result goes: names that no two results share, whatever the order of the inputs."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePath, PurePosixPath
from typing import TypeVar

from motif.pictures.source.listing import SUFFIXES, Found

__all__ = ["MAPS", "output_names", "owner_of", "part_name"]

AnyPath = TypeVar("AnyPath", bound=PurePath)
MAPS = frozenset({"classes"})
"""Further pictures whose colours are names, so that no format may change them."""
_PART = re.compile(r"[a-z][a-z0-9-]*")  # what a further picture of a result may be called
_LAST_LEVEL = 2  # stem, full name, full name below its folder's name; after that numbers


def output_names(found: Sequence[Found], *, extension: str, parts: bool = False) -> tuple[PurePosixPath, ...]:
    """Return the place of each picture's result below the output folder.

    `trip/a.jpg` becomes `trip/a.png`. Where two results would share a name, upper and lower case being one, both keep
    their full names (`a.jpg.png`); those that still do are put below the name of the folder they come from; the rest
    are numbered. The names depend on which pictures there are, never on their order.

    Parameters
    ----------
    found :
        The pictures, each path once.
    extension :
        Of the results, without the dot.
    parts :
        Whether results may have further pictures beside them (`a.person-1.png` beside `a.png`, see `part_name`), so
        that a picture called `a.person-1.jpg` has to get out of their way.

    Examples
    --------
    >>> from pathlib import Path
    >>> pictures = [Found(Path(name), name, PurePosixPath(name), "") for name in ("a.jpg", "A.png", "b.jpg")]
    >>> [str(name) for name in output_names(pictures, extension="png")]
    ['a.jpg.png', 'A.png.png', 'b.png']
    """
    levels = [0] * len(found)
    while True:
        names = [_name(one, level, extension) for one, level in zip(found, levels, strict=True)]
        rising = {i for group in _clashes(names, parts=parts) for i in _lowest(group, levels)}
        if not rising:
            return tuple(_numbered(found, names))
        for i in rising:
            levels[i] += 1


def part_name(result: AnyPath, part: str) -> AnyPath:
    """Return the name of a further picture beside a result; a map, whose colours are names, is always PNG.

    Examples
    --------
    >>> str(part_name(PurePosixPath("trip/a.webp"), "person-1")), str(part_name(PurePosixPath("a.webp"), "classes"))
    ('trip/a.person-1.webp', 'a.classes.png')
    """
    return result.with_name(f"{result.stem}.{part}{'.png' if part in MAPS else result.suffix}")


def owner_of(name: AnyPath) -> AnyPath | None:
    """Return the result whose further picture would have this name, None where there could be none.

    Examples
    --------
    >>> str(owner_of(PurePosixPath("trip/a.person-1.png"))), owner_of(PurePosixPath("trip/a.jpg.png"))
    ('trip/a.png', None)
    """
    stem, _, part = name.stem.rpartition(".")
    if not stem or not _PART.fullmatch(part.casefold()) or f".{part.casefold()}" in SUFFIXES:
        return None
    return name.with_name(f"{stem}{name.suffix}")


def _name(one: Found, level: int, extension: str) -> PurePosixPath:
    stem = one.place.stem if level == 0 else one.place.name
    name = one.place.with_name(f"{stem}.{extension}")
    return PurePosixPath(one.folder) / name if level == _LAST_LEVEL and one.folder else name


def _key(name: PurePosixPath) -> str:
    """Return what file systems that ignore case or the form of accents make of a name."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", str(name)).casefold())


def _clashes(names: Sequence[PurePosixPath], *, parts: bool) -> list[list[int]]:
    """Return groups of names that cannot stand beside each other: equal ones, and files named as a folder of others."""
    groups = defaultdict[str, list[int]](list)
    for i, name in enumerate(names):
        groups[_key(name)].append(i)
    folders = {_key(parent) for name in names for parent in name.parents}
    found = [group for key, group in groups.items() if len(group) > 1 or key in folders]
    for i, name in enumerate(names if parts else ()):
        owner = owner_of(name)
        if owner is not None and _key(owner) in groups:
            found.append([i, *groups[_key(owner)]])
    return found


def _lowest(group: list[int], levels: Sequence[int]) -> list[int]:
    """Return the members that may rise: those at the group's lowest level, unless that is the last."""
    lowest = min(levels[i] for i in group)
    return [i for i in group if levels[i] == lowest < _LAST_LEVEL]


def _numbered(found: Sequence[Found], names: Sequence[PurePosixPath]) -> list[PurePosixPath]:
    """Return the names with the later ones of equal names numbered from 2, in the order of their paths."""
    result = list(names)
    taken = {_key(parent) for name in names for parent in name.parents}
    free = {_key(name) for name in names}  # a number must not take a name that another result has by right
    numbers: dict[str, int] = {}  # how far each name has been numbered
    for i in sorted(range(len(found)), key=lambda i: (str(found[i].place), str(found[i].path))):
        key = _key(names[i])
        name, number = names[i], numbers.get(key, 1)
        while _key(name) in taken or (number > 1 and _key(name) in free):
            number += 1
            name = names[i].with_name(f"{names[i].stem}.{number}{names[i].suffix}")
        numbers[key] = number
        taken.add(_key(name))
        result[i] = name
    return result
