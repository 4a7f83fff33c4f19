"""Which name in one list of a film means whom in another: the same name, or a part of it that fits only one."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["Named", "Pair", "Rule", "name_forms", "name_parts", "pair_names", "plain_title"]

Rule = Literal["id", "name", "part"]
Parts = tuple[str, ...]

_WORD = re.compile(r"\w+(?:['’]\w+)*")  # o'brien is one word, 'spike' in quotes another
_POSSESSIVE = re.compile(r"['’]s$")
_BRACKETS = re.compile(r"\([^()]{0,200}\)|\[[^\[\]]{0,200}\]")
_OTHERWISE = re.compile(r"/|\ba\.?k\.?a\.?\b|\balso known as\b", re.IGNORECASE)
# fmt: off
_TITLES = frozenset({
    "mr", "mrs", "ms", "miss", "mister", "madam", "madame", "mme", "mlle", "monsieur", "dr", "doctor", "prof",
    "professor", "sir", "lady", "lord", "dame", "captain", "capt", "commander", "lieutenant", "lt", "sergeant",
    "sgt", "staff", "corporal", "cpl", "tsgt", "colonel", "col", "general", "gen", "major", "private", "pvt",
    "agent", "detective", "inspector", "officer", "sheriff", "deputy", "judge", "king", "queen", "prince",
    "princess", "president", "senator", "governor", "mayor", "father", "sister", "brother", "mother", "aunt",
    "uncle", "saint", "st", "rev", "reverend", "the", "young", "old",
})
# fmt: on
_CLEARLY = 2  # times as often as another is one named whose name a bare "Malfoy" is taken for
_MOST = 200  # others that share a word: more are told apart by nobody, and comparing them all would take long


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody in a list of a film.

    Parameters
    ----------
    name :
        The fullest form, in parts; the one that parts are looked for in.
    forms :
        All forms, in parts, the name's own included.
    gender :
        "female", "male" or None.
    weight :
        Of two that fit one other equally well, one has it that weighs at least twice as much.

    Examples
    --------
    >>> Named(("harry", "potter"), frozenset({("harry", "potter"), ("harry",)})).gender is None
    True
    """

    name: Parts
    forms: frozenset[Parts]
    gender: str | None = None
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """Who fits, and by which rule; None where several fit on either side (`is_ambiguous`), or somebody fits better.

    Examples
    --------
    >>> Pair(3, "name").is_ambiguous
    False
    """

    other: int | None
    rule: Rule | None
    is_ambiguous: bool = False


def name_parts(name: str) -> Parts:
    """Return the words of a name in small letters without accents; titles count only where there is nothing else.

    Examples
    --------
    >>> name_parts("Dr. Jack 'Spike' O'Neil"), name_parts("René's"), name_parts("The General")
    (('jack', 'spike', 'oneil'), ('rene',), ('the', 'general'))
    """
    letters = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c for c in letters if not unicodedata.combining(c))
    words = [_POSSESSIVE.sub("", word) for word in _WORD.findall(letters)]
    words = [word.replace("'", "").replace("’", "") for word in words]
    return tuple(word for word in words if word not in _TITLES) or tuple(words)


def name_forms(name: str) -> list[Parts]:
    """Return the forms of a name in a cast, in parts: brackets are left out, "A / B" and "A aka B" are two.

    Examples
    --------
    >>> name_forms("Peter Parker / Spider-Man (voice)")
    [('peter', 'parker'), ('spider', 'man')]
    """
    said = [name_parts(form) for form in _OTHERWISE.split(_BRACKETS.sub(" ", name))]
    return [form for form in dict.fromkeys(said) if form]


def plain_title(title: str | None) -> str:
    """Return a film's title in small letters without accents and punctuation, so that spellings of one title are equal.

    Examples
    --------
    >>> plain_title("Amélie: The Movie!"), plain_title(None)
    ('amelie the movie', '')
    """
    letters = unicodedata.normalize("NFKD", (title or "").casefold())
    letters = "".join(c for c in letters if not unicodedata.combining(c)).replace("'", "").replace("’", "")
    return " ".join(re.findall(r"\w+", letters))


def pair_names(some: Sequence[Named], others: Sequence[Named]) -> list[Pair | None]:
    """Return for each of some the other that it is, None where none fits.

    The same name, or an alias of two words or more that is the same, goes before a part: one name's words are all in
    the other ("Harry", "Harry Potter"), their genders don't differ, and nobody else fits, or nobody else begins so.
    Each other is given once: to the same name, else to the one that shares the most words with it, else to the one that
    weighs at least twice as much as any that fits the same form ("Draco Malfoy", "Lucius Malfoy" for "Malfoy"); where
    none does, these are ambiguous.

    Examples
    --------
    >>> cast = [Named(parts, frozenset({parts})) for parts in (("harry", "potter"), ("lily", "potter"))]
    >>> pair_names([Named(("harry",), frozenset()), Named(("potter",), frozenset())], cast)
    [Pair(other=0, rule='part', is_ambiguous=False), Pair(other=None, rule=None, is_ambiguous=True)]
    """
    by_form, by_word = _index(others)
    found = [_found(one, others, by_form, by_word) for one in some]
    claims: dict[int, list[int]] = defaultdict(list)
    for place, pair in enumerate(found):
        if pair is not None and pair.other is not None:
            claims[pair.other].append(place)
    for other, places in claims.items():
        if len(places) > 1:
            same = [place for place in places if (pair := found[place]) and pair.rule == "name"]
            best = _best({place: some[place] for place in same or places}, others[other])
            for place in places:
                if best != [place]:
                    found[place] = Pair(None, None, is_ambiguous=place in best)
    return found


def _best(some: Mapping[int, Named], other: Named) -> list[int]:
    """Return the place of the one that fits the other best; several where nothing tells them apart."""
    shared = {place: _shared(one, other) for place, one in some.items()}
    most = max(n for n, _ in shared.values())
    first, *rest = sorted((place for place in some if shared[place][0] == most), key=lambda place: -some[place].weight)
    rivals = [place for place in rest if shared[place][1] == shared[first][1]]
    if rivals and some[first].weight < max(1, _CLEARLY * some[rivals[0]].weight):
        return [first, *rivals]
    return [first]


def _shared(one: Named, other: Named) -> tuple[int, Parts]:
    """How many words a name shares with the form of the other that it is nearest to, and that form."""
    mine = _core(one.name)
    return max((len(mine & _core(form)), form) for form in other.forms | {other.name})


def _index(others: Sequence[Named]) -> tuple[Mapping[Parts, list[int]], Mapping[str, list[int]]]:
    by_form: dict[Parts, list[int]] = defaultdict(list)
    by_word: dict[str, list[int]] = defaultdict(list)
    for place, other in enumerate(others):
        for form in other.forms | {other.name}:
            by_form[form].append(place)
        for word in {word for form in other.forms | {other.name} for word in form}:
            by_word[word].append(place)
    return by_form, by_word


def _found(
    one: Named, others: Sequence[Named], by_form: Mapping[Parts, list[int]], by_word: Mapping[str, list[int]]
) -> Pair | None:
    same = set(by_form.get(one.name, ())) or {
        place for form in one.forms if len(form) > 1 for place in by_form.get(form, ())
    }
    if same:
        return _only(same, "name")
    fits = {place for place in _sharing(one.name, by_word) if _fits(one, others[place])}
    if len(fits) > 1:
        fits = {place for place in fits if _begins_alike(one.name, others[place])} or fits
    return _only(fits, "part") if fits else None


def _only(places: set[int], rule: Rule) -> Pair:
    return Pair(places.pop(), rule) if len(places) == 1 else Pair(None, None, is_ambiguous=True)


def _sharing(name: Parts, by_word: Mapping[str, list[int]]) -> Iterable[int]:
    lists = [places for word in name if (places := by_word.get(word))]
    rarest = min(lists, key=len, default=[])
    # Where the shorter name is the other's, its words may be any of these: all lists, as long as they are short.
    return {place for places in lists if len(places) <= max(len(rarest), _MOST) for place in places[: _MOST + 1]}


def _fits(one: Named, other: Named) -> bool:
    if one.gender is not None and other.gender is not None and one.gender != other.gender:
        return False
    mine = _core(one.name)
    theirs = [_core(form) for form in other.forms | {other.name}]
    return any(mine <= words or words <= mine for words in theirs)


def _core(name: Parts) -> set[str]:
    """The words without initials, if there are any."""
    return {word for word in name if len(word) > 1} or set(name)


def _begins_alike(name: Parts, other: Named) -> bool:
    return any(form[0] == name[0] for form in other.forms | {other.name} if form)
