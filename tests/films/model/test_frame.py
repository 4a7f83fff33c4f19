"""The frame of a persona model: columns by name, numbers that stay, evidence that is too little."""

import numpy as np
import pytest
from scipy import sparse

from motif.core.errors import InputError
from motif.films.model.frame import Framed, PersonaFrame
from motif.model import store

COLUMNS = ["agent:kill", "agent:love", "attribute:old", "agent:!kill"]
X = sparse.csr_array([[2, 0, 1, 0], [1, 3, 0, 0], [0, 1, 0, 4]])


class Fixed:
    """A model that gives the memberships it was told."""

    def __init__(self, rows):
        self.rows = np.asarray(rows, dtype=float)

    def predict_proba(self, X):
        """Return the first rows."""
        return self.rows[: X.shape[0]]


def test_words_of_one_character_get_no_column():
    """Kept are the words that two characters have, in the order of the columns."""
    assert PersonaFrame().fit(X, COLUMNS).columns_ == ["agent:kill", "agent:love"]


def test_too_common_words_get_no_column():
    """A word that more than half of the characters have is left out with max_share=0.5."""
    with pytest.raises(InputError, match="no word is said of 2 of the 3 characters"):
        PersonaFrame(max_share=0.5).fit(X, COLUMNS)


def test_columns_are_matched_by_name():
    """Counts come out in the model's columns from any order of columns; unknown words are counted."""
    frame = PersonaFrame().fit(X, COLUMNS)
    found = frame.transform(sparse.csr_array([[7, 5, 3]]), ["attribute:old", "agent:love", "agent:kill"])
    assert found.X.toarray().tolist() == [[3, 5]]
    assert (found.n_known.tolist(), found.n_unknown.tolist()) == ([8], [7])
    assert found.share_unknown == pytest.approx(7 / 15)


@pytest.mark.parametrize("n_topics", [1, 2, 3])
def test_topics_keep_roles_and_negation_apart(n_topics):
    """At any number of topics, a word lands in the topic of its name, in its own role, denied words apart."""
    topics = {"kill": "t0", "love": f"t{1 % n_topics}", "old": f"t{2 % n_topics}"}
    frame = PersonaFrame(min_characters=1).fit(X, COLUMNS, topics)
    counts = frame.transform(X, COLUMNS).X.toarray()
    for row in range(3):
        told = dict(zip(frame.features_, counts[row].tolist(), strict=True))
        assert told["agent:!t0"] == X[row, 3]
        assert told["attribute:" + topics["old"]] == X[row, 2]
        assert sum(told[name] for name in {"agent:t0", "agent:" + topics["love"]}) == X[row, 0] + X[row, 1]


def test_words_without_a_topic_are_set_aside():
    """A word without a topic is unknown, and counted as such."""
    frame = PersonaFrame(min_characters=1).fit(X, COLUMNS, {"kill": "murder"})
    assert frame.features_ == ["agent:murder", "agent:!murder"]
    assert frame.transform(X, COLUMNS).n_unknown.tolist() == [1, 3, 1]


def test_numbers_go_by_size():
    """The largest component is persona 0; one without characters has no number."""
    frame = PersonaFrame().fit(X, COLUMNS)
    assert frame.number(np.array([2, 2, 0, -1]), None, 3) is None
    assert (frame.components_.tolist(), frame.numbers_.tolist()) == ([0, 2], [1, 0])
    assert (frame.next_number_, frame.n_components_) == (2, 3)


def test_numbers_of_before_stay():
    """Components that hold the characters of an old persona keep its number, others get numbers never used."""
    frame = PersonaFrame().fit(X, COLUMNS)
    kept = frame.number(np.array([0, 0, 1, 1, 2]), np.array([5, 5, 3, 3, -1]), 4, next_number=9)
    assert frame.numbers_.tolist() == [5, 3, 9]
    assert (kept.stayed, frame.next_number_) == ((3, 5), 10)


def test_what_components_without_characters_had_is_the_others():
    """Memberships are of the personas alone, and sum to 1."""
    frame = PersonaFrame(min_words=1).fit(X, COLUMNS)
    frame.number(np.array([2, 2, 0]), None, 3)
    framed = Framed(sparse.csr_array(np.ones((1, 2))), np.array([2]), np.array([0]))
    placed = frame.place(Fixed([[0.2, 0.5, 0.3]]), framed, np.array([2]))
    assert placed.memberships[0].tolist() == pytest.approx([0.6, 0.4])
    assert placed.labels.tolist() == [0]


def test_too_little_evidence_is_unassigned_with_its_reason():
    """Few words, unknown words only, and no likely persona each leave a character without one, and are counted."""
    frame = PersonaFrame(min_words=3, min_probability=0.5).fit(X, COLUMNS)
    frame.number(np.array([0, 1]), None, 2)
    framed = Framed(sparse.csr_array(np.ones((4, 2))), np.array([4, 1, 0, 4]), np.zeros(4, int))
    placed = frame.place(Fixed([[0.9, 0.1], [0.5, 0.5]]), framed, np.array([4, 2, 5, 4]))
    assert placed.labels.tolist() == [0, -1, -1, -1]
    assert placed.counts == {"assigned": 1, "few_words": 1, "unknown_words": 1, "unsure": 1}
    assert placed.probability.tolist() == pytest.approx([0.9, 0, 0, 0.5])
    assert placed.memberships.sum(axis=1).tolist() == pytest.approx([1, 0, 0, 1])
    assert placed.asked.tolist() == [True, False, False, True]


def test_memberships_follow_the_numbers():
    """Column n of the memberships is the persona of the n-th number, whatever the component's place."""
    frame = PersonaFrame(min_words=1).fit(X, COLUMNS)
    frame.components_, frame.numbers_ = np.array([0, 1]), np.array([7, 2])
    framed = Framed(sparse.csr_array(np.ones((1, 2))), np.array([2]), np.array([0]))
    placed = frame.place(Fixed([[0.8, 0.2]]), framed, np.array([2]))
    assert placed.numbers.tolist() == [2, 7]
    assert placed.memberships[0].tolist() == pytest.approx([0.2, 0.8])
    assert placed.labels.tolist() == [7]


def test_saved_and_loaded(tmp_path):
    """A frame comes back from disk with its columns, names and numbers."""
    frame = PersonaFrame(min_words=4).fit(X, COLUMNS)
    frame.number(np.array([1, 0]), None, 2)
    frame.names_ = ["kill", "love"]
    store.save(frame, tmp_path)
    again = store.load(tmp_path, classes=(PersonaFrame,))
    assert (again.columns_, again.names_, again.min_words) == (frame.columns_, ["kill", "love"], 4)
    assert again.transform(X, COLUMNS).X.toarray().tolist() == frame.transform(X, COLUMNS).X.toarray().tolist()


@pytest.mark.parametrize(
    "settings", [{"min_words": 0}, {"min_probability": 2}, {"min_characters": 0}, {"max_share": 2}]
)
def test_refusals(settings):
    """Settings out of range are refused when fitting."""
    with pytest.raises(InputError, match=next(iter(settings))):
        PersonaFrame(**settings).fit(X, COLUMNS)
