"""The words of videos and of their labels."""

import pytest

from motif.collection import Collection
from motif.core.errors import InputError
from motif.videos.represent.word import label_words, video_words

VIDEOS = Collection(
    "video",
    {
        "id": ["a", "b", "c"],
        "title": ["The AC/DC day", "Mi coche", None],
        "keywords": [["The sea", "바다"], ["PS4"], None],
        "language": ["en", "es", None],
        "keywords_language": ["en", "en", None],
    },
)


def test_titles_keep_case_and_keywords_do_not():
    """What is in another language has no words, nor have English keywords without a Latin letter."""
    assert video_words(VIDEOS, "title") == [["The", "AC", "DC", "day"], [], []]
    assert video_words(VIDEOS, "keywords") == [["sea"], ["ps4"], []]
    assert video_words(VIDEOS, "keywords", rules="printed") == [["sea"], ["ps"], []]
    assert video_words(VIDEOS, language=None) == [["the", "ac", "dc", "day", "sea", "바다"], ["mi", "coche", "ps4"], []]


def test_videos_without_text_are_refused():
    """With what is missing."""
    with pytest.raises(InputError, match="no title and no keywords"):
        video_words(Collection("video", {"id": ["a"]}))


def test_words_of_labels():
    """Each once, in lower case, without the stop words; an unknown label has none."""
    assert label_words({1: "The Sims & the sims"}, [1, 2]) == [{"sims"}, frozenset()]
