"""`words`: labels told from the words of titles and keywords alone, by naive Bayes and what a paper printed of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from motif.core.check import in_range, integer
from motif.core.errors import InputError
from motif.core.seed import generator, integer_seed
from motif.evaluate.figure import Figure
from motif.evaluate.null import resampling_interval
from motif.evaluate.tagging import evaluate, global_average_precision, hit_at_one
from motif.model.classify import Kind, NaiveBayes
from motif.represent.text.count import count_words
from motif.videos.represent.label import label_matrix
from motif.videos.represent.word import Text, video_words

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.core.seed import RandomState
    from motif.represent.text import Rules

__all__ = ["ALPHAS", "METHODS", "Method", "WordModel", "Words", "folds_of", "words"]

ALPHAS = (0.0001, 0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)
"""What the smoothing is chosen from, on training videos only."""


@dataclass(frozen=True, slots=True)
class Method:
    """One way to tell labels from words.

    Parameters
    ----------
    kind :
        Of `motif.model.NaiveBayes`.
    alpha :
        Its smoothing; None chooses it on training videos.
    counts_unseen :
        Whether a word that no training video has counts, or is passed over.

    Examples
    --------
    >>> METHODS["as_printed"].alpha
    0.001
    """

    kind: Kind
    alpha: float | None = None
    counts_unseen: bool = False


METHODS = {
    "multinomial": Method("multinomial"),
    "coded": Method("coded"),
    "printed": Method("printed"),
    "as_printed": Method("printed", 0.001, counts_unseen=True),
}
"""What is compared: the correct model against the authors' program, equation 3 with its smoothing chosen too and unseen
words passed over (the best that can be made of it), and equation 3 as it stands, with the paper's alpha."""

_INNER = 3  # parts of the training videos that settings are chosen on
_MOST_SCORES = 50_000_000  # each method's are held: 400 MB
_FEWEST = 8  # creators: fewer cannot be resampled


@dataclass(frozen=True, eq=False)
class WordModel:
    """One method, scored on videos of creators that it never saw.

    Parameters
    ----------
    name :
        As in `METHODS`.
    alphas :
        The smoothing of each split.
    figures :
        As `motif.evaluate.tagging.evaluate` gives them.
    by_split :
        Hit@1 of each split.
    """

    name: str
    alphas: tuple[float, ...]
    figures: Mapping[str, Figure]
    by_split: tuple[float, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the method's results as plain JSON values."""
        figures = {key: figure.as_dict() for key, figure in self.figures.items()}
        return {"name": self.name, "alphas": list(self.alphas), "hit_at_one_by_split": list(self.by_split), **figures}


@dataclass(frozen=True, eq=False)
class Words:
    """What `words` found.

    Parameters
    ----------
    n_videos, n_creators, n_labels, n_words :
        What it rests on; words of all training videos together.
    models :
        Name -> the method's results.
    differences :
        "multinomial - OTHER" -> by how much the correct model is better in Hit@1 and in GAP, on the same videos, with
        the interval that other creators would have given.

    Examples
    --------
    >>> Words(2, 1, 1, 5, {}, {}).as_dict()["n_words"]
    5
    """

    n_videos: int
    n_creators: int
    n_labels: int
    n_words: int
    models: Mapping[str, WordModel]
    differences: Mapping[str, Mapping[str, Figure]]

    def as_dict(self) -> dict[str, Any]:
        """Return the result as plain JSON values."""
        return {
            "n_videos": self.n_videos, "n_creators": self.n_creators, "n_labels": self.n_labels,
            "n_words": self.n_words, "models": {name: model.as_dict() for name, model in self.models.items()},
            "differences": {
                name: {key: figure.as_dict() for key, figure in figures.items()}
                for name, figures in self.differences.items()
            },
        }  # fmt: skip


def words(
    collection: Collection,
    *,
    text: Text = "both",
    rules: Rules = "corrected",
    language: str | None = "en",
    n_splits: int = 5,
    alphas: Sequence[float] = ALPHAS,
    n_permutations: int = 200,
    n_resamples: int = 200,
    random_state: RandomState = None,
) -> Words:
    """Return how well naive Bayes tells labels from words, as it should be, as coded, and as printed (equation 3).

    Every video is scored once, by a model that saw neither it nor another video of its creator; the smoothing of each
    split is chosen by Hit@1 on its training videos alone, again by creator. Videos without a word or without a label
    take no part. Where each video has one label it is a class, else every label is told by itself.

    Parameters
    ----------
    collection :
        With text and labels, as `motif videos gather --text TABLE` makes it.
    text, rules, language :
        Which words; see `motif.videos.represent.word`.
    n_splits :
        Parts that the creators are dealt into, at least 2; each is held out once.
    alphas :
        Smoothings to choose from.
    n_permutations, n_resamples :
        Draws of the nulls and half-samples of the intervals.
    random_state :
        Seed of all chance.

    Raises
    ------
    InputError
        When there is no text, no label, there are fewer than 8 creators, or more scores than fit the memory.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> words(Collection("video", {"id": ["a"], "title": ["Sea"], "keywords": [[]], "labels": [[1]]}))
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: 1 videos with words and labels, by 1 creators: at least 8 creators are needed
    """
    n_splits = integer(n_splits, what="n_splits", low=2)
    for alpha in alphas:
        in_range(alpha, what="alphas", low=1e-12)
    texts = video_words(collection, text, rules=rules, language=language)
    member, labels = label_matrix(collection)
    member = sparse.csr_array(member)
    kept = np.flatnonzero([bool(one) for one in texts] & (np.diff(member.indptr) > 0))
    creators = _creators(collection, kept)
    n_creators = len(set(creators))
    if n_creators < _FEWEST:
        told = f"{len(kept)} videos with words and labels, by {n_creators} creators"
        raise InputError(f"{told}: at least {_FEWEST} creators are needed")
    if len(kept) * len(labels) > _MOST_SCORES:
        told = f"{len(kept):,} videos with words times {len(labels):,} labels are too many scores to hold"
        raise InputError(f"{told}: at most {_MOST_SCORES:,}; take some of the videos (Collection.select)")
    counts, known = count_words([texts[row] for row in kept.tolist()])
    seed = integer_seed(random_state)
    given = _Given(counts, sparse.csr_array(member[kept]), np.array(creators), tuple(alphas), seed)
    fold = folds_of(given.creators, n_splits, random_state=seed)
    scored = {name: given.out_of_fold(fold, method) for name, method in METHODS.items()}
    settings = {"n_permutations": n_permutations, "n_resamples": n_resamples}
    common = given.prevalence(fold)
    models = {name: _model(name, given, fold, *found, **settings) for name, found in scored.items()}
    others = {**{name: found[0] for name, found in scored.items() if name != "multinomial"}, "prevalence": common}
    differences = {
        f"multinomial - {name}": _differences(given, scored["multinomial"][0], scores, n_resamples)
        for name, scores in others.items()
    }
    return Words(len(kept), n_creators, len(labels), len(known), models, differences)


@dataclass(frozen=True, eq=False)
class _Given:
    """Words, labels and creators of the videos that take part."""

    counts: sparse.csr_array
    member: sparse.csr_array
    creators: np.ndarray
    alphas: tuple[float, ...]
    seed: int

    @property
    def is_single(self) -> bool:
        return bool((np.diff(self.member.indptr) == 1).all())

    def scores(self, train: np.ndarray, test: np.ndarray, method: Method, alpha: float) -> np.ndarray:
        """Scores of test videos by a model of the training videos, (n_test, n_labels), in [0, 1]."""
        given, asked, labels = self.counts[train], self.counts[test], self.member[train]
        if not method.counts_unseen:
            seen = np.flatnonzero(np.asarray(given.sum(axis=0)).ravel() > 0)
            given, asked = given[:, seen], asked[:, seen]
        model = NaiveBayes(method.kind, alpha=alpha)
        if not self.is_single:
            return model.fit(given, labels).predict_proba(asked)
        model.fit(given, labels.indices)
        scores = np.zeros((len(test), self.member.shape[1]))
        scores[:, model.classes_] = model.predict_proba(asked)
        return scores

    def chosen(self, train: np.ndarray, method: Method) -> float:
        """The smoothing that scores best on parts of the training videos, the first of equals."""
        if len(self.alphas) == 1:
            return self.alphas[0]
        inner = folds_of(self.creators[train], _INNER, random_state=self.seed + 1)
        found = []
        for alpha in self.alphas:
            hits = 0.0
            for part in range(_INNER):
                held, rest = train[inner == part], train[inner != part]
                hits += len(held) * hit_at_one(self.scores(rest, held, method, alpha), self.member[held])
            found.append(hits)
        return self.alphas[int(np.argmax(found))]

    def out_of_fold(self, fold: np.ndarray, method: Method) -> tuple[np.ndarray, tuple[float, ...]]:
        """Scores of every video by a model that saw nothing of its creator, and the smoothing of each split."""
        scores, used = np.zeros(self.member.shape), []
        for part in range(int(fold.max()) + 1):
            train, test = np.flatnonzero(fold != part), np.flatnonzero(fold == part)
            used.append(self.chosen(train, method) if method.alpha is None else method.alpha)
            scores[test] = self.scores(train, test, method, used[-1])
        return scores, tuple(used)

    def prevalence(self, fold: np.ndarray) -> np.ndarray:
        """The share of training videos that have a label, for each video held out."""
        scores = np.zeros(self.member.shape)
        for part in range(int(fold.max()) + 1):
            train = np.flatnonzero(fold != part)
            scores[fold == part] = self.member[train].sum(axis=0) / len(train)
        return scores


def folds_of(groups: Sequence[Any] | np.ndarray, n_folds: int, *, random_state: RandomState = None) -> np.ndarray:
    """Return each item's fold, (n_items,): a group is in one, and folds are as equal as whole groups let them be.

    Parameters
    ----------
    groups :
        (n_items,), what stays together.
    n_folds :
        At least 2.
    random_state :
        Seed of the order in which groups of one size are dealt out.

    Raises
    ------
    InputError
        For fewer groups than folds.

    Examples
    --------
    >>> folds = folds_of(["a", "a", "b", "c", "d"], 2, random_state=0)
    >>> folds[0] == folds[1], sorted(np.bincount(folds).tolist())
    (np.True_, [2, 3])
    """
    _, numbers, sizes = np.unique(np.asarray(groups), return_inverse=True, return_counts=True)
    if len(sizes) < n_folds:
        raise InputError(f"{len(sizes)} groups cannot be dealt into {n_folds} folds; ask for fewer")
    order = generator(random_state).permutation(len(sizes))
    order = order[np.argsort(-sizes[order], kind="stable")]
    held, fold = np.zeros(n_folds, np.int64), np.zeros(len(sizes), np.int64)
    for group in order:
        fold[group] = held.argmin()
        held[fold[group]] += sizes[group]
    return fold[numbers]


def _creators(collection: Collection, kept: np.ndarray) -> list[str]:
    """The creator of each video; one of nobody known is by itself."""
    ids = collection.ids
    given = collection.items["creator"].to_pylist() if "creator" in collection.items.column_names else [None] * len(ids)
    return [f"creator {given[row]}" if given[row] else f"video {ids[row]}" for row in kept.tolist()]


def _model(
    name: str,
    given: _Given,
    fold: np.ndarray,
    scores: np.ndarray,
    used: tuple[float, ...],
    *,
    n_permutations: int,
    n_resamples: int,
) -> WordModel:
    figures = evaluate(
        scores, given.member, random_state=given.seed, n_permutations=n_permutations, n_resamples=n_resamples
    )
    parts = [np.flatnonzero(fold == part) for part in range(int(fold.max()) + 1)]
    return WordModel(name, used, figures, tuple(hit_at_one(scores[part], given.member[part]) for part in parts))


_METRICS: dict[str, Callable[[Any, Any], float]] = {"hit_at_one": hit_at_one, "gap": global_average_precision}
_NAMES = {"hit_at_one": "Hit@1", "gap": "GAP@20"}


def _differences(given: _Given, ours: np.ndarray, theirs: np.ndarray, n_resamples: int) -> dict[str, Figure]:
    figures = {}
    for key, metric in _METRICS.items():

        def gain(rows: np.ndarray, metric: Callable[[Any, Any], float] = metric) -> float:
            return metric(ours[rows], given.member[rows]) - metric(theirs[rows], given.member[rows])

        value = gain(np.arange(len(ours)))
        interval = resampling_interval(gain, len(ours), n=n_resamples, groups=given.creators, random_state=given.seed)
        figures[key] = Figure(
            f"gain in {_NAMES[key]}", value, None, {"equally_good": 0.0}, interval, len(ours), True,
            "It holds for these labels and these creators' like; other texts may be told better by other models.",
        )  # fmt: skip
    return figures
