"""The grid of the notebook that this wing grew from: topics by personas, by its models and ours, each beside chance.

Where it differs, on purpose: models are fitted to all characters, not to those with gold labels only; `max_freq` is a
share of the characters that have a word, where the notebook's removed nothing; words without a vector are set aside
instead of making a topic of their own; every value of VI has the null of its own cluster sizes beside it.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning

from motif.core.check import in_range, integer
from motif.core.errors import InputError
from motif.core.seed import generator, integer_seed
from motif.evaluate.clustering import compare
from motif.films.collection.character import split_column
from motif.films.study.personas.held import Held, held_words
from motif.films.study.personas.topic import word_vectors
from motif.films.study.score.result import GridRow
from motif.model.cluster import Agglomerative, KMeans
from motif.model.mixture import MultinomialMixture
from motif.model.topic import LatentDirichlet, WordTopics

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.core.seed import RandomState
    from motif.films.study.score.result import Gold

__all__ = ["films_of", "seed_grid"]

_SIZES = (25, 50, 100)
_N_PERMUTATIONS = 199
_EMBEDDING = "embedding"
_MOST_IN_A_TREE = 10_000  # characters: 400 MB of distances


@dataclass(frozen=True, eq=False)
class _Setting:
    """A matrix that personas are looked for in."""

    method: str
    n_topics: int | None
    X: Any
    labels: Callable[[Any, int, int], np.ndarray]


def seed_grid(
    collection: Collection,
    gold: Gold,
    *,
    topics: Sequence[int] = _SIZES,
    personas: Sequence[int] = _SIZES,
    min_freq: int = 5,
    max_freq: float = 0.9,
    min_words: int = 3,
    random_state: RandomState = 0,
) -> tuple[tuple[GridRow, ...], tuple[str, ...]]:
    """Return what each setting scores, and the settings that ask for more than there is.

    Parameters
    ----------
    collection :
        Characters with a block `roles`; vectors of characters in a block `embedding`, else the mean of their words'.
    gold :
        What is known of them.
    topics, personas :
        How many of each.
    min_freq, max_freq :
        Words that occur less often, or in a larger share of the characters, are left out.
    min_words :
        Words that are left of a character, at least.
    random_state :
        Where chance comes from.

    Raises
    ------
    InputError
        When no words or no characters are left.

    Examples
    --------
    >>> from inspect import signature
    >>> signature(seed_grid).parameters["min_freq"].default
    5
    """
    in_range(max_freq, what="max_freq", low=0, high=1)
    rng = generator(random_state)
    held = held_words(collection)
    X, columns = _vocabulary(held, min_freq=integer(min_freq, what="min_freq", low=1), max_freq=max_freq)
    fitted = np.flatnonzero(np.asarray(X.sum(axis=1)).ravel() >= min_words)
    asked = np.isin(np.array(gold.rows), fitted)
    if asked.sum() < 2:
        raise InputError(
            f"of {len(fitted)} characters with {min_words} words, {asked.sum()} have {gold.kind}; 2 are needed"
        )
    place = {row: at for at, row in enumerate(fitted.tolist())}
    films = films_of(collection, [row for row, is_in in zip(gold.rows, asked, strict=True) if is_in])
    rows: list[GridRow] = []
    skipped: list[str] = []
    for setting in _settings(collection, held, X[fitted], columns, fitted, topics, skipped, seed=integer_seed(rng)):
        for n_personas in personas:
            if n_personas > len(fitted):
                skipped.append(f"{setting.method}: {n_personas} personas of {len(fitted)} characters")
                continue
            seed = integer_seed(rng)
            start = time.process_time()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)  # equal items: fewer clusters, which `used` tells
                labels = setting.labels(setting.X, n_personas, seed)
            seconds = time.process_time() - start
            of_gold = [int(labels[place[row]]) for row, is_in in zip(gold.rows, asked, strict=True) if is_in]
            known = [held for held, is_in in zip(gold.labels, asked, strict=True) if is_in]
            rows.append(_row(setting, n_personas, of_gold, known, films, seconds, rng))
    return tuple(rows), tuple(dict.fromkeys(skipped))


def films_of(collection: Collection, rows: Sequence[int]) -> list[str] | None:
    """Return the film of each of some characters, one of its own where none is known; None without such a column.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> films_of(Collection("character", {"id": ["a", "b"], "film": ["f1", None]}), [0, 1])
    ['f1', 'the film of b']
    """
    if "film" not in collection.items.column_names:
        return None
    films = collection.items["film"].to_pylist()
    return [films[row] or f"the film of {collection.ids[row]}" for row in rows]


def _vocabulary(held: Held, *, min_freq: int, max_freq: float) -> tuple[Any, tuple[str, ...]]:
    """Return the counts of the words that are neither rare nor everywhere, whatever their role."""
    words = [split_column(name).word for name in held.columns]
    number = {word: at for at, word in enumerate(dict.fromkeys(words))}
    of_column = np.array([number[word] for word in words])
    ones = np.ones(len(words))
    pooled = held.X @ sparse.csr_array((ones, (np.arange(len(words)), of_column)), shape=(len(words), len(number)))
    pooled = sparse.csr_array(pooled)
    total = np.asarray(pooled.sum(axis=0)).ravel()
    share = np.bincount(pooled.indices, minlength=len(number)) / max(pooled.shape[0], 1)
    kept = np.flatnonzero(((total >= min_freq) & (share <= max_freq))[of_column])
    if not len(kept):
        raise InputError(f"no word occurs {min_freq} times; the collection is too small for this grid")
    return sparse.csr_array(held.X[:, kept]), tuple(held.columns[at] for at in kept.tolist())


def _settings(
    collection: Collection,
    held: Held,
    X: Any,
    columns: tuple[str, ...],
    fitted: np.ndarray,
    topics: Sequence[int],
    skipped: list[str],
    *,
    seed: int,
) -> Iterator[_Setting]:
    yield _Setting("mixture", None, X, _mixture)
    words = [*dict.fromkeys(split_column(name).word for name in columns)]
    vectors = word_vectors(collection, held).rows(words)
    n_placed = int(np.asarray(vectors).any(axis=1).sum())
    for n_topics in topics:
        if n_topics > n_placed:
            skipped.append(f"{n_topics} topics of {n_placed} words")
            continue
        counted = WordTopics(n_topics, random_state=seed).fit(vectors, words=words).counts(X, columns).X
        for method, labels in (("lda", _lda), ("kmeans", _kmeans), ("mixture", _mixture)):
            yield _Setting(method, n_topics, counted, labels)
    embedded = _embedded(collection, fitted, X, columns, dict(zip(words, np.asarray(vectors), strict=True)))
    yield _Setting("embedding, k-means", None, embedded, _kmeans)
    if len(fitted) <= _MOST_IN_A_TREE:
        yield _Setting("embedding, tree", None, embedded, _tree)


def _embedded(
    collection: Collection, fitted: np.ndarray, X: Any, columns: tuple[str, ...], vectors: dict[str, np.ndarray]
) -> np.ndarray:
    if _EMBEDDING in collection.blocks and bool(collection.blocks[_EMBEDDING].present[fitted].all()):
        return np.asarray(collection.blocks[_EMBEDDING][fitted], dtype=np.float64)
    table = np.array([vectors[split_column(name).word] for name in columns])
    totals = np.maximum(np.asarray(X.sum(axis=1)).reshape(-1, 1), 1)
    return np.asarray(X @ table) / totals


def _lda(X: Any, n: int, seed: int) -> np.ndarray:
    return LatentDirichlet(n, random_state=seed).fit(X).labels_


def _mixture(X: Any, n: int, seed: int) -> np.ndarray:
    return MultinomialMixture(n, random_state=seed).fit(X).labels_


def _kmeans(X: Any, n: int, seed: int) -> np.ndarray:
    return KMeans(n, random_state=seed).fit(X).labels_


def _tree(X: Any, n: int, seed: int) -> np.ndarray:  # noqa: ARG001 - a tree has no chance
    return Agglomerative(n, metric="euclidean", linkage="complete").fit(X).labels_


def _row(
    setting: _Setting,
    n_personas: int,
    labels: Sequence[int],
    known: Sequence[Sequence[str]],
    films: Sequence[str] | None,
    seconds: float,
    rng: np.random.Generator,
) -> GridRow:
    pairs = [(str(at), label) for at, held in enumerate(known) for label in held]
    ids = [str(at) for at in range(len(labels))]
    named = [f"p{label}" for label in labels]
    found = compare(
        ids,
        named,
        [id_ for id_, _ in pairs],
        [label for _, label in pairs],
        repeated="all",
        groups=films,
        n_permutations=_N_PERMUTATIONS,
        n_resamples=2,
        random_state=rng,
    )
    vi, ami = found.metrics["vi_bits"], found.metrics["ami"]
    sizes = np.unique(named, return_counts=True)[1]
    return GridRow(
        method=setting.method,
        n_topics=setting.n_topics,
        n_personas=n_personas,
        n=found.n,
        n_clusters=len(sizes),
        n_singletons=int((sizes == 1).sum()),
        vi_bits=vi.value,
        vi_chance=vi.null.mean if vi.null else float("nan"),
        vi_chance_sd=vi.null.sd if vi.null else float("nan"),
        vi_alone=vi.trivial["singletons"],
        ami=ami.value,
        ami_chance_sd=ami.null.sd if ami.null else float("nan"),
        p=ami.null.p if ami.null and ami.null.p is not None else float("nan"),
        cpu_s=seconds,
    )
