"""Plain values: what comes in from NumPy, pandas and polars leaves as JSON and Parquet that everyone reads."""

import datetime
import decimal

import numpy as np
import pyarrow as pa
import pytest

from motif.collection.plain import common_type, is_plain, one_line, plain_json, plain_table, plain_type
from motif.core.errors import InputError

ENCODED = pa.RunEndEncodedArray.from_arrays(pa.array([2], pa.int32()), pa.array(["a"]))


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (pa.array(["a"], pa.string_view()), pa.string()),
        (pa.array(["a"]).dictionary_encode(), pa.string()),
        (pa.array([b"a"], pa.binary_view()), pa.binary()),
        (pa.array([np.float16(1.5)]), pa.float32()),
        (ENCODED, pa.string()),
        (pa.array([b"a" * 16], pa.uuid()), pa.binary(16)),
        (pa.array([["a"]], pa.list_(pa.string_view())), pa.list_(pa.string())),
        (pa.array([["a"]], pa.large_list(pa.string_view())), pa.large_list(pa.string())),
        (pa.array([["a"]], pa.list_(pa.string_view(), 1)), pa.list_(pa.string(), 1)),
        (pa.array([{"a": "x"}], pa.struct([("a", pa.string_view())])), pa.struct([("a", pa.string())])),
    ],
)
def test_views_encodings_and_half_floats_become_what_they_show(given, wanted):
    """The values stay."""
    table = plain_table(pa.table({"a": given}), what="items")
    assert table.schema.field("a").type == wanted
    assert table["a"].to_pylist() == given.to_pylist() or wanted == pa.binary(16)
    assert is_plain(table.schema)
    assert not is_plain(pa.schema([("a", given.type)]))


@pytest.mark.parametrize(
    "kind",
    [
        pa.string(),
        pa.large_string(),
        pa.int64(),
        pa.uint8(),
        pa.float64(),
        pa.bool_(),
        pa.null(),
        pa.binary(),
        pa.date32(),
        pa.timestamp("us", "UTC"),
        pa.duration("ms"),
        pa.decimal128(10, 2),
        pa.list_(pa.int8()),
        pa.struct([("a", pa.int8())]),
    ],
)
def test_plain_types_stay_as_they_are(kind):
    """Nothing is converted without need."""
    assert plain_type(kind) == kind


@pytest.mark.parametrize(
    "values",
    [
        pa.array([{}]),
        pa.array([pa.MonthDayNano([1, 2, 3])]),
        pa.UnionArray.from_sparse(pa.array([0], pa.int8()), [pa.array([1])]),
        pa.array([decimal.Decimal("1.5")], pa.decimal256(60, 2)),
        pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())),
        pa.array([["a"]], pa.list_view(pa.string())),
        pa.array([[{}]]),
    ],
)
def test_types_that_readers_lack_are_refused(values):
    """The message names the column and its type."""
    with pytest.raises(InputError, match="column 'odd' of items holds"):
        plain_table(pa.table({"odd": values}), what="items")


def test_text_that_is_no_utf8_is_refused():
    """Arrow would hand it out as an error of Python much later."""
    broken = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(np.array([0, 1], np.int32)), pa.py_buffer(b"\xff")]
    )
    with pytest.raises(InputError, match="Invalid UTF8"):
        plain_table(pa.Table.from_arrays([broken], names=["a"]), what="items")


@pytest.mark.parametrize("names", [["a", "a"], ["a", ""]])
def test_columns_need_names_of_their_own(names):
    """Twice the same, or none."""
    with pytest.raises(InputError, match="each column once"):
        plain_table(pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=names), what="items")


def test_what_a_library_noted_is_left_behind():
    """A note of pandas about its index would change how the table is read later."""
    table = pa.table({"a": [1]}).replace_schema_metadata({"pandas": "{}"})
    assert plain_table(table, what="items").schema.metadata is None


@pytest.mark.parametrize(
    ("given", "wanted", "common"),
    [
        (pa.int32(), pa.float64(), pa.float64()),
        (pa.float64(), pa.int32(), pa.int32()),
        (pa.string(), pa.large_string(), pa.large_string()),
        (pa.null(), pa.int32(), pa.int32()),
        (pa.int32(), pa.null(), pa.int32()),
        (pa.list_(pa.null()), pa.list_(pa.string()), pa.list_(pa.string())),
        (pa.list_(pa.string()), pa.list_(pa.null()), pa.list_(pa.string())),
        (pa.timestamp("s"), pa.timestamp("us"), pa.timestamp("us")),
        (pa.struct([("a", pa.int8())]), pa.struct([("a", pa.int8())]), pa.struct([("a", pa.int8())])),
        (pa.string(), pa.int32(), None),
        (pa.bool_(), pa.int32(), None),
        (pa.list_(pa.int32()), pa.list_(pa.string()), None),
        (pa.list_(pa.int32()), pa.int32(), None),
        (pa.struct([("a", pa.int8())]), pa.struct([("b", pa.int8())]), None),
    ],
)
def test_which_columns_can_stand_one_under_the_other(given, wanted, common):
    """Numbers with numbers, text with text, anything with what held nothing yet."""
    assert common_type(given, wanted) == common


def test_json_comes_back_as_it_was_made():
    """A second time changes nothing."""
    value = plain_json({"a": (1, 2.5), 3: {"b": None}, "é": "ü"}, what="parameters")
    assert value == {"a": [1, 2.5], "3": {"b": None}, "é": "ü"}
    assert plain_json(value, what="parameters") == value


@pytest.mark.parametrize(
    "value",
    [
        {"a": object()},
        {"a": np.float32(1)},
        {"a": float("inf")},
        {"a": {1, 2}},
        {"a": "\udc80"},
        {(1, 2): 3},
        {"a": datetime.date(2020, 1, 1)},
        {"a": b"x"},
    ],
)
def test_what_json_has_no_word_for_is_refused(value):
    """Before a file is written that could not be read again."""
    with pytest.raises(InputError, match="parameters must hold plain JSON values"):
        plain_json(value, what="parameters")


def test_json_nested_without_end_is_refused():
    """As one line, not as an exhausted stack."""
    value = nested = {}
    for _ in range(100_000):
        nested["a"] = nested = {}
    with pytest.raises(InputError, match="plain JSON values"):
        plain_json(value, what="parameters")


def test_causes_are_told_in_one_line():
    """Long ones are cut."""
    assert one_line(ValueError("first\nsecond")) == "first"
    assert len(one_line(ValueError("x" * 5000))) <= 201
