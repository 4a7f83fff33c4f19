"""Words put into topics before a persona model sees them: each word by its name, words without a vector set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motif.films.collection.character import split_column
from motif.model.topic import WordTopics
from motif.represent.vector import WordVectors, learn_vectors, sentences, vectors_of_counts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motif.collection.base import Collection
    from motif.films.study.personas.held import Held

__all__ = ["word_topics", "word_vectors"]

_FEWEST_SENTENCES = 5000  # of fewer, the words that are said of a character tell more than those beside a word


def word_vectors(collection: Collection, held: Held) -> WordVectors:
    """Return vectors of the words, learned from the sentences about the characters, or from what is said of each.

    Parameters
    ----------
    collection :
        With a table `sentences`, or without.
    held :
        What is said of the characters.

    Raises
    ------
    InputError
        When there are too few words.

    Examples
    --------
    >>> from inspect import signature
    >>> [*signature(word_vectors).parameters]
    ['collection', 'held']
    """
    if "sentences" in collection.tables:
        texts = dict.fromkeys(collection.tables["sentences"]["text"].to_pylist())  # a row for each whom one mentions
        if len(texts) >= _FEWEST_SENTENCES:
            return learn_vectors(sentences(texts))
    return vectors_of_counts(held.X, [split_column(name).word for name in held.columns])


def word_topics(
    held: Held, vectors: WordVectors, *, n_topics: int, random_state: int, known: Any = None
) -> Mapping[str, str]:
    """Return the topic's name of each word that has a vector.

    Parameters
    ----------
    held :
        What is said of the characters.
    vectors :
        Of the words.
    n_topics :
        How many.
    random_state :
        Where chance comes from.
    known :
        (n_columns,) bool: columns whose words are put into topics; None takes all.

    Raises
    ------
    InputError
        When there are fewer words with a vector than topics.

    Examples
    --------
    >>> from inspect import signature
    >>> [*signature(word_topics).parameters][:2]
    ['held', 'vectors']
    """
    columns = held.columns if known is None else [held.columns[at] for at in known.nonzero()[0].tolist()]
    words = [*dict.fromkeys(split_column(name).word for name in columns)]
    found = WordTopics(n_topics, random_state=random_state).fit(vectors.rows(words), words=words)
    return {word: found.names_[topic] for word, topic in found.topic_of().items()}
