"""`describe`: how many videos have text, which words and labels are common, which go together, and what overlaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from motif.core.check import integer
from motif.core.errors import InputError
from motif.core.seed import integer_seed
from motif.videos.collection.text import TextTally, tally_text
from motif.videos.evaluate.overlap import overlap
from motif.videos.represent.label import label_matrix, label_names
from motif.videos.represent.word import label_words, video_words

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.core.seed import RandomState
    from motif.evaluate.figure import Figure
    from motif.represent.text import Rules
    from motif.represent.vector.table import WordVectors

__all__ = ["Description", "LabelFacts", "Pair", "WordFacts", "describe"]

_FEWEST_TOGETHER = 5  # videos that have both labels: fewer make any lift


@dataclass(frozen=True, slots=True)
class WordFacts:
    """The words of titles, or of keywords.

    Parameters
    ----------
    n_videos :
        Videos with at least one word.
    n_different :
        Different words.
    mean :
        Words a video, over those that have any.
    top :
        (word, videos that have it), the commonest first.

    Examples
    --------
    >>> WordFacts(2, 3, 1.5, (("sea", 2),)).as_dict()["top"]
    [['sea', 2]]
    """

    n_videos: int
    n_different: int
    mean: float
    top: tuple[tuple[str, int], ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the facts as plain JSON values."""
        return {**asdict(self), "top": [list(pair) for pair in self.top]}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two labels that go together.

    Parameters
    ----------
    first, second :
        Their numbers.
    n_videos :
        Videos that have both.
    expected :
        How many would, if the labels had nothing to do with each other.

    Examples
    --------
    >>> Pair(3, 4, 60, 20.0).lift
    3.0
    """

    first: int
    second: int
    n_videos: int
    expected: float

    @property
    def lift(self) -> float:
        """How many times more often they come together than by chance."""
        return self.n_videos / self.expected


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """The labels of videos.

    Parameters
    ----------
    n_videos :
        Videos with at least one label.
    n_different :
        Labels that some video has.
    mean :
        Labels a video, over those that have any.
    top :
        (label, videos that have it), the commonest first.
    top_share :
        The share of all label appearances that the ten commonest have.
    names :
        Label -> name, of the labels named here.
    pairs :
        Labels that come together more often than by chance, by how much of the videos' labels that explains.

    Examples
    --------
    >>> LabelFacts(2, 1, 1.0, ((7, 2),), 1.0, {7: "Game"}, ()).as_dict()["top"]
    [[7, 2]]
    """

    n_videos: int
    n_different: int
    mean: float
    top: tuple[tuple[int, int], ...]
    top_share: float
    names: Mapping[int, str]
    pairs: tuple[Pair, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the facts as plain JSON values."""
        return {
            "n_videos": self.n_videos, "n_different": self.n_different, "mean": self.mean,
            "top": [list(pair) for pair in self.top], "top_share": self.top_share,
            "names": {str(label): name for label, name in self.names.items()},
            "pairs": [{**asdict(pair), "lift": pair.lift} for pair in self.pairs],
        }  # fmt: skip


@dataclass(frozen=True, eq=False)
class Description:
    """What `describe` found.

    Parameters
    ----------
    tallies :
        "all", and each split where there is a column `split` -> how many videos have text; None without text.
    words :
        "title" and "keywords" -> their words; None without text.
    labels :
        None without labels.
    overlap :
        "title" and "keywords" -> the figures of `motif.videos.evaluate.overlap`; empty without text, labels or names.

    Examples
    --------
    >>> Description({}, {}, None, {}).as_dict()
    {'text': {}, 'words': {}, 'labels': None, 'overlap': {}}
    """

    tallies: Mapping[str, TextTally]
    words: Mapping[str, WordFacts]
    labels: LabelFacts | None
    overlap: Mapping[str, Mapping[str, Figure]]

    def as_dict(self) -> dict[str, Any]:
        """Return the description as plain JSON values."""
        return {
            "text": {side: tally.as_dict() for side, tally in self.tallies.items()},
            "words": {text: facts.as_dict() for text, facts in self.words.items()},
            "labels": None if self.labels is None else self.labels.as_dict(),
            "overlap": {
                text: {key: figure.as_dict() for key, figure in figures.items()}
                for text, figures in self.overlap.items()
            },
        }


def describe(
    collection: Collection,
    *,
    rules: Rules = "corrected",
    language: str | None = "en",
    vectors: WordVectors | str | Path | None = None,
    n_top: int = 20,
    n_permutations: int = 199,
    random_state: RandomState = None,
) -> Description:
    """Return text and labels of videos in numbers: the paper's Table 1, Figures 2 and 3, overlap of section 4.3.

    Parameters
    ----------
    collection :
        Of videos, with text or labels.
    rules, language :
        Which words; see `motif.videos.represent.word`.
    vectors :
        Word vectors, or their file: videos of whose words none has a vector are counted as lost too.
    n_top :
        How many of the commonest words, labels and pairs.
    n_permutations :
        Draws of the overlap's null.
    random_state :
        Seed of these.

    Raises
    ------
    InputError
        When the collection has neither text nor labels.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> videos = Collection("video", {"id": ["a", "b"], "labels": [[3, 4], [3]]})
    >>> describe(videos).labels.top
    ((3, 2), (4, 1))
    """
    n_top = integer(n_top, what="n_top", low=1)
    names = collection.items.column_names
    has_text, has_labels = "text_from" in names, "labels" in names
    if not has_text and not has_labels:
        raise InputError("these videos have neither text nor labels; gather them with --text TABLE")
    spoken: dict[str, list[list[str]]] = {}
    tallies: dict[str, TextTally] = {}
    if has_text:
        spoken = {"title": video_words(collection, "title", rules=rules, language=language)}
        spoken["keywords"] = video_words(collection, "keywords", rules=rules, language=language)
        tallies = _tallies(collection, spoken, language, _loaded(vectors))
    lowered = {text: [[word.lower() for word in one] for one in texts] for text, texts in spoken.items()}
    found = {text: _word_facts(texts, n_top) for text, texts in lowered.items() if any(texts)}
    labels = _label_facts(collection, n_top) if has_labels else None
    over = _overlaps(collection, lowered, n_permutations, random_state) if has_text and has_labels else {}
    return Description(tallies, found, labels, over)


def _loaded(vectors: WordVectors | str | Path | None) -> WordVectors | None:
    if not isinstance(vectors, str | Path):
        return vectors
    from motif.represent.vector.table import load_vectors

    return load_vectors(vectors)


def _tallies(
    collection: Collection, spoken: Mapping[str, list[list[str]]], language: str | None, vectors: WordVectors | None
) -> dict[str, TextTally]:
    known: dict[str, np.ndarray | None] = {"title": None, "keywords": None}
    if vectors is not None:
        for text, texts in spoken.items():
            known[text] = np.array([any(vectors.place(word) >= 0 for word in one) for one in texts], dtype=bool)

    def tally(rows: np.ndarray) -> TextTally:
        masks = {f"{text}_known": None if mask is None else mask[rows] for text, mask in known.items()}
        return tally_text(collection.select(rows), language=language, **masks)

    found = {"all": tally(np.arange(collection.n_items))}
    if "split" in collection.items.column_names:
        sides = np.array([str(side) for side in collection.items["split"].to_pylist()])
        found |= {str(side): tally(np.flatnonzero(sides == side)) for side in dict.fromkeys(sides.tolist())}
    return found


def _word_facts(texts: Sequence[Sequence[str]], n_top: int) -> WordFacts:
    held = Counter(word for text in texts for word in set(text))
    lengths = [len(text) for text in texts if text]
    top = sorted(held.items(), key=lambda pair: (-pair[1], pair[0]))[:n_top]
    return WordFacts(len(lengths), len(held), float(np.mean(lengths)), tuple(top))


def _label_facts(collection: Collection, n_top: int) -> LabelFacts:
    given, labels = label_matrix(collection)
    member = sparse.csr_array(given, dtype=np.int64)
    n_videos = int((np.diff(member.indptr) > 0).sum())
    counts = np.asarray(member.sum(axis=0)).ravel()
    order = np.lexsort((labels, -counts))
    top = [(int(labels[place]), int(counts[place])) for place in order[:n_top]]
    pairs = _pairs(member, labels, counts, n_videos, n_top)
    named = {label for label, _ in top} | {label for pair in pairs for label in (pair.first, pair.second)}
    names = {label: name for label, name in label_names(collection).items() if label in named}
    total = int(counts.sum())
    share = float(counts[order[:10]].sum() / total) if total else 0.0
    return LabelFacts(n_videos, len(labels), total / max(n_videos, 1), tuple(top), share, names, pairs)


def _pairs(
    member: sparse.csr_array, labels: np.ndarray, counts: np.ndarray, n_videos: int, n_top: int
) -> tuple[Pair, ...]:
    """Pairs by n log(n / expected): what coming together tells, in nats over all videos."""
    both = sparse.triu(member.T @ member, k=1).tocoo()
    often = both.data >= _FEWEST_TOGETHER
    first, second, n = both.row[often], both.col[often], both.data[often]
    expected = counts[first] * counts[second] / max(n_videos, 1)
    told = n * np.log(n / expected)
    order = np.lexsort((second, first, -told))[:n_top]
    return tuple(
        Pair(int(labels[first[place]]), int(labels[second[place]]), int(n[place]), float(expected[place]))
        for place in order
        if told[place] > 0
    )


def _overlaps(
    collection: Collection, texts: Mapping[str, list[list[str]]], n_permutations: int, random_state: RandomState
) -> dict[str, dict[str, Figure]]:
    member, labels = label_matrix(collection)
    words = label_words(label_names(collection), labels.tolist())
    usable = np.diff(member.indptr) > 0
    seed = integer_seed(random_state)
    settings = {"n_permutations": n_permutations, "random_state": seed}
    return {
        text: overlap(one, member, words, **settings)
        for text, one in texts.items()
        if any(words) and any(usable & np.array([len(found) > 0 for found in one], dtype=bool))
    }
