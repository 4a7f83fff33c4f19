"""Counts of words as counts of topics: each column finds its place by its name, never by arithmetic on its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from motif.core.check import few, same_length, unique_ids
from motif.core.errors import InputError

__all__ = ["TopicCounts", "split_name", "topic_counts"]

_NOT = "!"  # before a word that was said with "not"


@dataclass(frozen=True, eq=False)
class TopicCounts:
    """Items counted by topics.

    Parameters
    ----------
    X :
        (n_items, n_columns): CSR, in the number type of the word counts.
    columns :
        (n_columns,): the names, such as "agent:kill/murder/shoot"; each only once.
    topics :
        (n_columns,): the topic's number of each column.
    place :
        (n_words,): in which column each column of words ended; -1 where its word has no topic.
    set_aside :
        The words without a topic, each once, in the order of their columns.
    n_set_aside :
        How much was counted in their columns.

    Examples
    --------
    >>> found = topic_counts([[2, 1, 4]], ["agent:kill", "agent:love", "agent:zzz"], {"kill": 0, "love": 1}, "AB")
    >>> found.columns, found.set_aside, found.n_set_aside
    (('agent:A', 'agent:B'), ('zzz',), 4)
    """

    X: Any
    columns: tuple[str, ...]
    topics: np.ndarray
    place: np.ndarray
    set_aside: tuple[str, ...]
    n_set_aside: float


def split_name(column: str) -> tuple[str, str]:
    """Return what stands before a column's word, and the word: up to the first colon, and a "!" of negation with it.

    Examples
    --------
    >>> split_name("agent:kill"), split_name("agent:!kill"), split_name("kill")
    (('agent:', 'kill'), ('agent:!', 'kill'), ('', 'kill'))
    """
    before, colon, word = column.partition(":") if ":" in column else ("", "", column)
    return (before + colon + _NOT, word[1:]) if word.startswith(_NOT) and len(word) > 1 else (before + colon, word)


def topic_counts(C: Any, columns: Sequence[str], topics: Mapping[str, int], names: Sequence[str]) -> TopicCounts:
    """Return counts of words as counts of topics, apart for each thing that may stand before a word.

    "agent:kill" and "agent:murder" become one column when both words have one topic; "patient:kill" and "agent:!kill"
    stay apart from it. There is a column for each pair of prefix and topic that some column of words has, ordered by
    the prefixes' first columns and then by topic.

    Parameters
    ----------
    C :
        (n_items, n_words): counts, dense or sparse.
    columns :
        (n_words,): their names, a word after what stands before it and a colon; or words alone. Each only once.
    topics :
        The topic's number of each word, in [0, n_topics); a word in another case than its column is found too.
    names :
        (n_topics,): the topics' names, each only once.

    Raises
    ------
    InputError
        For names that do not fit the counts, or a topic without a name.

    Examples
    --------
    >>> topics = {"kill": 0, "murder": 0, "love": 1}
    >>> found = topic_counts([[1, 2, 4, 8]], ["agent:kill", "patient:kill", "agent:murder", "agent:love"], topics, "AB")
    >>> dict(zip(found.columns, found.X.toarray()[0].tolist()))
    {'agent:A': 5, 'agent:B': 8, 'patient:A': 2}
    """
    rows = sparse.csr_array(C)
    same_length(len(columns), rows.shape[1], what="columns", other="counts' columns")
    unique_ids(list(columns), what="columns")
    unique_ids(list(names), what="names of topics")
    wrong = sorted({topic for topic in topics.values() if not 0 <= topic < len(names)})
    if wrong:
        raise InputError(f"topics must be numbers in [0, {len(names)}), one for each name; not {few(wrong)}")
    split = [split_name(column) for column in columns]
    found = [topics.get(word, topics.get(word.lower(), -1)) for _, word in split]
    prefixes = {before: n for n, before in enumerate(dict.fromkeys(before for before, _ in split))}
    pairs = {(before, topic) for (before, _), topic in zip(split, found, strict=True) if topic >= 0}
    ordered = sorted(pairs, key=lambda pair: (prefixes[pair[0]], pair[1]))
    places = {pair: n for n, pair in enumerate(ordered)}
    place = np.array([places.get((before, topic), -1) for (before, _), topic in zip(split, found, strict=True)], int)
    totals = np.asarray(rows.sum(axis=0)).ravel()
    return TopicCounts(
        X=_summed(rows, place, len(ordered)),
        columns=tuple(before + names[topic] for before, topic in ordered),
        topics=np.array([topic for _, topic in ordered], int),
        place=place,
        set_aside=tuple(dict.fromkeys(word for (_, word), topic in zip(split, found, strict=True) if topic < 0)),
        n_set_aside=totals[place < 0].sum().item(),
    )


def _summed(rows: sparse.csr_array, place: np.ndarray, n_columns: int) -> sparse.csr_array:
    kept = np.flatnonzero(place >= 0)
    ones = np.ones(len(kept), rows.dtype)
    return sparse.csr_array(rows @ sparse.csr_array((ones, (kept, place[kept])), shape=(len(place), n_columns)))
