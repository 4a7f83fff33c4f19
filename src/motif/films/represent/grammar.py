"""The grammar of a parsed text as the rules need it: who depends on whom, whose subject a verb shares, what is passive.

Relations are those of spaCy's English pipelines (nsubj, dobj, xcomp, …). Where a name betrays a slip of the parser
("Dmitri kidnaps" read as a noun), `repair` mends it. Everything is computed once for a word, so that a text costs what
its length costs.
"""

from __future__ import annotations

from collections.abc import Iterable

from motif.films.represent.lexicon import CALLING, HANDING_ON, ONLY_VERBS, PERCEIVING, PROMISING
from motif.represent.parse import ParsedText

__all__ = ["Grammar"]

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_OBJECTS = ("dobj", "dative")
_STRAY = frozenset({"compound", "amod", "nmod", "appos", "ROOT", "npadvmod", "dep", "nsubj", "conj"})
_LOST = frozenset({"appos", "npadvmod", "dep", "compound", "nmod", "amod"})
_NO_NOUN = frozenset({"det", "amod", "poss", "nummod"})


class Grammar:
    """Heads, relations and dependents of a text's words.

    Parameters
    ----------
    parsed :
        The text; its lists are copied before anything is mended.

    Examples
    --------
    >>> parsed = ParsedText("Ann ran.", ["Ann", "ran", "."], ["Ann", "run", "."], ["PROPN", "VERB", "PUNCT"],
    ...     ["NNP", "VBD", "."], ["nsubj", "ROOT", "punct"], [1, 1, 1], [0, 4, 7], [0], [])
    >>> Grammar(parsed).subjects(1)
    (0,)
    """

    def __init__(self, parsed: ParsedText) -> None:
        self.parsed = parsed
        self.words, self.tags = parsed.words, parsed.tags
        self.lemmas, self.kinds = [*parsed.lemmas], [*parsed.kinds]
        self.relations, self.heads = [*parsed.relations], [*parsed.heads]
        self.lower = [word.lower() for word in parsed.words]
        self._subjects: dict[int, tuple[int, ...]] = {}
        self._passive: dict[int, bool] = {}
        self.firsts = frozenset(parsed.sentences)
        self._link()

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.words)

    def children(self, at: int, *relations: str) -> list[int]:
        """Return the dependents of a word that stand in one of the relations, in the order of the text."""
        return [child for child in self.dependents[at] if self.relations[child] in relations]

    def is_clause(self, at: int) -> bool:
        """Return whether a word is the verb of a clause, finite or not."""
        return self.kinds[at] in ("VERB", "AUX") and self.relations[at] not in ("aux", "auxpass", "amod", "compound")

    def is_passive(self, at: int) -> bool:
        """Return whether a verb's subject suffers what it says."""
        known = self._passive.get(at)
        if known is None:
            known = self._passive[at] = self._find_passive(at)
        return known

    def is_negated(self, at: int) -> bool:
        """Return whether a word is denied: "does not", "never", "no longer", "neither Sam nor Kim" does."""
        below = self.dependents[at]
        denied = any(self.relations[c] == "neg" or self.lower[c] in ("never", "nor") for c in below)
        denied = denied or any(self._is_no_longer(c) or self._is_neither(c) for c in below)
        if denied or self.relations[at] != "conj":
            return denied
        head = self.heads[at]
        joined = {self.lower[c] for c in self.children(head, "cc")}
        return "nor" in joined or ("or" in joined and bool(self.children(head, "neg")))

    def is_naming(self, at: int) -> bool:
        """Return whether a verb only says what its subject is called besides: "also known as the Fox"."""
        as_ = any(self.lower[child] == "as" for child in self.children(at, "prep"))
        return as_ and self.lemmas[at] == "know" and self.is_passive(at)

    def subjects(self, at: int) -> tuple[int, ...]:
        """Return the words that a verb has as its subject, its own or the one it shares; at most one but for oddities.

        Shared are those of joined verbs ("robs and escapes"), of infinitives ("tries to escape", "persuades Ann to
        confess": the object's), of participles ("Rescued by Tom, she joins …") and of adjectives ("eager to escape").
        """
        asked: list[int] = []
        while at not in self._subjects:
            own = tuple(child for child in self.dependents[at] if self.relations[child] in _SUBJECTS)
            if own:
                self._subjects[at] = own
                break
            found = self._shared(at)
            if isinstance(found, tuple):
                self._subjects[at] = found
                break
            self._subjects[at] = ()  # what a circle, which no parse has, would find
            asked.append(at)
            at = found
        answer = self._subjects[at]
        self._subjects.update(dict.fromkeys(asked, answer))
        return answer

    def word(self, at: int) -> str:
        """Return the lemma of a word in lower case, with what a hyphen joins to its front ("ex-wife")."""
        lemma = self.lower[at] if self.tags[at] in ("VBN", "VBG") and self.kinds[at] == "ADJ" else self.lemmas[at]
        lemma = lemma.lower()
        while at >= 2 and self.words[at - 1] == "-" and self.touches(at - 1) and self.touches(at):
            at -= 2
            lemma = f"{self.lower[at]}-{lemma}"
        return lemma

    def repair(self, names: Iterable[tuple[int, int, int]]) -> None:
        """Mend what the parser made of a verb that it took for a noun, or of a subject that it took for something else.

        Parameters
        ----------
        names :
            (first word, behind the last word, head) of each name.
        """
        for start, end, head in names:
            if self.relations[head] == "nsubj":
                self._repair_front(start, head)
            else:
                self._repair_subject(start, end, head)
        self._repair_roots()
        self._repair_joined()
        self._repair_objects()
        self._link()

    def _link(self) -> None:
        self.dependents: list[list[int]] = [[] for _ in self.words]
        for at, head in enumerate(self.heads):
            if head != at:
                self.dependents[head].append(at)
        self._subjects.clear()
        self._passive.clear()

    def touches(self, at: int) -> bool:
        """Whether no blank stands before a word."""
        offsets = self.parsed.offsets
        return offsets[at] == offsets[at - 1] + len(self.words[at - 1])

    def _is_no_longer(self, at: int) -> bool:
        return self.lower[at] == "longer" and at > 0 and self.lower[at - 1] == "no"

    def _is_neither(self, at: int) -> bool:
        """Whether a subject or an object is none of those that "neither … nor" joins."""
        below = {self.lower[child] for child in self.dependents[at]}
        return self.relations[at] in ("nsubj", "nsubjpass", "dobj") and {"neither", "nor"} <= below

    def _find_passive(self, at: int) -> bool:
        relations = [self.relations[child] for child in self.dependents[at]]
        if "auxpass" in relations or "nsubjpass" in relations:
            return True
        if self.tags[at] != "VBN" or "aux" in relations or "nsubj" in relations:
            return False
        if self.relations[at] == "conj":
            first = self.heads[at]
            for _ in range(20):
                if self.relations[first] != "conj" or self.children(first, "auxpass", "nsubjpass", "nsubj"):
                    break
                first = self.heads[first]
            return self.is_clause(first) and self.is_passive(first)
        return self.relations[at] in ("acl", "advcl", "csubj", "ccomp", "amod")

    def _shared(self, at: int) -> int | tuple[int, ...]:
        """Return the verb whose subject a verb without one shares, or the words that are its subject."""
        relation, head = self.relations[at], self.heads[at]
        if head == at:
            return ()
        if relation in ("conj", "dep"):
            return self._joined_to(at)
        if relation in ("xcomp", "advcl"):
            return self._controller(at, head)
        if relation == "ccomp" and self.tags[at] in ("VB", "VBG") and self.is_clause(head):
            return head
        if relation in ("acl", "relcl"):
            return self._described(at, head)
        return ()

    def _joined_to(self, at: int) -> int | tuple[int, ...]:
        """The verb that another is joined to, through a word between them ("writes twice and vanishes")."""
        for _ in range(4):
            relation, at = self.relations[at], self.heads[at]
            if self.is_clause(at):
                return at
            if relation not in ("conj", "dep", "advmod") or self.kinds[at] in ("NOUN", "PROPN"):
                break
        return ()

    def _controller(self, at: int, head: int) -> int | tuple[int, ...]:
        if not self.is_clause(head):
            return self._of_adjective(head) if self.kinds[head] == "ADJ" else ()
        objects = [child for child in self.children(head, *_OBJECTS) if child < at]
        if objects and self._hands_on(at, head, objects[0]):
            return (objects[0],)
        return head

    def _hands_on(self, at: int, head: int, thing: int) -> bool:
        if self.tags[thing] == "PRP" and self.lower[thing].endswith("self"):
            return False
        lemma = self.lemmas[head]
        if lemma in HANDING_ON:
            return True
        alive = self.kinds[thing] in ("PROPN", "PRON")
        return alive and self.relations[at] == "xcomp" and lemma not in PROMISING

    def _of_adjective(self, at: int) -> int | tuple[int, ...]:
        """Whose quality an adjective tells ("eager to escape")."""
        relation, head = self.relations[at], self.heads[at]
        if relation in ("acomp", "advcl", "conj", "oprd") and self.is_clause(head):
            return head
        return (head,) if relation == "amod" else ()

    def _described(self, at: int, noun: int) -> int | tuple[int, ...]:
        if self.lemmas[noun] == "order" and self.relations[noun] == "pobj":  # "in order to rob"
            verb = self.heads[self.heads[noun]]
            return verb if self.is_clause(verb) else ()
        plain = self.tags[at] in ("VBG", "VBN") and self.lemmas[at] not in CALLING
        return (noun,) if plain and self.relations[at] == "acl" else ()

    def _repair_subject(self, start: int, end: int, head: int) -> None:
        relation = self.relations[head]
        verb = end
        while verb < len(self) and self.kinds[verb] == "ADV":
            verb += 1
        if relation not in _STRAY or verb >= len(self) or self.kinds[verb] == "AUX":
            return
        if self.kinds[verb] == "PUNCT":
            self._repair_split(head)
        elif self.tags[verb] in ("VBZ", "VBD") and relation in _LOST:
            if not self.children(verb, "nsubj", "nsubjpass"):
                self._attach(head, verb)
        elif self.tags[verb] == "NNS" and self.words[verb].islower() and self._is_lost(head, verb, start):
            self._make_verb(verb, head)
        elif self.tags[verb] == "NN" and relation == "compound" and self.heads[head] == verb:
            self._repair_infinitive(start, head, verb)

    def _repair_infinitive(self, start: int, head: int, verb: int) -> None:
        """Make a clause of "makes Leo cry", read as the making of a cry."""
        above = self.heads[verb]
        if above == start - 1 and self.relations[verb] == "dobj" and self.lemmas[above] in PERCEIVING:
            self.kinds[verb], self.relations[verb] = "VERB", "ccomp"
            self._attach(head, verb)

    def _repair_front(self, start: int, head: int) -> None:
        """Make a noun in front of a name its own: "The orphan Pip meets …", read as the orphan whom Pip meets."""
        noun, verb = start - 1, self.heads[head]
        lost = noun >= 0 and self.relations[verb] == "relcl" and self.heads[verb] == noun and self.heads[noun] == noun
        if lost and self.kinds[noun] == "NOUN" and self.tags[verb] in ("VBZ", "VBD"):
            self.heads[verb], self.relations[verb] = verb, "ROOT"
            self.heads[noun], self.relations[noun] = head, "compound"
            for child in self.dependents[noun]:
                if child > verb:
                    self.heads[child] = verb

    def _repair_split(self, head: int) -> None:
        """A name without a verb, and a plural behind a comma: "Elmer, afraid of horses, walks"."""
        told = self.children(head, "appos") if self.relations[head] == "ROOT" else []
        for verb in (*told, *(deeper for one in told for deeper in self.children(one, "appos"))):
            split = self.words[verb - 1] == "," or self.kinds[verb - 1] == "ADV"
            if self.tags[verb] == "NNS" and split and self._is_bare(verb):
                self._make_verb(verb, head)
                return

    def _is_lost(self, head: int, verb: int, start: int) -> bool:
        """Whether a plural behind a name is the verb that its sentence lacks."""
        if self.heads[head] != verb:
            lost = self.relations[verb] in ("appos", "dobj", "dep")
            return self.heads[verb] == head and self.relations[head] == "ROOT" and lost
        below = self.relations[head] in ("compound", "amod", "nmod") and self.relations[verb] in (
            "ROOT",
            "conj",
            "appos",
        )
        return below and not any(c < start for c in self.children(verb, "det", "poss"))

    def _is_bare(self, at: int) -> bool:
        return not self.children(at, *_NO_NOUN)

    def _attach(self, name: int, verb: int) -> None:
        self.heads[name], self.relations[name] = verb, "nsubj"
        for child in self.dependents[verb]:
            if self.relations[child] == "csubj" and self.tags[child] == "VBN":
                self.relations[child] = "advcl"  # "Rescued by Tom, Sofia joins …"

    def _make_verb(self, verb: int, name: int) -> None:
        """Make a plural the verb of the name before it, and of what stands behind it."""
        self.kinds[verb] = "VERB"
        if self.heads[verb] == name:
            root = self.heads[name] == name
            self.heads[verb], self.relations[verb] = (
                (verb, "ROOT") if root else (self.heads[name], self.relations[name])
            )
        elif self.relations[name] == "ROOT":
            self.heads[verb], self.relations[verb] = verb, "ROOT"
        if self.relations[verb] == "appos":
            self.relations[verb] = "conj"
        for child in self.dependents[verb]:
            if (child < name and self.kinds[child] == "ADJ") or (child > verb and self.relations[child] == "acl"):
                self.relations[child] = "advcl"
            elif child > verb and self.relations[child] == "appos" and self.kinds[child] == "PROPN":
                self.relations[child] = "dobj"
        self._attach(name, verb)

    def _repair_roots(self) -> None:
        """Make verbs of nouns that have a subject, or that no noun could be: "Gustav's dog bites Edith"."""
        for at, kind in enumerate(self.kinds):
            if kind != "NOUN" or not self.words[at].islower():
                continue
            if self._is_bare(at) and self.children(at, "nsubj"):
                self.kinds[at] = "VERB"
            elif self.tags[at] == "NNS" and self.heads[at] == at and at and self.tags[at - 1] == "NN":
                self._split_root(at)

    def _split_root(self, at: int) -> None:
        subject, things = at - 1, [child for child in self.children(at, "appos", "dobj") if child > at]
        owners = self.children(at, "poss", "det")
        if self.heads[subject] == at and owners and things and self.kinds[things[0]] == "PROPN":
            for child in (*owners, *self.children(at, "amod")):
                if child < subject:
                    self.heads[child] = subject
            self._make_verb(at, subject)

    def _repair_joined(self) -> None:
        """Make verbs of plurals that are none: "sells it and moves", "steals the money and flees"."""
        for at, tag in enumerate(self.tags):
            if tag == "NNS" and self.relations[at] == "conj" and self._is_bare(at):
                verb = self.heads[at]
                known = self.lemmas[at] in ONLY_VERBS or self.is_clause(verb) or self.kinds[verb] == "ADJ"
                for _ in range(8):
                    if self.is_clause(verb):
                        break
                    verb = self.heads[verb]
                if known and self.is_clause(verb):
                    self.kinds[at], self.heads[at] = "VERB", verb

    def _repair_objects(self) -> None:
        """Make objects of what the parser took for something else: "disguises herself", "carried her home"."""
        for at, word in enumerate(self.lower):
            if self.tags[at] == "PRP" and self.relations[at] == "npadvmod" and self.kinds[at - 1] == "VERB":
                self.heads[at], self.relations[at] = at - 1, "dobj"
            elif self.relations[at] == "advmod" and self.tags[at] == "JJ" and at in self.firsts:
                self.relations[at] = "advcl"  # "Lonely after her death, he …"
            elif word == "her" and self.relations[at] == "poss" and self.lower[self.heads[at]] == "home":
                home = self.heads[at]
                if home == at + 1 and self.relations[home] == "dobj" and self.heads[home] == at - 1:
                    self.heads[at], self.relations[at], self.relations[home] = at - 1, "dobj", "advmod"
