"""`read`: titles and keywords read word by word: labels told from them, and blocks that `fit` looks at."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import numpy as np
from scipy import sparse

from motif.collection import build
from motif.core.check import in_choices, integer
from motif.core.errors import InputError
from motif.core.extra import extra
from motif.core.record import RunRecord, recording
from motif.core.seed import integer_seed, recorded_seed
from motif.evaluate.figure import Figure
from motif.evaluate.tagging import evaluate
from motif.model.classify import NaiveBayes
from motif.model.kept import saved_with
from motif.represent.text.count import count_words
from motif.represent.vector import WordVectors, learn_vectors, load_vectors
from motif.videos.represent.bare import without_label_words
from motif.videos.represent.label import label_matrix, label_names
from motif.videos.represent.word import label_words, video_words
from motif.videos.study.fit import sides_of

if TYPE_CHECKING:
    from motif.collection import Collection
    from motif.core.seed import RandomState
    from motif.model.sequence import TextReader
    from motif.represent.text import Rules

__all__ = ["STEP", "Reading", "What", "read"]

STEP = "videos.read"
What: TypeAlias = Literal["title", "keywords"]
_WAYS = {"title": "convolution", "keywords": "histogram"}  # as the paper has them
_ALPHA = 0.1  # of the naive Bayes beside it; see `motif videos words`, which chooses it

_BATCH, _PATIENT_STEPS = 128, 50


@dataclass(frozen=True, eq=False)
class Reading:
    """What `read` made.

    Parameters
    ----------
    collection :
        With the block, absent where a video has no word that is known, and the run on its record.
    name :
        What block and model are called: "title" and "read-title".
    reader :
        The fitted estimator.
    figures :
        Of the development side, beside shuffled labels, the labels' shares and naive Bayes on the same words.
    as_written :
        The same where label words were taken out for training, with the words as they are; else empty.
    n_train, n_development, n_labels :
        Videos with words that are known on both sides, and labels that are learned.
    n_read, n_words, word_share :
        Videos with the block, words that are known, and the share of all words said that are.
    n_removed :
        Words that were taken out, of both sides, because they name a label of their video.
    vectors :
        Where the vectors come from.
    record :
        How it was made.

    Examples
    --------
    >>> [name for name in Reading.__dataclass_fields__ if name.startswith("n_")]
    ['n_train', 'n_development', 'n_labels', 'n_read', 'n_words', 'n_removed']
    """

    collection: Collection
    name: str
    reader: TextReader
    figures: Mapping[str, Figure]
    as_written: Mapping[str, Figure]
    n_train: int
    n_development: int
    n_labels: int
    n_read: int
    n_words: int
    word_share: float
    n_removed: int
    vectors: str
    record: RunRecord

    def save(self, path: str | Path, *, overwrite: bool = False) -> Collection:
        """Write the collection with the reader, all or nothing, and return it as it is there."""
        return saved_with(self.collection, f"read-{self.name}", self.reader, path, overwrite=overwrite)

    def as_dict(self) -> dict[str, Any]:
        """Return all but collection and reader as plain JSON values."""
        return {
            "name": self.name, "how": self.reader.how, "vectors": self.vectors, "n_train": self.n_train,
            "n_development": self.n_development, "n_labels": self.n_labels, "n_read": self.n_read,
            "n_words": self.n_words, "word_share": self.word_share, "n_removed": self.n_removed,
            "figures": {key: figure.as_dict() for key, figure in self.figures.items()},
            "as_written": {key: figure.as_dict() for key, figure in self.as_written.items()},
            "record": self.record.as_dict(),
        }  # fmt: skip


def read(
    collection: Collection,
    *,
    what: What = "title",
    how: str | None = None,
    vectors: str | Path | WordVectors | None = None,
    rules: Rules = "corrected",
    language: str | None = "en",
    remove_label_words: bool = False,
    min_videos: int = 2,
    overwrite: bool = False,
    random_state: RandomState = 0,
    **settings: Any,
) -> Reading:
    """Return a reader of titles or keywords that tells labels, and the block that it makes of them.

    It learns from one side of the videos and is judged on the other, as `fit` is. The block then holds every video's
    text as the reader sees it, so that `fit` finds it among the modalities: of a title the hidden layer of a
    `TextConvolution`, of keywords a `WordHistogram`, as Wang et al. 2017, sections 3.3 and 3.4.

    Parameters
    ----------
    collection :
        With text and labels, as `motif videos gather --text TABLE` makes it.
    what :
        "title" or "keywords", which is also what the block is called.
    how :
        "convolution" or "histogram"; None takes the former for titles, the latter for keywords.
    vectors :
        A file of word vectors, or a table; None learns them from the words of the side that is learned from.
    rules, language :
        Which words; see `motif.videos.represent.word`.
    remove_label_words :
        Whether every word that names a label of its video is taken out first, singular or plural: the rows B of the
        paper's Table 6. The block is made of the words as they are: it must know no labels.
    min_videos :
        A label with fewer videos to learn from is left out, >= 1.
    overwrite :
        Whether a block of that name is replaced.
    random_state :
        Where chance comes from.
    **settings :
        Of the network: `n_hidden`, `epochs`, …; see `motif.model.TextConvolution` and `motif.model.LayeredLabels`; of
        the histogram also `n_centroids`.

    Raises
    ------
    InputError
        When there is no text, no label, the block is there already, or a setting does not fit.
    MissingExtra
        Without PyTorch.

    Notes
    -----
    The hidden layer has seen the labels of the videos that it was learned from, so that on these it says more than on
    others; what `fit` is judged on is not among them.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> columns = {"id": [f"v{n}" for n in range(60)], "labels": [[n % 2] for n in range(60)]}
    >>> columns["title"] = ["A cat asleep" if n % 2 else "The dog barks" for n in range(60)]
    >>> found = read(Collection("video", columns), n_channels=4, n_hidden=8, learning_rate=0.01)
    >>> found.collection.blocks["title"].shape, found.figures["hit_at_one"].value > 0.9
    ((60, 8), True)
    """
    in_choices(what, get_args(What), what="what")
    if what in collection.blocks and not overwrite:
        raise InputError(f"the collection has a block {what!r} already; ask for overwrite")
    way, seed = _WAYS[what] if how is None else how, integer_seed(random_state)
    parameters = {
        "what": what, "how": way, "rules": rules, "language": language, "remove_label_words": remove_label_words,
        "min_videos": min_videos, **settings,
    }  # fmt: skip
    with recording(STEP, parameters=parameters, seed=recorded_seed(random_state)) as watch:
        given = _Given.of(collection, what, rules, language, min_videos, remove_label_words=remove_label_words)
        table = _table(vectors, given)
        sides = [given.known(rows, table) for rows in (given.train, given.development)]
        if not all(map(len, sides)):
            told = f"{len(sides[0])} to learn from, {len(sides[1])} to hold out"
            raise InputError(f"too few videos have a {what} with a word that has a vector: {told}")
        reader = _reader(table, way, {"patience": _patience(len(sides[0])), **settings}, seed)
        train, held = ([given.bare[row] for row in rows] for rows in sides)
        reader.fit(train, given.Y[sides[0]], held_out=(held, given.Y[sides[1]]))
        bayes = _bayes(given, *sides)
        figures = _figures(reader, held, given.Y[sides[1]], bayes, seed)
        written = {}
        if remove_label_words:
            written = _figures(reader, [given.texts[row] for row in sides[1]], given.Y[sides[1]], None, seed)
        block, n_read = _block(reader, given.texts, parameters)
    said = [word for text in given.texts for word in text]
    share = float(reader.n_known([said])[0] / len(said)) if said else 0.0
    parameters |= {"vectors": table.origin, "split_by": given.by}
    record = replace(watch.record, parameters=parameters)
    return Reading(
        collection.with_block(what, block).with_record(record), what, reader, figures, written, len(sides[0]),
        len(sides[1]), given.Y.shape[1], n_read, len(table.words), share, given.n_removed, table.origin, record,
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Given:
    """Words as they are, words to learn from, labels, and the two sides."""

    texts: list[list[str]]
    bare: list[list[str]]
    n_removed: int
    Y: sparse.csr_array
    train: np.ndarray
    development: np.ndarray
    by: str

    @classmethod
    def of(
        cls, collection: Collection, what: What, rules: Rules, language: str | None, min_videos: int,
        *, remove_label_words: bool,
    ) -> _Given:  # fmt: skip
        texts = video_words(collection, what, rules=rules, language=language)
        sides = sides_of(collection)
        found, labels = label_matrix(collection)
        Y = sparse.csr_array(found)
        bare, n_removed = texts, 0
        if remove_label_words:
            names = label_names(collection)
            if not names:
                raise InputError("no label has a name whose words could be taken out; gather with --labels VOCABULARY")
            bare, n_removed = without_label_words(texts, Y, label_words(names, labels.tolist()))
        least = integer(min_videos, what="min_videos", low=1)
        kept = np.flatnonzero(np.asarray(Y[sides.train].sum(axis=0)).ravel() >= least)
        if not len(kept):
            raise InputError(f"no label has {least} videos to learn from; lower min_videos, or gather more videos")
        return cls(texts, bare, n_removed, Y[:, kept], sides.train, sides.development, sides.by)

    def known(self, rows: np.ndarray, table: WordVectors) -> np.ndarray:
        """Those of some videos that have a word with a vector."""
        return np.array([n for n in rows.tolist() if any(table.place(word) >= 0 for word in self.bare[n])], int)


def _table(vectors: str | Path | WordVectors | None, given: _Given) -> WordVectors:
    if isinstance(vectors, WordVectors):
        return vectors
    if vectors is not None:
        said = {word for text in given.texts for word in text}
        return load_vectors(vectors, only=said | {word.lower() for word in said})
    small = [[word.lower() for word in given.bare[row]] for row in given.train.tolist()]
    return learn_vectors(small, min_count=2)


def _reader(table: WordVectors, how: str, settings: Mapping[str, Any], seed: int) -> TextReader:
    with extra("videos"):
        from motif.model.sequence import TextReader
    own = {name: settings[name] for name in ("n_centroids", "metric") if name in settings}
    rest = {name: value for name, value in settings.items() if name not in own}
    return TextReader(
        table.words, table.X, how=how, settings=rest or None, random_state=seed, **own  # type: ignore[arg-type]
    )  # fmt: skip


def _patience(n_videos: int) -> int:
    """Epochs without gain until training stops: those of few videos are a few steps each."""
    return max(3, math.ceil(_PATIENT_STEPS * _BATCH / n_videos))


def _bayes(given: _Given, train: np.ndarray, held: np.ndarray) -> np.ndarray:
    """What naive Bayes says of the words of the development side, (n_videos, n_labels)."""
    rows = [*train.tolist(), *held.tolist()]
    texts = [[word.lower() for word in given.bare[row]] for row in rows]
    counts, words = count_words(texts[: len(train)])
    asked, _ = count_words(texts[len(train) :], words=words)
    return NaiveBayes(alpha=_ALPHA).fit(counts, given.Y[train]).log_scores(asked)


def _figures(
    reader: TextReader, texts: Sequence[Sequence[str]], Y: sparse.csr_array, bayes: np.ndarray | None, seed: int
) -> dict[str, Figure]:
    scores, shares = reader.predict_proba(texts), reader.net_["label_shares_"]
    figures = evaluate(scores, Y, random_state=seed, popularity=shares)
    if bayes is None:
        return figures
    beside = evaluate(1 / (1 + np.exp(-bayes)), Y, random_state=seed, n_permutations=1, n_resamples=2)
    return {
        key: replace(figure, trivial={**figure.trivial, "naive_bayes": beside[key].value})
        for key, figure in figures.items()
    }


def _block(reader: TextReader, texts: Sequence[Sequence[str]], parameters: Mapping[str, Any]) -> tuple[Any, int]:
    """The block of all videos, and how many have it."""
    present = reader.n_known(texts) > 0
    seen = reader.transform([text for text, is_there in zip(texts, present, strict=True) if is_there])
    rows = seen if isinstance(seen, np.ndarray) else seen.toarray()
    values = np.zeros((len(texts), rows.shape[1]), np.float32)
    values[present] = rows
    return build.dense(values, present=present, step=STEP, parameters=dict(parameters)), int(present.sum())
