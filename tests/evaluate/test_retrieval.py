"""Lists of found items: by hand, by scikit-learn, and beside chance and the commonest items."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import InputError
from motif.evaluate.retrieval import (
    evaluate,
    expected_by_chance,
    hit_rate,
    mean_average_precision,
    ndcg,
    precision,
    ranked_by,
    recall,
    validate,
)
from motif.evaluate.retrieval.asked import Asked

KEYS = ["precision", "recall", "hit_rate", "map", "ndcg"]
METRICS = [precision, recall, hit_rate, mean_average_precision, ndcg]
ROCK = ["rock", "rock", "rock", "folk", "folk"]
cases = st.tuples(st.integers(0, 10_000), st.integers(6, 30), st.integers(1, 4))


def drawn(case):
    """Return random distances between items, and a label for each, two of which are of the same kind."""
    seed, n_items, n_labels = case
    rng = np.random.default_rng(seed)
    labels = rng.integers(n_labels, size=n_items)
    labels[1] = labels[0]
    return rng.random((n_items, n_items)), labels


def test_all_metrics_by_hand():
    """Relevant at places 1 and 3 of 3, of 2: precision 2/3, recall 1, AP (1 + 2/3) / 2, nDCG 1.5 / 1.6309."""
    lists, asked = [[1, 3, 2, 4]], {"k": 3, "queries": [0]}
    assert precision(lists, ROCK, **asked) == pytest.approx(2 / 3)
    assert recall(lists, ROCK, **asked) == 1.0
    assert hit_rate(lists, ROCK, **asked) == 1.0
    assert mean_average_precision(lists, ROCK, **asked) == pytest.approx(5 / 6)
    assert ndcg(lists, ROCK, **asked) == pytest.approx(1.5 / (1 + 1 / np.log2(3)))


def test_a_shorter_look_sees_less():
    """At place 1 there is a folk song: nothing is found, whatever comes after."""
    assert [metric([[3, 1, 2, 4]], ROCK, k=1, queries=[0]) for metric in METRICS] == [0.0] * 5
    assert mean_average_precision([[3, 1, 2, 4]], ROCK, k=2, queries=[0]) == pytest.approx(1 / 4)  # 1/2 over min(2, 2)


def test_cells_share_a_label():
    """Songs with several genres are relevant to all that share one; the names of genres may be anything."""
    cells = [{"rock", 7}, ["rock"], (7, "jazz"), frozenset({"jazz"}), np.array(["folk"])]
    lists = [[3, 1, 2, 4]]
    assert precision(lists, cells, k=2, queries=[0]) == 0.5
    assert recall(lists, cells, k=3, queries=[0]) == 1.0
    assert precision([[0, 3, 1, 4]], cells, k=2, queries=[2]) == 1.0


def test_the_own_group_is_struck_out_and_places_move_up():
    """Songs by the same artist are no candidates: the list goes on behind them, and they are not missed either."""
    artists = ["A", "A", "B", "B", "C"]
    assert precision([[1, 3, 2, 4]], ROCK, k=2, queries=[0], groups=artists) == 0.5
    assert recall([[1, 3, 2, 4]], ROCK, k=2, queries=[0], groups=artists) == 1.0
    assert precision([[1, 3, 2, 4]], ROCK, k=1, queries=[0], groups=artists) == 0.0


def test_unlabelled_items_are_struck_out_and_not_asked():
    """What nobody knows is neither right nor wrong: None, NaN and empty cells leave the lists."""
    lists = [[1, 2, 3, 4], [0, 2, 3, 4], [3, 0, 1, 4], [4, 0, 1, 2], [3, 0, 1, 2]]
    for missing in (None, float("nan"), "", [], [None], pd.NA, [pd.NA], np.array([np.nan])):
        labels = ["rock", missing, "rock", "folk", "folk"]
        assert precision(lists, labels, k=1) == pytest.approx(3 / 4)
        assert evaluate(lists, labels, k=1, random_state=0, n_permutations=5)["precision"].n == 4


def test_queries_that_cannot_be_answered_are_left_out():
    """The only folk song has no answer among the others; the mean is over the rest."""
    lists = [[1, 2, 3], [0, 2, 3], [3, 0, 1], [0, 1, 2]]
    assert precision(lists, ["rock", "rock", "rock", "folk"], k=1) == pytest.approx(2 / 3)


def test_a_list_that_ends_leaves_misses():
    """What is not listed is not found; lists of different lengths say where they end by themselves."""
    assert precision([[1, -1, -1]], ROCK, k=3, queries=[0]) == pytest.approx(1 / 3)
    assert precision([[1], [0, 2, 3]], ROCK, k=3, queries=[0, 1]) == pytest.approx((1 / 3 + 2 / 3) / 2)
    assert precision([[], [0, 2, 3]], ROCK, k=3, queries=[0, 1]) == pytest.approx(1 / 3)


def test_no_more_places_than_candidates():
    """Where there are four candidates, ten places are four."""
    assert precision([[1, 2, 3, 4]], ROCK, k=10, queries=[0]) == 0.5
    assert precision([[1, 2, 3, 4]], ROCK, k=None, queries=[0]) == 0.5


def test_ranked_by_goes_by_position_where_equal():
    """Equal distances keep the order of the items."""
    assert ranked_by([[1.0, 0.0, 1.0, 0.0]]).tolist() == [[1, 3, 0, 2]]
    assert ranked_by([[3, 2, 1]], n=2).tolist() == [[2, 1]]


@settings(derandomize=True, max_examples=30, deadline=None)
@given(cases, st.integers(1, 12))
def test_ndcg_equals_scikit_learn(case, k):
    """For each query and on average, it is scikit-learn's with gains 0 and 1."""
    from sklearn.metrics import ndcg_score

    distances, labels = drawn(case)
    expected = []
    for query in range(len(labels)):
        others = np.arange(len(labels)) != query
        relevant = (labels == labels[query])[others]
        if relevant.any():
            expected.append(ndcg_score(relevant[None], -distances[query, others][None], k=k))
    assert ndcg(ranked_by(distances), labels, k=k) == pytest.approx(np.mean(expected), abs=1e-12)


@settings(derandomize=True, max_examples=30, deadline=None)
@given(cases)
def test_average_precision_equals_scikit_learn(case):
    """Over all candidates it is scikit-learn's, taken query by query."""
    from sklearn.metrics import label_ranking_average_precision_score

    distances, labels = drawn(case)
    expected = []
    for query in range(len(labels)):
        others = np.arange(len(labels)) != query
        relevant = (labels == labels[query])[others]
        if relevant.any():
            score = label_ranking_average_precision_score(relevant[None], -distances[query, others][None])
            expected.append(score)
    assert mean_average_precision(ranked_by(distances), labels) == pytest.approx(np.mean(expected), abs=1e-12)


@settings(derandomize=True, max_examples=30, deadline=None)
@given(cases, st.integers(1, 8), st.booleans())
def test_bounds_and_names(case, k, grouped):
    """All are in [0, 1]; other names for labels and another order of the items change nothing."""
    distances, labels = drawn(case)
    groups = np.arange(len(labels)) // 2 if grouped else None
    labels[2] = labels[0]  # so that another group has it, too
    order = np.random.default_rng(case[0]).permutation(len(labels))
    for metric in METRICS:
        value = metric(ranked_by(distances), labels, k=k, groups=groups)
        moved = ranked_by(distances[order][:, order])
        regrouped = None if groups is None else groups[order]
        assert 0 <= value <= 1
        assert metric(moved, [f"label {label}" for label in labels[order]], k=k, groups=regrouped) == pytest.approx(
            value
        )


@settings(derandomize=True, max_examples=20, deadline=None)
@given(cases, st.integers(1, 8))
def test_random_lists_of_all_candidates_find_everything(case, k):
    """Recall of all candidates is 1 in any order, and at k it is at most k over the relevant ones."""
    distances, labels = drawn(case)
    lists = ranked_by(distances)
    assert recall(lists, labels, k=None) == 1.0
    assert hit_rate(lists, labels, k=None) == 1.0
    at_k = [metric(lists, labels, k=k) for metric in (recall, hit_rate)]
    longer = [metric(lists, labels, k=k + 1) for metric in (recall, hit_rate)]
    assert at_k[0] <= longer[0]
    assert at_k[1] <= longer[1]
    assert at_k[0] <= at_k[1]  # what finds any share has a hit


@settings(derandomize=True, max_examples=20, deadline=None)
@given(cases, st.integers(1, 8))
def test_perfect_lists_score_one(case, k):
    """Relevant items first: hit rate, MAP and nDCG are 1; relevant items last: none is found that need not be."""
    _, labels = drawn(case)
    differ = (labels[:, None] != labels).astype(float)
    for metric in (hit_rate, mean_average_precision, ndcg):
        assert metric(ranked_by(differ), labels, k=k) == pytest.approx(1.0)
    assert precision(ranked_by(differ), labels, k=1) == 1.0


@settings(derandomize=True, max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_relevant_ones_are_counted_pair_by_pair(seed):
    """Counts of relevant and possible candidates with cells and groups equal those of going through all pairs."""
    rng = np.random.default_rng(seed)
    cells = [set(rng.choice(5, size=rng.integers(0, 4), replace=False).tolist()) for _ in range(25)]
    cells[0] = {1}
    groups = rng.integers(9, size=25)
    relevance = validate([[1]], cells, queries=[0], groups=groups)[2]
    known = [i for i in range(25) if cells[i]]
    assert relevance.positions.tolist() == known
    candidates = [[j for j in known if groups[i] != groups[j]] for i in known]
    assert relevance.n_candidates().tolist() == [len(others) for others in candidates]
    shared = [sum(bool(cells[i] & cells[j]) for j in others) for i, others in zip(known, candidates, strict=True)]
    assert relevance.n_relevant().tolist() == shared


def test_hundreds_of_labels_and_many_cells_at_once(monkeypatch):
    """With more labels than a word has bits, and pairs compared a few at a time, the answers are those of sets."""
    rng = np.random.default_rng(0)
    cells = [set(rng.choice(200, size=9, replace=False).tolist()) for _ in range(60)]
    lists = ranked_by(rng.random((60, 60)) + np.eye(60))[:, :5]
    expected = np.mean([[bool(cells[i] & cells[j]) for j in found] for i, found in enumerate(lists)])
    before = [metric(lists, cells, k=5) for metric in METRICS[:3]]
    monkeypatch.setattr("motif.evaluate.retrieval.relevance._PAIRS_AT_ONCE", 7)
    assert before[0] == pytest.approx(expected)
    assert [metric(lists, cells, k=5) for metric in METRICS[:3]] == before


@pytest.mark.parametrize("k", [1, 2, 3, 4, 9])
@pytest.mark.parametrize("groups", [None, [0, 0, 1, 2, 3]])
def test_expectation_equals_going_through_all_orders(k, groups):
    """The closed forms are the mean over all 24 orders of the candidates."""
    labels = ["rock", "rock", "folk", "rock", "folk"]
    expected = expected_by_chance(labels, k=k, queries=[0, 2], groups=groups)
    scores = {key: [] for key in KEYS}
    for first, second in zip(permutations([1, 2, 3, 4]), permutations([0, 1, 3, 4]), strict=True):
        for key, metric in zip(KEYS, METRICS, strict=True):
            scores[key].append(metric([first, second], labels, k=k, queries=[0, 2], groups=groups))
    assert expected == pytest.approx({key: np.mean(values) for key, values in scores.items()}, abs=1e-12)


@pytest.mark.parametrize("asked", ["all", "some"])
def test_permuted_places_score_what_is_expected_by_chance(asked):
    """The null's mean is the closed form, with cells, groups, unlabelled items and queries that have no answer."""
    rng = np.random.default_rng(3)
    cells = [set(rng.choice(12, size=rng.integers(0, 3), replace=False).tolist()) for _ in range(150)]
    cells[7] = {"alone"}
    groups, distances = rng.integers(40, size=150), rng.random((150, 150))
    distances[:, :20] -= 0.7  # the same items come first for many
    queries = np.arange(150) if asked == "all" else np.sort(rng.choice(150, 60, replace=False))
    figures = evaluate(
        ranked_by(distances[queries]), cells, k=5, queries=queries, groups=groups, random_state=0, n_permutations=400
    )
    expected = expected_by_chance(cells, k=5, queries=queries, groups=groups)
    for key, figure in figures.items():
        assert figure.null.mean == pytest.approx(expected[key], abs=4 * figure.null.sd / 400**0.5)


def test_p_is_uniform_for_random_lists():
    """Random lists come out at p of 0.1 or less in about a tenth of the cases."""
    rng = np.random.default_rng(6)
    p = []
    for _ in range(150):
        labels = rng.integers(3, size=40)
        lists = ranked_by(rng.random((40, 40)))
        p.append(evaluate(lists, labels, k=5, random_state=rng, n_permutations=39, n_resamples=2)["precision"].null.p)
    assert 0.03 < np.mean(np.array(p) <= 0.1) < 0.19  # 3 standard errors of 150 cases


def alike_in_groups(seed, sizes):
    """Return lists, labels and groups: places and label are drawn for each group, apart from one another."""
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(len(sizes)), sizes)
    places = rng.normal(size=(len(sizes), 3))[groups] + 0.3 * rng.normal(size=(len(groups), 3))
    labels = rng.integers(3, size=len(sizes))[groups]
    return ranked_by(np.square(places[:, None] - places).sum(axis=2)), labels, groups


@pytest.mark.parametrize("asked", ["all", "some"])
@pytest.mark.parametrize("sizes", [[8] * 20, [20, 12] + [1, 2, 3, 4, 5, 7] * 5])
def test_p_is_uniform_where_items_of_a_group_are_alike(sizes, asked):
    """Noise that the songs of an artist share comes out at p of 0.1 or less in about a tenth of the cases."""
    p = []
    for seed in range(100):
        lists, labels, groups = alike_in_groups(1000 + seed, sizes)
        queries = np.arange(len(groups)) if asked == "all" else np.flatnonzero(groups % 3 > 0)
        figures = evaluate(
            lists[queries], labels, queries=queries, groups=groups, random_state=seed, n_permutations=19, n_resamples=2
        )
        assert figures["precision"].null.kind == "permuted_groups"
        p.append(figures["precision"].null.p)
    p = np.array(p)
    assert 0.01 < (p <= 0.1).mean() < 0.19  # 3 standard errors of 100 cases
    assert 0.35 < (p <= 0.5).mean() < 0.65


def test_single_items_at_random_would_call_shared_noise_a_finding(monkeypatch):
    """Were single items to change places, p would be 0.1 or less in far more than a tenth of the same cases."""
    monkeypatch.setattr(
        "motif.evaluate.retrieval.asked.exchanged", lambda groups, _, rng: 2 * (rng.permutation(len(groups)),)
    )
    p = []
    for seed in range(20):
        lists, labels, groups = alike_in_groups(1000 + seed, [8] * 20)
        figures = evaluate(lists, labels, groups=groups, random_state=seed, n_permutations=19, n_resamples=2)
        p.append(figures["precision"].null.p)
    assert np.mean(np.array(p) <= 0.1) > 0.3


def test_groups_of_one_are_items():
    """Where each item is its own group, chance is that of items, draw by draw."""
    lists, labels, _ = alike_in_groups(0, [8] * 5)
    alone, none = (evaluate(lists, labels, groups=of, random_state=0, n_permutations=9) for of in (range(40), None))
    assert alone == none
    assert none["map"].null.kind == "permuted_places"


@pytest.mark.parametrize("n_groups", [2, 3, 10])
@pytest.mark.parametrize("asked", ["all", "some"])
def test_few_large_groups_leave_the_null_where_chance_is(n_groups, asked):
    """Where most items are no candidates, the null's mean is the closed form, for every metric."""
    rng = np.random.default_rng(n_groups)
    labels, groups = rng.integers(4, size=60), rng.permutation(np.arange(60) ** 2 * n_groups // 3600)  # unequal groups
    queries = np.arange(60) if asked == "all" else np.sort(rng.choice(60, 25, replace=False))
    lists = ranked_by(rng.random((60, 60)))[queries]
    settings = {"k": 8, "queries": queries, "groups": groups}
    figures = evaluate(lists, labels, **settings, random_state=0, n_permutations=400, n_resamples=2)
    for key, expected in expected_by_chance(labels, **settings).items():
        null = figures[key].null
        assert null.mean == pytest.approx(expected, abs=4 * null.sd / 400**0.5), key


@pytest.mark.parametrize("n_groups", [2, 3, 10])
def test_p_is_uniform_with_few_large_groups(n_groups):
    """Random lists of random labels come out at p of 0.2 or less in about a fifth of the cases."""
    rng = np.random.default_rng(n_groups)
    p = []
    for _ in range(100):
        labels, groups = rng.integers(4, size=40), rng.integers(n_groups, size=40)
        lists = ranked_by(rng.random((40, 40)))
        figures = evaluate(lists, labels, k=5, groups=groups, random_state=rng, n_permutations=39, n_resamples=2)
        p.append(figures["precision"].null.p)
    p = np.array(p)
    assert 0.08 < (p <= 0.2).mean() < 0.32  # 3 standard errors of 100 cases
    assert 0.35 < (p <= 0.5).mean() < 0.65


def test_lists_by_chance_hold_candidates_once_and_no_more_than_there_were():
    """None of the own group, none twice; each list as long as the query's own, also where all lists are the same."""
    rng = np.random.default_rng(1)
    groups = np.array([0] * 9 + [1] * 5 + [2])
    for distances in (rng.random((15, 15)), np.tile(np.arange(15.0), (15, 1))):
        asked = Asked.of(ranked_by(distances), np.arange(15) % 3, k=8, queries=None, groups=groups)
        for _ in range(20):
            lists = asked.by_chance(rng)
            assert asked.relevance.candidate(asked.queries, lists)[lists >= 0].all()
            assert ((lists >= 0).sum(axis=1) == asked.depth).all()
            assert all(len(set(row[row >= 0])) == (row >= 0).sum() for row in lists)


def test_commonest_items_are_one_list_for_all():
    """Rock songs first: right for rock queries, wrong for folk; given plays decide instead where there are any."""
    lists = ranked_by(np.ones((5, 5)))
    figures = evaluate(lists, ROCK, k=2, random_state=0, n_permutations=5)
    assert figures["precision"].trivial["commonest_items"] == pytest.approx(3 / 5)
    plays = evaluate(lists, ROCK, k=1, popularity=[0, 1, 2, 3, 4], random_state=0, n_permutations=5)
    assert plays["precision"].trivial["commonest_items"] == pytest.approx(2 / 5)  # a folk song for everyone


def test_intervals_over_groups_are_wider_where_groups_agree():
    """Ten songs of an artist that go right or wrong together say less than ten songs."""
    rng = np.random.default_rng(4)
    labels = rng.integers(4, size=400)
    labels[:4] = labels[0]
    artists = np.repeat(np.arange(40), 10)
    good = np.repeat(rng.random(40) < 0.5, 10)
    other = np.where(good[:, None], labels[:, None] != labels, labels[:, None] == labels) + 0.01 * rng.random(
        (400, 400)
    )
    widths = []
    for groups in (None, artists):
        low, high = evaluate(ranked_by(other), labels, k=3, groups=groups, random_state=0, n_permutations=3)[
            "precision"
        ].interval
        widths.append(high - low)
    assert widths[1] > 2 * widths[0]


def test_figures_have_all_that_a_figure_needs():
    """Five figures, named with k, over the queries that were answered; the same seed gives the same."""
    lists = ranked_by(np.abs(np.arange(30)[:, None] - np.arange(30)))
    labels = np.repeat(["a", "b", "c"], 10)
    one, two, other = (evaluate(lists, labels, k=3, random_state=seed) for seed in (0, 0, 1))
    assert list(one) == KEYS
    assert one == two != other
    assert [figure.name for figure in one.values()] == ["precision @3", "recall @3", "hit rate @3", "MAP @3", "nDCG @3"]
    assert all(figure.null.p == 1 / 201 and figure.n == 30 for figure in one.values())
    assert one["precision"].verdict().startswith("better than chance")
    assert evaluate(lists, labels, k=None, random_state=0, n_permutations=2)["map"].name == "MAP"


@pytest.mark.parametrize(
    ("ranked", "settings", "message"),
    [
        ([[1, 1]], {"queries": [0]}, "lists of 1 queries hold an item twice: 0"),
        ([[-1, 1]], {"queries": [0]}, "go on after their end"),
        ([[5, 1]], {"queries": [0]}, "positions below 5, or -1 for no more; given 5"),
        ([[0.5, 1.0]], {"queries": [0]}, "see ranked_by"),
        ([[1], "b"], {"queries": [0, 1]}, "see ranked_by"),
        (np.ones((1, 2)), {"queries": [0]}, "float64 of shape"),
        ([[1, 2]], {}, "ranked without queries: lists: 1 given, 5 expected"),
        ([[1, 2]], {"queries": [0, 1]}, "queries: 2 given, 1 expected"),
        ([[1, 2], [1, 2]], {"queries": [0, 0]}, "once each"),
        ([[1, 2]], {"queries": [9]}, r"queries must be positions of items, in \[0, 5\); given 9"),
        ([[1, 2]], {"queries": [0], "k": 3}, r"lists of 1 queries \(0\) hold fewer than 3 candidates"),
        ([[1, 2]], {"queries": [0], "k": 2, "groups": [0, 0, 1, 1, 2]}, "give longer lists, or end them by -1"),
        ([[1, 2]], {"queries": [0], "groups": [0, 0]}, "groups: 2 given, 5 expected"),
        ([[1, 2]], {"queries": [0], "groups": [0, 0, None, 1, 1]}, "1 are missing"),
        ([[1, 2]], {"queries": [0], "groups": np.zeros((5, 1))}, "one row"),
        ([[1, 2]], {"queries": [3], "groups": [0, 0, 0, 1, 1]}, "none of 1 queries can be answered"),
    ],
)
def test_wrong_lists_are_refused(ranked, settings, message):
    """Each mistake is told with what was given and what to do."""
    with pytest.raises(InputError, match=message):
        precision(ranked, ROCK, **{"k": 1} | settings)


def test_wrong_labels_are_refused():
    """A table of truth values is no list of labels, and items without any label cannot be judged."""
    with pytest.raises(InputError, match=r"labels must be one row, .* given shape \(3, 3\)"):
        precision([[1]], np.eye(3), queries=[0])
    with pytest.raises(InputError, match=r"labels must be one row, .* given 'aab'"):
        precision([[1]], "aab", queries=[0])
    with pytest.raises(InputError, match=r"a list of them for each item; given \['a'\]"):
        precision([[1]], [[["a"]], ["a"]], queries=[0])
    with pytest.raises(InputError, match="of 2 items none has a label"):
        precision([[1]], [None, []], queries=[0])
    with pytest.raises(InputError, match="popularity: 2 given, 5 expected"):
        evaluate([[1, 2]], ROCK, k=1, queries=[0], popularity=[1, 2])
    for popularity in (3, np.ones((5, 1)), [[1], [1, 2], 1, 1, 1], list("abcde")):
        with pytest.raises(InputError, match="popularity must be one row of numbers"):
            evaluate([[1, 2]], ROCK, k=1, queries=[0], popularity=popularity)


@pytest.mark.shared
@pytest.mark.slow
def test_scaled_sound_features_find_the_genre(shared):
    """On 11,223 songs, neighbours in scaled features share a genre far more often than chance; raw ones hardly."""
    import pyarrow.parquet as pq
    from sklearn.neighbors import NearestNeighbors

    table = pq.read_table(shared / "data/songs/tables/bdda.parquet").to_pandas()
    songs = table.drop_duplicates(["song", "artist"])
    features = songs.iloc[:, 4:17].to_numpy(np.float64)
    genres = [[genre for genre in cell.split(";") if genre] for cell in songs["artist_genres"]]
    precisions = {}
    for name, X in (("raw", features), ("scaled", (features - features.mean(0)) / features.std(0))):
        lists = NearestNeighbors(n_neighbors=200, algorithm="brute").fit(X).kneighbors(X, return_distance=False)
        ended = np.pad(lists, ((0, 0), (0, 1)), constant_values=-1)
        figures = evaluate(ended, genres, groups=songs["artist_id"], random_state=0)
        precisions[name] = figures["precision"]
        assert precision(ended, songs["artist_id"]) == pytest.approx({"raw": 0.022, "scaled": 0.078}[name], abs=5e-4)
    assert precisions["raw"].value == pytest.approx(0.264, abs=0.001)
    assert precisions["scaled"].value == pytest.approx(0.385, abs=0.001)
    assert precisions["scaled"].null.kind == "permuted_groups"
    assert precisions["scaled"].null.mean == pytest.approx(0.261, abs=0.002)  # 0.252 in closed form, all songs alike
    assert precisions["scaled"].trivial["commonest_items"] > 0.7  # songs with ten genres are relevant to nearly all
