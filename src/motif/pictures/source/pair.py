"""Which result belongs to which photograph: two files, or two folders by their names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from motif.core.check import few
from motif.core.errors import InputError, SourceError
from motif.pictures.source.listing import list_pictures, shown

__all__ = ["Paired", "Pairs", "pair_files"]


@dataclass(frozen=True, slots=True)
class Paired:
    """A photograph, what was made of it, and the mask of the person in it where one is given.

    Parameters
    ----------
    name :
        What both are called: the way in the folder without its ending, or the photograph's name.
    before, after, mask :
        Where they lie.
    """

    name: str
    before: Path
    after: Path
    mask: Path | None = None


@dataclass(frozen=True, slots=True)
class Pairs:
    """What belongs together, and what has no partner.

    Parameters
    ----------
    pairs :
        Ordered by name.
    alone_before, alone_after :
        Names of photographs without a result, and of results without a photograph.
    """

    pairs: tuple[Paired, ...]
    alone_before: tuple[str, ...]
    alone_after: tuple[str, ...]


def pair_files(before: str | Path, after: str | Path, *, mask: str | Path | None = None) -> Pairs:
    """Return the pairs of two files, or of two folders by stem: `trip/a.jpg` and `trip/a.png` belong together.

    A result that carries the photograph's full name (`a.jpg.png`, as `cut` and `cartoon` call results whose names
    would clash) belongs to that one.

    Parameters
    ----------
    before, after :
        Two files or two folders; folders are searched to the bottom.
    mask :
        A file for files; a folder of masks by stem for folders, of which some may be missing.

    Raises
    ------
    InputError
        When one is a file and the other a folder, or a name in a folder is that of several pictures.
    SourceError
        When one is missing, or nothing has a partner.

    Examples
    --------
    >>> pair_files("nowhere", "elsewhere")
    Traceback (most recent call last):
        ...
    motif.core.errors.SourceError: there is no 'nowhere'
    """
    given = [Path(one) for one in (before, after, mask) if one is not None]
    for path in given:
        if not path.exists():
            raise SourceError(f"there is no {shown(path)!r}", reason="missing")
    if len({path.is_dir() for path in given}) > 1:
        kinds = ", ".join(f"{shown(path)!r} is a {'folder' if path.is_dir() else 'file'}" for path in given)
        raise InputError(f"give two files or two folders (and a mask of that kind): {kinds}")
    if not given[0].is_dir():
        pair = Paired(given[0].name, given[0], given[1], given[2] if mask is not None else None)
        return Pairs((pair,), (), ())
    return _paired(given[0], given[1], given[2] if mask is not None else None)


def _paired(before: Path, after: Path, mask: Path | None) -> Pairs:
    photos, results = _by_place(before), _by_place(after)
    owner_of = _owners(photos, results, before)
    chosen = {owner: place for place, owner in owner_of.items()}
    if len(chosen) < len(owner_of):
        owner = next(owner for place, owner in owner_of.items() if chosen[owner] != place)
        several = few(sorted(place for place, other in owner_of.items() if other == owner))
        raise InputError(f"{shown(after)!r} has several results of {owner!r}: {several}; keep one of them")
    if not chosen:
        message = f"no picture of {shown(after)!r} has the name of one of {shown(before)!r}"
        raise SourceError(message, reason="no_pairs")
    masks = {} if mask is None else {_stem(place): path for place, path in _by_place(mask).items()}
    pairs = tuple(
        Paired(_stem(owner), photos[owner], results[place], masks.get(_stem(owner)))
        for owner, place in sorted(chosen.items())
    )
    alone = (sorted(set(photos) - set(chosen)), sorted(set(results) - set(owner_of)))
    return Pairs(pairs, tuple(alone[0]), tuple(alone[1]))


def _owners(photos: dict[str, Path], results: dict[str, Path], before: Path) -> dict[str, str]:
    """Return the photograph of each result: the one of its whole name, else the only one of its stem."""
    of_stem = defaultdict(list)
    for place in photos:
        of_stem[_stem(place)].append(place)
    owners = {}
    for place in results:
        stem = _stem(place)
        if stem in photos:
            owners[place] = stem
        elif len(of_stem[stem]) > 1:
            several = few(sorted(of_stem[stem]))
            raise InputError(
                f"{shown(before)!r} has several photographs called {stem!r}: {several}; rename all but one"
            )
        elif of_stem[stem]:
            owners[place] = of_stem[stem][0]
    return owners


def _by_place(folder: Path) -> dict[str, Path]:
    """Return the pictures of a folder by their way in it."""
    return {one.place.as_posix(): one.path for one in list_pictures([folder]).found}


def _stem(place: str) -> str:
    return PurePosixPath(place).with_suffix("").as_posix()
