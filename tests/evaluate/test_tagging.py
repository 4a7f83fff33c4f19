"""Tagging equals the starter's numbers, ties are broken inside what is allowed, and batches change nothing."""

import itertools
import json
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from motif.core.errors import InputError
from motif.evaluate.tagging import (
    TaggingScores,
    evaluate,
    global_average_precision,
    hit_at_one,
    mean_average_precision,
    precision_at_equal_recall,
    validate,
)
from motif.evaluate.tagging.best import best_classes
from motif.evaluate.tagging.histogram import Histogram
from motif.evaluate.tagging.precision import Ranking

KEYS = ["gap", "hit_at_one", "perr", "map_full", "map_top20"]
FEW = {"random_state": 0, "n_permutations": 20, "n_resamples": 10}
seeds = st.integers(0, 10_000)


@pytest.fixture(scope="module")
def reference(shared):
    folder = shared / "data/videos/metrics"

    def load(name):
        with np.load(folder / f"{name}.npz") as arrays:
            expected = json.loads((folder / f"{name}.expected.json").read_text())
            return arrays["scores"], arrays["labels"], expected

    return load


def some(seed, *, n_items=30, n_classes=12, levels=None):
    """Scores that know the labels a little; rounded to a few levels they tie."""
    rng = np.random.default_rng(seed)
    labels = rng.random((n_items, n_classes)) < rng.random(n_classes) * 0.5
    labels[0, 0] = True
    scores = (labels + rng.random((n_items, n_classes)) * 2) / 3
    return (scores if levels is None else np.round(scores * levels) / levels), labels


def slow_gap(scores, labels, top):
    """GAP as it is written down, for scores without ties."""
    pool = [
        (score, right)
        for row, rights in zip(scores, labels, strict=True)
        for score, right in sorted(zip(row, rights, strict=True), reverse=True)[:top]
    ]
    hits, total = 0, 0.0
    for place, (_, right) in enumerate(sorted(pool, reverse=True), start=1):
        hits += right
        total += right * hits / place
    return total / labels.sum()


def test_gap_by_hand():
    """The pooled ranking is right, wrong, right; the third label is not among the best: (1 + 2/3) / 3."""
    scores, labels = [[0.9, 0.5, 0.1], [0.2, 0.6, 0.3]], [[0, 2], [2]]
    assert global_average_precision(scores, labels, top=1) == pytest.approx(1 / 3)
    assert global_average_precision(scores, labels, top=2) == pytest.approx((1 + 2 / 4) / 3)
    assert global_average_precision(scores, labels) == pytest.approx((1 + 2 / 4 + 3 / 6) / 3)


def test_perr_by_hand():
    """Two labels, one among the two best; no label counts 0; a score of 0 is no prediction."""
    scores = [[0.9, 0.5, 0.1], [0.9, 0.8, 0.7], [0.0, 0.0, 0.0]]
    assert precision_at_equal_recall(scores, [[0, 2], [], [0]]) == pytest.approx((0.5 + 0 + 0) / 3)


def test_hit_at_one_by_hand():
    """One of three best classes is right; an item without labels counts as 0."""
    assert hit_at_one([[0.9, 0.5], [0.1, 0.2], [0.7, 0.6]], [[0], [0], []]) == pytest.approx(1 / 3)


def test_map_by_hand():
    """Class 0 ranks right, wrong, right: (1 + 2/3) / 2; class 1 has no label: left out or 0."""
    scores, labels = [[0.9, 0.1], [0.8, 0.3], [0.7, 0.2]], [[1, 0], [0, 0], [1, 0]]
    assert mean_average_precision(scores, labels) == pytest.approx(5 / 6)
    assert mean_average_precision(scores, labels, empty_classes="zero") == pytest.approx(5 / 12)
    assert mean_average_precision(scores, labels, top=1, empty_classes="zero") == pytest.approx(5 / 12)


@pytest.mark.shared
def test_set_a_equals_the_starter(reference):
    """Without ties all figures equal the starter's and scikit-learn's."""
    scores, labels, expected = reference("set_a")
    figures = evaluate(scores, labels, **FEW)
    assert list(figures) == KEYS
    for key in ("gap", "perr"):
        assert figures[key].value == pytest.approx(expected[key], abs=1e-9), key
    assert figures["hit_at_one"].value == expected["hit_at_one"]
    assert figures["map_full"].value == pytest.approx(expected["map_full"]["mean"], abs=1e-12)
    dropped, zero = (expected["map_starter"][f"empty_classes_{how}"] for how in ("dropped", "counted_as_zero"))
    assert figures["map_top20"].value == pytest.approx(dropped, abs=1e-9)
    assert evaluate(scores, labels, empty_classes="zero", **FEW)["map_top20"].value == pytest.approx(zero, abs=1e-9)
    assert mean_average_precision(scores, labels, top=20, empty_classes="zero") == pytest.approx(zero, abs=1e-9)


@pytest.mark.shared
def test_set_b_lies_inside_the_tie_bounds(reference):
    """With ties all figures are ones that some way of breaking them gives; thresholds have no ties to break."""
    scores, labels, expected = reference("set_b")
    figures = evaluate(scores, labels, **FEW)
    bounds = expected["tie_bounds"]
    for key, bound in (("gap", "gap"), ("perr", "perr"), ("hit_at_one", "hit_at_one")):
        assert bounds[bound]["lo"] - 1e-9 <= figures[key].value <= bounds[bound]["hi"] + 1e-9, key
    for how, name, bound in (("drop", "dropped", "dropped"), ("zero", "counted_as_zero", "as_zero")):
        value = mean_average_precision(scores, labels, top=20, empty_classes=how)
        limits = bounds[f"map_starter_empty_{bound}"]
        assert limits["lo"] <= value <= limits["hi"]
        assert value == pytest.approx(expected["map_starter"][f"empty_classes_{name}"], abs=0.01)
    assert figures["map_full"].value == pytest.approx(expected["map_full"]["mean"], abs=1e-9)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["set_a", "set_b"])
def test_batches_give_the_same(reference, name):
    """Uneven batches in another order, merged from two, give the figures of all at once; the mAP lies in its bounds."""
    scores, labels, expected = reference(name)
    whole = evaluate(scores, labels, **FEW)
    n_classes = labels.shape[1]
    one, two = TaggingScores(n_classes), TaggingScores(n_classes)
    one.update(scores[170:], labels[170:])
    two.update(scores[:1], sparse.csr_array(labels[:1]))
    two.update(scores[1:170], [np.flatnonzero(row).tolist() for row in labels[1:170]])
    figures = one.merge(two).result(**FEW)
    assert one.n_items == len(labels)
    for key in ("gap", "hit_at_one", "perr", "map_top20"):
        assert figures[key].value == pytest.approx(whole[key].value, abs=1e-12), key
        assert figures[key].trivial == pytest.approx(whole[key].trivial), key
    bounded = one._histogram.mean_average_precision()
    assert bounded.low <= expected["map_full"]["mean"] <= bounded.high
    assert bounded.value == figures["map_full"].value
    assert f"{bounded.low:.6f} and {bounded.high:.6f}" in figures["map_full"].cannot_show
    assert bounded.high - bounded.low < 0.05


def test_same_order_same_result():
    """A stream in the items' own order draws the same nulls and intervals as all at once."""
    scores, labels = some(1, n_items=60)
    whole = evaluate(scores, labels, **FEW)
    figures = TaggingScores(12).update(scores[:25], labels[:25]).update(scores[25:], labels[25:]).result(**FEW)
    for key in ("gap", "hit_at_one", "perr", "map_top20"):
        assert figures[key] == whole[key]


@settings(derandomize=True, max_examples=30, deadline=None)
@given(seeds, st.integers(1, 12))
def test_gap_equals_the_definition(seed, top):
    """GAP equals a plain walk over the pooled ranking."""
    scores, labels = some(seed)
    assert global_average_precision(scores, labels, top=top) == pytest.approx(slow_gap(scores, labels, top), abs=1e-12)


@settings(derandomize=True, max_examples=30, deadline=None)
@given(seeds, st.sampled_from([None, 4, 20]))
def test_map_equals_scikit_learn(seed, levels):
    """The mAP over all scores equals scikit-learn's, with ties too."""
    from sklearn.metrics import average_precision_score

    scores, labels = some(seed, levels=levels)
    with_labels = labels.any(axis=0)
    reference = average_precision_score(labels[:, with_labels], scores[:, with_labels], average="macro")
    assert mean_average_precision(scores, labels) == pytest.approx(reference, abs=1e-12)


@settings(derandomize=True, max_examples=40, deadline=None)
@given(seeds, st.sampled_from([None, 3, 10]))
def test_bounds_and_order(seed, levels):
    """All figures lie in [0, 1], whatever the items' order; a rising change of the scores changes nothing."""
    scores, labels = some(seed, n_classes=30, levels=levels)
    order = np.random.default_rng(seed).permutation(len(scores))
    metrics = (
        global_average_precision,
        hit_at_one,
        precision_at_equal_recall,
        mean_average_precision,
        lambda x, y: mean_average_precision(x, y, top=20),
    )
    for metric in metrics:
        value = metric(scores, labels)
        assert 0 <= value <= 1
        assert metric(scores[order], labels[order]) == pytest.approx(value, abs=1e-12)
        assert metric(np.exp(scores) - 1, labels) == pytest.approx(value, abs=1e-12)


@settings(derandomize=True, max_examples=25, deadline=None)
@given(seeds)
def test_names_of_classes_play_no_part_and_labels_are_perfect_scores(seed):
    """Classes in another order change nothing; true labels first score 1, true labels last score least of all."""
    scores, labels = some(seed)
    labels[0, 0] = True
    order = np.random.default_rng(seed).permutation(scores.shape[1])
    metrics = (global_average_precision, hit_at_one, precision_at_equal_recall, mean_average_precision)
    for metric in metrics:
        value = metric(scores, labels)
        assert metric(scores[:, order], labels[:, order]) == pytest.approx(value, abs=1e-12)
        worst = metric((scores + 2 * (~labels.astype(bool))) / 3, labels)
        assert worst - 1e-12 <= value <= metric((scores + 2 * labels) / 3, labels) + 1e-12
    known = labels.any(axis=1)
    for metric in metrics:
        assert metric(((scores + 2 * labels) / 3)[known], labels[known]) == pytest.approx(1.0)


def test_perfect_scores():
    """The labels as scores are perfect where no item has more than twenty."""
    _, labels = some(3, n_classes=25)
    labels = labels[labels.any(axis=1)]
    noise = np.random.default_rng(0).random(labels.shape) / 10
    for figure in evaluate(labels + noise + 0.01, labels, **FEW).values():
        assert figure.value == pytest.approx(1.0)


@settings(derandomize=True, max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=1, max_size=6))
def test_ties_are_the_mean_over_all_orders(entries):
    """The sum of precisions equals its mean over every order that the scores allow."""
    scores, right = (np.array(part) for part in zip(*entries, strict=True))
    sums = []
    for order in itertools.permutations(range(len(scores))):
        ranked = np.array(order)
        if (np.diff(scores[ranked]) <= 0).all():
            hits = right[ranked]
            sums.append((hits * hits.cumsum() / np.arange(1, len(hits) + 1)).sum())
    ranking = Ranking.of(scores.astype(float))
    assert ranking.sums(np.flatnonzero(right))[0] == pytest.approx(np.mean(sums), abs=1e-12)


def test_rankings_of_several_lists_are_apart():
    """Each list has its own ranks, and what does not count moves the others up."""
    scores, lists = np.array([0.9, 0.8, 0.7, 0.6]), np.array([1, 0, 1, 0])
    ranking = Ranking.of(scores, lists, n_segments=3)
    assert ranking.sums(np.array([2, 3])).tolist() == [0.5, 0.5, 0.0]
    assert ranking.among(np.array([1, 2, 3])).sums(np.array([2, 3])).tolist() == [0.5, 1.0, 0.0]


@settings(derandomize=True, max_examples=30, deadline=None)
@given(seeds, st.sampled_from([np.float32, np.float64, np.float16, np.uint8]), st.sampled_from([1, 5, 20]))
def test_best_classes_are_the_best(seed, dtype, n_best):
    """The scores found are those of a full sort, each with its own class, with many ties and with none."""
    scores = (np.random.default_rng(seed).random((7, 400)) * 200).astype(dtype)
    classes, values = best_classes(scores, n_best)
    np.testing.assert_array_equal(values, -np.sort(-scores.astype(float), axis=1)[:, :n_best])
    np.testing.assert_array_equal(np.take_along_axis(scores, classes, axis=1), values)
    assert all(len(set(row)) == n_best for row in classes.tolist())


def test_equal_scores_favour_no_end_of_the_vocabulary():
    """Among 4,000 equal scores the 200 taken have a mean class number near the middle, the same on every row."""
    classes, _ = best_classes(np.zeros((3, 4000), np.float32), 200)
    assert (classes == classes[0]).all()
    assert abs(classes[0].mean() - 2000) < 4 * 4000 / 12**0.5 / 200**0.5  # 4 standard errors of 200 uniform numbers


def test_a_column_of_ties_does_not_depend_on_its_neighbours():
    """The order among equals is the same whether an item is judged alone or in a block."""
    scores, _ = some(5, n_items=50, n_classes=300, levels=3)
    together = best_classes(scores, 20)[0]
    alone = np.concatenate([best_classes(row[None], 20)[0] for row in scores])
    np.testing.assert_array_equal(together, alone)


def test_random_scores_are_chance():
    """Scores that know nothing are better than chance at p <= 0.1 about once in ten."""
    p = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        scores, labels = rng.random((40, 25)), rng.random((40, 25)) < 0.15
        figures = evaluate(scores, labels, random_state=seed, n_permutations=49, n_resamples=2)
        p.append([figure.null.p for figure in figures.values()])
    share = np.mean(np.array(p) <= 0.1, axis=0)
    assert (share <= 0.22).all()  # 3 standard errors of 60 cases above 0.1


def test_null_is_the_permuted_labels():
    """The draws' mean is that of the metrics with the rows of the labels permuted one way at a time."""
    scores, labels = some(8, n_items=40, n_classes=30)
    figures = evaluate(scores, labels, random_state=0, n_permutations=400, n_resamples=2)
    rng = np.random.default_rng(1)
    drawn = [labels[rng.permutation(len(labels))] for _ in range(400)]
    metrics = {
        "gap": global_average_precision,
        "hit_at_one": hit_at_one,
        "perr": precision_at_equal_recall,
        "map_full": mean_average_precision,
        "map_top20": lambda x, y: mean_average_precision(x, y, top=20),
    }
    for key, metric in metrics.items():
        slow = np.array([metric(scores, dealt) for dealt in drawn])
        null = figures[key].null
        assert null.kind == "permuted_labels"
        assert null.mean == pytest.approx(slow.mean(), abs=4.5 * slow.std() / 200**0.5), key
        assert null.sd == pytest.approx(slow.std(), rel=0.2), key  # 400 draws know an sd to about 4 %


def test_halves_are_the_metrics_of_half_the_items():
    """What the intervals rest on equals each metric over the chosen items alone."""
    from motif.evaluate.tagging.figures import _halved
    from motif.evaluate.tagging.listed import Listed, deepest
    from motif.evaluate.tagging.whole import halved_precisions

    scores, labels = some(11, n_items=40, n_classes=30, levels=8)
    _, right = validate(scores, labels)
    half = np.random.default_rng(0).permutation(np.arange(40) < 20)
    found = _halved(Listed.of(scores, right, n_best=deepest(right)), None, iter([half]))
    expected = [
        global_average_precision(scores[half], labels[half]),
        hit_at_one(scores[half], labels[half]),
        precision_at_equal_recall(scores[half], labels[half]),
        mean_average_precision(scores[half], labels[half], top=20),
    ]
    assert found == [pytest.approx(expected, abs=1e-12)]
    whole = np.nanmean(halved_precisions(scores, right, half[None])[0])
    assert whole == pytest.approx(mean_average_precision(scores[half], labels[half]), abs=1e-12)


def test_interval_of_hit_at_one_has_the_known_width():
    """Hit@1 is a share, so half-samples give the textbook interval."""
    rng = np.random.default_rng(2)
    labels = np.eye(5, dtype=bool)[rng.integers(5, size=400)]
    scores = labels * (rng.random((400, 1)) < 0.6) + rng.random((400, 5)) * 0.5
    figure = evaluate(scores, labels, random_state=0, n_permutations=1, n_resamples=1000)["hit_at_one"]
    low, high = figure.interval
    assert (high - low) / 2 == pytest.approx(1.96 * (figure.value * (1 - figure.value) / 400) ** 0.5, rel=0.12)


def test_large_inputs_are_worked_in_parts(monkeypatch):
    """Fewer draws at a time give the same figures; beyond the stated size the mAP over all scores has no interval."""
    from motif.evaluate.tagging import figures

    scores, labels = some(9)
    whole = evaluate(scores, labels, **FEW)
    monkeypatch.setattr(figures, "_DRAWN_AT_ONCE", 90)
    assert evaluate(scores, labels, **FEW) == whole
    monkeypatch.setattr(figures, "_LARGEST_HALVED", scores.size * 10 - 1)
    found = evaluate(scores, labels, **FEW)
    assert (found["map_full"].interval, found["gap"]) == (None, whole["gap"])
    assert found["map_full"].null == whole["map_full"].null


def test_popularity_is_the_frequency_of_each_class():
    """The trivial answer is the share of the items with each class, or what was counted elsewhere."""
    scores, labels = some(4, n_items=50)
    shares = np.broadcast_to(labels.mean(axis=0), labels.shape)
    figures = evaluate(scores, labels, **FEW)
    assert figures["gap"].trivial["popularity"] == pytest.approx(global_average_precision(shares, labels))
    assert figures["hit_at_one"].trivial["popularity"] == labels.mean(axis=0).max()
    assert figures["map_full"].trivial["popularity"] == pytest.approx(mean_average_precision(shares, labels))
    other = evaluate(scores, labels, popularity=np.arange(12), **FEW)
    assert other["hit_at_one"].trivial["popularity"] == labels[:, 11].mean()
    with pytest.raises(InputError, match="popularity: 2 given, 12 expected"):
        evaluate(scores, labels, popularity=[1, 2], **FEW)


@settings(derandomize=True, max_examples=25, deadline=None)
@given(seeds, st.sampled_from([None, 4, 255]), st.sampled_from([1, 8, 1e-6]))
def test_histogram_bounds_hold(seed, levels, power):
    """The exact mAP lies between the bounds, whatever the spread of the scores."""
    scores, labels = some(seed, n_items=80, levels=levels)
    scores = (scores**power if power >= 1 else scores * power).astype(np.float32)
    counts = Histogram(12)
    counts.add(scores, validate(scores, labels)[1])
    found = counts.mean_average_precision()
    exact = mean_average_precision(scores, labels)
    assert found.low - 1e-12 <= found.value <= found.high + 1e-12
    assert found.low - 1e-12 <= exact <= found.high + 1e-12


def test_labels_in_three_ways_are_one():
    """An array, a sparse matrix and lists of class numbers say the same; a nested list of the shape is an array."""
    scores, labels = some(6)
    lists = [np.flatnonzero(row).tolist() for row in labels]
    ways = [labels, labels.astype(np.uint8), labels * 1.0, sparse.csr_array(labels), sparse.coo_matrix(labels), lists]
    ways += [labels.tolist(), [row[::-1] for row in lists]]
    pairs = [validate(scores, way)[1] for way in ways]
    for found in pairs:
        np.testing.assert_array_equal(found.items, pairs[0].items)
        np.testing.assert_array_equal(found.classes, pairs[0].classes)


def test_arguments_stay_as_they_were():
    """Neither scores nor labels are changed, also where they cannot be written to."""
    scores, labels = some(7)
    scores.setflags(write=False)
    labels.setflags(write=False)
    one, two = (evaluate(scores, labels, **FEW) for _ in range(2))
    assert one == two
    assert evaluate(np.asfortranarray(scores), labels, **FEW) == one


@pytest.mark.parametrize(
    ("scores", "labels", "said"),
    [
        ([0.1, 0.2], [[0]], "scores must be numbers of shape"),
        ([["a"]], [[0]], "scores must be numbers"),
        (np.ones((2, 3)), np.ones((3, 2)), r"labels must have the shape of the scores \(2, 3\); given \(3, 2\)"),
        (np.ones((2, 3)), np.full((2, 3), 2), "labels must be 0 or 1"),
        (np.ones((2, 3)), np.full((2, 3), 0.5), "labels must be 0 or 1"),
        (np.ones((2, 3)), np.full((2, 3), np.nan), "labels must be 0 or 1"),
        (np.ones((2, 3)), sparse.csr_array(np.full((2, 3), 3)), "the sparse matrix holds other values"),
        (np.ones((2, 3)), sparse.csr_array(np.ones((1, 3))), "labels must have the shape"),
        (np.ones((2, 3)), [[0]], "labels: 1 given, 2 expected"),
        (np.ones((2, 3)), [[0], [3]], "class numbers from 0 to 2; not 3"),
        (np.ones((2, 3)), [[0], [1, 1]], "1 are repeated"),
        (np.ones((2, 3)), [[0], ["a"]], "list of class numbers for each item; not so for items 1"),
        ([[np.nan, 1.0]], [[0]], "scores must be finite; from row 0 on, 1 rows are not: 0"),
        ([[-np.inf, 1.0]], [[0]], "scores must be finite"),
        (np.ones((2, 3)), [[], []], "labels must name a class for at least one of the 2 items"),
    ],
)
def test_what_cannot_be_judged_is_refused(scores, labels, said):
    """What does not fit is refused in one line."""
    with pytest.raises(InputError, match=said):
        evaluate(scores, labels, **FEW)
    if "finite" in said:
        with pytest.raises(InputError, match=said):
            mean_average_precision(scores, labels)


def test_streams_refuse_what_does_not_fit():
    """Other classes, too many labels, an unlike partner and an empty stream are refused; nothing of it is kept."""
    scores, labels = some(2)
    judged = TaggingScores(12, most_labels=2)
    with pytest.raises(InputError, match=r"more than most_labels=2"):
        judged.update(scores, np.ones_like(labels))
    with pytest.raises(InputError, match="scores must have 12 columns"):
        judged.update(scores[:, :3], labels[:, :3])
    with pytest.raises(InputError, match="only what was made alike"):
        judged.merge(TaggingScores(12))
    with pytest.raises(InputError, match="no items were judged"):
        judged.result()
    assert judged.n_items == 0


def test_streams_without_counts_have_no_full_map():
    """Where the scores are not counted the mAP over all of them is left out."""
    scores, labels = some(2)
    assert "map_full" not in TaggingScores(12, map_full=False).update(scores, labels).result(**FEW)


_STREAM = """
import numpy as np
from motif.evaluate.tagging import TaggingScores
rng, judged = np.random.default_rng(0), TaggingScores(4716)
for _ in range(20):
    scores = rng.random((1000, 4716), dtype=np.float32)
    judged.update(scores, [[int(c)] for c in rng.integers(4716, size=1000)])
judged.result(random_state=0, n_permutations=2, n_resamples=2)
print(next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process its peak")
def test_a_stream_needs_little_memory():
    """A fifth of the YouTube-8M benchmark's 100,000 x 4,716 (377 MB of scores) is judged in 180 MB, Python included."""
    done = subprocess.run([sys.executable, "-c", _STREAM], capture_output=True, check=True, text=True)
    assert float(done.stdout) < 180
