"""Where a Gibbs sampler of personas is."""

import numpy as np

from motif.films.model.chain import Tokens, counted


def test_counts_by_hand():
    """Two characters of one film: each word is counted under its owner's persona, its role and its topic."""
    tokens = Tokens(np.array([0, 2, 3]), np.array([0, 1, 0]), np.array([2, 0, 2]), np.array([0, 0]))
    state = counted(tokens, np.array([1, 0]), np.array([0, 1, 1]), shape=(1, 2, 2, 2, 3))
    assert state.film_persona.tolist() == [[1, 1]]
    assert state.persona_topic.tolist() == [[[0, 1], [0, 0]], [[1, 0], [0, 1]]]
    assert state.word_topic.tolist() == [[0, 1], [0, 0], [1, 1]]
