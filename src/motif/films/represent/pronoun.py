"""Whom a pronoun means: by gender, number, what its verb allows, and who was spoken of last.

Candidates are the persons of the sentence and of the three before it. A person of the other gender is none, nor is one
who already has a part in what the pronoun's verb tells ("she loves him" is two people), unless the pronoun points back
("himself"). Among the others the subject goes before the object, the near before the far. What a pronoun that could
mean only one person tells of the gender is believed for the whole plot. Ours; the order of preference follows the
salience of Lappin and Leass 1994.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from dataclasses import dataclass

from motif.films.represent.cast import Cast
from motif.films.represent.grammar import Grammar
from motif.films.represent.lexicon import PEOPLE, PRONOUNS, Gender

__all__ = ["resolve_pronouns"]

_BACK = 3  # sentences that a pronoun looks back
_MEMORY = 12  # mentions that are remembered
_RANKS = {"nsubj": 2.0, "nsubjpass": 2.0, "dobj": 1.0, "dative": 1.0, "pobj": 0.6, "poss": 0.8, "appos": 0.5}
_NOBODY = -1


@dataclass(slots=True)
class _Mention:
    person: int  # below 0: somebody without a name
    at: int
    sentence: int
    rank: float
    gender: Gender | None


def resolve_pronouns(grammar: Grammar, cast: Cast) -> dict[int, int]:
    """Return the person of each pronoun that has one: place of the pronoun -> number of the person.

    Parameters
    ----------
    grammar :
        Of the plot.
    cast :
        Its persons; what pronouns tell of their gender is added to their votes.

    Examples
    --------
    >>> from motif.represent.parse import ParsedText
    >>> resolve_pronouns(Grammar(ParsedText("")), Cast([], []))
    {}
    """
    if not cast.persons:
        return {}
    for at, person in _Walk(grammar, cast).resolve().items():
        cast.persons[person].vote(PRONOUNS[grammar.lower[at]][0], 0.5)
    return _Walk(grammar, cast).resolve()


class _Walk:
    """One way through a text, from its first word to its last."""

    def __init__(self, grammar: Grammar, cast: Cast) -> None:
        self.grammar, self.cast = grammar, cast
        self.named = {name.head: person for name, person in cast.places}
        self.inside = {at for name, _ in cast.places for at in range(name.start, name.end)}
        self.found: dict[int, int] = {}
        self.recent: deque[_Mention] = deque(maxlen=_MEMORY)

    def resolve(self) -> dict[int, int]:
        sentence, starts = -1, self.grammar.parsed.sentences
        for at in range(len(self.grammar)):
            sentence = bisect_right(starts, at, lo=max(sentence, 0)) - 1
            person = self.named.get(at)
            if person is not None:
                self._remember(person, at, sentence, self.cast.persons[person].gender)
            elif self.grammar.lower[at] in PRONOUNS and self.grammar.kinds[at] in ("PRON", "DET"):
                self._take(at, sentence)
            elif at not in self.inside and self.grammar.lemmas[at] in PEOPLE and self.grammar.kinds[at] == "NOUN":
                self._somebody(at, sentence)
        return self.found

    def _somebody(self, at: int, sentence: int) -> None:
        """A noun such as "the girl" is somebody without a name, unless it says what a named person is."""
        grammar = self.grammar
        near = (at, grammar.heads[at], *grammar.dependents[at])
        if grammar.relations[at] in ("attr", "compound", "appos") or any(one in self.named for one in near[2:]):
            return
        self._remember(_NOBODY, at, sentence, PEOPLE[grammar.lemmas[at]])

    def _remember(self, person: int, at: int, sentence: int, gender: Gender | None) -> None:
        rank = _RANKS.get(self.grammar.relations[_top(self.grammar, at)], 0.3)
        self.recent.append(_Mention(person, at, sentence, rank, gender))

    def _take(self, at: int, sentence: int) -> None:
        person = self._choose(at, sentence)
        if person is None:
            return
        if person >= 0:
            self.found[at] = person
        self._remember(person, at, sentence, PRONOUNS[self.grammar.lower[at]][0])

    def _choose(self, at: int, sentence: int) -> int | None:
        gender, points_back = PRONOUNS[self.grammar.lower[at]]
        verb = _verb(self.grammar, at)
        subjects = self._persons(self.grammar.subjects(verb)) if verb is not None else set()
        if points_back:
            fitting = [one for one in subjects if self._fits(one, gender)]
            return fitting[0] if fitting else None
        barred = set() if self.grammar.relations[at] == "poss" else self._partners(at, verb, subjects)
        barred |= self._owned(at)
        best, score = None, -9.0
        for one in self.recent:
            if sentence - one.sentence > _BACK or (one.person >= 0 and one.person in barred):
                continue
            if one.person >= 0 and not self._fits(one.person, gender):
                continue
            if one.person < 0 and one.gender != gender:
                continue
            own = self._score(one, at, sentence, gender)
            if own >= score:
                best, score = one.person, own
        return best

    def _score(self, one: _Mention, at: int, sentence: int, gender: Gender | None) -> float:
        known = one.gender is not None and one.gender == gender
        score = one.rank - 1.5 * (sentence - one.sentence) + 1.6 * known - 0.4 * (one.person < 0)
        rank = _RANKS.get(self.grammar.relations[at], 0.3)
        same = one.rank == rank and rank >= 1.0  # "he" is rather who was the subject, "him" who was the object
        return score + (0.5 if rank > 1.0 else 1.2) * same - 0.01 * (at - one.at)

    def _fits(self, person: int, gender: Gender | None) -> bool:
        one = self.cast.persons[person]
        return one.is_thing if gender is None else one.gender in (None, gender) and not one.is_thing

    def _persons(self, places: tuple[int, ...]) -> set[int]:
        found = set()
        for at in places:
            person = self.named.get(at, self.found.get(at))
            if person is not None:
                found.add(person)
            found |= {self.named[one] for one in self.grammar.children(at, "appos", "conj") if one in self.named}
        return found

    def _partners(self, at: int, verb: int | None, subjects: set[int]) -> set[int]:
        """Who else has a part in what the pronoun's verb tells."""
        if verb is None:
            return set()
        is_subject = self.grammar.relations[_top(self.grammar, at)] in ("nsubj", "nsubjpass")
        barred = set() if is_subject else set(subjects)
        for child in self.grammar.dependents[verb]:
            one = child
            if self.grammar.relations[one] in ("prep", "agent", "dative"):
                below = self.grammar.children(one, "pobj")
                one = below[0] if below else one
            if one != at and self.grammar.relations[one] in ("dobj", "dative", "pobj"):
                barred |= self._persons((one,))
        return barred

    def _owned(self, at: int) -> set[int]:
        """Who is what "his" or "her" owns: "his cousin Alfie" is not Alfie's."""
        if self.grammar.relations[at] != "poss":
            return set()
        thing = self.grammar.heads[at]
        return self._persons((thing,))


def _top(grammar: Grammar, at: int) -> int:
    """The first of joined names, whose relation the others share."""
    steps = 0
    while grammar.relations[at] == "conj" and steps < 20:
        at, steps = grammar.heads[at], steps + 1
    return at


def _verb(grammar: Grammar, at: int) -> int | None:
    """The verb that a word is a part of, through prepositions but not through nouns."""
    at = _top(grammar, at)
    relation, head = grammar.relations[at], grammar.heads[at]
    steps = 0
    while relation in ("pobj", "prep", "agent", "dative", "pcomp", "prt") and not grammar.is_clause(head) and steps < 5:
        at = head
        relation, head, steps = grammar.relations[at], grammar.heads[at], steps + 1
    return head if grammar.is_clause(head) and relation != "poss" else None
