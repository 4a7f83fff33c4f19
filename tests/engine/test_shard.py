"""Shards and what becomes of them."""

import pytest

from motif.core.errors import InputError
from motif.engine.shard import Shard, run_shard, shards
from tests.engine.work import by_word


def outcome(*words: str):
    return run_shard(by_word, Shard(tuple((word, word) for word in words)), step="by_word")


def test_items_are_cut_in_order_and_drawn_lazily():
    """Cutting draws no further than the shard that is asked for."""
    drawn = []

    def items():
        for number in range(7):
            drawn.append(number)
            yield str(number), number

    cut = shards(items(), size=3)
    assert drawn == []
    assert next(cut).items == (("0", 0), ("1", 1), ("2", 2))
    assert drawn == [0, 1, 2]
    assert [len(shard.items) for shard in cut] == [3, 1]


def test_nothing_makes_no_shard():
    """No items, no shards."""
    assert list(shards([], size=3)) == []


def test_a_damaged_or_unreadable_item_becomes_a_drop_with_its_reason():
    """The reason is the error's word, the detail its sentence, and the others go on."""
    found = outcome("a", "damaged", "missing", "b")
    assert found.results == [("a", "A"), ("b", "B")]
    assert [(drop.origin, drop.step, drop.reason, drop.detail) for drop in found.drops] == [
        ("damaged", "by_word", "truncated", "it ends early"),
        ("missing", "by_word", "unreadable", "it is not there"),
    ]


def test_a_drop_that_the_function_returns_belongs_to_its_item():
    """A function may refuse an item itself; whatever origin it names, a resumed run finds the item's id."""
    (drop,) = run_shard(by_word, Shard((("7", "refused"),)), step="by_word").drops
    assert (drop.origin, drop.step, drop.reason) == ("7", "by_word", "not_wanted")


@pytest.mark.parametrize(("word", "error"), [("wrong", InputError), ("bug", ZeroDivisionError)])
def test_what_is_no_fault_of_the_item_is_raised(word, error):
    """A wrong argument or a bug would hit every item: it stops the work."""
    with pytest.raises(error):
        outcome("a", word)
