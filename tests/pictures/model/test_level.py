"""The levels of a histogram: the printed program's decisions, all of them."""

import warnings

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from motif.pictures.model.level import colour_levels, looks_normal, nearest


class TestNearest:
    def test_tie(self):
        """Half-way between two centroids the first is taken."""
        assert nearest(np.array([4, 5, 6]), np.array([0.0, 10.0])).tolist() == [0, 0, 1]


class TestColourLevels:
    def test_one_group(self):
        """Few occupied levels give one centroid, the mean cut to a whole number: (30 x 10 + 10 x 12) / 40 = 10.5."""
        counts = np.zeros(256, int)
        counts[[10, 12]] = 30, 10
        assert colour_levels(counts).tolist() == [10.0]

    def test_splits(self):
        """A broad peak over a low floor is not normal in its counts, so it is split."""
        counts = np.ones(256, int)
        counts[100:110] = 5000
        assert len(colour_levels(counts)) > 1

    def test_uniform(self):
        """A uniform spread stays one group although its values are far from normal: the seed's test is on counts."""
        counts = np.random.default_rng(0).poisson(100, 256)
        assert len(colour_levels(counts)) == 1

    @settings(max_examples=60, derandomize=True, deadline=None)
    @given(data=st.data())
    def test_printed_program(self, printed, data):
        """Every histogram gets the centroids that the printed program gives it."""
        n = data.draw(st.sampled_from([180, 256]))
        rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
        peaks = data.draw(st.lists(st.tuples(st.integers(0, n), st.integers(1, 60), st.integers(1, 9000)), max_size=6))
        floor = rng.integers(0, data.draw(st.integers(1, 50)), n)
        values = [np.clip(rng.normal(middle, spread, size), 0, n - 1) for middle, spread, size in peaks]
        counts = floor + np.bincount(np.concatenate([[0.0], *values]).astype(int), minlength=n)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            wanted = printed.k_histogram(counts)
        assert colour_levels(counts).tolist() == wanted.tolist()


class TestLooksNormal:
    @settings(max_examples=300, derandomize=True, deadline=None)
    @given(
        st.one_of(
            st.lists(st.integers(0, 2000), min_size=80, max_size=256),
            st.tuples(st.integers(80, 256), st.integers(0, 2**32 - 1), st.floats(0.5, 60)).map(
                lambda drawn: np.random.default_rng(drawn[1]).poisson(drawn[2], drawn[0]).tolist()
            ),
            st.tuples(st.integers(80, 256), st.integers(0, 2**32 - 1), st.floats(4, 40)).map(
                lambda drawn: np.random.default_rng(drawn[1]).standard_t(drawn[2], drawn[0]).tolist()
            ),
        )
    )
    def test_scipy(self, values):
        """The decision at 0.001 is scipy's, for counts far from, near to and of a normal spread."""
        array = np.array(values, np.float64)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            p = stats.normaltest(array).pvalue
        assert looks_normal(array) == (not p < 0.001)

    def test_constant(self):
        """Counts that are all equal are left alone, as scipy's NaN makes the seed do."""
        assert looks_normal(np.full(100, 3.0))

    def test_heights(self):
        """The test works backwards, as the seed's: the counts of a perfect bell over all levels are not normal."""
        bell = np.round(10000 * np.exp(-(((np.arange(256) - 128) / 30) ** 2) / 2))
        assert not looks_normal(bell)
