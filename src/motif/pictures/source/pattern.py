"""Patterns such as `photos/*.jpg` and `photos/**/*.png`, for where no shell has spelled them out."""

from __future__ import annotations

import os
from pathlib import Path

from motif.core.errors import InputError

__all__ = ["is_pattern", "matches"]

_MAGIC = frozenset("*?[")


def is_pattern(given: Path) -> bool:
    """Return whether a path that names nothing is a pattern; a file that is called `[a].jpg` is itself.

    Examples
    --------
    >>> is_pattern(Path("nowhere/*.jpg")), is_pattern(Path("nowhere/a.jpg"))
    (True, False)
    """
    return not _MAGIC.isdisjoint(str(given)) and not os.path.lexists(given)


def matches(pattern: Path) -> tuple[Path, list[Path]]:
    """Return the folder in front of a pattern's first wildcard, and what the pattern means, in order.

    `**` stands for any number of folders and does not follow links. Hidden files and folders are passed over unless
    the pattern names their dot.

    Raises
    ------
    InputError
        When it is no pattern that can be matched, or `..` stands behind a wildcard: what it means has no place below
        the fixed part.

    Examples
    --------
    >>> matches(Path("nowhere/*.jpg"))
    (PosixPath('nowhere'), [])
    """
    first = next(i for i, part in enumerate(pattern.parts) if not _MAGIC.isdisjoint(part))
    top, rest = Path(*pattern.parts[:first]), [*pattern.parts[first:]]
    if ".." in rest:
        raise InputError(f"{str(pattern)!r} has '..' behind a wildcard; put it in front, or give the folder itself")
    rest += ["*"] * (rest[-1] == "**")
    try:
        found = sorted(top.glob("/".join(rest)))
    except (ValueError, OSError) as error:
        raise InputError(f"{str(pattern)!r} is no pattern that can be matched: {error}") from error
    hidden = any(part.startswith(".") for part in rest)
    return top, [path for path in found if hidden or not _is_hidden(path.relative_to(top))]


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
