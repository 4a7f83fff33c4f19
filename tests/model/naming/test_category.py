"""Categories: which columns sort items, and what their values are called."""

import pyarrow as pa

from motif.model.naming.category import categories


def _found(**columns: list) -> tuple[tuple[str, ...], list[list[float]]]:
    found = categories(pa.table(columns))
    return found.columns, found.X.toarray().tolist()


def test_text_by_hand():
    """One column for each value, 1 where an item has it; an empty cell has none."""
    names, X = _found(genre=["rock", "jazz", "rock", "jazz", None])
    assert names == ("rock", "jazz")
    assert X == [[1, 0], [0, 1], [1, 0], [0, 1], [0, 0]]


def test_truth_numbers_and_lists():
    """Truth values count where true, whole numbers get their column's name, lists count each of their values once."""
    names, X = _found(live=[True, False, True, None] * 2, digit=[3, 3, 5, 5] * 2)
    assert names == ("live", "digit 3", "digit 5")
    assert [row[0] for row in X] == [1, 0, 1, 0] * 2
    names, X = _found(tags=[["a", "b", "a"], ["b"], None, [], ["a"]])
    assert names == ("a", "b")
    assert X == [[1, 1], [0, 1], [0, 0], [0, 0], [1, 0]]


def test_encoded_text_is_text():
    """A dictionary column is what it stands for."""
    items = pa.table({"genre": pa.array(["rock", "jazz"] * 3).dictionary_encode()})
    assert categories(items).columns == ("rock", "jazz")


def test_columns_that_name_items_do_not_sort_them():
    """Ids, media, titles, measures, and groupings made before with their names are left out."""
    items = pa.table(
        {
            "id": ["a", "b", "c", "d"],
            "media": ["x", "x", "y", "y"],
            "title": ["one", "two", "three", "four"],
            "height": [1.0, 1.0, 2.0, 2.0],
            "group": [0, 0, 1, 1],
            "group_name": ["p", "p", "q", "q"],
        }
    )
    assert categories(items) is None


def test_a_value_of_one_item_sorts_nothing():
    """Only values of at least two items count; a column of none is left out."""
    assert _found(genre=["rock", "rock", "jazz", "rock", "rock"])[0] == ("rock",)
    assert categories(pa.table({"genre": pa.array([None] * 4, pa.string())})) is None


def test_the_same_text_in_two_columns_gets_the_columns_names():
    """So that each term says what it means; blank text too."""
    names, _ = _found(seen=["yes", "no"] * 3, heard=["yes", "never"] * 3, mood=[" ", "glad"] * 3)
    assert names == ("seen yes", "no", "heard yes", "never", "mood  ", "glad")


def test_too_many_values_name_rather_than_sort():
    """More than a hundred values, or more than half as many as items, are left out."""
    assert categories(pa.table({"n": [n // 2 for n in range(300)]})) is None
    assert categories(pa.table({"n": [n // 3 for n in range(300)]})).X.shape == (300, 100)
