"""Every metric: by hand, its bounds and symmetries, other implementations, and the reference labellings."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.evaluate.clustering import (
    ami,
    ari,
    bcubed,
    completeness,
    homogeneity,
    nvi,
    pairwise_auc,
    purity,
    v_measure,
    vi_bits,
)

pairs = st.integers(2, 40).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(0, 5), min_size=n, max_size=n), st.lists(st.integers(0, 3), min_size=n, max_size=n)
    )
)
several = st.lists(
    st.tuples(st.integers(0, 3), st.sets(st.integers(0, 4), min_size=1, max_size=4)), min_size=2, max_size=12
)
SYMMETRIC = {"vi_bits": vi_bits, "nvi": nvi, "ami": ami, "ari": ari, "v_measure": v_measure}
ALL = {
    **SYMMETRIC,
    "homogeneity": homogeneity,
    "completeness": completeness,
    "purity": purity,
    "bcubed_precision": lambda labels, gold: bcubed(labels, gold).precision,
    "bcubed_recall": lambda labels, gold: bcubed(labels, gold).recall,
    "bcubed_f1": lambda labels, gold: bcubed(labels, gold).f1,
    "pairwise_auc": pairwise_auc,
}
LOWER_IS_BETTER = {"vi_bits", "nvi"}
MAY_BE_NEGATIVE = {"ami", "ari"}
PLANTED = {"vi_bits": "variation_of_information_bits", "v_measure": "v_measure", "ami": "ami", "ari": "ari"} | {
    name: name for name in ("homogeneity", "completeness", "purity")
}


def test_vi_by_hand():
    """Halves against quarters: one bit for each item is lost on one side only."""
    assert vi_bits([0, 0, 1, 1], [0, 1, 2, 3]) == pytest.approx(1.0, abs=1e-12)
    assert vi_bits([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(2.0, abs=1e-12)
    assert vi_bits([5, 5, 7, 7], ["a", "a", "b", "b"]) == 0.0


def test_nvi_by_hand():
    """Halves against quarters: of two bits one is shared. Two single clusters are the same partition."""
    assert nvi([0, 0, 1, 1], [0, 1, 2, 3]) == pytest.approx(0.5, abs=1e-12)
    assert nvi([0, 0, 0], [4, 4, 4]) == 0.0


def test_ami_by_hand():
    """Two halves crossed: I = 0, E[I] = ln(2) / 3, so AMI = -1/2."""
    assert ami([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(-0.5, abs=1e-12)


def test_ari_by_hand():
    """One item of six moved: 4 pairs in both, 6 and 7 in each, 2.8 expected."""
    expected = 6 * 7 / 15
    assert ari([0, 0, 0, 1, 1, 1], [0, 0, 0, 0, 1, 1]) == pytest.approx((4 - expected) / (6.5 - expected), abs=1e-12)


def test_purity_and_bcubed_by_hand():
    """Clusters {a a b}, {b}: three of four are of the commonest label."""
    labels, gold = [0, 0, 0, 1], ["a", "a", "b", "b"]
    assert purity(labels, gold) == 0.75
    found = bcubed(labels, gold)
    assert found.precision == pytest.approx(2 / 3)
    assert found.recall == pytest.approx(3 / 4)
    assert found.f1 == pytest.approx(2 * (2 / 3) * (3 / 4) / (2 / 3 + 3 / 4))


def test_bcubed_of_several_labels_by_hand():
    """Items x, xy, y with the first two together, as Amigo et al. define it, each item with itself."""
    found = bcubed([0, 0, 1], [["x"], ["x", "y"], ["y"]])
    assert found.precision == pytest.approx((1 + 1 + 1) / 3)
    assert found.recall == pytest.approx(((1 + 1) / 2 + (1 + 1 / 2 + 0) / 3 + (0 + 1) / 2) / 3)


def test_pairwise_auc_by_hand():
    """Of 2 pairs that share a label 1 is together, of 4 others 2: (1 + 1/2 - 2/4) / 2. None to tell apart is NaN."""
    assert pairwise_auc([0, 0, 0, 1], ["a", "a", "b", "b"]) == pytest.approx((1 + 1 / 2 - 2 / 4) / 2)
    assert np.isnan(pairwise_auc([0, 0, 1], ["a", "a", "a"]))
    assert np.isnan(pairwise_auc([0, 0, 1], ["a", "b", "c"]))


def test_trivial_answers_of_corrected_metrics():
    """One cluster and every item alone score 0 (AUC 0.5), unless the truth is the same partition."""
    gold = [0, 0, 0, 1, 1, 2]
    for answer in ([0] * 6, range(6)):
        assert ami(answer, gold) == pytest.approx(0, abs=1e-9)
        assert ari(answer, gold) == pytest.approx(0, abs=1e-9)
        assert pairwise_auc(answer, gold) == 0.5
    for metric in (ami, ari):
        assert metric([0] * 6, [1] * 6) == metric(range(6), range(6)) == metric([3], [4]) == 1.0


def test_trivial_answers_of_the_others():
    """Items alone have homogeneity, purity and B-cubed precision 1, one cluster completeness and B-cubed recall."""
    gold = [0, 0, 0, 1, 1, 2]
    assert homogeneity(range(6), gold) == purity(range(6), gold) == bcubed(range(6), gold).precision == 1.0
    assert completeness([0] * 6, gold) == bcubed([0] * 6, gold).recall == 1.0
    assert homogeneity([0] * 6, gold) == v_measure([0] * 6, gold) == 0.0


@pytest.mark.parametrize("name", ALL)
@settings(derandomize=True, max_examples=30, deadline=None)
@given(pairs, st.permutations(range(6)))
def test_names_and_order_play_no_part(name, pair, names):
    """Renaming labels and reordering items change nothing."""
    labels, gold = pair
    order = np.argsort([(i * 2654435761) % 97 for i in range(len(gold))])
    renamed, moved = np.array([names[label] for label in labels])[order], np.array(gold)[order]
    assert ALL[name](labels, gold) == pytest.approx(ALL[name](renamed, moved), abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("name", ALL)
@settings(derandomize=True, max_examples=30, deadline=None)
@given(pairs)
def test_bounds_and_the_perfect_answer(name, pair):
    """Every value lies inside its bounds, and the same partition scores best."""
    labels, gold = pair
    value, best = ALL[name](labels, gold), ALL[name](gold, gold)
    if np.isnan(value):
        assert name == "pairwise_auc"
        return
    assert best == pytest.approx(0 if name in LOWER_IS_BETTER else 1, abs=1e-9)
    high = np.log2(len(gold)) if name == "vi_bits" else 1
    assert (-1 if name in MAY_BE_NEGATIVE else 0) - 1e-9 <= value <= high + 1e-9


@pytest.mark.parametrize("name", SYMMETRIC)
@settings(derandomize=True, max_examples=30, deadline=None)
@given(pairs)
def test_symmetry(name, pair):
    """Swapping the two labellings changes nothing where the metric knows no sides."""
    labels, gold = pair
    assert SYMMETRIC[name](labels, gold) == pytest.approx(SYMMETRIC[name](gold, labels), abs=1e-9)


@settings(derandomize=True, max_examples=30, deadline=None)
@given(pairs)
def test_swapped_sides(pair):
    """Swapping exchanges homogeneity with completeness and B-cubed precision with recall."""
    labels, gold = pair
    assert homogeneity(labels, gold) == pytest.approx(completeness(gold, labels), abs=1e-9)
    assert bcubed(labels, gold).precision == pytest.approx(bcubed(gold, labels).recall, abs=1e-9)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(pairs)
def test_equal_to_scikit_learn(pair):
    """ARI, homogeneity, completeness, V and, but for two equal trivial answers, AMI are scikit-learn's."""
    from sklearn import metrics

    labels, gold = pair
    assert ari(labels, gold) == pytest.approx(metrics.adjusted_rand_score(gold, labels), abs=1e-9)
    ours = homogeneity(labels, gold), completeness(labels, gold), v_measure(labels, gold)
    assert ours == pytest.approx(metrics.homogeneity_completeness_v_measure(gold, labels), abs=1e-9)
    if not all(len(set(side)) in (1, len(side)) for side in pair):
        assert ami(labels, gold) == pytest.approx(metrics.adjusted_mutual_info_score(gold, labels), abs=1e-9)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(pairs)
def test_vi_equals_scikit_image(pair):
    """VI equals the sum of scikit-image's two conditional entropies."""
    from skimage.metrics import variation_of_information

    labels, gold = (np.array(side) for side in pair)
    assert vi_bits(labels, gold) == pytest.approx(variation_of_information(gold, labels).sum(), abs=1e-9)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(several)
def test_bcubed_equals_its_definition(items):
    """Precision and recall of each item added up as Amigo et al. 2009 write them."""
    precision, recall = [], []
    for cluster, held in items:
        mates = [other for c, other in items if c == cluster]
        precision.append(np.mean([min(1, len(held & other)) for other in mates]))
        kin = [(c, len(held & other)) for c, other in items if held & other]
        recall.append(np.mean([min(c == cluster, n) / n for c, n in kin]))
    found = bcubed([cluster for cluster, _ in items], [held for _, held in items])
    assert found.precision == pytest.approx(np.mean(precision), abs=1e-9)
    assert found.recall == pytest.approx(np.mean(recall), abs=1e-9)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(several)
def test_pairwise_auc_equals_scikit_learn(items):
    """It is the area under the curve of `together` as a score for `shares a label`, over all pairs of items."""
    from sklearn.metrics import roc_auc_score

    both = [(i, j) for i in range(len(items)) for j in range(i)]
    shares = [bool(items[i][1] & items[j][1]) for i, j in both]
    together = [items[i][0] == items[j][0] for i, j in both]
    value = pairwise_auc([cluster for cluster, _ in items], [held for _, held in items])
    if len(set(shares)) == 2:
        assert value == pytest.approx(roc_auc_score(shares, together), abs=1e-9)
    else:
        assert np.isnan(value)


def test_random_labels_score_what_chance_scores():
    """Of 5,000 items with random labels AMI and ARI are 0 and AUC 0.5, while VI and purity look like something."""
    rng = np.random.default_rng(0)
    labels, gold = rng.integers(40, size=5000), rng.integers(20, size=5000)
    assert ami(labels, gold) == pytest.approx(0, abs=0.01)
    assert ari(labels, gold) == pytest.approx(0, abs=0.01)
    assert pairwise_auc(labels, gold) == pytest.approx(0.5, abs=0.01)
    assert purity(labels, gold) > 0.09
    assert vi_bits(labels, gold) > vi_bits(np.zeros(5000), gold)


@pytest.mark.shared
def test_planted_labellings(shared):
    """All metrics of `expected.json` are met within 1e-9 on all eight labellings."""
    folder = shared / "data/films/planted"
    expected = json.loads((folder / "expected.json").read_text())["results"]
    labellings, gold = np.load(folder / "labellings.npz"), np.load(folder / "truth.npz")["label"]
    assert set(labellings.files) == set(expected)
    for name, values in expected.items():
        for key, reference in PLANTED.items():
            assert ALL[key](labellings[name], gold) == pytest.approx(values[reference], abs=1e-9), (name, key)
