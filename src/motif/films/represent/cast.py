"""Which names are people's, and which names are one person's: Harry, Harry Potter, Mr. Potter.

A name is a person's by votes over all its places in the plot: what the pipeline took it for, titles, first names, and
what it does in its sentences. Persons are then joined by their words: a full name draws in its parts; a part that fits
several goes, place by place, to the one whose title or gender fits and who was spoken of last.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from motif.films.represent.grammar import Grammar
from motif.films.represent.lexicon import FRONTS, LINKING, NEUTER, PEOPLE, PLACES, SUFFIXES, TITLES, USUALLY, Gender
from motif.films.represent.name import Name, title_word
from motif.films.source.given import given_names

__all__ = ["Cast", "Person", "find_cast"]

_LABELS = {
    "PERSON": 2.0,
    "": 0.0,
    "ORG": -0.3,
    "GPE": -1.5,
    "LOC": -1.0,
    "FAC": -1.5,
    "PRODUCT": -0.5,
    "WORK_OF_ART": -1.0,
    "NORP": -1.5,
    "EVENT": -1.0,
    "CARDINAL": -1.0,
    "ORDINAL": -1.0,
}
_OTHER_LABEL = -2.0  # dates, sums, languages
_WHERE = frozenset(
    {"in", "at", "near", "through", "across", "throughout", "outside", "inside", "within", "into", "around"}
)
_MOST_LISTED = 64  # candidates that a part of a name is compared with: ten thousand Smiths cost no more


@dataclass(slots=True)
class Person:
    """One person of a plot.

    Parameters
    ----------
    name :
        The fullest form of the name.
    gender :
        What titles, first names and nouns tell; pronouns may tell more later.
    aliases :
        Each form -> how often.
    genders :
        Votes for each gender.

    Examples
    --------
    >>> Person("Harry Potter").aliases
    Counter()
    """

    name: str
    gender: Gender | None = None
    aliases: Counter[str] = field(default_factory=Counter)
    genders: Counter[str] = field(default_factory=Counter)
    is_thing: bool = False

    def vote(self, gender: Gender | None, weight: float) -> None:
        """Count a hint at the gender, and take the gender that has more votes."""
        if gender:
            self.genders[gender] += weight  # type: ignore[assignment]
        female, male = self.genders["female"], self.genders["male"]
        self.gender = "female" if female > male else "male" if male > female else None


@dataclass(frozen=True, slots=True)
class Cast:
    """The persons of a plot, and where each is named.

    Parameters
    ----------
    persons :
        In the order of their first place.
    places :
        Name and the number of its person, in the order of the text.

    Examples
    --------
    >>> Cast([], []).persons
    []
    """

    persons: list[Person]
    places: list[tuple[Name, int]]


def find_cast(grammar: Grammar, names: list[Name], *, ruled: Mapping[int, str] | None = None) -> Cast:
    """Return the persons among the names of a plot.

    Parameters
    ----------
    grammar :
        Of the plot.
    names :
        What `find_names` found.
    ruled :
        Place where a name begins -> whose it is, whatever the rules would say; "" is nobody's.

    Examples
    --------
    >>> from motif.represent.parse import ParsedText
    >>> find_cast(Grammar(ParsedText("")), []).persons
    []
    """
    ruled = ruled or {}
    people = _people(grammar, [name for name in names if name.start not in ruled])
    kept = [name for name in names if ruled.get(name.start, name.key in people or _is_title(name.key))]
    return _Joining(grammar, ruled, people).cast(kept)


def _people(grammar: Grammar, names: list[Name]) -> set[tuple[str, ...]]:
    votes: defaultdict[tuple[str, ...], list[float]] = defaultdict(list)
    for name in names:
        if not _is_actor(grammar, name):
            votes[name.key].append(_evidence(grammar, name))
    found = {key for key, given in votes.items() if sum(given) > 2.0 * _is_title(key)}
    found = {key for key in found if not _is_title(key) or key[0] in given_names()}
    parts = {part for key in found if len(key) > 1 for part in (key[0], key[-1])}
    found |= {key for key in votes if len(key) == 1 and key[0] in parts}
    return found


def _is_title(key: tuple[str, ...]) -> bool:
    return len(key) == 1 and key[0] in TITLES


def _is_actor(grammar: Grammar, name: Name) -> bool:
    """Whether a name alone in brackets tells who plays somebody."""
    before, behind = name.start - 1, name.end
    return before >= 0 and behind < len(grammar) and grammar.words[before] == "(" and grammar.words[behind] == ")"


def _evidence(grammar: Grammar, name: Name) -> float:
    """What one place says for a person (above 0) or against."""
    given = given_names()
    vote = _LABELS.get(name.label, _OTHER_LABEL)
    first = (2.0 if name.label in ("PERSON", "") else 1.5) * (name.key[0] in given) * (len(name.key) < 4)
    vote += 3.0 * bool(name.titles) + first
    vote -= (1.0 if name.label == "PERSON" else 4.0) * (name.key[-1] in PLACES or name.key[0] in FRONTS)
    vote -= 3.0 * (len(name.key) > 1 and name.key[-1] in TITLES and name.key[0] not in given)  # U.S. Army Captain
    at = name.head
    relation = grammar.relations[at]
    if relation == "conj":
        relation = grammar.relations[grammar.heads[at]]
    below = grammar.dependents[at]
    determined = any(grammar.relations[child] == "det" for child in below)
    told = any(grammar.kinds[child] in ("NOUN", "ADJ") for child in grammar.children(at, "compound", "nmod", "amod"))
    vote += 1.5 * told - 1.5 * (determined and not told)
    vote -= 1.0 * (grammar.tags[at] == "NNPS" and name.key[-1] not in given)
    vote += 3.0 * any(
        grammar.lower[c] in ("who", "whose", "whom")
        for b in below
        for c in (b, *grammar.dependents[b])
        if grammar.relations[b] == "relcl"
    )
    return vote + _by_relation(grammar, name, relation)


def _by_relation(grammar: Grammar, name: Name, relation: str) -> float:
    at = name.head
    head = grammar.heads[at]
    if relation in ("nsubj", "nsubjpass"):
        return 0.6 if grammar.lemmas[head] in LINKING else 1.6 if relation == "nsubj" else 1.0
    if relation == "poss":
        return 1.0
    if relation in ("dobj", "dative"):
        return 0.8
    if relation == "pobj":
        preposition = grammar.lower[head]
        return -1.0 if preposition in _WHERE else 1.0 if preposition in ("by", "with", "for", "about") else 0.1
    if relation == "appos" and grammar.word(head) in PEOPLE:
        return 2.0
    return 0.0


class _Joining:
    """Names on their way to persons."""

    def __init__(self, grammar: Grammar, ruled: Mapping[int, str], people: Set[tuple[str, ...]]) -> None:
        self.grammar, self.ruled, self.people = grammar, ruled, people
        self.persons: list[Person] = []
        self.keys: list[tuple[str, ...]] = []
        self.by_part: defaultdict[str, list[int]] = defaultdict(list)
        self.by_key: dict[tuple[object, ...], int] = {}
        self.by_title: defaultdict[str, set[int]] = defaultdict(set)
        self.last: dict[int, int] = {}

    def cast(self, names: list[Name]) -> Cast:
        self._take_ruled(names)
        free = [name for name in names if name.start not in self.ruled]
        full = Counter(name.key for name in free if len(name.key) > 1)
        for key in sorted(full, key=lambda key: (-len(key), -full[key], key)):
            self._add_full(key)
        self._know_genders(free)
        self._add_single(free)
        places = self._places(names)
        return self._ordered(places)

    def _take_ruled(self, names: list[Name]) -> None:
        for name in names:
            whose = self.ruled.get(name.start)
            if whose:
                key = _ruled_key(whose)
                number = self.by_key[key] if key in self.by_key else self._new(key)
                self.persons[number].name = whose

    def _new(self, key: tuple[str, ...], *, known_as: tuple[object, ...] | None = None) -> int:
        number = len(self.persons)
        self.persons.append(Person(""))
        self.keys.append(key)
        self.by_key[known_as or key] = number
        for part in dict.fromkeys(_core(key)):
            self.by_part[part].append(number)
        return number

    def _add_full(self, key: tuple[str, ...]) -> None:
        if key in self.by_key:
            return
        core = _core(key)
        lists = [self.by_part.get(part, []) for part in core if len(part) > 1]
        shortest = min(lists, key=len, default=[])[:_MOST_LISTED]
        fitting = [number for number in shortest if _is_within(core, _core(self.keys[number]))]
        if len(fitting) == 1:
            self.by_key[key] = fitting[0]
        else:
            self._new(key)

    def _know_genders(self, names: list[Name]) -> None:
        for name in names:
            number = self.by_key.get(name.key)
            if number is not None:
                self._tell(number, name)

    def _tell(self, number: int, name: Name) -> None:
        person = self.persons[number]
        person.vote(name.gender, 3)
        for title in name.titles:
            self.by_title[title].add(number)
        noun, gender = self._noun(name)
        person.vote(gender, 1.5)
        person.vote(PEOPLE.get(name.key[-1]), 3)
        person.is_thing = person.is_thing or noun in NEUTER
        first = USUALLY.get(name.key[0]) or given_names().get(name.key[0])
        if first in ("female", "male") and not (name.titles and len(name.key) == 1):
            person.vote(first, 2)  # type: ignore[arg-type]

    def _noun(self, name: Name) -> tuple[str, Gender | None]:
        """The noun that says what a person is ("the widow Agnes", "Paolo, a thief"), and its gender."""
        grammar, at = self.grammar, name.head
        near = [
            child
            for child in grammar.children(at, "appos", "compound", "nmod", "amod")
            if grammar.kinds[child] == "NOUN"
        ]
        if grammar.relations[at] == "appos":
            near.append(grammar.heads[at])
        words = [grammar.word(one) for one in near]
        return next((word for word in words if word in PEOPLE or word in NEUTER), ""), next(
            (PEOPLE[word] for word in words if word in PEOPLE), None
        )

    def _add_single(self, names: list[Name]) -> None:
        """Give names of one word that fit no full name a person of their own; one a gender, where titles tell it."""
        singles: defaultdict[tuple[str, ...], list[Name]] = defaultdict(list)
        for name in names:
            told = _is_title(name.key) and (name.key not in self.people or self.by_title[name.key[0]])
            if len(name.key) == 1 and name.key not in self.by_key and not told:
                singles[name.key].append(name)
        for key, places in singles.items():
            fitting = self._fitting(key, None)
            genders = list(dict.fromkeys(name.gender for name in places if name.gender))
            lonely = [gender for gender in genders if not self._fitting(key, gender)]
            if not fitting and len(genders) < 2:
                number = self._new(key)
            else:
                number = None
                for gender in lonely:
                    known = self._new(key, known_as=(*key, gender))
                    self.persons[known].vote(gender, 3)
            for name in places:
                if number is not None:
                    self._tell(number, name)

    def _fitting(self, key: tuple[str, ...], gender: Gender | None) -> list[int]:
        """Persons whose name has the word, and whose gender is not the other one."""
        listed = self.by_part.get(key[0], [])[:_MOST_LISTED]
        return [number for number in listed if not gender or self.persons[number].gender in (None, gender)]

    def _places(self, names: list[Name]) -> list[tuple[Name, int]]:
        places = []
        for name in names:
            number = self._whose(name)
            if number is None:
                continue
            self.last[number] = name.start
            self.persons[number].aliases[name.form] += 1
            places.append((name, number))
        return places

    def _whose(self, name: Name) -> int | None:
        if name.start in self.ruled:
            return self.by_key[_ruled_key(self.ruled[name.start])]
        if name.key in self.by_key:
            return self.by_key[name.key]
        if _is_title(name.key):
            bearers = self.by_title[name.key[0]]
            return next(iter(bearers)) if len(bearers) == 1 else None
        fitting = self._fitting(name.key, name.gender)
        if name.titles and len(fitting) > 1:  # Mr. and a surname
            fitting = [number for number in fitting if _core(self.keys[number])[-1] == name.key[0]] or fitting
        elif len(fitting) > 1:
            fitting = [number for number in fitting if self.keys[number][0] == name.key[0]] or fitting
        return max(fitting, key=lambda number: (self.last.get(number, -1), -number)) if fitting else None

    def _ordered(self, places: list[tuple[Name, int]]) -> Cast:
        order = list(dict.fromkeys(number for _, number in places))
        forms: defaultdict[int, Counter[tuple[bool, int, str, str]]] = defaultdict(Counter)
        for name, number in places:
            forms[number][not _is_title(name.key), len(_core(name.key)), name.text, name.form] += 1
        best = {number: max(own, key=lambda form: (*form[:2], own[form], form)) for number, own in forms.items()}
        kept = [self.persons[number] for number in order]
        for number, person in zip(order, kept, strict=True):
            person.name = person.name or best[number][2]
        shared = Counter(person.name for person in kept)
        for number, person in zip(order, kept, strict=True):
            if shared[person.name] > 1:  # Mr. Potter and Mrs. Potter
                person.name = max(forms[number], key=lambda form: (form[3] != form[2], forms[number][form]))[3]
        again = {number: place for place, number in enumerate(order)}
        return Cast(kept, [(name, again[number]) for name, number in places])


def _ruled_key(name: str) -> tuple[str, ...]:
    """A name that a user gave, as the names of a text are compared."""
    return tuple(title_word(word) for word in name.split())


def _core(key: tuple[str, ...]) -> tuple[str, ...]:
    """A full name's words without "Jr." and its like; "Forrest Jr." is not Forrest."""
    core = tuple(part for part in key if part not in SUFFIXES)
    return core if len(core) > 1 else key


def _is_within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether a name is a shorter form of another: its words in order, an initial for a word."""
    rest = iter(whole)
    return all(any(word == one or (len(one) == 1 and word[:1] == one) for word in rest) for one in part)
