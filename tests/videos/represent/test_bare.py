"""Words that name a video's own labels: which go, which stay."""

import numpy as np
import pytest
from scipy import sparse

from motif.core.errors import InputError
from motif.videos.represent.bare import without_label_words

MEMBER = sparse.csr_array(np.array([[True, False, False], [True, True, False], [False, False, False]]))
NAMES = [frozenset({"video", "game"}), frozenset({"movies"}), frozenset()]


def test_words_of_all_own_labels_go_in_any_case_and_number():
    """Also a part of a name alone; words of other videos' labels stay."""
    texts = [["Games", "movie"], ["MOVIE", "game's", "sea"], ["video"]]
    assert without_label_words(texts, MEMBER, NAMES) == ([["movie"], ["sea"], ["video"]], 3)


def test_letters_inside_a_word_are_no_word():
    """What looks at characters, as the released program did, would take them."""
    assert without_label_words([["gamer", "v", "g"], [], []], MEMBER, NAMES)[1] == 0


def test_what_does_not_line_up_is_refused():
    """Texts and videos, names and labels."""
    with pytest.raises(InputError, match="texts"):
        without_label_words([[]], MEMBER, NAMES)
    with pytest.raises(InputError, match="label_words"):
        without_label_words([[], [], []], MEMBER, NAMES[:1])
