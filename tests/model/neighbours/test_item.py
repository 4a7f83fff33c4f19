"""The items of a collection that are nearest to one of them."""

import numpy as np
import pytest
from scipy import sparse

from motif.collection import Collection, ragged
from motif.core.errors import InputError
from motif.model.neighbours import Found, find


@pytest.fixture
def films():
    codes = np.array([[0.0, 0.0], [3.0, 4.0], [0.0, 1.0], [0.0, 2.0], [9.0, 9.0]])
    facts = {
        "id": ["alien", "aliens", "brazil", "heat", "jaws"],
        "maker": ["s", "c", "g", "g", None],
        "tags": [["x"]] * 5,
    }
    return Collection("film", facts, blocks={"codes": codes})


def test_find_by_hand(films):
    """The nearest first, the item itself left out, distances in the block's unit."""
    assert find(films, "alien", n=3) == [Found("brazil", 1.0), Found("heat", 2.0), Found("aliens", 5.0)]
    assert [found.id for found in find(films, "jaws")] == ["aliens", "heat", "brazil", "alien"]


def test_find_with_a_cap_on_a_column(films):
    """One film of each maker; an empty cell is nobody's."""
    assert [one.id for one in find(films, "alien", group="maker", per_group=1)] == ["brazil", "aliens", "jaws"]


def test_find_with_variety(films):
    """The second is no neighbour of the first."""
    assert [one.id for one in find(films, "alien", n=2, diversity=0.6)] == ["brazil", "jaws"]


def test_find_by_angle(films):
    """Under cosine only the direction counts."""
    assert [one.id for one in find(films, "brazil", n=2, metric="cosine")] == ["heat", "aliens"]


def test_a_copy_is_a_neighbour_and_the_item_is_not():
    """Equal rows are at distance 0, in the order of the items."""
    twins = Collection("film", {"id": ["a", "b", "c"]}, blocks={"codes": np.ones((3, 2))})
    assert find(twins, "b") == [Found("a", 0.0), Found("c", 0.0)]


def test_items_without_the_block_are_not_found():
    """Positions in the block are not positions in the collection."""
    block = sparse.csr_array([[1.0, 0.0], [0.0, 0.0], [1.0, 0.5]])
    whole = Collection("film", {"id": ["a", "b", "c"]}, blocks={"words": block})
    assert find(whole, "a", n=1) == [Found("c", 0.5)]
    codes = Collection("film", {"id": ["c", "a"]}, blocks={"codes": np.array([[1.0], [3.0]])})
    joined = whole.join(codes)
    assert find(joined, "a", block="codes") == [Found("c", 2.0)]
    with pytest.raises(InputError, match="item 'b' has no block 'codes'; 2 others have it"):
        find(joined, "b", block="codes")


def test_an_unknown_id_is_answered_with_its_like(films):
    """At most five, those that hold the text first."""
    with pytest.raises(InputError, match=r"^there is no item 'alein'; did you mean 'alien', 'aliens'\?$"):
        find(films, "alein")
    many = Collection("film", {"id": [f"film{i:03}" for i in range(300)]}, blocks={"codes": np.zeros((300, 1))})
    with pytest.raises(InputError, match=r"did you mean 'film000', 'film001', 'film002', 'film003', 'film004'\?$"):
        find(many, "FILM")


def test_an_id_like_no_other_is_answered_with_some(films):
    """There is nothing to guess."""
    with pytest.raises(
        InputError, match=r"there is no item '42'; there are 'alien', 'aliens', 'brazil', 'heat', 'jaws'$"
    ):
        find(films, "42")


def test_among_very_many_ids_those_that_begin_alike_are_compared():
    """A slip late in the id is still recognised."""
    ids = [f"b{i:06}" for i in range(30_000)] + ["alien"]
    many = Collection("film", {"id": ids}, blocks={"codes": np.zeros((30_001, 1))})
    with pytest.raises(InputError, match=r"did you mean 'alien'\?$"):
        find(many, "alein")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"block": "sound"}, "there is no block 'sound'; there are: 'codes'"),
        ({"group": "maker"}, "group and per_group go together; given group='maker', per_group=None"),
        ({"per_group": 2}, "group and per_group go together"),
        ({"group": "country", "per_group": 1}, "there is no column 'country'; there are: 'id', 'maker', 'tags'"),
        ({"group": "tags", "per_group": 1}, "column 'tags' holds several values in a cell"),
        ({"n": 0}, "n must be at least 1"),
        ({"metric": "taxi"}, "metric must be one of"),
    ],
)
def test_wrong_questions(films, options, message):
    """Each says what there is instead."""
    with pytest.raises(InputError, match=message):
        find(films, "alien", **options)


def test_a_ragged_block_has_no_neighbours():
    """Items of different lengths have no distance."""
    beats = Collection("song", {"id": ["a", "b"]}, blocks={"beats": ragged([[1.0], [1.0, 2.0]])})
    with pytest.raises(InputError, match="block 'beats' is ragged"):
        find(beats, "a", block="beats")
