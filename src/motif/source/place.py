"""Where sources lie: each named once, called by its own name, and the root that paths of media start from."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from motif.core import check
from motif.core.errors import InputError

__all__ = ["given_paths", "media_ways", "source_names"]


def given_paths(sources: str | Path | Iterable[str | Path], *, what: str) -> list[Path]:
    """Return the sources as paths, each once.

    Parameters
    ----------
    sources :
        One, or several in order.
    what :
        What should have been named, for the message.

    Raises
    ------
    InputError
        When there is none, or one is named twice.

    Examples
    --------
    >>> given_paths("photos", what="folders of pictures")[0].name
    'photos'
    """
    listed = [sources] if isinstance(sources, str | Path) else list(sources)
    paths = [check.path(source, what="a source") for source in listed]
    if not paths:
        raise InputError(f"no source given; name {what}")
    places = [_place(path) for path in paths]
    if len(set(places)) < len(places):
        twice = [path.name for path, place in zip(paths, places, strict=True) if places.count(place) > 1]
        raise InputError(f"a source is to be named once; given more than once: {check.few(sorted(set(twice)))}")
    return paths


def source_names(paths: Iterable[Path]) -> dict[Path, str]:
    """Return what each source is called: its own name, without its folders, which may name a person.

    Examples
    --------
    >>> list(source_names([Path("a/trip"), Path("b/trip")]).values())
    ['trip', 'trip (2)']
    """
    names: dict[Path, str] = {}
    for path in paths:
        own = _place(path).name.encode(errors="backslashreplace").decode() or "files"
        number, name = 1, own
        while name in names.values():
            number += 1
            name = f"{own} ({number})"
        names[path] = name
    return names


def media_ways(
    names: dict[Path, str], *, out: str | Path | None, is_media: Callable[[Path], bool] = lambda _: True
) -> tuple[str | None, dict[Path, str]]:
    """Return where media paths start, and what those of each source begin with.

    Media beside the collection are found again through `..`, also when both move; elsewhere only the names are kept.

    Parameters
    ----------
    names :
        Source -> what it is called, as `source_names` says.
    out :
        The collection's folder; None for none.
    is_media :
        Whether a source holds media; others have no say in where they start.

    Examples
    --------
    >>> media_ways({Path("a.jpg"): "a.jpg"}, out="p.motif")[0], media_ways({Path("a.jpg"): "a.jpg"}, out=None)[0]
    ('..', None)
    """
    home = None if out is None else _place(out).parent
    tops = {path: _place(path) if path.is_dir() else _place(path).parent for path in names if is_media(path)}
    if home is not None and tops and all(top.is_relative_to(home) for top in tops.values()):
        ways = {path: tops[path].relative_to(home).as_posix() if path in tops else "" for path in names}
        return "..", {path: "" if way == "." else way for path, way in ways.items()}
    return None, {path: name if path.is_dir() else "" for path, name in names.items()}


def _place(path: str | Path) -> Path:
    """Where a path leads; of links that go in a circle, as far as they lead."""
    return Path(os.path.realpath(path))
