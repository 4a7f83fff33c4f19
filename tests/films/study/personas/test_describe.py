"""Personas in words, from counts and memberships alone."""

import numpy as np
import pytest
from scipy import sparse

from motif.films.study.personas.describe import evidence, said_words
from motif.model.naming.relevance import relevance
from tests.films.study.personas.made import found

X = sparse.csr_array([[4, 0, 2], [4, 0, 2], [0, 4, 2], [0, 4, 2]])
APART = np.repeat(np.eye(2), 2, axis=0)


def test_evidence_by_hand():
    """The mean over a character's words, and five of doubt, of the logarithm of the lift."""
    told = relevance(X, APART, prior=0.0)
    spoken = evidence(X, told)
    assert spoken[0, 0] == pytest.approx(4 * np.log(2) / (6 + 5))
    assert spoken[0, 1] < -2


def test_said_words_have_their_numbers():
    """A word is told with its share, the share of all, and how many of the persona's characters have it."""
    (word,) = said_words(relevance(X, APART, prior=0.0), ["agent:kill", "agent:marry", "agent:go"], 0)
    assert (word.column, word.n_characters) == ("agent:kill", 2)
    assert (word.share, word.share_of_all, word.lift) == pytest.approx((4 / 6, 8 / 24, 2))


def test_films_with_most_characters_come_first():
    """A persona's films are those with most of its characters; counts and masses are of them."""
    for one in found(n_refits=0).personas:
        counts = [film.n_characters for film in one.films]
        assert counts == sorted(counts, reverse=True)
        assert all(0 < film.mass <= film.n_characters + 1e-6 for film in one.films)
        assert one.n_films <= one.n_characters <= one.mass + 20


def test_typical_speak_for_it():
    """The most typical character's words speak more for its persona than those of the others that are told."""
    three = found(n_refits=0)
    for one in three.personas:
        assert one.typical[0].n_words == 6
        assert one.typical[0].probability > 0.9
