"""AMI and VI equal the reference cases, and stand on a null that is right."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import InputError
from motif.evaluate.clustering import ami, evaluate, validate, vi_bits

pairs = st.integers(2, 40).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(0, 5), min_size=n, max_size=n), st.lists(st.integers(0, 3), min_size=n, max_size=n)
    )
)


@pytest.fixture(scope="module")
def planted(shared):
    folder = shared / "data/films/planted"
    expected = json.loads((folder / "expected.json").read_text())["results"]
    return np.load(folder / "labellings.npz"), np.load(folder / "truth.npz")["label"], expected


def test_vi_by_hand():
    """Halves against quarters: one bit for each item is lost on one side only."""
    assert vi_bits([0, 0, 1, 1], [0, 1, 2, 3]) == pytest.approx(1.0, abs=1e-12)
    assert vi_bits([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(2.0, abs=1e-12)
    assert vi_bits([5, 5, 7, 7], ["a", "a", "b", "b"]) == 0.0


def test_ami_by_hand():
    """Two halves crossed: I = 0, E[I] = ln(2) / 3, so AMI = -1/2."""
    assert ami([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(-0.5, abs=1e-12)


def test_ami_of_trivial_answers():
    """One cluster and every item alone score 0, unless the truth is the same partition."""
    gold = [0, 0, 0, 1, 1, 2]
    assert ami([0] * 6, gold) == pytest.approx(0, abs=1e-9)
    assert ami(range(6), gold) == pytest.approx(0, abs=1e-9)
    assert ami([0] * 6, [1] * 6) == ami(range(6), range(6)) == ami([3], [4]) == 1.0


@settings(derandomize=True, max_examples=60, deadline=None)
@given(pairs)
def test_ami_equals_scikit_learn(pair):
    """AMI equals scikit-learn's on any two labellings that are not the same trivial one."""
    from sklearn.metrics import adjusted_mutual_info_score

    labels, gold = pair
    trivial = [len(set(side)) in (1, len(side)) for side in pair]
    if not all(trivial):
        assert ami(labels, gold) == pytest.approx(adjusted_mutual_info_score(gold, labels), abs=1e-9)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(pairs)
def test_vi_equals_scikit_image(pair):
    """VI equals the sum of scikit-image's two conditional entropies."""
    from skimage.metrics import variation_of_information

    labels, gold = (np.array(side) for side in pair)
    assert vi_bits(labels, gold) == pytest.approx(variation_of_information(gold, labels).sum(), abs=1e-9)


@settings(derandomize=True, max_examples=40, deadline=None)
@given(pairs, st.permutations(range(6)))
def test_names_and_order_play_no_part(pair, names):
    """Renaming labels, reordering items and swapping the two labellings change nothing; both bounds hold."""
    labels, gold = pair
    order = np.argsort([hash((i * 2654435761) % 97) for i in range(len(gold))])
    renamed, moved = np.array([names[label] for label in labels])[order], np.array(gold)[order]
    for metric in (ami, vi_bits):
        assert metric(labels, gold) == pytest.approx(metric(renamed, moved), abs=1e-9)
        assert metric(labels, gold) == pytest.approx(metric(gold, labels), abs=1e-9)
    assert ami(labels, gold) <= 1 + 1e-9
    assert 0 <= vi_bits(labels, gold) <= np.log2(len(gold)) + 1e-9


@pytest.mark.shared
def test_planted_labellings(planted):
    """AMI and VI equal the reference on all eight labellings."""
    labellings, gold, expected = planted
    assert set(labellings.files) == set(expected)
    for name in labellings.files:
        assert ami(labellings[name], gold) == pytest.approx(expected[name]["ami"], abs=1e-9), name
        reference = expected[name]["variation_of_information_bits"]
        assert vi_bits(labellings[name], gold) == pytest.approx(reference, abs=1e-9), name


@pytest.mark.shared
def test_planted_trivial_answers(planted):
    """The trivial answers of any labelling are the reference's one cluster and every character alone."""
    labellings, gold, expected = planted
    figures = evaluate(labellings["sklearn_lda_batch_20"], gold, random_state=0, n_permutations=99, n_resamples=20)
    for key, reference in (("ami", "ami"), ("vi_bits", "variation_of_information_bits")):
        trivial = figures[key].trivial
        assert trivial["one_cluster"] == pytest.approx(expected["one_cluster"][reference], abs=1e-9)
        assert trivial["singletons"] == pytest.approx(expected["every_character_alone"][reference], abs=1e-9)


@pytest.mark.shared
def test_planted_verdicts(planted):
    """Random labels are not distinguishable from chance; VI alone would have let one cluster win."""
    labellings, gold, _ = planted
    settings = {"random_state": 0, "n_permutations": 199, "n_resamples": 20}
    for name in ("random_uniform", "random_same_sizes", "one_cluster", "every_character_alone"):
        for figure in evaluate(labellings[name], gold, **settings).values():
            assert figure.verdict() == "not distinguishable from chance", name
    figures = evaluate(labellings["sklearn_kmeans_counts"], gold, **settings)
    assert figures["ami"].verdict() == "better than chance by 0.29"
    assert figures["vi_bits"].verdict() == "better than chance by 1.93 bits, but worse than one cluster would score"


def test_random_tables_are_permutations():
    """The fast draws have the mean and sd of labels permuted one item at a time."""
    from motif.evaluate.null import permutation_null

    rng = np.random.default_rng(3)
    labels, gold = rng.integers(4, size=120), rng.integers(3, size=120)
    slow = permutation_null(lambda y: vi_bits(y, gold), labels, n=2000, random_state=0, higher_is_better=False)
    fast = evaluate(labels, gold, random_state=0, n_permutations=4000)["vi_bits"].null
    error = slow.sd / 2000**0.5
    assert fast.mean == pytest.approx(slow.mean, abs=4 * error)
    assert fast.sd == pytest.approx(slow.sd, rel=0.1)  # 2,000 draws know an sd to about 2 %


def test_ami_null_is_zero_by_construction():
    """The mean AMI of permuted labels is 0, also with more clusters than fit a dense table."""
    rng = np.random.default_rng(0)
    for n_clusters in (5, 90):
        null = evaluate(rng.integers(n_clusters, size=100), rng.integers(4, size=100), random_state=0)["ami"].null
        assert null.kind == "permuted_labels"
        assert null.mean == pytest.approx(0, abs=4 * null.sd / 1000**0.5)


def test_one_label_on_either_side():
    """Where one side has one label nothing is left to chance: p is 1 and there is no z."""
    for labels, gold in (([0] * 12, [0, 1] * 6), ([0, 1] * 6, [0] * 12)):
        for figure in evaluate(labels, gold, random_state=0, n_permutations=50).values():
            assert (figure.null.p, figure.null.z) == (1.0, None)
            assert figure.verdict() == "not distinguishable from chance"


def test_interval_holds_the_expected_value():
    """About 95 of 100 intervals hold the mean of the metric over samples of that size."""
    rng = np.random.default_rng(8)
    values, intervals = [], []
    for _ in range(100):
        gold = rng.integers(5, size=200)
        labels = np.where(rng.random(200) < 0.5, gold, rng.integers(5, size=200))
        figure = evaluate(labels, gold, random_state=rng, n_permutations=1, n_resamples=100)["ami"]
        values.append(figure.value)
        intervals.append(figure.interval)
    target = np.mean(values)
    covered = np.mean([low <= target <= high for low, high in intervals])
    assert covered >= 0.86  # 4 standard errors below 0.95


def test_same_seed_same_figures():
    """The seed decides all, and the arguments stay as they were."""
    labels, gold = np.arange(30) % 4, np.arange(30) % 3
    one, two = (evaluate(labels, gold, random_state=7, n_permutations=50) for _ in range(2))
    assert one == two
    assert labels.tolist() == [i % 4 for i in range(30)]


def test_few_items_have_no_interval():
    """Below 8 items there is no interval."""
    assert evaluate([0, 0, 1, 1], [0, 0, 1, 1], random_state=0)["ami"].interval is None


@pytest.mark.parametrize(
    ("labels", "gold", "said"),
    [
        ([0, 1], [0, 1, 2], "labels: 2 given, 3 expected"),
        ([], [], "labels must be one row"),
        ([[0, 1]], [0], "labels must be one row"),
        ([0, np.nan], [0, 1], "labels must have a label for each item; 1 are missing"),
        ([0, 1], ["a", None], "gold must have a label for each item; 1 are missing"),
    ],
)
def test_wrong_labels_are_refused(labels, gold, said):
    """What is not one label for each item is refused in one line."""
    with pytest.raises(InputError, match=said):
        validate(labels, gold)


def test_missing_in_pandas_is_missing():
    """A pandas NA is a missing label."""
    import pandas as pd

    with pytest.raises(InputError, match="1 are missing"):
        validate(pd.array(["a", pd.NA], dtype="string"), [0, 1])
