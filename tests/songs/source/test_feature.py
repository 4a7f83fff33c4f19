"""Features: every legal cell is a number, every other one is counted."""

import numpy as np
import pyarrow as pa
import pytest

from motif.songs.source.feature import FEATURES, feature_matrix, numbers


def cells(*values):
    return pa.chunked_array([pa.array(values)])


def column(matrix, name):
    return matrix[:, FEATURES.index(name)].tolist()


class TestFeatureMatrix:
    def test_shape(self):
        """13 columns of float32 in Spotify's order; what the table lacks is empty."""
        matrix, dirt = feature_matrix({"tempo": cells(120.0, None)}, n_rows=2)
        assert matrix.shape == (2, 13)
        assert matrix.dtype == np.float32
        assert column(matrix, "tempo")[0] == 120
        assert np.isnan(matrix).sum() == 25
        assert dirt == {}

    @pytest.mark.parametrize(("name", "value"), [("key", -1), ("tempo", 0.0), ("time_signature", 0), ("loudness", 1.5)])
    def test_legal(self, name, value):
        """Key -1 and tempo 0 say that none was detected; masters above 0 dB exist."""
        matrix, dirt = feature_matrix({name: cells(value)}, n_rows=1)
        assert column(matrix, name) == [value]
        assert dirt == {}

    @pytest.mark.parametrize(("name", "value"), [("key", 12), ("key", -2), ("energy", 1.01), ("loudness", 999.0)])
    def test_out_of_range(self, name, value):
        """A value that the feature cannot have is counted and empty."""
        matrix, dirt = feature_matrix({name: cells(value)}, n_rows=1)
        assert np.isnan(matrix).all()
        assert dirt == {"out_of_range": 1}

    def test_percent(self):
        """Percent become shares, and are told."""
        matrix, dirt = feature_matrix({"energy": cells(80, 5)}, percent=["energy"], n_rows=2)
        np.testing.assert_allclose(column(matrix, "energy"), [0.8, 0.05], atol=1e-7)
        assert dirt == {"percent": 2}

    def test_words(self):
        """Keys and modes may be written in words."""
        matrix, _ = feature_matrix({"key": cells("C#", "Bb", "B"), "mode": cells("Major", "Minor", None)}, n_rows=3)
        assert column(matrix, "key") == [1, 10, 11]
        assert column(matrix, "mode")[:2] == [1, 0]


class TestNumbers:
    def test_text(self):
        """Decimal points and commas, exponents and blanks are read; the rest is counted, an empty cell is not."""
        values, n_wrong = numbers(cells("0.5", " 0,25 ", "1e-05", "n/a", "1.2.3", None), words={})
        np.testing.assert_array_equal(values, [0.5, 0.25, 1e-5, np.nan, np.nan, np.nan])
        assert n_wrong == 2

    def test_infinite(self):
        """Infinity is no number of a song."""
        values, n_wrong = numbers(cells(1.0, float("inf")), words={})
        assert (values[0], np.isnan(values[1]), n_wrong) == (1.0, True, 1)

    def test_other_kinds(self):
        """Truth values are 0 and 1; lists are none."""
        assert numbers(cells(True, False), words={})[0].tolist() == [1.0, 0.0]
        assert numbers(cells([1], None), words={})[1] == 1


class TestPercent:
    def test_a_column_is_in_percent_as_a_whole(self):
        """A column in 0 to 100 without "%" in its name is percent, its 1 and its 0 too: no cell becomes an extreme."""
        matrix, dirt = feature_matrix({"energy": cells(74, 1, 0, 62), "valence": cells(5, 1, 0, 0)}, n_rows=4)
        np.testing.assert_allclose(column(matrix, "energy"), [0.74, 0.01, 0, 0.62], atol=1e-7)
        np.testing.assert_allclose(column(matrix, "valence"), [0.05, 0.01, 0, 0], atol=1e-7)
        assert dirt == {"percent": 8}

    def test_a_column_of_shares_beside_one_of_percent_stays(self):
        """Columns may differ: what has fractions below 1 is no percent."""
        matrix, dirt = feature_matrix({"energy": cells(74, 31, 62), "liveness": cells(0.25, 0.1, 0.9)}, n_rows=3)
        np.testing.assert_allclose(column(matrix, "liveness"), [0.25, 0.1, 0.9], atol=1e-7)
        assert dirt == {"percent": 3}

    def test_shares_that_are_mostly_0_stay(self):
        """Zero is the same in both: the cells above it say what a column counts in."""
        sung = [0.0] * 19 + [0.8]
        matrix, _ = feature_matrix({"energy": cells(*[74] * 20), "instrumentalness": cells(*sung)}, n_rows=20)
        assert column(matrix, "instrumentalness")[-1] == pytest.approx(0.8)

    def test_a_few_wrong_cells_make_no_percent(self):
        """In a column of shares, 74 is dirt."""
        matrix, dirt = feature_matrix({"energy": cells(0.7, 0.1, 74.0)}, n_rows=3)
        assert np.isnan(column(matrix, "energy")[2])
        assert dirt == {"out_of_range": 1}

    def test_mode_is_no_share(self):
        """A mode of 1 is major, whatever the other columns count in."""
        matrix, _ = feature_matrix({"energy": cells(74, 31), "mode": cells(1, 0)}, n_rows=2)
        assert column(matrix, "mode") == [1, 0]
