"""Door checks: what passes, what is refused, and in which words."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from motif.core import check
from motif.core.errors import InputError

few_examples = settings(derandomize=True, max_examples=50, deadline=None)


@pytest.mark.parametrize(
    ("values", "text"),
    [([], ""), (["a"], "'a'"), (list("abcde"), "'a', 'b', 'c', 'd', 'e'"), ([1] * 7, "1, 1, 1, 1, 1 and 2 more")],
)
def test_a_message_lists_at_most_five_and_then_a_count(values, text):
    """Five values are all shown; a sixth becomes a count."""
    assert check.few(values) == text


def test_values_are_counted_from_any_iterable():
    """A generator is read once."""
    assert check.few(iter(range(6))) == "0, 1, 2, 3, 4 and 1 more"


def test_a_choice_passes_and_anything_else_names_all_choices():
    """The message has what was given and what would have been right."""
    check.in_choices("png", ("png", "webp"), what="format")
    with pytest.raises(InputError, match=r"^format must be one of 'png', 'webp', not None$"):
        check.in_choices(None, ("png", "webp"), what="format")


@pytest.mark.parametrize("value", [3, np.int64(3), np.uint8(3)])
def test_whole_numbers_of_any_kind_become_int(value):
    """NumPy's integers count as whole numbers."""
    number = check.integer(value, what="n_clusters", low=1, high=3)
    assert number == 3
    assert type(number) is int


@pytest.mark.parametrize("value", [True, 3.0, "3", None, np.float64(3), np.bool_(True)])
def test_what_only_looks_like_a_whole_number_is_refused(value):
    """Truth values, floats and text are told by their own writing."""
    with pytest.raises(InputError, match=r"^n_clusters must be a whole number, not "):
        check.integer(value, what="n_clusters")


@pytest.mark.parametrize(
    ("low", "high", "bounds"), [(1, None, "at least 1"), (None, 5, "at most 5"), (1, 5, "at least 1 and at most 5")]
)
@pytest.mark.parametrize("value", [float("nan"), "wide", None])
def test_no_number_and_nan_lie_outside_every_range(low, high, bounds, value):
    """NaN, text and None are refused with the same words as a number that is too large."""
    with pytest.raises(InputError, match=f"^share must be {bounds}, not "):
        check.in_range(value, what="share", low=low, high=high)


def test_without_bounds_only_nan_is_refused():
    """Infinity is a number."""
    check.in_range(float("inf"), what="limit")
    with pytest.raises(InputError, match=r"^limit must be a number, not nan$"):
        check.in_range(float("nan"), what="limit")


@few_examples
@given(st.floats(allow_nan=False), st.floats(0, 1), st.floats(0, 1))
def test_a_range_has_both_its_ends(value, one, other):
    """In [low, high] means low <= value <= high."""
    low, high = sorted((one, other))
    if low <= value <= high:
        check.in_range(value, what="share", low=low, high=high)
    else:
        with pytest.raises(InputError):
            check.in_range(value, what="share", low=low, high=high)


def test_lengths_are_refused_with_both_numbers():
    """What was given and what was expected stand side by side."""
    check.same_length(4, 4, what="labels")
    with pytest.raises(InputError, match=r"^weights: 0 given, 4 expected \(one for each of the rows\)$"):
        check.same_length(0, 4, what="weights", other="rows")


@pytest.mark.parametrize("bad", [None, "", 7, float("nan"), b"a", ["a"]])
def test_ids_that_are_no_text_are_refused(bad):
    """Missing, empty, numeric and nested ids are counted and shown."""
    with pytest.raises(InputError, match="ids must be non-empty text; 1 are not: "):
        check.unique_ids(["a", bad, "b"])


@few_examples
@given(st.lists(st.text(min_size=1, max_size=2), max_size=12))
def test_ids_pass_exactly_when_no_two_are_equal(ids):
    """Uniqueness is judged on the text as it stands."""
    if len(set(ids)) == len(ids):
        check.unique_ids(ids)
    else:
        with pytest.raises(InputError, match="unique; given more than once"):
            check.unique_ids(ids)


@few_examples
@given(st.text(max_size=70))
def test_a_name_that_passes_is_a_safe_file_name(text):
    """Nothing that passes can leave its folder, hide, or differ by case alone."""
    try:
        check.name(text, what="block")
    except InputError:
        return
    assert text.isascii()
    assert text == text.lower()
    assert not set(text) & set('/\\.: *?"<>|\n\0')
    assert 0 < len(text) <= 64


@pytest.mark.parametrize(
    "bad", ["", "1st", "_x", "-x", "a.b", "../up", "a/b", "A", "é", "ß", "a b", "a" * 65, None, 7, "con", "lpt1"]
)
def test_a_name_that_some_system_refuses_is_refused_everywhere(bad):
    """Windows keeps some names for devices; a collection must open there too."""
    with pytest.raises(InputError, match=r"^block must be a name of "):
        check.name(bad, what="block")


@pytest.mark.parametrize("good", ["a", "mean_rgb", "v2", "pixels-64", "a" * 64, "console", "com"])
def test_ordinary_names_come_back_untouched(good):
    """The check returns what it was given."""
    assert check.name(good, what="block") == good


@pytest.mark.parametrize(
    ("given_", "shape"),
    [([], "(0,)"), ([1, 2], "(2,)"), ([[]], "(1, 0)"), (np.zeros((2, 2, 2)), "(2, 2, 2)"), (3, "()")],
)
def test_a_matrix_has_rows_and_columns(given_, shape):
    """Other shapes are refused with the shape that was given."""
    with pytest.raises(InputError) as caught:
        check.matrix(given_, what="X")
    assert str(caught.value).endswith(f"given {shape}")


@pytest.mark.parametrize("given_", [[["a"]], [[1j]], np.array([[None]]), np.array([["2020"]], dtype="datetime64[D]")])
def test_a_matrix_is_numeric(given_):
    """Text, complex numbers, objects and dates are refused with their dtype."""
    with pytest.raises(InputError, match=r"^X must be numeric; given dtype "):
        check.matrix(given_)


def test_rows_of_different_length_are_no_matrix():
    """A ragged list is refused in Motif's words, not in NumPy's."""
    with pytest.raises(InputError, match="rows of one length"):
        check.matrix([[1, 2], [3]])


def test_rows_that_are_not_finite_are_counted_and_shown():
    """NaN and infinities are told by the row, five at most."""
    X = np.zeros((9, 2))
    X[2:8, 1] = [np.nan, np.inf, -np.inf, np.nan, np.nan, np.nan]
    with pytest.raises(InputError, match=r"NaN or infinite values in 6 rows: 2, 3, 4, 5, 6 and 1 more$"):
        check.matrix(X)
    assert check.matrix(X, finite=False) is X


@pytest.mark.parametrize("form", [np.asarray, sparse.csr_array, sparse.csc_matrix, sparse.coo_array, sparse.lil_array])
def test_rows_that_are_not_finite_are_named_dense_or_sparse(form):
    """The same rows are named in whatever way the matrix is held."""
    X = np.zeros((5, 3))
    X[1] = [1, np.nan, np.inf]
    X[4, 0] = -np.inf
    check.finite_rows(form(np.eye(3)))
    with pytest.raises(InputError, match=r"^queries has NaN or infinite values in 2 rows: 1, 4$"):
        check.finite_rows(form(X), what="queries")


def test_a_stored_zero_does_not_move_the_row():
    """Zeros that a sparse matrix stores are entries too: the row named is that of the NaN."""
    X = sparse.csr_array((np.array([0.0, 0.0, np.nan]), np.array([0, 1, 0]), np.array([0, 1, 2, 3])), shape=(3, 2))
    with pytest.raises(InputError, match=r"in 1 rows: 2$"):
        check.finite_rows(X)


def test_whole_numbers_are_finite():
    """Where nothing can be infinite nothing is looked at."""
    check.finite_rows(np.array([[1, 2]]))
    check.finite_rows(sparse.csr_array(np.array([[True, False]])))


@pytest.mark.parametrize("value", [None, float("nan"), np.nan, np.float32("nan"), pd.NA, pd.NaT, np.datetime64("NaT")])
def test_what_says_that_there_is_nothing_is_missing(value):
    """None, and what does not equal itself."""
    assert check.missing(value)


@pytest.mark.parametrize("value", ["", "nan", 0, -1, False, np.float64(1), np.str_("a"), np.bool_(False), (), ("a",)])
def test_what_says_something_is_not_missing(value):
    """Empty text, zero and False are values."""
    assert not check.missing(value)


def test_a_matrix_is_not_copied_and_tables_are_accepted():
    """An array comes back as itself; a data frame as its values."""
    X = np.ones((2, 3), np.float32)
    assert check.matrix(X) is X
    assert check.matrix(pd.DataFrame({"a": [1, 2]})).tolist() == [[1], [2]]


@pytest.mark.parametrize("given_", ["a\0b", 3, None, b"a"])
def test_what_cannot_be_a_path_is_refused(given_):
    """A NUL character, a number, nothing, or bytes."""
    with pytest.raises(InputError, match=r"^a path must be text without NUL characters, or a path, not "):
        check.path(given_)
