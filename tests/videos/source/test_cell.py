"""Cells of tables of videos."""

import pytest

from motif.core.errors import DataError
from motif.videos.source import cell


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ('logan paul vlog|"logan paul"|"daily"', ["logan paul vlog", "logan paul", "daily"]),
        ('"a|b"|c| |"d ""e"""', ["a|b", "c", 'd "e"']),
        ('"quotes" inside|x', ['"quotes" inside', "x"]),
        ("[none]", []),
        ("[None]", []),
        ("", []),
        (None, []),
        (["a", None, "b,c", "a"], ["a", "b", "c"]),
        ('["a", "b"]', ["a", "b"]),
        ("['a', \"it's\"]", ["a", "it's"]),
        ("[gone] video", ["[gone] video"]),
        ("old,new , sea", ["old", "new", "sea"]),
        (2017, ["2017"]),
    ],
    ids=range(13),
)
def test_keywords_are_read_as_they_are_written(given, expected):
    """Lists, Kaggle's `|` with and without quotes, printed lists, commas; `[none]` is none."""
    assert cell.keywords(given) == expected


@pytest.mark.parametrize(("given", "reason"), [(None, "missing_id"), ("  ", "missing_id"), ("#NAME?", "bad_id")])
def test_what_is_no_id_is_told(given, reason):
    """With its reason."""
    with pytest.raises(DataError) as caught:
        cell.identity(given)
    assert caught.value.reason == reason


def test_labels_are_whole_numbers():
    """Of lists and of texts; anything else is refused."""
    assert [cell.labels(one) for one in ([3, 3.0], "3 4", "[3, 4]", "", 7.0)] == [[3], [3, 4], [3, 4], [], [7]]
    for wrong in ("Music", [-1], [1.5], ["1e3"]):
        with pytest.raises(DataError, match="no label"):
            cell.labels(wrong)


def test_a_video_that_is_gone_says_so_in_its_title():
    """And no title but these does."""
    gone = ["Deleted video", "[Private video]", "private Video"]
    assert [cell.is_gone(title) for title in [*gone, "My deleted video", None]] == [True, True, True, False, False]


def test_half_a_letter_is_a_question_mark():
    """As JSON has it where an emoji was cut in two; a whole one stays."""
    assert cell.line("Sea \ud83d 🌊") == "Sea ? 🌊"
    assert cell.keywords(["a\ud83d", "b"]) == ["a?", "b"]
