"""Tables that grow."""

import pyarrow as pa

from motif.films.collection.column import Growing

SCHEMA = pa.schema([("id", pa.string()), ("genres", pa.list_(pa.string()))])


def test_rows_come_back_in_order_across_chunks():
    """Ten thousand of them, and more after a first look."""
    table = Growing(SCHEMA)
    for number in range(10_000):
        table.add(str(number), None if number % 2 else ["Drama"])
    assert table.whole().num_rows == len(table) == 10_000
    table.add("last", [])
    whole = table.whole()
    assert whole["id"].to_pylist() == [*map(str, range(10_000)), "last"]
    assert whole["genres"].to_pylist()[:2] == [["Drama"], None]


def test_no_rows_have_the_columns_all_the_same():
    """An empty table of the same types."""
    assert Growing(SCHEMA).whole().schema == SCHEMA
