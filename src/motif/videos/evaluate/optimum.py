"""The best answer that there is to synthetic videos: each label's probability, computed from the rules they follow.

Evidence is log P(what is there | the label is) - log P(what is there | it is not). Labels' directions are at right
angles and their words their own, so that each one's evidence stands by itself, and that of several modalities adds up.
Given a video's main label all labels are independent, so summing over main labels gives every probability without
approximation (`posterior`). It is of one video by itself: who could tell that two videos have one creator could know
more. Values rounded to bytes are taken as they are: a rounding of 1/64 is small beside a noise of 0.15 and more.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.special import expit, logit, logsumexp

from motif.videos.source.synthetic.world import PAIR_DUTY, RUNS, World

__all__ = ["Evidence", "frame_evidence", "mean_evidence", "posterior", "text_evidence"]

Evidence = tuple[np.ndarray, np.ndarray]
"""(n_videos, n_labels) of each label, and the same of its being the main label."""


def mean_evidence(world: World, block: str, values: np.ndarray) -> np.ndarray:
    """Return what the mean over a video says of each label, (n_videos, n_labels); 0 for a video that lacks it.

    Parameters
    ----------
    world :
        What is true.
    block :
        "visual" or "audio".
    values :
        (n_videos, n_features), rows of NaN where there is nothing.

    Examples
    --------
    >>> from motif.videos.source.synthetic.world import Settings, make_world
    >>> world = make_world(Settings(n_labels=20, n_visual=32, n_audio=8), np.random.default_rng(0))
    >>> seen = mean_evidence(world, "visual", world.directions["visual"][[3]])  # as label 3 at its most visible
    >>> int(seen.argmax())
    3
    """
    at = np.asarray(values, np.float64) @ world.directions[block].T
    size, sd = world.amplitudes[block], world.noises[block].of_mean(world.settings.mean_frames)

    def likelier(duty: np.ndarray | float) -> np.ndarray:
        return (size * duty * at - (size * duty) ** 2 / 2) / sd**2

    found = likelier(np.where(world.partner >= 0, PAIR_DUTY, 1.0))
    runs = logsumexp([likelier(run) for run in RUNS], axis=0) - np.log(len(RUNS))
    found = _paired(world, np.where(world.is_transient, runs, found))
    return np.where(np.isnan(at).any(axis=1, keepdims=True), 0, found)


def frame_evidence(world: World, block: str, videos: Sequence[np.ndarray]) -> np.ndarray:
    """Return what the frames of videos say of each label, (n_videos, n_labels); 0 for a video without frames.

    Sums over all runs of frames that a transient label, or a pair, may be on for.

    Parameters
    ----------
    world :
        What is true.
    block :
        "visual" or "audio".
    videos :
        (n_frames, n_features) each.

    Examples
    --------
    >>> from motif.videos.source.synthetic.world import Settings, make_world
    >>> world = make_world(Settings(n_labels=20, n_visual=32, n_audio=8), np.random.default_rng(0))
    >>> frame_evidence(world, "visual", [np.zeros((0, 32))]).any()
    np.False_
    """
    found = np.zeros((len(videos), world.settings.n_labels))
    for row, values in enumerate(videos):
        if len(values):
            found[row] = _of_frames(world, block, np.asarray(values, np.float64) @ world.directions[block].T)
    return found


def text_evidence(world: World, titles: Sequence[str | None], keywords: Sequence[Sequence[str] | None]) -> Evidence:
    """Return what titles and keywords say of each label, and of its being the main one; 0 where there are none.

    Parameters
    ----------
    world :
        What is true.
    titles, keywords :
        (n_videos,), None where a video has none.

    Examples
    --------
    >>> from motif.videos.source.synthetic.world import Settings, make_world
    >>> world = make_world(Settings(n_labels=20, n_visual=32, n_audio=8), np.random.default_rng(0))
    >>> of_label, _ = text_evidence(world, [world.lexicon.names()[3]], [[]])
    >>> int(of_label.argmax())
    3
    """
    words = world.lexicon
    title = _words_evidence(world, [_split(one) for one in titles], words.title, words.title_else)
    terms = [[term.lower() for term in one] if one else None for one in keywords]
    found = title + _words_evidence(world, terms, words.keywords, words.keywords_else)
    n_labels = world.settings.n_labels
    of_label, of_block = words.label >= 0, words.block >= 0
    by_label, by_block = np.zeros((len(titles), n_labels)), np.zeros((len(titles), int(world.prior.block.max()) + 1))
    np.add.at(by_label.T, words.label[of_label], found[:, of_label].T)
    np.add.at(by_block.T, words.block[of_block], found[:, of_block].T)
    return by_label, by_block[:, world.prior.block]


def posterior(world: World, evidence: np.ndarray, main: np.ndarray | float = 0.0) -> np.ndarray:
    """Return how likely each label is given, (n_videos, n_labels), in [0, 1].

    P(main c | x) is in proportion to P(c) P(x | c), where labels are independent given c; then
    P(label | x) = sum over c of P(c | x) P(label | c, x), times how surely a label of the content is given.

    Parameters
    ----------
    world :
        What is true.
    evidence :
        (n_videos, n_labels) of each label, all modalities together.
    main :
        The same of its being the main label.

    Examples
    --------
    >>> from motif.videos.source.synthetic.world import Settings, make_world
    >>> world = make_world(Settings(n_labels=20, n_visual=32, n_audio=8), np.random.default_rng(0))
    >>> nothing = posterior(world, np.zeros((1, 20)))[0]  # the prior
    >>> bool(np.allclose(nothing, world.prior.frequencies() * world.settings.confidence))
    True
    """
    prior = world.prior
    given, n_labels = sparse.csr_array(prior.given_main), len(prior.weights)
    background = _mixed(prior.background, evidence)
    of_main = np.log(np.maximum(prior.weights, 1e-300)) + main + np.zeros((len(evidence), n_labels))
    for c in range(n_labels):
        row = slice(given.indptr[c], given.indptr[c + 1])
        brought = given.indices[row]
        of_main[:, c] += (_mixed(given.data[row], evidence[:, brought]) - background[:, brought]).sum(axis=1)
    mains = np.exp(of_main - logsumexp(of_main, axis=1, keepdims=True))
    found, left = np.zeros(mains.shape), np.ones(mains.shape)
    for c in range(n_labels):
        row = slice(given.indptr[c], given.indptr[c + 1])
        brought = given.indices[row]
        found[:, brought] += mains[:, [c]] * _updated(given.data[row], evidence[:, brought])
        left[:, brought] -= mains[:, [c]]
    found += np.clip(left, 0, 1) * _updated(prior.background, evidence)
    return np.clip(found, 0, 1) * world.settings.confidence


def _of_frames(world: World, block: str, at: np.ndarray) -> np.ndarray:
    """(n_labels,) from coordinates (n_frames, n_labels)."""
    n, noise = len(at), world.noises[block]
    size = world.amplitudes[block]
    shared = noise.video**2 / (noise.frame**2 + n * noise.video**2)  # of all frames, what a video's own stray takes
    total, sums = at.sum(axis=0), np.concatenate([np.zeros((1, at.shape[1])), np.cumsum(at, axis=0)])

    def likelier(k: int) -> np.ndarray:
        """(n_starts, n_labels): a run of k frames, for every start."""
        moved = size * (sums[k:] - sums[: n + 1 - k] - shared * k * total)
        return (moved - size**2 * (k - shared * k**2) / 2) / noise.frame**2

    found = likelier(n)[0]
    runs = [likelier(max(1, round(run * n))) for run in RUNS]
    over_starts = [logsumexp(one, axis=0) - np.log(len(one)) for one in runs]
    found = np.where(world.is_transient, logsumexp(over_starts, axis=0) - np.log(len(RUNS)), found)
    paired = np.flatnonzero(world.partner >= 0)
    if len(paired):
        k = max(1, round(PAIR_DUTY * n))
        one = likelier(k)
        n_starts = n - 2 * k + 1
        both = one[:n_starts, paired] + one[k : k + n_starts, world.partner[paired]]
        found[paired] = logsumexp(both, axis=0) - np.log(n_starts)
    return found


def _paired(world: World, found: np.ndarray) -> np.ndarray:
    """The same where each label of a pair has the evidence of both sights: a mean does not tell their order."""
    paired = np.flatnonzero(world.partner >= 0)
    both = found.copy()
    both[:, paired] += found[:, world.partner[paired]]
    return both


def _split(title: str | None) -> list[str] | None:
    return None if title is None else title.lower().split()


def _words_evidence(world: World, texts: list[list[str] | None], there: np.ndarray, other: float) -> np.ndarray:
    """(n_videos, n_words): log P(whether the word stands there | its label) - log P(the same | not its label)."""
    places = {word: place for place, word in enumerate(world.lexicon.words)}
    found = np.zeros((len(texts), len(places)))
    absent, present = np.log1p(-there) - np.log1p(-other), np.log(there) - np.log(other)
    for row, text in enumerate(texts):
        if text is not None:
            found[row] = absent
            known = [places[word] for word in set(text) if word in places]
            found[row, known] = present[known]
    return found


def _mixed(likely: np.ndarray, evidence: np.ndarray) -> np.ndarray:
    """log(1 - p + p e^evidence)."""
    with np.errstate(divide="ignore"):
        return np.logaddexp(np.log1p(-likely), np.log(likely) + evidence)


def _updated(likely: np.ndarray, evidence: np.ndarray) -> np.ndarray:
    """The probability of labels that were this likely before the evidence."""
    return expit(logit(likely) + evidence)
