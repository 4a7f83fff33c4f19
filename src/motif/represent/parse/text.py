"""Parsed texts: each word with its lemma, tag, head and relation, the sentences, and the names that were recognised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from motif.represent.parse.lemma import mend_lemma
from motif.represent.parse.part import MOST_CHARACTERS, cut
from motif.represent.parse.pipeline import Pipeline

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["ParsedText", "parse_texts"]

_N_CHARACTERS = 400_000  # of the texts whose words are remembered together
_AT_ONCE = 100_000  # characters that the parser works on at once: 400 MB of it
_COLUMNS = ("ORTH", "LEMMA", "POS", "TAG", "DEP", "HEAD", "SENT_START", "SPACY")


@dataclass(frozen=True, slots=True)
class ParsedText:
    """The words of a text as parallel lists, all of one length.

    Parameters
    ----------
    text :
        As it was given.
    words, lemmas, kinds, tags, relations :
        Each word as it stands, its lemma, its universal part of speech ("NOUN"), its fine tag ("NNS"), and its
        relation to its head ("nsubj").
    heads :
        The place of each word's head; a sentence's root is its own.
    offsets :
        Where in the text each word begins.
    sentences :
        The places where sentences begin.
    names :
        (start, end, label) of each name: the places of its first word and behind its last, and "PERSON", "GPE", …

    Examples
    --------
    >>> parsed = ParsedText("Ann ran.", ["Ann", "ran", "."], ["Ann", "run", "."], ["PROPN", "VERB", "PUNCT"],
    ...     ["NNP", "VBD", "."], ["nsubj", "ROOT", "punct"], [1, 1, 1], [0, 4, 7], [0], [(0, 1, "PERSON")])
    >>> len(parsed), parsed.sentence(0)
    (3, 'Ann ran.')
    """

    text: str
    words: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    names: list[tuple[int, int, str]] = field(default_factory=list)

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.words)

    def sentence(self, number: int) -> str:
        """Return the text of a sentence, counted from 0, without the blanks around it."""
        start = self.offsets[self.sentences[number]]
        last = number + 1 == len(self.sentences)
        return self.text[start : None if last else self.offsets[self.sentences[number + 1]]].strip()


def parse_texts(pipeline: Pipeline, texts: Iterable[str], *, most: int = MOST_CHARACTERS) -> Iterator[ParsedText]:
    """Yield each text parsed, in the order given; each is parsed once, several at a time.

    Texts are taken in batches of bounded length, long ones cut into parts behind a sentence, and the words that a batch
    brought are forgotten after it, so that memory does not grow with their number.

    Parameters
    ----------
    pipeline :
        What `find_pipeline` found.
    texts :
        Any texts; an empty one gives no words.
    most :
        Characters of a part at most. At least 1.

    Examples
    --------
    >>> from motif.represent.parse.pipeline import find_pipeline
    >>> [parsed.words for parsed in parse_texts(find_pipeline(), ["Ann ran."])]  # doctest: +SKIP
    [['Ann', 'ran', '.']]
    """
    nlp = pipeline.load()
    for batch in _batches(texts):
        with nlp.memory_zone() if hasattr(nlp, "memory_zone") else nullcontext():
            parsed = _parse(nlp, batch, most)
        yield from parsed


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    n = 0
    for text in texts:
        batch.append(text)
        n += len(text)
        if n >= _N_CHARACTERS or len(batch) >= 1000:
            yield batch
            batch, n = [], 0
    if batch:
        yield batch


def _parse(nlp: Language, texts: list[str], most: int) -> list[ParsedText]:
    parts = [list(cut(text, most=most)) for text in texts]
    longest = max((len(part) for own in parts for _, part in own), default=1)
    docs = nlp.pipe((part for own in parts for _, part in own), batch_size=max(1, min(64, _AT_ONCE // longest)))
    return [
        _joined(text, zip(own, islice(docs, len(own)), strict=True)) for text, own in zip(texts, parts, strict=True)
    ]


def _joined(text: str, parts: Iterable[tuple[tuple[int, str], Doc]]) -> ParsedText:
    whole = ParsedText(text)
    for (offset, _), doc in parts:
        _add(whole, doc, offset)
    return whole


def _add(whole: ParsedText, doc: Doc, offset: int) -> None:
    """Add the words of a part whose text begins at `offset`."""
    if not len(doc):
        return
    base, strings = len(whole), doc.vocab.strings
    columns: Any = doc.to_array(list(_COLUMNS)).T
    orths, lemmas, kinds, tags, relations, _, starts, blanks = (row.tolist() for row in columns)
    known = {key: strings[key] for row in (orths, lemmas, kinds, tags, relations) for key in set(row)}
    words = [known[key] for key in orths]
    whole.words.extend(words)
    whole.lemmas.extend(
        mend_lemma(word.lower(), known[key]) if known[kind] == "VERB" else known[key]
        for word, key, kind in zip(words, lemmas, kinds, strict=True)
    )
    whole.kinds.extend(known[key] for key in kinds)
    whole.tags.extend(known[key] for key in tags)
    whole.relations.extend(known[key] for key in relations)
    signed = columns[5].astype("int64").tolist()  # stored unsigned: the distance to the head may point back
    whole.heads.extend(base + place + distance for place, distance in enumerate(signed))
    whole.sentences.extend(base + place for place, start in enumerate(starts) if start == 1 or place == 0)
    for word, blank in zip(words, blanks, strict=True):
        whole.offsets.append(offset)
        offset += len(word) + blank
    whole.names.extend((base + span.start, base + span.end, span.label_) for span in doc.ents)
