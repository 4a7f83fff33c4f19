"""Names in a text: runs of words with a capital, their titles taken off, with what speaks for a person behind each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from motif.films.represent.grammar import Grammar
from motif.films.represent.lexicon import BEFALLING, EPITHETS, NOBODY, PARTICLES, PEOPLE, SUFFIXES, TITLES, Gender
from motif.films.source.given import given_names

__all__ = ["Name", "find_names", "name_at", "title_word"]

_INSIDE = ("compound", "nmod", "amod", "flat", "appos", "poss", "punct", "conj")
_LONGEST = 6  # words of one name
_QUOTES = frozenset('"“”')


@dataclass(slots=True)
class Name:
    """One place where a name stands.

    Parameters
    ----------
    start, end :
        The places of its first word and behind its last, titles left out.
    head :
        The word that the others depend on.
    text :
        As it is written.
    key :
        Its words in lower case.
    titles :
        The titles before it, in lower case without a dot.
    epithets :
        Adjectives with a capital before it ("Young Arthur").
    label :
        What the pipeline took it for ("PERSON", "GPE", …), "" for nothing.
    front :
        The place of the first title; `start` without one.
    form :
        As it is written, titles included.

    Examples
    --------
    >>> Name(1, 2, 1, "Potter", ("potter",), ("mr",), form="Mr. Potter").gender
    'male'
    """

    start: int
    end: int
    head: int
    text: str
    key: tuple[str, ...]
    titles: tuple[str, ...] = ()
    epithets: tuple[str, ...] = ()
    label: str = ""
    front: int = 0
    form: str = ""

    @property
    def gender(self) -> Gender | None:
        """What the titles tell."""
        told = (TITLES.get(title) or PEOPLE.get(title) for title in self.titles)
        return next((gender for gender in told if gender), None)


def title_word(word: str) -> str:
    """Return a word as titles are listed: in lower case, without a dot.

    Examples
    --------
    >>> title_word("Dr.")
    'dr'
    """
    return word.lower().rstrip(".")


def find_names(grammar: Grammar) -> list[Name]:
    """Return all places where a name may stand, in the order of the text; who is a person is another question.

    Parameters
    ----------
    grammar :
        Of the text.

    Examples
    --------
    >>> from motif.represent.parse import ParsedText
    >>> parsed = ParsedText("Dr. Ann Lee ran.", ["Dr.", "Ann", "Lee", "ran", "."], ["Dr.", "Ann", "Lee", "run", "."],
    ...     ["PROPN"] * 3 + ["VERB", "PUNCT"], ["NNP"] * 3 + ["VBD", "."],
    ...     ["compound", "compound", "nsubj", "ROOT", "punct"], [2, 2, 3, 3, 3], [0, 4, 8, 12, 15], [0], [])
    >>> [(name.text, name.titles) for name in find_names(Grammar(parsed))]
    [('Ann Lee', ('dr',))]
    """
    labels = _labels(grammar)
    found = (_name(grammar, start, end, labels) for start, end in _runs(grammar))
    return [name for name in found if name is not None]


def _labels(grammar: Grammar) -> dict[int, str]:
    return {at: label for start, end, label in grammar.parsed.names for at in range(start, end)}


def _runs(grammar: Grammar) -> Iterator[tuple[int, int]]:
    at, n = 0, len(grammar)
    firsts = set(grammar.parsed.sentences)
    proper = (at for at, kind in enumerate(grammar.kinds) if kind == "PROPN" and at not in firsts)
    capitals = Counter(grammar.words[at] for at in proper)
    nameable = [_is_nameable(grammar, at, at in firsts, capitals) for at in range(n)]
    while at < n:
        if not nameable[at]:
            at += 1
            continue
        end = at + 1
        while end < n and end - at < 2 * _LONGEST:
            step = _step(grammar, end, nameable)
            if not step:
                break
            end += step
        yield at, end
        at = end


def _is_nameable(grammar: Grammar, at: int, first: bool, capitals: Counter[str]) -> bool:
    word = grammar.words[at]
    if not word[:1].isupper() or len(word) > 40:
        return False
    kind = grammar.kinds[at]
    if kind == "PROPN":
        return grammar.tags[at] in ("NNP", "NNPS") or word in capitals
    if kind in ("VERB", "ADV", "SCONJ"):
        return capitals[word] > 2 * first and not word.isupper()
    if kind not in ("NOUN", "ADJ", "INTJ", "X") or word.isupper():
        return False
    if not first or word in capitals:
        return kind == "NOUN" or word in capitals or (word.lower() in given_names() and _acts(grammar, at))
    return _is_bare(grammar, at) and (word.lower() in given_names() or _acts(grammar, at))


def _is_bare(grammar: Grammar, at: int) -> bool:
    return grammar.tags[at] != "NNS" and not grammar.children(at, "det", "nummod")


def _acts(grammar: Grammar, at: int) -> bool:
    relation, head = grammar.relations[at], grammar.heads[at]
    acts = relation in ("nsubj", "nsubjpass") and grammar.kinds[at] == "NOUN" and grammar.kinds[head] in ("VERB", "AUX")
    acts = acts and grammar.lemmas[head] not in BEFALLING
    acts = acts or (relation == "nsubj" and at not in grammar.firsts and grammar.kinds[at] == "ADJ")
    return acts or (relation == "amod" and grammar.tags[head] == "NNS" and grammar.relations[head] == "ROOT")


def _step(grammar: Grammar, at: int, nameable: list[bool]) -> int:
    """How many words a run goes on by: 1, 2 over a hyphen or particle, 3 with quotation marks, 0 at its end."""
    last, n = at - 1, len(grammar)
    if _ends_sentence(grammar.words[last]):
        return 0
    if nameable[at]:
        return 1 if _belong(grammar, last, at) else 0
    if grammar.words[at].isdecimal() and len(grammar.words[at]) < 4 and grammar.heads[at] == last:
        return 1  # Juror 8
    if at + 1 >= n or not nameable[at + 1]:
        return 0
    if grammar.words[at] in _QUOTES and at + 3 < n and grammar.words[at + 2] in _QUOTES and nameable[at + 3]:
        return 4  # James "Jim" Halpert
    joined = grammar.words[at] in ("-", "–") and grammar.touches(at) and grammar.touches(at + 1)
    return 2 if joined or grammar.lower[at] in PARTICLES else 0


def _ends_sentence(word: str) -> bool:
    """Whether a dot behind a word is no abbreviation's that stands in a name ("the Ark. Belloq")."""
    return (
        len(word) > 3 and word.endswith(".") and "." not in word[:-1] and title_word(word) not in (*TITLES, *SUFFIXES)
    )


def _belong(grammar: Grammar, left: int, right: int) -> bool:
    """Whether two neighbours are words of one name, by what depends on what."""
    relation = grammar.relations[left]
    if relation in _INSIDE and grammar.heads[left] >= right:
        return relation != "poss" and relation != "conj"
    return grammar.heads[right] <= left and grammar.relations[right] in ("compound", "flat", "appos", "nmod")


def _name(grammar: Grammar, start: int, end: int, labels: dict[int, str]) -> Name | None:
    first, titles, epithets = _front(grammar, start, end)
    while end > first and grammar.words[end - 1] in ("-", "–"):
        end -= 1
    if first >= end:
        return None
    key = tuple(title_word(word) for word in _joined(grammar, first, end))
    if not any(part[:1].isalpha() for part in key) or (len(key) == 1 and key[0] in NOBODY and not titles):
        return None
    head = _head(grammar, first, end)
    label = labels.get(head, labels.get(end - 1, ""))
    front = start if titles else first
    form = _text(grammar, front, end)
    return Name(first, end, head, _text(grammar, first, end), key, titles, epithets, label, front, form)


def name_at(grammar: Grammar, start: int, end: int) -> Name:
    """Return the words from `start` to before `end` as a name, whatever they are.

    Examples
    --------
    >>> from motif.represent.parse import ParsedText
    >>> parsed = ParsedText("Ann ran.", ["Ann", "ran", "."], ["Ann", "run", "."], ["PROPN", "VERB", "PUNCT"],
    ...     ["NNP", "VBD", "."], ["nsubj", "ROOT", "punct"], [1, 1, 1], [0, 4, 7], [0], [])
    >>> name_at(Grammar(parsed), 0, 1).text
    'Ann'
    """
    text = _text(grammar, start, end)
    key = tuple(title_word(word) for word in _joined(grammar, start, end))
    return Name(start, end, _head(grammar, start, end), text, key, front=start, form=text)


def _text(grammar: Grammar, start: int, end: int) -> str:
    offsets = grammar.parsed.offsets
    return grammar.parsed.text[offsets[start] : offsets[end - 1] + len(grammar.words[end - 1])]


def _joined(grammar: Grammar, start: int, end: int) -> list[str]:
    """The words of a name, those with hyphens as one."""
    parts: list[str] = []
    glued = False
    for at in range(start, end):
        if grammar.words[at] in ("-", "–") and parts:
            parts[-1] += "-"
            glued = True
        elif grammar.words[at] in _QUOTES:
            continue
        elif glued:
            parts[-1] += grammar.words[at]
            glued = False
        else:
            parts.append(grammar.words[at])
    return parts


def _front(grammar: Grammar, start: int, end: int) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Where a run's name begins, and the titles and epithets before it; a run of nothing else keeps its last word."""
    titles: list[str] = []
    epithets: list[str] = []
    first = start
    for at in range(start, end - 1):
        if grammar.words[at + 1] in ("-", "–") or (at > start and grammar.words[at - 1] in ("-", "–")):
            continue
        word = title_word(grammar.words[at])
        if word not in TITLES and word[:-1] in TITLES and grammar.tags[at] in ("NNPS", "NNS", "NNP"):
            word = word[:-1]  # Privates Reiben and Mellish
        if word in ("the", "a", "an"):
            first = at + 1
        elif word in TITLES or word in PEOPLE:
            titles.append(word)
            first = at + 1
        elif first == at and (word in EPITHETS or _is_fronted(grammar, at, end)):
            epithets.append(word)
            first = at + 1
    return first, tuple(title for title in titles), tuple(epithets)


def _is_fronted(grammar: Grammar, at: int, end: int) -> bool:
    """Whether a capital is only that of a sentence's first word, before a title: "Greedy Mr. Pym"."""
    plain = (
        at in grammar.firsts and not grammar.words[at].isupper() and title_word(grammar.words[at]) not in given_names()
    )
    return plain and at + 2 < end and title_word(grammar.words[at + 1]) in TITLES


def _head(grammar: Grammar, start: int, end: int) -> int:
    """The word of a name whose head lies outside it."""
    outside = [at for at in range(start, end) if not start <= grammar.heads[at] < end or grammar.heads[at] == at]
    return outside[-1] if outside else end - 1
