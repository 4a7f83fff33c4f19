"""Plots become characters: parsed once each, names joined, pronouns understood, words counted by role."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import tee

from motif.films.collection.character import Character, character_ids
from motif.films.collection.word import column
from motif.films.represent.alias import with_aliases
from motif.films.represent.cast import Cast, find_cast
from motif.films.represent.grammar import Grammar
from motif.films.represent.name import find_names
from motif.films.represent.pronoun import resolve_pronouns
from motif.films.represent.role import find_roles
from motif.represent.parse import ParsedText, Pipeline, parse_texts

__all__ = ["VERSION", "PlotReader", "read_characters"]

VERSION = 2
"""Raised when a rule changes, so that the same parse gives other characters; older caches are then not found."""


class PlotReader:
    """Reads plots with a pipeline of spaCy and returns their characters.

    Parameters
    ----------
    pipeline :
        What `find_pipeline` found; loaded when first used.
    pronouns :
        Whether what is said of "he" and "her" counts for whom they mean.

    Examples
    --------
    >>> from motif.represent.parse import find_pipeline
    >>> reader = PlotReader(find_pipeline())  # doctest: +SKIP
    >>> dict(next(reader.read([("f1", "Sam robs a bank.")]))[1][0].words)  # doctest: +SKIP
    {'agent:rob': 1}
    """

    def __init__(self, pipeline: Pipeline, *, pronouns: bool = True) -> None:
        self.pipeline = pipeline
        self.pronouns = pronouns

    def read(
        self, texts: Iterable[tuple[str, str]], *, aliases: Mapping[str, Mapping[str, str]] | None = None
    ) -> Iterator[tuple[str, list[Character]]]:
        """Yield each film's id with its characters, in the order given and of the text.

        Parameters
        ----------
        texts :
            (id of the film, plot); a plot is parsed once, several at a time.
        aliases :
            Id of the film -> alias -> the name whose it is, whatever the rules would say; "" is nobody's.
        """
        ids, plots = tee(texts)
        parsed = parse_texts(self.pipeline, (plot for _, plot in plots))
        for (film, _), one in zip(ids, parsed, strict=True):
            yield film, read_characters(one, film, pronouns=self.pronouns, aliases=(aliases or {}).get(film))


def read_characters(
    parsed: ParsedText, film: str, *, pronouns: bool = True, aliases: Mapping[str, str] | None = None
) -> list[Character]:
    """Return the characters of a parsed plot, in the order of the text.

    Parameters
    ----------
    parsed :
        The plot.
    film :
        Its film's id.
    pronouns :
        Whether pronouns count.
    aliases :
        Alias -> the name whose it is; "" is nobody's.

    Examples
    --------
    >>> parsed = ParsedText("Ann ran.", ["Ann", "ran", "."], ["Ann", "run", "."], ["PROPN", "VERB", "PUNCT"],
    ...     ["NNP", "VBD", "."], ["nsubj", "ROOT", "punct"], [1, 1, 1], [0, 4, 7], [0], [(0, 1, "PERSON")])
    >>> [(one.id, dict(one.words)) for one in read_characters(parsed, "f1")]
    [('f1:ann', {'agent:run': 1})]
    """
    grammar = Grammar(parsed)
    names = find_names(grammar)
    grammar.repair((name.start, name.end, name.head) for name in names)
    names, ruled = with_aliases(grammar, names, aliases or {})
    cast = find_cast(grammar, names, ruled=ruled)
    meant = resolve_pronouns(grammar, cast) if pronouns else {}
    return _characters(grammar, cast, meant, film)


def _characters(grammar: Grammar, cast: Cast, pronouns: Mapping[int, int], film: str) -> list[Character]:
    words: defaultdict[int, Counter[str]] = defaultdict(Counter)
    by_pronoun: Counter[int] = Counter()
    for person, role, word, denied, is_by_pronoun in find_roles(grammar, cast, pronouns):
        words[person][column(role, word, negated=denied)] += 1
        by_pronoun[person] += is_by_pronoun
    named = Counter(person for _, person in cast.places)
    meant = Counter(pronouns.values())
    sentences = _sentences(grammar, cast, pronouns)
    ids = character_ids(film, [person.name for person in cast.persons])
    return [
        Character(
            ids[number],
            person.name,
            film,
            dict(words[number]),
            n_mentions=named[number],
            n_pronouns=meant[number],
            n_pronoun_words=by_pronoun[number],
            gender=person.gender,
            aliases=dict(person.aliases),
            sentences=sentences[number],
        )
        for number, person in enumerate(cast.persons)
    ]


def _sentences(grammar: Grammar, cast: Cast, pronouns: Mapping[int, int]) -> defaultdict[int, list[tuple[int, str]]]:
    """Number and text of the sentences that each person is in, in order."""
    places = [(name.head, person) for name, person in cast.places] + [*pronouns.items()]
    starts = grammar.parsed.sentences
    numbers: defaultdict[int, dict[int, None]] = defaultdict(dict)
    for at, person in sorted(places):
        numbers[person][bisect_right(starts, at) - 1] = None
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for person, own in numbers.items():
        found[person] = [(number, grammar.parsed.sentence(number)) for number in own]
    return found
