"""Tests of `motif.songs.represent.scale`."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm, rankdata

from motif.core.errors import InputError
from motif.model import store
from motif.songs.represent.scale import KINDS, SongScaler
from tests.house.contract import CLAUSES, check_contract

RNG = np.random.default_rng(0)


def test_ranks_become_normal_scores():
    """A column is replaced by the normal score of each value's mean rank, at mean 0 and sd 1."""
    column = RNG.lognormal(size=200).round(1)  # rounding makes ties
    scores = norm.ppf((rankdata(column) - 0.5) / len(column))
    expected = (scores - scores.mean()) / scores.std()
    found = SongScaler().fit_transform(column[:, None])
    assert np.allclose(found[:, 0], expected, atol=1e-12)


def test_keys_lie_on_the_circle_of_fifths():
    """C lies nearest to G and F, and furthest from F sharp."""
    keys = np.arange(12.0)[:, None]
    placed = SongScaler(columns=["key"]).fit_transform(keys)
    distances = np.linalg.norm(placed - placed[0], axis=1)
    assert set(np.argsort(distances)[1:3].tolist()) == {5, 7}
    assert int(np.argmax(distances)) == 6


def test_no_key_lies_in_the_middle():
    """Key -1, which says that none was detected, lies as far from every key."""
    scaler = SongScaler(columns=["key"]).fit(np.arange(12.0)[:, None])
    assert scaler.transform([[-1.0]]).tolist() == [[0.0, 0.0]]


def test_plain_scaling_takes_logarithms():
    """Twice the tempo is the same step everywhere, and a share goes through its logit."""
    values = np.array([[60.0, 0.1], [120.0, 0.5], [240.0, 0.9]])
    scaled = SongScaler("plain", columns=["tempo", "energy"]).fit_transform(values)
    steps = np.diff(scaled, axis=0)
    assert np.allclose(steps[0], steps[1])


def test_none_changes_nothing():
    """The kind "none" leaves numbers as they are, keys among them."""
    values = RNG.normal(size=(5, 2))
    assert np.array_equal(SongScaler("none", columns=["key", "tempo"]).fit_transform(values), values)


def test_standard_is_what_it_says():
    """The kind "standard" gives each column mean 0 and sd 1."""
    scaled = SongScaler("standard").fit_transform(RNG.normal(3, 5, size=(50, 3)))
    assert np.allclose(scaled.mean(axis=0), 0)
    assert np.allclose(scaled.std(axis=0), 1)


@pytest.mark.parametrize("kind", KINDS[:3])
def test_an_empty_cell_is_typical(kind):
    """An empty cell becomes 0, is counted, and does not move the others."""
    whole = RNG.normal(size=(30, 1))
    scaler = SongScaler(kind).fit(np.vstack([whole, [[np.nan]]]))
    assert scaler.n_missing_ == 1
    assert scaler.transform([[np.nan]]).tolist() == [[0.0]]
    assert np.allclose(scaler.transform(whole), SongScaler(kind).fit(whole).transform(whole))


def test_an_empty_column_says_nothing():
    """A feature that no song has is 0 for all, beside one that all have."""
    values = np.column_stack([np.full(10, np.nan), np.arange(10.0)])
    scaled = SongScaler().fit_transform(values)
    assert np.array_equal(scaled[:, 0], np.zeros(10))
    assert np.all(np.diff(scaled[:, 1]) > 0)


def test_nothing_known_is_refused():
    """Songs without any feature cannot be scaled."""
    with pytest.raises(InputError, match="empty in all its cells"):
        SongScaler().fit(np.full((3, 2), np.nan))


def test_weights_are_taken():
    """Liveness, which says little of a song, counts three tenths."""
    column = RNG.normal(size=(100, 1))
    full, less = (SongScaler(columns=[name]).fit_transform(column) for name in ("energy", "liveness"))
    assert np.allclose(less, 0.3 * full)


def test_scores_have_no_weights():
    """Scores say how unusual a cell is, whatever it weighs; a key is neither much nor little."""
    values = np.column_stack([RNG.normal(size=50), RNG.integers(12, size=50)])
    scaler = SongScaler(columns=["liveness", "key"]).fit(values)
    scores = scaler.scores(values)
    assert np.isclose(scores[:, 0].std(), 1)
    assert np.isnan(scores[:, 1]).all()


def test_wrong_names_are_refused():
    """There is one name for each feature."""
    with pytest.raises(InputError, match="columns: 1 given, 2 expected"):
        SongScaler(columns=["tempo"]).fit(np.eye(2))
    with pytest.raises(InputError, match="kind must be one of"):
        SongScaler("best").fit(np.eye(2))  # type: ignore[arg-type]


@settings(max_examples=30, derandomize=True, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6, width=32), min_size=2, max_size=40))
def test_order_is_kept(values):
    """Of two values the larger never gets the smaller score, also between the values seen."""
    column = np.array(values)[:, None]
    scaler = SongScaler().fit(column)
    asked = np.sort(np.concatenate([column[:, 0], (column[1:, 0] + column[:-1, 0]) / 2]))
    assert np.all(np.diff(scaler.transform(asked[:, None])[:, 0]) >= 0)


def test_long_columns_are_thinned_without_harm():
    """Of 50,000 values a thousand steps are kept, and no score is off by more than a thousandth of the ranks."""
    column = RNG.normal(size=(50_000, 1))
    scaler = SongScaler().fit(column)
    exact = norm.ppf((rankdata(column) - 0.5) / len(column))
    assert len(scaler.values_[0]) <= 1001
    assert np.abs(norm.cdf(scaler.transform(column)[:, 0]) - norm.cdf(exact / exact.std())).max() < 2e-3


@pytest.mark.parametrize("clause", sorted(set(CLAUSES) - {"NaN", "save and load"}))
def test_contract(clause):
    """The estimator keeps Motif's contract; empty cells and saving are tested apart."""
    check_contract(SongScaler(), RNG.normal(size=(20, 4)), clauses=[clause])


def test_saved_and_loaded(tmp_path):
    """A saved scaler comes back and places songs bit for bit where it did."""
    values = np.column_stack([RNG.normal(size=20), RNG.integers(12, size=20)])
    scaler = SongScaler(columns=["tempo", "key"]).fit(values)
    store.save(scaler, tmp_path)
    assert np.array_equal(store.load(tmp_path, classes=[SongScaler]).transform(values), scaler.transform(values))
