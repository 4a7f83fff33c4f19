"""What a collection of characters holds for a model."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from motif.collection import Collection, sparse
from motif.core.errors import InputError
from motif.films.study.personas.held import held_words
from tests.films.people import people


def test_words_films_and_names():
    """Counts, how much is said, names, films, titles and years, a row for each character."""
    held = held_words(people())
    assert held.X.sum() == held.n_words.sum() == 14
    assert held.X[0, held.columns.index("agent:steal")] == 2
    assert held.names[0] == "Odile Garnier"
    assert (held.films[0], held.titles[0], held.years[0]) == ("f1", "Night Keys", 1934)
    assert held.n_words.tolist()[-1] == 0


def test_words_without_a_column_count():
    """How much is said is what the collection says, also where rare words have no column."""
    block = sparse(csr_array([[2]]), columns=["agent:go"])
    held = held_words(Collection("character", {"id": ["a"], "n_words": [5]}, blocks={"roles": block}))
    assert held.n_words.tolist() == [5]


def test_what_is_not_known():
    """Without names the id stands in, without a film each character has one of its own."""
    block = sparse(csr_array([[2], [1]]), columns=["agent:go"], present=np.array([True, True]))
    held = held_words(Collection("character", {"id": ["a", "b"], "name": ["Ann", None]}, blocks={"roles": block}))
    assert held.names == ("Ann", "b")
    assert len(set(held.films)) == 2
    assert held.years == (None, None)


def test_characters_without_a_row():
    """A character that has no row in the block has no words."""
    block = sparse(csr_array([[2], [0]]), columns=["agent:go"], present=np.array([True, False]))
    held = held_words(Collection("character", {"id": ["a", "b"]}, blocks={"roles": block}))
    assert held.n_words.tolist() == [2, 0]
    assert held.X.shape == (2, 1)


def test_unnamed_columns():
    """A block whose columns have no names is no block of words by role."""
    with pytest.raises(InputError, match="has no block 'roles'"):
        held_words(Collection("character", {"id": ["a"]}, blocks={"roles": sparse(csr_array([[2]]))}))
