"""Vectors of names where they are mentioned: what an encoder makes of their words in each sentence, on average."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from motif.core.errors import InputError
from motif.core.extra import extra

if TYPE_CHECKING:
    from motif.represent.parse.pipeline import Pipeline

__all__ = ["Encoded", "Encoder", "mention_vectors", "pipeline_encoder"]


@dataclass(frozen=True, eq=False)
class Encoded:
    """The words of one sentence and a vector for each, which knows the words around it.

    Parameters
    ----------
    spans :
        (n_words, 2): where each word begins and ends in the text.
    X :
        (n_words, n_features).

    Examples
    --------
    >>> Encoded(np.array([[0, 3]]), np.ones((1, 2))).X.shape
    (1, 2)
    """

    spans: np.ndarray
    X: np.ndarray


Encoder = Callable[[Iterable[str]], Iterator[Encoded]]
"""Sentences in, each one's words and vectors out, in the order given."""


def pipeline_encoder(pipeline: Pipeline) -> Encoder:
    """Return the encoder of a spaCy pipeline: the vectors that its parser sees, without parsing.

    Parameters
    ----------
    pipeline :
        What `find_pipeline` found.

    Raises
    ------
    MissingExtra
        When spaCy is not installed.
    InputError
        When the pipeline makes no vectors of its own ("tok2vec").

    Examples
    --------
    >>> from motif.represent.parse.pipeline import find_pipeline
    >>> encode = pipeline_encoder(find_pipeline())  # doctest: +SKIP
    >>> next(encode(["Ripley runs."])).X.shape  # doctest: +SKIP
    (3, 96)
    """
    with extra("films"):
        import spacy  # noqa: F401 - told by its extra before the pipeline is loaded
    nlp = pipeline.load()
    if "tok2vec" not in nlp.pipe_names:
        raise InputError(f"pipeline {pipeline.name!r} has no 'tok2vec', whose vectors are wanted; take another")

    def encode(texts: Iterable[str]) -> Iterator[Encoded]:
        with nlp.select_pipes(enable=["tok2vec"]):
            for doc in nlp.pipe(texts, batch_size=256):
                spans = np.array([(word.idx, word.idx + len(word)) for word in doc], int).reshape(-1, 2)
                yield Encoded(spans, np.asarray(doc.tensor, np.float32) if len(doc) else np.zeros((0, 0), np.float32))

    return encode


def mention_vectors(
    encode: Encoder, mentioned: Iterable[tuple[Sequence[str], Sequence[str]]]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean vector of each item's mentions, and how many there are.

    Every mention counts, also a second one in a sentence; of "Harry Potter" and "Harry" the longer name is looked for
    first. A sentence in which only a pronoun stands for the name has none.

    Parameters
    ----------
    encode :
        Sentences to words and vectors; each sentence goes through it once for each item.
    mentioned :
        For each item its names, in any case, and the sentences in which it is mentioned.

    Returns
    -------
    vectors : numpy.ndarray
        (n_items, n_features), float32; zeros for an item that is mentioned nowhere.
    n_mentions : numpy.ndarray
        (n_items,).

    Examples
    --------
    >>> def encode(texts):
    ...     for text in texts:  # a vector of how long each word is
    ...         words = list(re.finditer(r"[A-Za-z]+", text))
    ...         yield Encoded(np.array([w.span() for w in words]), np.array([[len(w.group())] for w in words], float))
    >>> vectors, n = mention_vectors(encode, [(["Ann", "Ann Lee"], ["Ann Lee met Ann."]), (["Bo"], ["Nobody."])])
    >>> vectors.tolist(), n.tolist()
    ([[3.0], [0.0]], [2, 0])
    """
    items = [(_pattern(names), list(sentences)) for names, sentences in mentioned]
    owners = [n for n, (pattern, said) in enumerate(items) for text in said if pattern.search(text)]
    texts = [text for pattern, said in items for text in said if pattern.search(text)]
    sums: dict[int, np.ndarray] = {}
    n_mentions, n_features = np.zeros(len(items), int), 0
    for owner, text, encoded in zip(owners, texts, encode(texts), strict=True):
        n_features = encoded.X.shape[1]
        for match in items[owner][0].finditer(text):
            inside = (encoded.spans[:, 0] < match.end()) & (encoded.spans[:, 1] > match.start())
            if inside.any():
                sums[owner] = sums.get(owner, 0) + encoded.X[inside].mean(axis=0, dtype=np.float64)
                n_mentions[owner] += 1
    vectors = np.zeros((len(items), n_features), np.float32)
    for owner, total in sums.items():
        vectors[owner] = total / n_mentions[owner]
    return vectors, n_mentions


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    known = sorted({name.strip() for name in names if name.strip()}, key=lambda name: (-len(name), name))
    if not known:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)", re.IGNORECASE)
