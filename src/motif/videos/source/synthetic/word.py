"""Invented words: what labels are called, what goes with them, and titles and keywords made of both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["NOISE", "Lexicon", "Written", "lexicon", "written"]

# fmt: off
NOISE = (
    "best", "new", "official", "full", "video", "day", "life", "part", "top", "world", "first", "real", "live",
    "music", "time", "big", "old", "home", "great", "make", "episode", "review", "how", "learn", "watch", "free",
    "funny", "fast", "easy", "hd", "tour", "story", "night", "challenge", "talk", "test", "vlog",
)
# fmt: on
"""Words that say nothing, the likeliest first."""

_STARTS = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "dr", "st", "tr", "pl", "kr")
_MIDDLES = ("a", "e", "i", "o", "u")
_LONGEST_TITLE = 6


@dataclass(frozen=True, eq=False)
class Lexicon:
    """What is written of which label.

    Parameters
    ----------
    words :
        (n_words,): every word that belongs to a label or a subject, each once, in lower case.
    label :
        (n_words,): the label of each, -1 for a subject's word.
    block :
        (n_words,): the subject of each, -1 for a label's word.
    is_name :
        (n_words,) bool: whether it is the label's name.
    title, keywords :
        (n_words,): how likely the word is written where its label, or a main label of its subject, is there.
    title_else, keywords_else :
        How likely any word is written where nothing asks for it.

    Examples
    --------
    >>> made = lexicon(np.array([1.0, 0.2]), np.array([0, 0]), np.random.default_rng(0))
    >>> len(made.words) == len(set(made.words)), int(made.is_name.sum()), sorted(set(made.label.tolist()))
    (True, 2, [-1, 0, 1])
    """

    words: tuple[str, ...]
    label: np.ndarray
    block: np.ndarray
    is_name: np.ndarray
    title: np.ndarray
    keywords: np.ndarray
    title_else: float
    keywords_else: float

    def names(self) -> list[str]:
        """Return what each label is called, in order."""
        return [self.words[place].capitalize() for place in np.flatnonzero(self.is_name).tolist()]


@dataclass(frozen=True, slots=True)
class Written:
    """Titles and keywords of videos; None where a video has no text.

    Parameters
    ----------
    titles, keywords :
        (n_videos,).

    Examples
    --------
    >>> Written(["Best day"], [["best"]]).keywords
    [['best']]
    """

    titles: list[str | None]
    keywords: list[list[str] | None]


def lexicon(
    textuality: np.ndarray, block: np.ndarray, rng: np.random.Generator, *, n_related: int = 4, n_of_block: int = 5
) -> Lexicon:
    """Return invented words for labels and subjects.

    A label's name is written in a tenth of the titles of labels of mean textuality (section 4.3 of the paper: "only
    slightly better than 10 % overlap"); words that go with it, more often.

    Parameters
    ----------
    textuality :
        (n_labels,), in [0, 1]: how much is written of each.
    block :
        (n_labels,): its subject.
    rng :
        Where chance comes from.
    n_related, n_of_block :
        Words of each label beside its name, and of each subject.

    Examples
    --------
    >>> made = lexicon(np.array([1.0, 0.2]), np.array([0, 0]), np.random.default_rng(0))
    >>> len(made.words), len(made.names())
    (15, 2)
    """
    n_labels, blocks = len(textuality), np.unique(block)
    per_label = 1 + n_related
    label = np.concatenate([np.repeat(np.arange(n_labels), per_label), np.full(len(blocks) * n_of_block, -1)])
    of_block = np.concatenate([np.full(n_labels * per_label, -1), np.repeat(blocks, n_of_block)])
    is_name = (label >= 0) & (np.arange(len(label)) % per_label == 0)
    told = np.where(label >= 0, textuality[label], 0)
    spam = 2 / len(label)  # words that nothing asks for: two in the keywords, half of one in a title
    title = np.where(of_block >= 0, 0.05, np.where(is_name, 0.2, 0.25) * told)
    keywords = np.where(of_block >= 0, 0.2, np.where(is_name, 0.3, 0.4) * told)
    return Lexicon(
        _invented(len(label), rng), label, of_block, is_name,
        np.maximum(title, spam / 4), np.maximum(keywords, spam), spam / 4, spam,
    )  # fmt: skip


def written(
    words: Lexicon, labels: np.ndarray, blocks: np.ndarray, rng: np.random.Generator, *, missing: float
) -> Written:
    """Return titles and keywords of videos.

    Parameters
    ----------
    words :
        What may be written.
    labels :
        (n_videos, n_labels) bool.
    blocks :
        (n_videos,): the subject of each video's main label.
    rng :
        Where chance comes from.
    missing :
        The share of the videos that have no text.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> words = lexicon(np.array([1.0, 0.2]), np.array([0, 0]), rng)
    >>> made = written(words, np.eye(2, dtype=bool), np.array([0, 0]), rng, missing=0)
    >>> len(made.titles), made.titles[0].islower()
    (2, False)
    """
    asked = np.where(words.label >= 0, labels[:, words.label], words.block == blocks[:, None])
    in_title = rng.random(asked.shape) < np.where(asked, words.title, words.title_else)
    in_keywords = rng.random(asked.shape) < np.where(asked, words.keywords, words.keywords_else)
    likely = 1 / np.arange(1, len(NOISE) + 1)
    made = Written([], [])
    for row in range(len(labels)):
        n_noise = int(rng.integers(2, _LONGEST_TITLE))
        noise = [NOISE[one] for one in rng.choice(len(NOISE), size=n_noise, replace=False, p=likely / likely.sum())]
        is_missing = rng.random() < missing
        title = [words.words[one] for one in np.flatnonzero(in_title[row])] + noise
        terms = [words.words[one] for one in np.flatnonzero(in_keywords[row])] + noise[:2]
        title, terms = ([one[place] for place in rng.permutation(len(one))] for one in (title, terms))
        made.titles.append(None if is_missing else " ".join(title).capitalize())
        made.keywords.append(None if is_missing else terms)
    return made


def _invented(n: int, rng: np.random.Generator) -> tuple[str, ...]:
    """Words of two or three syllables that no other has."""
    found: dict[str, None] = dict.fromkeys(NOISE)
    while len(found) < n + len(NOISE):
        syllables = [f"{rng.choice(_STARTS)}{rng.choice(_MIDDLES)}" for _ in range(int(rng.integers(2, 4)))]
        found.setdefault("".join(syllables) + str(rng.choice(("", "n", "l", "s"))))
    return tuple(found)[len(NOISE) :]
