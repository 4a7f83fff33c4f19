"""The words of videos without those that name their own labels."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING

from motif.core.check import same_length
from motif.represent.text.plural import number_free

if TYPE_CHECKING:
    from scipy import sparse

__all__ = ["without_label_words"]


def without_label_words(
    texts: Sequence[Sequence[str]], member: sparse.csr_array, label_words: Sequence[Set[str]]
) -> tuple[list[list[str]], int]:
    """Return each video's words without the words of its own labels' names, and how many were taken out.

    A word goes wherever it stands, in any case, singular or plural. Wang et al. 2017, section 4.3, mean this by the
    rows B of their Table 6; their programs take out less: `filter_titles.py` a name only as a whole and as it is
    written, so that "game" stays beside the label "Games", and `histograms_no_label.py`, as it was released, nothing.

    Parameters
    ----------
    texts :
        The words of each video.
    member :
        (n_videos, n_labels) CSR: who has which label.
    label_words :
        (n_labels,) the words of each label's name.

    Raises
    ------
    InputError
        When texts, labels and names do not line up.

    Examples
    --------
    >>> import numpy as np
    >>> from scipy import sparse
    >>> member = sparse.csr_array(np.array([[True, False], [False, True]]))
    >>> without_label_words([["best", "Game"], ["game", "movie"]], member, [{"games"}, {"movies", "film"}])
    ([['best'], ['game']], 2)
    """
    same_length(len(texts), member.shape[0], what="texts", other="videos")
    same_length(len(label_words), member.shape[1], what="label_words", other="labels")
    named = [frozenset(map(number_free, words)) for words in label_words]
    kept: list[list[str]] = []
    for n, text in enumerate(texts):
        labels = member.indices[member.indptr[n] : member.indptr[n + 1]]
        own = frozenset().union(*(named[label] for label in labels))
        kept.append([word for word in text if number_free(word) not in own])
    return kept, sum(map(len, texts)) - sum(map(len, kept))
