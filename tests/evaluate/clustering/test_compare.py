"""Two lists joined by id: what counts, what is counted, and the trope list that random labels do well on."""

import json

import numpy as np
import pyarrow as pa
import pytest

from motif.core.errors import InputError
from motif.evaluate.clustering import bcubed, compare, evaluate, vi_bits

QUICK = {"random_state": 0, "n_permutations": 99, "n_resamples": 10}
KEYS = {"n", "n_clusters", "n_gold", "unassigned", "metrics", "trivial"}


def test_joined_by_id_whatever_the_order():
    """The order of the rows plays no part, and a number is the id that it looks like."""
    found = compare([3, 1, 2], ["x", "y", "x"], ["1", "2", "3"], [0, 1, 1], **QUICK)
    assert found.metrics["ami"].value == 1.0
    assert (found.n, found.n_ids, found.n_clusters, found.n_gold) == (3, 3, 2, 2)


@pytest.mark.parametrize("nothing", ["", -1, "-1", "-1.0", -1.0, None, float("nan"), " "])
def test_unassigned_is_counted_and_left_out(nothing):
    """Empty and -1 are no cluster of their own, however they are written."""
    found = compare("abcd", [0, 0, 1, nothing], "abcd", "xxyy", **QUICK)
    assert (found.n, found.unassigned, found.n_clusters) == (3, 1, 2)
    assert found.metrics["purity"].value == 1.0


def test_each_id_is_counted_once():
    """Judged, unassigned, unlabelled, predicted only, gold only: every id is one of these."""
    found = compare(
        "abcde", [0, 1, "", 1, 1], ["a", "b", "c", "d", "f", "g", "c"], ["x", "y", "x", "", "x", "", ""], **QUICK
    )
    counts = (found.n_ids, found.unassigned, found.unlabelled, found.only_predicted, found.only_gold)
    assert counts == (2, 1, 1, 1, 2)


def test_equal_rows_count_once():
    """An id given twice with the same label is one row, on both sides."""
    found = compare("aab", [0, 0, 1], "abb", "xyy", **QUICK)
    assert (found.n, found.n_repeated) == (2, 0)


def test_first_takes_the_first_gold_label():
    """Hard partitions have one row an id; B-cubed and the pairs see all labels either way."""
    rows = ("aabcc", ["x", "y", "y", "z", "x"])
    first = compare("abc", [0, 0, 1], *rows, **QUICK)
    every = compare("abc", [0, 0, 1], *rows, repeated="all", **QUICK)
    assert first.metrics["vi_bits"].value == pytest.approx(vi_bits([0, 0, 1], ["x", "y", "z"]))
    assert every.metrics["vi_bits"].value == pytest.approx(vi_bits([0, 0, 0, 1, 1], ["x", "y", "y", "z", "x"]))
    assert (first.n, every.n, first.n_repeated) == (3, 5, 2)
    assert [found.metrics["bcubed_f1"].n for found in (first, every)] == [3, 3]
    expected = bcubed([0, 0, 1], [["x", "y"], ["y"], ["z", "x"]])
    for found in (first, every):
        values = [found.metrics[key].value for key in ("bcubed_precision", "bcubed_recall", "bcubed_f1")]
        assert values == pytest.approx(list(expected))


def test_without_repeats_it_is_evaluate():
    """With one gold label an id, the figures are those of `evaluate` with the same seed."""
    rng = np.random.default_rng(0)
    labels, gold = rng.integers(3, size=40), rng.integers(4, size=40)
    _, labels = np.unique(labels, return_inverse=True)
    ids = [f"item {i}" for i in range(40)]
    figures = evaluate(labels, gold, **QUICK)
    for repeated in ("first", "all"):
        found = compare(ids, labels, ids, gold, repeated=repeated, **QUICK)
        assert {key: figure.value for key, figure in found.metrics.items()} == pytest.approx(
            {key: figure.value for key, figure in figures.items()}
        )
        assert found.trivial["singletons"] == pytest.approx({k: f.trivial["singletons"] for k, f in figures.items()})


def test_groups_are_of_predicted_rows():
    """They are found by id whatever the order, groups of one are items, and one for each row is asked."""
    ids = [str(i) for i in range(40)]
    labels, gold = [i // 4 % 3 for i in range(40)], [i // 4 % 2 for i in range(40)]
    settings = {"n_permutations": 49, "n_resamples": 20, "random_state": 0}
    found = compare(ids, labels, ids, gold, groups=[i // 4 for i in range(40)], **settings)
    assert found.record.parameters["n_groups"] == 10
    assert {one.null.kind for one in found.metrics.values()} == {"permuted_groups"}
    single = compare(ids, labels, ids, gold, **settings).metrics
    assert found.metrics["ami"].value == single["ami"].value
    assert found.metrics["ami"].null.sd > 1.5 * single["ami"].null.sd
    assert compare(ids, labels, ids, gold, groups=ids, **settings).metrics == single
    with pytest.raises(InputError, match="groups: 3 given, 40 expected"):
        compare(ids, labels, ids, gold, groups=[1, 2, 3], **settings)


def test_arrow_and_pandas_columns():
    """Columns of other libraries are lists of values."""
    import pandas as pd

    ids = pa.chunked_array([["a", "b"], ["c"]])
    assert compare(ids, pd.Series([0, 0, 1]), ids, pa.array(["x", "x", None]), **QUICK).unlabelled == 1


def test_as_dict_has_the_documented_shape():
    """JSON values under the documented keys, with each trivial answer by metric; NaN is None."""
    value = compare("ab", [0, 1], "ab", "xy", **QUICK).as_dict()
    assert set(value) >= KEYS
    assert set(value["trivial"]) == {"one_cluster", "singletons"}
    assert set(value["trivial"]["one_cluster"]) == set(value["metrics"]) == set(evaluate([0], [0], **QUICK))
    assert value["metrics"]["pairwise_auc"]["value"] is None
    assert json.loads(json.dumps(value, allow_nan=False)) == value


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("ab", [0, 1], "cd", "xy"), "no id is in both lists: predicted has 'a', 'b', gold has 'c', 'd'"),
        (("ab", [-1, ""], "ab", "xy"), "of the 2 ids in both lists none has a label in both"),
        (("aa", [0, 1], "ab", "xy"), r"1 id has more than one label \('a'\)"),
        ((["a", ""], [0, 1], "ab", "xy"), "1 row has no id, among them row 2"),
        (("ab", [0], "ab", "xy"), "predicted labels: 1 given, 2 expected"),
    ],
)
def test_what_cannot_be_joined_is_refused(given, said):
    """One line says what was given and what is wrong with it."""
    with pytest.raises(InputError, match=said):
        compare(*given, **QUICK)


def test_text_that_says_missing_is_a_label():
    """The words "nan", "NA" and "null" are clusters like any other; the number NaN is no label."""
    assert compare("abcd", ["nan", "NA", "null", "x"], "abcd", "wxyz", **QUICK).n_clusters == 4
    given = compare("abcd", [float("nan"), "NA", "null", "x"], "abcd", "wxyz", **QUICK)
    assert (given.n_clusters, given.unassigned) == (3, 1)


def test_an_unknown_way_with_repeats_is_refused():
    """`repeated` is one of two words."""
    with pytest.raises(InputError, match="repeated must be one of 'first', 'all'"):
        compare("a", [0], "a", [0], repeated="last", **QUICK)


def tropes(shared):
    lines = (shared / "data/films/cmu/tvtropes.clusters.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return [json.loads(facts)["id"] for _, facts in rows], [trope for trope, _ in rows]


@pytest.mark.shared
def test_random_clusters_of_the_trope_list(shared):
    """Each of 501 rows an item: random clusters score about 5.3 bits, every item alone far better, AMI says 0."""
    _, gold = tropes(shared)
    rows = range(501)
    labels = np.random.default_rng(0).integers(100, size=501)
    found = compare(rows, labels, rows, gold, random_state=0, n_permutations=499, n_resamples=20)
    vi, corrected = found.metrics["vi_bits"], found.metrics["ami"]
    assert (found.n, found.n_gold) == (501, 72)
    assert vi.value == pytest.approx(5.34, abs=0.1)  # 5.34 +- 0.04 over random labels
    assert vi.null.mean == pytest.approx(vi.value, abs=3 * vi.null.sd)
    assert vi.trivial["singletons"] == pytest.approx(3.04, abs=0.01)
    assert corrected.value == pytest.approx(0, abs=0.02)
    assert not corrected.stands_out()


@pytest.mark.shared
def test_characters_of_several_tropes(shared):
    """447 characters, 45 of them with 2 to 5 tropes; chance deals out characters, so AMI stays 0 on average."""
    ids, gold = tropes(shared)
    characters = list(dict.fromkeys(ids))
    labels = np.random.default_rng(1).integers(25, size=len(characters))
    found = compare(characters, labels, ids, gold, repeated="all", random_state=0, n_permutations=299, n_resamples=10)
    assert (found.n, found.n_ids, found.n_repeated) == (501, 447, 45)
    assert found.metrics["pairwise_auc"].null.mean == pytest.approx(0.5, abs=0.001)
    assert found.metrics["bcubed_recall"].trivial["one_cluster"] < 1
    assert not any(figure.stands_out() for figure in found.metrics.values())
