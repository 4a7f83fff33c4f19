"""Word vectors learned from the user's own texts or counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from scipy import sparse

from motif.core.check import in_choices, integer, same_length, unique_ids
from motif.core.errors import InputError
from motif.core.extra import extra
from motif.core.seed import integer_seed
from motif.represent.vector.ppmi import information, reduced
from motif.represent.vector.table import WordVectors
from motif.represent.vector.together import counted_together, windows, words_of

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["VectorMethod", "learn_vectors", "vectors_of_counts"]

VectorMethod = Literal["ppmi", "word2vec"]
_WORDS_A_FEATURE = 5  # fewer words cannot tell more directions from noise, and all directions weigh alike
_ROUNDS = 20  # of word2vec; 5, its default, leaves vectors of small corpora where they began


def learn_vectors(
    corpus: Iterable[Sequence[str]],
    *,
    method: VectorMethod = "ppmi",
    n_features: int = 100,
    window: int = 10,
    min_count: int = 5,
    random_state: RandomState = 0,
) -> WordVectors:
    """Return vectors of a corpus's words: words that stand among the same words lie near each other.

    Parameters
    ----------
    corpus :
        Sentences as words; see `sentences`.
    method :
        "ppmi": pointwise mutual information and a singular value decomposition, without chance. "word2vec": gensim's
        skip-grams with negative samples, 20 rounds, one worker (the extra `films`).
    n_features :
        How long the vectors are; "ppmi" makes them shorter where there are fewer than 5 words for each number.
    window :
        How many words to each side count as neighbours.
    min_count :
        How often a word must be said to get a vector.
    random_state :
        Where word2vec's chance comes from.

    Raises
    ------
    InputError
        When fewer than 2 words are said often enough, or a setting is out of range.
    MissingExtra
        For "word2vec" without gensim.

    Notes
    -----
    Measured on 756,000 words of films' plots, against people's judgements of 199 pairs of words (WordSim-353, rank
    correlation): "ppmi" .46 in 2.6 CPU seconds, word2vec .26 in 43; on 131,000 words .38 and .21. So "ppmi" is the
    default; chance is 0 and one person against the others about .7.

    Examples
    --------
    >>> said = [["cat", "sleeps"], ["dog", "sleeps"], ["car", "stops"], ["bus", "stops"]]
    >>> vectors = learn_vectors(said * 5, n_features=4, window=2)
    >>> vectors.near("cat", 1)[0][0], vectors.near("bus", 1)[0][0]
    ('dog', 'car')
    """
    in_choices(method, get_args(VectorMethod), what="method")
    n_features = integer(n_features, what="n_features", low=1)
    window = integer(window, what="window", low=1)
    words, rows = words_of(corpus, integer(min_count, what="min_count", low=1))
    if len(words) < 2:
        raise InputError(f"{len(words)} words are said {min_count} times or more; vectors need 2: give more text")
    if method == "word2vec":
        return _skip_grams(words, rows, n_features, window, seed=integer_seed(random_state))
    X = reduced(information(windows(rows, len(words), window)), _fitting(n_features, n_words=len(words)))
    return WordVectors(tuple(words), X, origin="ppmi")


def _skip_grams(words: list[str], rows: list[np.ndarray], n_features: int, window: int, *, seed: int) -> WordVectors:
    with extra("films"):
        from gensim.models import Word2Vec
    corpus = [[words[n] for n in one.tolist()] for one in rows]
    model = Word2Vec(
        corpus, vector_size=n_features, window=window, min_count=1, sg=1, workers=1, seed=seed, epochs=_ROUNDS
    )
    return WordVectors(tuple(words), np.stack([model.wv[word] for word in words]), origin="word2vec")


def vectors_of_counts(C: Any, words: Sequence[str], *, n_features: int = 100, min_items: int = 2) -> WordVectors:
    """Return vectors of words that were only counted: words that are said of the same items lie near each other.

    For word lists without a text: what `learn_vectors` finds in windows is here found in an item's row. Columns of one
    word count together; given whole names of columns ("agent:kill"), each column has a vector of its own.

    Parameters
    ----------
    C :
        (n_items, n_columns): counts, dense or sparse.
    words :
        (n_columns,): the word of each column; the same one may come in several columns.
    n_features :
        How long the vectors are; shorter where there are fewer than 5 words for each number.
    min_items :
        Of how many items a word must be said to get a vector.

    Raises
    ------
    InputError
        When words and columns do not fit, or fewer than 2 words are said of enough items.

    Examples
    --------
    >>> C = [[1, 1, 0, 0, 1], [0, 1, 0, 0, 1], [1, 0, 0, 0, 1], [0, 0, 1, 1, 1], [0, 0, 1, 1, 1]]
    >>> vectors_of_counts(C, ["kill", "shoot", "love", "kiss", "be"], n_features=2).near("love", 1)[0][0]
    'kiss'
    """
    rows = sparse.csr_array(C, dtype=np.float64)
    same_length(len(words), rows.shape[1], what="words", other="counts' columns")
    place = {word: n for n, word in enumerate(dict.fromkeys(words))}
    unique_ids(list(place), what="words")
    column = np.array([place[word] for word in words], int)
    gather = sparse.csr_array((np.ones(len(column)), (np.arange(len(column)), column)), shape=(len(column), len(place)))
    rows = sparse.csr_array(rows @ gather)
    n_items = np.asarray((rows > 0).sum(axis=0)).ravel()
    kept = np.flatnonzero(n_items >= integer(min_items, what="min_items", low=1))
    if len(kept) < 2:
        raise InputError(f"{len(kept)} words are said of {min_items} items or more; vectors need 2: give more items")
    n_features = _fitting(integer(n_features, what="n_features", low=1), n_words=len(kept))
    X = reduced(information(counted_together(rows[:, kept])), n_features)
    listed = list(place)
    return WordVectors(tuple(listed[n] for n in kept), X, origin="counts")


def _fitting(n_features: int, *, n_words: int) -> int:
    return min(n_features, max(2, n_words // _WORDS_A_FEATURE))
