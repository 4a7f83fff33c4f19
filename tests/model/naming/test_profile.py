"""Profiles: what was planted is found and named, what was not is not, and the error rate is what p says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from motif.core.errors import InputError
from motif.model.naming.profile import Profile, Trait, distinctive

COLUMNS = ["tempo", "energy", "live", "loudness"]


def _songs(n_items: int = 90, *, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Three groups: quick and not loud; energetic; nothing."""
    rng = np.random.default_rng(seed)
    X, labels = rng.normal(size=(n_items, 4)), np.arange(n_items) % 3
    X[labels == 0, 0] += 4
    X[labels == 0, 3] -= 2
    X[labels == 1, 1] += 3
    return X, labels


def _texts(n_items: int = 60) -> tuple[sparse.csr_array, np.ndarray, list[str]]:
    rng = np.random.default_rng(0)
    labels = np.arange(n_items) % 3
    X = rng.poisson(1.0, size=(n_items, 30)).astype(np.float64)
    for label in (0, 1):
        X[labels == label, label] += 4
    return sparse.csr_array(X), labels, ["shark", "ship", *(f"word{n}" for n in range(28))]


def test_planted_numbers_are_named_with_their_direction():
    """The largest first, "low" where there is less."""
    X, labels = _songs()
    profiles = distinctive(X, labels, COLUMNS, random_state=0)
    assert profiles[0].name.split(", ")[:2] == ["high tempo", "low loudness"]
    assert profiles[1].name.startswith("high energy")
    assert [profile.n_items for profile in profiles] == [30, 30, 30]


def test_planted_words_are_named():
    """Log-odds name what a cluster has more of; a cluster without words of its own has no name."""
    X, labels, words = _texts()
    profiles = distinctive(X, labels, words, random_state=0)
    assert [profile.name for profile in profiles] == ["shark", "ship", None]
    assert profiles[2].words == "no feature sets it apart"


def test_random_labels_set_nothing_apart():
    """Labels that have nothing to do with the features get no trait."""
    X = np.random.default_rng(1).normal(size=(200, 30))
    labels = np.random.default_rng(2).integers(5, size=200)
    assert [profile.traits for profile in distinctive(X, labels, random_state=0)] == [()] * 5


@pytest.mark.slow
@pytest.mark.parametrize("counted", [False, True], ids=["numbers", "words"])
def test_one_list_in_twenty_is_wrong(counted):
    """Family-wise p: of 200 random groupings about 10 have any trait; more than 20 come once in 1,000."""
    wrong = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        X = rng.poisson(rng.gamma(0.5, 2, size=(60, 25))).astype(float) if counted else rng.normal(size=(60, 25))
        found = distinctive(
            sparse.csr_array(X) if counted else X, rng.integers(4, size=60), n_permutations=99, random_state=seed
        )
        wrong += any(profile.traits for profile in found)
    assert wrong <= 20


def test_unassigned_items_have_no_profile():
    """Items of -1 are compared with, not described."""
    X, labels = _songs()
    labels[labels == 2] = -1
    assert [profile.label for profile in distinctive(X, labels, COLUMNS, random_state=0)] == [0, 1]


def test_gaps_between_labels_are_kept():
    """A label is a name: 7 stays 7."""
    X, labels = _songs()
    profiles = distinctive(X, labels * 7, COLUMNS, random_state=0)
    assert [profile.label for profile in profiles] == [0, 7, 14]


def test_indicators_are_there_or_not():
    """Columns of 0 and 1 are named by having them; `only_high` leaves the lack of them out."""
    X = np.eye(2)[np.arange(40) // 20]
    names = [p.name for p in distinctive(X, np.arange(40) // 20, ["live", "studio"], random_state=0)]
    assert names == ["live, not studio", "not live, studio"]
    high = distinctive(X, np.arange(40) // 20, ["live", "studio"], only_high=True, random_state=0)
    assert [p.name for p in high] == ["live", "studio"]


def test_rare_words_set_nothing_apart():
    """A word that fewer than five items have is left out, however much of it one cluster has."""
    X, labels, words = _texts()
    X = sparse.lil_array(X)
    X[[0, 3, 6, 9], 29] = 50
    X[[r for r in range(60) if r not in (0, 3, 6, 9)], 29] = 0
    assert "word27" not in distinctive(sparse.csr_array(X), labels, words, random_state=0)[0].words


@settings(derandomize=True, max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000))
def test_order_of_items_and_features_plays_no_part(seed):
    """Permuted items and columns have the same effects; p differs by chance only."""
    X, labels = _songs(45)
    rng = np.random.default_rng(seed)
    rows, at = rng.permutation(45), rng.permutation(4)
    before = distinctive(X, labels, COLUMNS, n_permutations=50, random_state=0)
    after = distinctive(X[rows][:, at], labels[rows], [COLUMNS[i] for i in at], n_permutations=50, random_state=0)
    for one, other in zip(before, after, strict=True):
        effects = [{trait.feature: trait.effect for trait in profile.traits} for profile in (one, other)]
        both = effects[0].keys() & effects[1].keys()
        assert [effects[0][name] for name in both] == pytest.approx([effects[1][name] for name in both], abs=1e-9)
    assert [profile.traits[0].feature for profile in after[:2]] == ["tempo", "energy"]


def test_the_same_seed_gives_the_same_profiles():
    """And p lies in [1 / (n + 1), 0.05]."""
    X, labels = _songs()
    first, again = (distinctive(X, labels, n_permutations=99, random_state=3) for _ in range(2))
    assert first == again
    assert all(0.01 <= trait.p <= 0.05 for profile in first for trait in profile.traits)


def test_traits_are_limited_and_plain():
    """`n_traits` are kept at most; as JSON they are numbers and text."""
    X, labels = _songs()
    told = distinctive(X, labels, COLUMNS, n_traits=1, random_state=0)[0]
    assert len(told.traits) == 1
    assert told.as_dict()["traits"][0]["feature"] == "tempo"
    assert Profile(1, 2, None, (Trait("a", "high a", 1.0, 2.0, 1.0, 0.01),)).as_dict()["traits"][0]["p"] == 0.01


def test_arguments_stay_as_they_are():
    """Neither a dense nor a sparse matrix is changed."""
    X, labels = _songs()
    thin = sparse.csr_array(np.abs(X))
    before = (X.copy(), thin.data.copy())
    distinctive(X, labels, n_permutations=5)
    distinctive(thin, labels, n_permutations=5)
    np.testing.assert_array_equal(X, before[0])
    np.testing.assert_array_equal(thin.data, before[1])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"labels": [0, 1]}, "labels: 2 given, 90 expected"),
        ({"labels": np.zeros(90)}, "labels must be whole numbers in one row; given float64"),
        ({"columns": ["tempo"]}, "columns: 1 given, 4 expected"),
        ({"measure": "lift"}, "measure must be one of 'auto', 'difference', 'log_odds', not 'lift'"),
        ({"measure": "log_odds"}, "log-odds need counts, at least 0, not -"),
        ({"n_permutations": 0}, "n_permutations must be at least 1"),
        ({"n_traits": 0}, "n_traits must be at least 1"),
    ],
)
def test_wrong_arguments_are_refused(changes, message):
    """What was given and what was expected is said."""
    X, labels = _songs()
    given = {"X": X, "labels": labels} | changes
    with pytest.raises(InputError, match=message):
        distinctive(given.pop("X"), given.pop("labels"), **given)


def test_infinite_items_are_refused():
    """Dense and sparse."""
    X, labels = _songs()
    X[0, 0] = np.inf
    for items in (X, sparse.csr_array(X)):
        with pytest.raises(InputError, match="NaN or infinite"):
            distinctive(items, labels)


def test_a_stored_zero_shifts_no_row():
    """The row of the NaN is named."""
    X = sparse.csr_array(([0.0, np.nan], [0, 0], [0, 1, 2]), shape=(2, 1))
    with pytest.raises(InputError, match="in 1 rows: 1"):
        distinctive(X, np.array([0, 1]))
