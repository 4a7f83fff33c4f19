"""Every figure stands on its null, beside its trivial answers, with an interval."""

import json
import math

import numpy as np
import pytest

from motif.evaluate.clustering import ami, evaluate

KEYS = [
    "vi_bits", "nvi", "ami", "ari", "homogeneity", "completeness", "v_measure", "purity", "bcubed_precision",
    "bcubed_recall", "bcubed_f1", "pairwise_auc",
]  # fmt: skip


@pytest.fixture(scope="module")
def planted(shared):
    folder = shared / "data/films/planted"
    expected = json.loads((folder / "expected.json").read_text())["results"]
    return np.load(folder / "labellings.npz"), np.load(folder / "truth.npz")["label"], expected


def test_keys_in_their_order():
    """The twelve keys, and which of them are better when lower."""
    figures = evaluate([0, 1] * 6, [0, 0, 1] * 4, random_state=0, n_permutations=9, n_resamples=5)
    assert list(figures) == KEYS
    assert [key for key, figure in figures.items() if not figure.higher_is_better] == ["vi_bits", "nvi"]
    assert {figure.null.kind for figure in figures.values()} == {"permuted_labels"}
    assert all(figure.cannot_show for figure in figures.values())


@pytest.mark.shared
def test_planted_trivial_answers(planted):
    """The trivial answers of any labelling are the reference's one cluster and every character alone."""
    labellings, gold, expected = planted
    figures = evaluate(labellings["sklearn_lda_batch_20"], gold, random_state=0, n_permutations=99, n_resamples=20)
    names = {key: key for key in ("ami", "ari", "homogeneity", "completeness", "v_measure", "purity")}
    for key, reference in (names | {"vi_bits": "variation_of_information_bits"}).items():
        trivial = figures[key].trivial
        assert trivial["one_cluster"] == pytest.approx(expected["one_cluster"][reference], abs=1e-9)
        assert trivial["singletons"] == pytest.approx(expected["every_character_alone"][reference], abs=1e-9)


@pytest.mark.shared
def test_planted_verdicts(planted):
    """Random labels are not distinguishable from chance; VI alone would have let one cluster win."""
    labellings, gold, _ = planted
    settings = {"random_state": 0, "n_permutations": 199, "n_resamples": 5}
    for name in ("random_uniform", "random_same_sizes", "one_cluster", "every_character_alone"):
        for figure in evaluate(labellings[name], gold, **settings).values():
            assert figure.verdict() == "not distinguishable from chance", (name, figure.name)
    figures = evaluate(labellings["sklearn_kmeans_counts"], gold, **settings)
    assert figures["ami"].verdict() == "better than chance by 0.29"
    assert figures["vi_bits"].verdict() == "better than chance by 1.93 bits, but worse than one cluster would score"


def test_one_label_on_either_side():
    """Where one side has one label nothing is left to chance: p is 1 and there is no z."""
    for labels, gold in (([0] * 12, [0, 1] * 6), ([0, 1] * 6, [0] * 12)):
        for figure in evaluate(labels, gold, random_state=0, n_permutations=50).values():
            if math.isnan(figure.value):
                assert (figure.name, figure.null, figure.interval) == ("pairwise AUC", None, None)
                assert figure.verdict() == "could not be computed"
            else:
                assert (figure.null.p, figure.null.z) == (1.0, None)
                assert figure.verdict() == "not distinguishable from chance"


def test_interval_holds_the_expected_value():
    """About 95 of 100 intervals hold the mean of the metric over samples of that size."""
    rng = np.random.default_rng(8)
    values, intervals = [], []
    for _ in range(100):
        gold = rng.integers(5, size=200)
        labels = np.where(rng.random(200) < 0.5, gold, rng.integers(5, size=200))
        figures = evaluate(labels, gold, random_state=rng, n_permutations=1, n_resamples=60)
        values.append([figures[key].value for key in ("ami", "bcubed_f1", "pairwise_auc")])
        intervals.append([figures[key].interval for key in ("ami", "bcubed_f1", "pairwise_auc")])
    target, ends = np.mean(values, axis=0), np.array(intervals)
    covered = ((ends[:, :, 0] <= target) & (target <= ends[:, :, 1])).mean(axis=0)
    assert (covered >= 0.86).all()  # 4 standard errors below 0.95


def test_same_seed_same_figures():
    """The seed decides all, and the arguments stay as they were."""
    labels, gold = np.arange(30) % 4, np.arange(30) % 3
    one, two = (evaluate(labels, gold, random_state=7, n_permutations=50) for _ in range(2))
    assert one == two
    assert labels.tolist() == [i % 4 for i in range(30)]


def test_few_items_have_no_interval():
    """Below 8 items there is no interval."""
    assert all(figure.interval is None for figure in evaluate([0, 0, 1, 1], [0, 0, 1, 1], random_state=0).values())


def test_values_are_those_of_the_functions():
    """A figure's value is what the function of that name returns."""
    rng = np.random.default_rng(2)
    labels, gold = rng.integers(4, size=50), rng.integers(3, size=50)
    assert evaluate(labels, gold, random_state=0, n_permutations=9)["ami"].value == ami(labels, gold)
