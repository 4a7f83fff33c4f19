"""The best possible answer to synthetic videos."""

from itertools import product

import numpy as np
import pytest

from motif.videos.evaluate.optimum import frame_evidence, mean_evidence, posterior, text_evidence
from motif.videos.source.synthetic.world import VISUAL, Settings, make_world
from motif.videos.study.synthetic import synthetic

QUIET = {"n_labels": 6, "n_visual": 14, "n_audio": 4, "n_pairs": 1, "confidence": 1.0}


@pytest.fixture(scope="module")
def world():
    return make_world(Settings(**QUIET), np.random.default_rng(5))


def by_hand(world, evidence, main):
    """The same by going through all sets of labels of all main labels."""
    prior, n = world.prior, len(world.prior.weights)
    given = prior.given_main.toarray()
    likely = np.where(given > 0, given, prior.background)
    found, total = np.zeros(n), 0.0
    for c, labels in product(range(n), product((0, 1), repeat=n)):
        is_there = np.array(labels, bool)
        weight = (
            prior.weights[c] * np.exp(main[c]) * np.where(is_there, likely[c] * np.exp(evidence), 1 - likely[c]).prod()
        )
        found += weight * is_there
        total += weight
    return found / total


def test_probabilities_are_those_of_going_through_all_sets_of_labels(world):
    """Six labels have 64 sets and six main labels; evidence of any size."""
    rng = np.random.default_rng(0)
    evidence, main = rng.normal(scale=3, size=(20, 6)), rng.normal(size=(20, 6))
    expected = np.array([by_hand(world, *rows) for rows in zip(evidence, main, strict=True)])
    assert np.allclose(posterior(world, evidence, main), expected, atol=1e-10)


def test_a_mean_s_evidence_is_the_ratio_of_two_normal_densities(world):
    """For a label that is always on: N(z; amplitude, sd) over N(z; 0, sd)."""
    from scipy.stats import norm

    label = int(np.flatnonzero(~world.is_transient & (world.partner < 0))[0])
    at, sd = 0.4, VISUAL.of_mean(world.settings.mean_frames)
    found = mean_evidence(world, "visual", at * world.directions["visual"][[label]])[0, label]
    expected = norm.logpdf(at, VISUAL.gain * world.visibility[label], sd) - norm.logpdf(at, 0, sd)
    assert abs(found - expected) < 1e-6


def test_frames_of_a_lasting_label_say_as_much_as_their_mean(world):
    """Their mean is sufficient: normal with the sd of the mean over as many frames."""
    from scipy.stats import norm

    label = int(np.flatnonzero(~world.is_transient & (world.partner < 0))[0])
    values = np.random.default_rng(1).normal(size=(30, 14))
    found = frame_evidence(world, "visual", [values])[0, label]
    at, sd = float((values @ world.directions["visual"][label]).mean()), VISUAL.of_mean(30)
    expected = norm.logpdf(at, VISUAL.gain * world.visibility[label], sd) - norm.logpdf(at, 0, sd)
    assert abs(found - expected) < 1e-6


def test_frames_tell_the_order_of_a_pair_by_densities(world):
    """Against a multivariate normal density, averaged over where the runs may begin."""
    from scipy.special import logsumexp
    from scipy.stats import multivariate_normal

    one, n = int(np.flatnonzero(world.partner >= 0)[0]), 12
    other = int(world.partner[one])
    values = np.random.default_rng(2).normal(scale=0.5, size=(n, 14))
    at = values @ world.directions["visual"][[one, other]].T
    spread = VISUAL.frame**2 * np.eye(n) + VISUAL.video**2
    size, k, ratios = VISUAL.gain * world.visibility[one], 3, []
    for start in range(n - 2 * k + 1):
        means = np.zeros((2, n))
        means[0, start : start + k] = means[1, start + k : start + 2 * k] = size
        there = [multivariate_normal.logpdf(at[:, i], means[i], spread) for i in range(2)]
        absent = [multivariate_normal.logpdf(at[:, i], np.zeros(n), spread) for i in range(2)]
        ratios.append(sum(there) - sum(absent))
    found = frame_evidence(world, "visual", [values])[0, one]
    assert abs(found - (logsumexp(ratios) - np.log(len(ratios)))) < 1e-5


def test_what_is_missing_says_nothing(world):
    """Rows of NaN, videos without frames, and missing text."""
    assert not mean_evidence(world, "audio", np.full((2, 4), np.nan)).any()
    assert not frame_evidence(world, "audio", [np.zeros((0, 4))]).any()
    of_labels, of_main = text_evidence(world, [None], [None])
    assert not of_labels.any()
    assert not of_main.any()


def test_words_count_by_how_likely_they_are(world):
    """A label's name in the keywords: log of q / e for it, of (1 - q) / (1 - e) for its other words."""
    words = world.lexicon
    label = int(words.label[np.argmax(words.keywords * words.is_name)])
    own = words.label == label
    named = own & words.is_name
    found = text_evidence(world, [None], [[words.names()[label]]])[0][0, label]
    q, e = words.keywords, words.keywords_else
    rest = own & ~named
    expected = np.log(q[named] / e).sum() + np.log((1 - q[rest]) / (1 - e)).sum()
    assert abs(found - expected) < 1e-9


@pytest.mark.slow
@pytest.mark.parametrize("level", ["video", "frame"])
def test_the_best_answer_is_calibrated(level):
    """Of labels said with p, a share p is right, in every range of p, from any modality: a proof of all densities."""
    from motif.videos.represent.label import label_matrix
    from motif.videos.study.synthetic import optimum

    made = synthetic(6000, n_labels=30, n_visual=40, n_audio=16, level=level, n_creators=6000, random_state=1)
    right = label_matrix(made, np.arange(30))[0].toarray()
    for modalities in (["visual"], ["audio"], ["text"], None):
        said = optimum(made, modalities=modalities).astype(float)
        for low, high in ((0, 0.01), (0.01, 0.1), (0.1, 0.3), (0.3, 0.6), (0.6, 0.9), (0.9, 1)):
            among = (said >= low) & (said < high)
            p = said[among]
            assert abs(right[among].sum() - p.sum()) < 4.5 * np.sqrt((p * (1 - p)).sum()) + 1
