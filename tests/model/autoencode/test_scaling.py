"""The summary of a matrix."""

import numpy as np
import pytest
from scipy import sparse

from motif.core.errors import InputError
from motif.model.autoencode import scaling
from motif.model.autoencode.scaling import runs, summarise
from motif.model.train import Rows

X = np.random.default_rng(0).normal(size=(50, 4)) * [1, 2, 0, 3] + [0, 5, 7, -1]


@pytest.mark.parametrize("offset", [0.0, 1e8])
@pytest.mark.parametrize("make", [np.asarray, sparse.csr_array], ids=["dense", "sparse"])
def test_it_is_numpy_s(make, offset, monkeypatch):
    """Mean, spread and range, in one run of rows or in many, near zero and far from it."""
    for run_bytes in (scaling._RUN_BYTES, 7 * 4 * 8):
        monkeypatch.setattr(scaling, "_RUN_BYTES", run_bytes)
        found = summarise(Rows(make(X + offset)))
        np.testing.assert_allclose(found.mean, X.mean(axis=0) + offset, rtol=1e-12)
        assert found.spread == pytest.approx(np.sqrt(X.var(axis=0).mean()), rel=1e-6)
        assert (found.low, found.high) == ((X + offset).min(), (X + offset).max())


def test_constant_items_have_spread_one():
    """So that nothing is divided by zero."""
    assert summarise(Rows(np.full((3, 2), 7.0))).spread == 1


def test_runs_cover_all_rows(monkeypatch):
    """Without gaps."""
    monkeypatch.setattr(scaling, "_RUN_BYTES", 100)
    assert np.concatenate([np.arange(50)[run] for run in runs(Rows(X))]).tolist() == list(range(50))


def test_runs_of_at_most_so_many_rows():
    """Where the caller says so."""
    assert [run.stop for run in runs(Rows(X), most=20)] == [20, 40, 50]


@pytest.mark.parametrize("n_items", [1, 256, 700])
def test_bytes_are_numpy_s(n_items):
    """Their own way to the summary is exact, also where every value is 255."""
    pictures = np.random.default_rng(n_items).integers(3, 250, size=(n_items, 9), dtype=np.uint8)
    found = summarise(Rows(pictures, only=np.arange(n_items)[::-1]))
    np.testing.assert_allclose(found.mean, pictures.mean(axis=0), rtol=1e-14)
    assert found.spread == pytest.approx(np.sqrt(pictures.var(axis=0).mean()) or 1, rel=1e-12)
    assert (found.low, found.high, found.whole) == (pictures.min(), pictures.max(), 255)
    assert summarise(Rows(np.full((n_items, 3), 255, dtype=np.uint8))).spread == 1


@pytest.mark.parametrize(
    ("value", "words"), [(np.nan, "NaN or infinite values in 1 rows: 3"), (np.inf, "NaN or inf"), (1e200, "too large")]
)
def test_what_is_no_number_is_refused(value, words):
    """With the row."""
    spoilt = X.copy()
    spoilt[3, 1] = value
    with pytest.raises(InputError, match=words):
        summarise(Rows(spoilt))
