"""What is said of each person: what they do, what is done to them, what they are called, what is theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from motif.films.collection.word import Role, is_word
from motif.films.represent.cast import Cast
from motif.films.represent.grammar import Grammar
from motif.films.represent.lexicon import CALLING, HANDING_ON, INTRANSITIVE, LINKING, PLACING, SILENT
from motif.films.represent.name import Name

__all__ = ["Said", "find_roles"]

Said = tuple[int, Role, str, bool, bool]
"""Number of the person, role, word, whether it is denied, whether only a pronoun tells whom."""

_MOST_JOINED = 50  # names that share one part in a sentence; a longer list is no sentence
_LIKE = frozenset({"as", "like", "unlike", "than", "despite", "besides", "except", "including", "because"})
_NO_THING = frozenset({"cc", "conj", "punct", "advmod", "preconj"})
_Mark = tuple[int, bool]  # person, by a pronoun


def find_roles(grammar: Grammar, cast: Cast, pronouns: Mapping[int, int]) -> list[Said]:
    """Return all that a plot says of its persons, in no order that means anything.

    Parameters
    ----------
    grammar :
        Of the plot.
    cast :
        Its persons and their places.
    pronouns :
        Place -> person, as `resolve_pronouns` gives it; empty to leave pronouns alone.

    Examples
    --------
    >>> from motif.represent.parse import ParsedText
    >>> find_roles(Grammar(ParsedText("")), Cast([], []), {})
    []
    """
    reading = _Reading(grammar, cast, pronouns)
    return [*reading.from_names(), *reading.from_places(), *reading.from_verbs()]


class _Reading:
    """One text, with the persons put where their words have their part in a sentence."""

    def __init__(self, grammar: Grammar, cast: Cast, pronouns: Mapping[int, int]) -> None:
        self.grammar, self.cast = grammar, cast
        self.heads = {name.head for name, _ in cast.places}
        self.inside = {at for name, _ in cast.places for at in range(name.start, name.end)}
        self.at: defaultdict[int, list[_Mark]] = defaultdict(list)  # place in the sentence -> who stands there
        self._tops: dict[int, int] = {}
        marks = [(name.head, person, False) for name, person in cast.places]
        marks += [(at, person, True) for at, person in pronouns.items()]
        for at, person, by_pronoun in sorted(marks):
            self._put(self._top(at), person, by_pronoun)
        for at, tag in enumerate(grammar.tags):
            if tag in ("WP", "WDT", "WP$"):
                self._relate(at)

    def from_names(self) -> Iterator[Said]:
        """Yield what stands at the names themselves: titles, adjectives, appositions."""
        grammar = self.grammar
        for name, person in self.cast.places:
            for word in (*name.titles, *name.epithets):
                if word not in SILENT:
                    yield person, "attribute", word, False, False
            for noun in self._nouns(name):
                yield from self._quality(noun, person, by_pronoun=False)
            for child in grammar.children(name.head, "amod", "acl", "relcl"):
                if child not in self.inside and grammar.kinds[child] == "ADJ":
                    denied = grammar.is_negated(child)
                    yield from self._quality(child, person, by_pronoun=False, denied=denied)

    def from_places(self) -> Iterator[Said]:
        """Yield what the relation of a place to its head says: objects and possessions."""
        for at, marks in [*self.at.items()]:
            for role, word, denied in self._of_place(at):
                yield from self._said(marks, role, word, denied)

    def from_verbs(self) -> Iterator[Said]:
        """Yield what each verb says of its subject, and of an object that it shares with the verb behind it."""
        grammar = self.grammar
        for verb in range(len(grammar)):
            if grammar.kinds[verb] == "ADJ" and grammar.relations[verb] == "advcl":
                yield from self._of_fronted(verb)
            if not grammar.is_clause(verb):
                continue
            marks = [mark for at in grammar.subjects(verb) for mark in self.at.get(at, ())]
            yield from self._of_subject(verb, marks)
            yield from self._of_shared_object(verb)

    def _said(self, marks: list[_Mark], role: Role, word: str, denied: bool) -> Iterator[Said]:
        word = word.rstrip(".")
        if is_word(word):
            for person, by_pronoun in marks:
                yield person, role, word, denied, by_pronoun

    def _put(self, at: int, person: int, by_pronoun: bool) -> None:
        marks = self.at[at]
        if len(marks) < _MOST_JOINED:
            marks.append((person, by_pronoun))

    def _top(self, at: int) -> int:
        """Return the word whose relation tells the part of a name: the first of joined ones, the noun that it names."""
        path = []
        while at not in self._tops:
            above = self._above(at)
            if above == at or len(path) > len(self.grammar):
                self._tops[at] = at
                break
            path.append(at)
            at = above
        top = self._tops[at]
        self._tops.update(dict.fromkeys(path, top))
        return top

    def _above(self, at: int) -> int:
        grammar = self.grammar
        relation, head = grammar.relations[at], grammar.heads[at]
        if relation == "conj" and grammar.kinds[head] in ("NOUN", "PROPN", "PRON"):
            return head
        if relation == "appos" and head not in self.inside and grammar.kinds[head] == "NOUN":
            return head
        if (
            relation in ("oprd", "attr", "dobj")
            and grammar.relations[head] == "acl"
            and grammar.lemmas[head] in CALLING
        ):
            return grammar.heads[head]
        return at

    def _relate(self, at: int) -> None:
        """Put at "who" whoever the word that it stands for is."""
        grammar = self.grammar
        verb, steps = at, 0
        while grammar.relations[verb] not in ("relcl", "ccomp") and steps < 6:
            if grammar.heads[verb] == verb:
                return
            verb, steps = grammar.heads[verb], steps + 1
        cleft = grammar.relations[verb] == "ccomp" and self._points(grammar.heads[verb])
        if cleft:  # "It is Oscar who kills the king"
            for one in grammar.children(grammar.heads[verb], "attr"):
                self.at[at].extend(self.at.get(one, []))
        if grammar.relations[verb] != "relcl":
            return
        for person, by_pronoun in self._meant(grammar.heads[verb]):
            self._put(at, person, by_pronoun)

    def _points(self, verb: int) -> bool:
        subjects = self.grammar.children(verb, "nsubj", "expl")
        return self.grammar.lemmas[verb] == "be" and any(self.grammar.lower[one] == "it" for one in subjects)

    def _meant(self, noun: int) -> list[_Mark]:
        """Who a noun is: named by it, told by it ("Paolo, a thief who …") or said to be it ("is a thief who …")."""
        grammar = self.grammar
        own = self.at.get(noun, [])
        if own:
            return own
        relation, head = grammar.relations[noun], grammar.heads[noun]
        if relation == "appos":
            return self.at.get(head, [])
        if relation == "attr" and grammar.lemmas[head] == "be":
            return [mark for at in grammar.subjects(head) for mark in self.at.get(at, ())]
        return []

    def _nouns(self, name: Name) -> Iterator[int]:
        """Yield the nouns that say what a name's bearer is."""
        grammar, at = self.grammar, name.head
        for child in grammar.dependents[at]:
            if child in self.inside or (grammar.kinds[child] != "NOUN" and grammar.relations[child] != "appos"):
                continue
            if self._is_front(child) or self._names_another(child):
                continue
            if grammar.relations[child] in ("appos", "compound", "nmod", "amod"):
                yield child
        top = self._above(at)
        while grammar.relations[at] == "conj" and top != at:  # "the twins Ana and Eva"
            plural = (
                c for c in grammar.dependents[top] if grammar.tags[c] == "NNS" and c < top and c not in self.inside
            )
            yield from (c for c in plural if grammar.relations[c] in ("compound", "nmod", "appos"))
            at, top = top, self._above(top)
        if top != at and grammar.kinds[top] == "NOUN":
            yield top

    def _names_another(self, noun: int) -> bool:
        """Whether an apposition is somebody else, with a name: "Jonas, not even his mother Inge"."""
        near = self.grammar.children(noun, "appos", "compound") if self.grammar.relations[noun] == "appos" else ()
        return any(one in self.heads for one in near)

    def _is_front(self, at: int) -> bool:
        """Whether a word is what a hyphen joins to the next ("ex-wife")."""
        behind = at + 1 < len(self.grammar) and self.grammar.words[at + 1] in ("-", "–")
        return behind or self.grammar.words[at] in ("-", "–")

    def _quality(self, at: int, person: int, *, by_pronoun: bool, denied: bool = False) -> Iterator[Said]:
        """Yield a noun or adjective, those joined to it, and a noun's own adjectives."""
        grammar = self.grammar
        for one in (at, *self._joined(at)):
            if one in self.inside:
                continue
            if grammar.kinds[one] == "NOUN":
                below = [c for c in grammar.children(one, "amod") if grammar.kinds[c] == "ADJ" and c not in self.inside]
                below += [deeper for c in below for deeper in self._joined(c)]
                for adjective in below:
                    yield from self._said([(person, by_pronoun)], "attribute", grammar.word(adjective), denied)
            if grammar.kinds[one] in ("NOUN", "ADJ"):
                yield from self._said([(person, by_pronoun)], "attribute", grammar.word(one), denied)

    def _joined(self, at: int) -> list[int]:
        found, asked = [], [at]
        while asked and len(found) < _MOST_JOINED:
            below = [c for c in self.grammar.children(asked.pop(), "conj") if self.grammar.kinds[c] in ("NOUN", "ADJ")]
            found += below
            asked += below
        return found

    def _of_place(self, at: int) -> Iterator[tuple[Role, str, bool]]:
        grammar = self.grammar
        relation, head = grammar.relations[at], grammar.heads[at]
        if relation in ("dobj", "dative") and self._is_deed(head):
            yield "patient", grammar.word(head), grammar.is_negated(head)
        elif relation == "pobj":
            yield from self._of_preposition(head)
        elif relation == "poss":
            yield from self._of_owner(head)
        elif relation == "nsubj" and grammar.relations[head] in ("ccomp", "xcomp"):
            if not grammar.is_clause(head) and grammar.kinds[head] in ("NOUN", "ADJ"):
                yield "attribute", grammar.word(head), False  # "makes Alba his wife"
            yield from self._of_object_clause(head)

    def _is_deed(self, at: int) -> bool:
        grammar = self.grammar
        return (
            grammar.is_clause(at)
            and grammar.lemmas[at] != "be"
            and grammar.kinds[at] == "VERB"
            and at not in self.inside
            and not grammar.is_naming(at)
        )

    def _of_preposition(self, at: int) -> Iterator[tuple[Role, str, bool]]:
        grammar, word = self.grammar, self.grammar.lower[at]
        by = grammar.relations[at] == "agent"
        steps = 0
        while grammar.relations[at] in ("prep", "advmod", "prt", "dative", "agent", "pcomp") and steps < 4:
            at, steps = grammar.heads[at], steps + 1
            if grammar.is_clause(at):
                break
        if not self._is_deed(at) or word in _LIKE:
            return
        by = by or (word == "by" and grammar.is_passive(at))
        yield "agent" if by else "patient", grammar.word(at), grammar.is_negated(at)

    def _of_owner(self, head: int) -> Iterator[tuple[Role, str, bool]]:
        grammar = self.grammar
        if head in self.inside or grammar.kinds[head] == "PROPN":
            near = grammar.children(head, "compound", "nmod", "amod", "appos")
            things = [c for c in near if grammar.kinds[c] == "NOUN" and c < head and c not in self.inside]
            things = [c for c in things if not self._is_front(c)]
        else:
            things = [head] if grammar.kinds[head] == "NOUN" else []
        joined = [c for thing in things for c in self._joined(thing) if grammar.kinds[c] == "NOUN"]
        things += [c for c in joined if not grammar.children(c, "poss", "det") and c not in self.inside]
        for thing in things:
            yield "possession", grammar.word(thing), False

    def _of_object_clause(self, verb: int) -> Iterator[tuple[Role, str, bool]]:
        """Yield what a verb does to the subject of the clause that is its object ("forbid her to see Malik")."""
        grammar = self.grammar
        above = grammar.heads[verb]
        to = any(grammar.relations[c] == "aux" and grammar.lower[c] == "to" for c in grammar.dependents[verb])
        plain = self._is_state(verb, above)
        if (to and grammar.lemmas[above] in HANDING_ON) or (plain and grammar.lemmas[above] in PLACING):
            yield "patient", grammar.word(above), grammar.is_negated(above)

    def _is_state(self, verb: int, above: int) -> bool:
        """Whether what looks like a clause says how an object is: "finds Isla married", "gets Tariq fired"."""
        grammar = self.grammar
        if grammar.relations[verb] != "ccomp" or grammar.lemmas[above] not in (*PLACING, "get", "have"):
            return False
        helped = any(grammar.relations[c] in ("aux", "mark", "auxpass", "dobj") for c in grammar.dependents[verb])
        return not helped and grammar.tags[verb] in ("VBN", "VBD", "VB", "JJ")

    def _of_subject(self, verb: int, marks: list[_Mark]) -> Iterator[Said]:
        grammar = self.grammar
        if not marks:
            return
        denied = grammar.is_negated(verb)
        for child in grammar.dependents[verb]:
            if self._is_predicate(child, verb):
                neither = any(grammar.lower[one] in ("neither", "nor") for one in grammar.dependents[child])
                for person, by_pronoun in marks:
                    yield from self._quality(child, person, by_pronoun=by_pronoun, denied=denied or neither)
        if not self._is_deed(verb):
            return
        head = grammar.heads[verb]
        if self._is_state(verb, head):
            placing = grammar.lemmas[head] in PLACING
            word = grammar.lower[verb] if placing else grammar.word(verb)
            yield from self._said(marks, "attribute" if placing else "patient", word, denied)
        else:
            yield from self._said(marks, "patient" if grammar.is_passive(verb) else "agent", grammar.word(verb), denied)

    def _is_predicate(self, at: int, verb: int) -> bool:
        grammar = self.grammar
        relation, kind = grammar.relations[at], grammar.kinds[at]
        if relation == "acomp":
            return grammar.lemmas[verb] in LINKING
        if relation == "oprd":
            return kind in ("ADJ", "NOUN") and grammar.is_passive(verb)
        return relation == "attr" and grammar.lemmas[verb] == "be" and kind in ("NOUN", "ADJ")

    def _of_fronted(self, at: int) -> Iterator[Said]:
        """Yield an adjective that stands for a clause: "Stubborn and proud, Ewan refuses"."""
        verb = self.grammar.heads[at]
        if self.grammar.is_clause(verb):
            for subject in self.grammar.subjects(verb):
                for person, by_pronoun in self.at.get(subject, ()):
                    yield from self._quality(at, person, by_pronoun=by_pronoun)

    def _of_shared_object(self, verb: int) -> Iterator[Said]:
        """Yield what "hears" does in "hears and hires him"."""
        grammar = self.grammar
        if not self._is_deed(verb) or grammar.lemmas[verb] in INTRANSITIVE:
            return
        below = [c for c in grammar.dependents[verb] if c > verb and grammar.relations[c] not in _NO_THING]
        follows = grammar.children(verb, "conj")
        if below or not follows or follows[0] - verb > 3 or grammar.tags[follows[0]] != grammar.tags[verb]:
            return
        role: Role = "agent" if grammar.is_passive(verb) else "patient"
        for thing in self._shared_things(follows[0], role):
            yield from self._said(self.at.get(thing, []), role, grammar.word(verb), grammar.is_negated(verb))

    def _shared_things(self, verb: int, role: str) -> list[int]:
        if role == "patient":
            return self.grammar.children(verb, "dobj")
        return [thing for by in self.grammar.children(verb, "agent") for thing in self.grammar.children(by, "pobj")]
