"""No word lies over another, on a phone and so on every wider screen."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from motif.view.label import NARROWEST_PX, ROW_PX, free_place, hang, shortened

words = st.lists(
    st.tuples(st.text("abcdefgh 0123456789", min_size=1, max_size=22), st.floats(10, 310)), min_size=1, max_size=8
)


def boxes(hung, stretch):
    """The words' boxes when the axis is `stretch` times as wide: lines move, words keep their size."""
    for word in hung:
        x = word.x * stretch
        yield (x + word.left - word.x, word.row, x + word.right - word.x)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(words, st.floats(1, 4))
def test_words_never_overlap(given_words, stretch):
    """Words of one row are apart at every width from 320 px on."""
    hung = hang(given_words, size_px=13)
    assert [word.text for word in hung] == [text for text, _ in given_words]
    for one, other in itertools.combinations(boxes(hung, stretch), 2):
        assert one[1] != other[1] or one[2] <= other[0] or other[2] <= one[0]


@settings(derandomize=True, max_examples=60, deadline=None)
@given(words)
def test_words_stay_inside(given_words):
    """A word of less than half the axis stays on it."""
    for word in hang(given_words, size_px=13):
        if word.right - word.left <= 150:
            assert word.left >= 0
            assert word.right <= NARROWEST_PX


def test_lines_go_round_words():
    """The seed's own case: chance close to the right end, every item alone at it, one cluster in the middle."""
    hung = hang(
        [("one cluster 3.32", 144.0), ("every item alone 7.49", 310.0), ("chance 6.54 ± 0.01", 273.0)], size_px=13
    )
    for deep, high in itertools.permutations(hung, 2):
        assert deep.row <= high.row or not high.left < deep.x < high.right
    assert max(word.row for word in hung) <= 2


def test_words_at_one_place():
    """Words at one place hang below each other from one line."""
    hung = hang([("a", 10.0), ("b", 10.0), ("c", 10.0)], size_px=13)
    assert sorted(word.row for word in hung) == [0, 1, 2]
    assert len({word.left for word in hung}) == 1


def test_no_words():
    """An axis without words has none."""
    assert hang([], size_px=13) == []


def test_free_places_are_free():
    """Many names around one middle all find room."""
    taken = []
    for _ in range(20):
        taken.append(free_place((160.0, 120.0), 80.0, (320.0, 240.0), taken))
    for one, other in itertools.combinations(taken, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    for left, top, right, bottom in taken:
        assert left >= 0
        assert right <= 320
        assert top >= ROW_PX
        assert bottom <= 240 - ROW_PX


def test_where_all_is_taken_there_is_no_place():
    """The caller leaves the name out; one that is wider than an empty room begins at the left."""
    assert free_place((160.0, 120.0), 80.0, (320.0, 240.0), [(0.0, 0.0, 320.0, 240.0)]) is None
    assert free_place((160.0, 120.0), 400.0, (320.0, 240.0), []) == (0.0, 111.0, 400.0, 129.0)


def test_shortened_is_one_visible_line():
    """A hostile name becomes one short line."""
    assert shortened("a\n  b\u202ec" + "d" * 1_000_000, 12) == "a b\\u202ecd…"
