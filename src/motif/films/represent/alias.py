"""What a user rules about names: where each alias stands in a text, whatever the pipeline took it for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from motif.films.represent.grammar import Grammar
from motif.films.represent.name import Name, name_at

__all__ = ["alias_key", "with_aliases"]

_WORD = re.compile(r"[^\W\d_][\w'’]*\.?|\w+|[^\w\s]")


def alias_key(alias: str) -> tuple[str, ...]:
    """Return an alias as the words that a text is read for.

    Examples
    --------
    >>> alias_key("Mr. O'Brien"), alias_key("the Boy")
    (('Mr.', "O'Brien"), ('the', 'Boy'))
    """
    return tuple(_WORD.findall(alias))


def with_aliases(grammar: Grammar, names: list[Name], aliases: Mapping[str, str]) -> tuple[list[Name], dict[int, str]]:
    """Return the names of a text with those that aliases rule, and whose these are.

    An alias rules where its words stand, as they are written (a first word in lower case also fits a capital), unless
    they are a part of a longer name: "Harry" does not rule "Harry Potter".

    Parameters
    ----------
    grammar :
        Of the text.
    names :
        What `find_names` found.
    aliases :
        Alias -> the name whose it is, "" for nobody.

    Returns
    -------
    The names in order, and for the first word of each that is ruled the name whose it is.

    Examples
    --------
    >>> from motif.represent.parse import ParsedText
    >>> with_aliases(Grammar(ParsedText("")), [], {"the boy": "Harry Potter"})
    ([], {})
    """
    by_first: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for alias, whose in aliases.items():
        key = alias_key(alias)
        if key:
            by_first[key[0].lower()].append((key, whose))
    for listed in by_first.values():
        listed.sort(key=lambda one: -len(one[0]))
    if not by_first:
        return names, {}
    covered = {at: name for name in names for at in range(name.front, name.end)}
    ruled: dict[int, tuple[Name, str]] = {}
    end = 0
    for at, word in enumerate(grammar.lower):
        for key, whose in by_first.get(word, ()) if at >= end else ():
            behind = at + len(key)
            if _stands(grammar, at, key) and all(
                _lies_within(covered.get(one), at, behind) for one in (at, behind - 1)
            ):
                ruled[at] = (name_at(grammar, at, behind), whose)
                end = behind
                break
    taken = {one for name, _ in ruled.values() for one in range(name.start, name.end)}
    kept = [name for name in names if name.start not in taken and name.end - 1 not in taken]
    found = sorted((*kept, *(name for name, _ in ruled.values())), key=lambda name: name.start)
    return found, {at: whose for at, (_, whose) in ruled.items()}


def _stands(grammar: Grammar, at: int, key: tuple[str, ...]) -> bool:
    words = grammar.words[at : at + len(key)]
    first = words[0] == key[0] or (key[0].islower() and grammar.lower[at] == key[0])
    return first and len(words) == len(key) and all(a == b for a, b in zip(words[1:], key[1:], strict=True))


def _lies_within(name: Name | None, start: int, end: int) -> bool:
    """Whether a name that shares a word with the alias is no more than it, its titles aside."""
    return name is None or (start <= name.start and name.end <= end)
