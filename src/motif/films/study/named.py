"""Names as people type them: whole, a part of a longer name, or nearly."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from itertools import chain
from typing import Literal, TypeAlias

__all__ = ["How", "Match", "is_exact", "matching", "merged", "plain_name"]

How: TypeAlias = Literal["same", "part", "alike"]
Match: TypeAlias = tuple[int, How]
_ALIKE = 0.75  # difflib's ratio: "Odyle" and "Odile" have 0.80, "Odile" and "Otto" 0.44
_MOST_ALIKE = 5  # different names
_DROPPED = str.maketrans("", "", "'’")


def plain_name(name: str) -> str:
    """Return a name in lower case, without accents and apostrophes, its words parted by one blank.

    Examples
    --------
    >>> plain_name("  Hasan  DELIĆ"), plain_name("O'Brien-Smith")
    ('hasan delic', 'obrien smith')
    """
    letters = (c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    kept = "".join(letters).translate(_DROPPED)
    return " ".join("".join(c if c.isalnum() else " " for c in kept).split())


def matching(asked: str, names: Sequence[str | None]) -> list[Match]:
    """Return the rows whose names fit what was asked, and how: the same, those of which it is a part, else those alike.

    Only where no name is the same or has it as a part, names that are spelt nearly so are taken.

    Parameters
    ----------
    asked :
        A name, or some of its words in their order.
    names :
        (n_rows,); None fits nothing.

    Examples
    --------
    >>> matching("Batman", ["Batman Returns", "Alien", "Batman"])
    [(2, 'same'), (0, 'part')]
    >>> matching("Ailen", ["Batman Returns", "Alien"])
    [(1, 'alike')]
    """
    wanted = plain_name(asked)
    if not wanted:
        return []
    plain = [plain_name(name) if name else "" for name in names]
    same = [row for row, name in enumerate(plain) if name == wanted]
    inside = f" {wanted} "
    part = [row for row, name in enumerate(plain) if inside in f" {name} " and name != wanted]
    part.sort(key=lambda row: len(plain[row]))
    exact: list[Match] = [*((row, "same") for row in same), *((row, "part") for row in part)]
    return exact or [(row, "alike") for row in _alike(wanted, plain)]


def is_exact(found: Iterable[Match]) -> bool:
    """Return whether any of the matches is more than a name spelt nearly so.

    Examples
    --------
    >>> is_exact([(3, "alike")]), is_exact([(3, "alike"), (4, "part")])
    (False, True)
    """
    return any(how != "alike" for _, how in found)


def merged(*found: Sequence[Match]) -> list[Match]:
    """Return the matches of several lists, each row once, earlier lists first; alike ones only where there is no other.

    Examples
    --------
    >>> merged([(0, "alike")], [(3, "same"), (0, "part")], [(3, "part")])
    [(3, 'same'), (0, 'part')]
    """
    exact = any(is_exact(one) for one in found)
    kept: dict[int, How] = {}
    for row, how in chain.from_iterable(found):
        if how != "alike" or not exact:
            kept.setdefault(row, how)
    return [*kept.items()]


def _alike(wanted: str, plain: Sequence[str]) -> list[int]:
    """Return the rows whose name, or one word of it where one is asked for, is spelt nearly so, the nearest first."""
    one_word = " " not in wanted
    known = dict.fromkeys(form for name in plain for form in ([name, *name.split()] if one_word else [name]) if form)
    rank = {form: at for at, form in enumerate(get_close_matches(wanted, known, n=_MOST_ALIKE, cutoff=_ALIKE))}

    def place(name: str) -> int:
        forms = [name, *name.split()] if one_word else [name]
        return min((rank[form] for form in forms if form in rank), default=len(rank))

    found = [(place(name), row) for row, name in enumerate(plain) if name]
    return [row for at, row in sorted(found) if at < len(rank)]
