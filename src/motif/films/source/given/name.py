"""The list of first names that comes with Motif (public domain; see NOTICE.txt beside it)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Literal, TypeAlias

__all__ = ["GivenName", "given_names"]

GivenName: TypeAlias = Literal["female", "male", "either"]
_LETTERS: dict[str, GivenName] = {"f": "female", "m": "male", "e": "either"}


@lru_cache(maxsize=1)
def given_names() -> Mapping[str, GivenName]:
    """Return 8,422 first names in lower case, each with who bears it: "female", "male" or "either".

    A list of names is no list of people: it says what is usual among English speakers, and much of the world is not in
    it.

    Examples
    --------
    >>> names = given_names()
    >>> names["harriet"], names["jamie"], names.get("anouk")
    ('female', 'either', None)
    """
    text = resources.files("motif.films.source.given").joinpath("names.txt").read_text(encoding="utf-8")
    return MappingProxyType({name: _LETTERS[who] for name, who in (line.split() for line in text.splitlines())})
