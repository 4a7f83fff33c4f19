"""Overlap: how much of what is written of videos only repeats their labels (section 4.3 of the paper)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from motif.core.check import integer, same_length
from motif.core.errors import InputError
from motif.core.seed import generator
from motif.evaluate.figure import Figure
from motif.evaluate.null import null_of, resampling_interval
from motif.represent.text.count import count_words

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["overlap"]

_CANNOT = {
    "words": "A word that is not in a label's name may still give the label away: a maker, a place, a song.",
    "labels": "A label whose name is not written may still be meant by other words of the text.",
}


def overlap(
    texts: Sequence[Sequence[str]],
    labels: sparse.csr_array,
    words: Sequence[frozenset[str]],
    *,
    n_permutations: int = 199,
    random_state: RandomState = None,
) -> dict[str, Figure]:
    """Return how many words of a text are its labels' own, and how many of its labels are written in it.

    A label is present where all words of its name are. "words" is the paper's figure: the share of a text's words that
    belong to labels of the video that are present, averaged over the videos. "labels" is the share of a video's labels
    that are present. By chance: the texts dealt out to the videos at random.

    Parameters
    ----------
    texts :
        (n_items,): the words of each, in lower case.
    labels :
        (n_items, n_labels), which item has which label.
    words :
        (n_labels,): the words of each label's name; a label without any is never present.
    n_permutations :
        Draws of the null.
    random_state :
        Seed of the draws and of the half-samples.

    Raises
    ------
    InputError
        When no item has both words and labels.

    Examples
    --------
    >>> texts = [["a", "video", "game"], ["video"], ["my", "car"], ["sea"]]
    >>> member = sparse.csr_array([[1, 0], [1, 0], [0, 1], [0, 1]])
    >>> names = [frozenset(["video", "game"]), frozenset(["car"])]
    >>> found = overlap(texts, member, names, random_state=0)
    >>> round(found["words"].value, 3), found["labels"].value  # (2/3 + 0 + 1/2 + 0) / 4
    (0.292, 0.5)
    """
    same_length(len(texts), labels.shape[0], what="texts")
    same_length(len(words), labels.shape[1], what="label names", other="labels")
    member = sparse.csr_array(labels, dtype=bool)
    n_labels = np.diff(member.indptr)
    usable = np.flatnonzero(np.array([len(text) > 0 for text in texts], dtype=bool) & (n_labels > 0))
    if not len(usable):
        raise InputError("no item has both words and labels")
    member, n_labels = member[usable], n_labels[usable]
    chosen = [texts[item] for item in usable.tolist()]
    present = _present(chosen, words)
    rng = generator(random_state)
    observed = _shares(chosen, member, n_labels, present, words, np.arange(len(usable)))
    draws = [
        _shares(chosen, member, n_labels, present, words, rng.permutation(len(usable))).mean(axis=1)
        for _ in range(integer(n_permutations, what="n_permutations", low=1))
    ]
    chance = np.array(draws).T
    return {
        key: _figure(key, one, by_chance, rng)
        for key, one, by_chance in zip(("words", "labels"), observed, chance, strict=True)
    }


def _figure(key: str, values: np.ndarray, draws: np.ndarray, rng: np.random.Generator) -> Figure:
    value = float(values.mean())
    return Figure(
        name=f"{key} that overlap",
        value=value,
        null=null_of(value, draws, kind="permuted_texts", higher_is_better=True, magnitude=1),
        trivial={},
        interval=resampling_interval(lambda rows: float(values[rows].mean()), len(values), random_state=rng),
        n=len(values),
        higher_is_better=True,
        cannot_show=_CANNOT[key],
    )


def _present(texts: Sequence[Sequence[str]], words: Sequence[frozenset[str]]) -> sparse.csr_array:
    """Which label's name is written in which text, (n_texts, n_labels)."""
    known = sorted(frozenset[str]().union(*words))
    held, _ = count_words([sorted(set(text)) for text in texts], words=known)
    named, _ = count_words([sorted(one) for one in words], words=known)
    common = sparse.csr_array(held @ named.T)
    sizes = np.array([len(one) for one in words])
    common.data = common.data == sizes[common.indices]
    common.eliminate_zeros()
    return sparse.csr_array(common, dtype=bool)


def _shares(
    texts: Sequence[Sequence[str]],
    member: sparse.csr_array,
    n_labels: np.ndarray,
    present: sparse.csr_array,
    words: Sequence[frozenset[str]],
    dealt: np.ndarray,
) -> np.ndarray:
    """(2, n_items): the share of the words, and of the labels, where item i gets the text `dealt[i]`."""
    both = sparse.csr_array(member.multiply(present[dealt]))
    shares = np.zeros((2, len(dealt)))
    for item in np.flatnonzero(np.diff(both.indptr)):
        found = both.indices[both.indptr[item] : both.indptr[item + 1]]
        own = frozenset[str]().union(*(words[label] for label in found))
        text = texts[dealt[item]]
        shares[:, item] = sum(word in own for word in text) / len(text), len(found) / n_labels[item]
    return shares
