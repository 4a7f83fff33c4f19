"""Personas read from a saved collection are those that were found."""

import numpy as np
import pytest

from motif.collection import read
from motif.core.errors import InputError
from motif.core.record import RunRecord
from motif.films.collection.character import Character, character_collection
from motif.films.study.personas import personas
from motif.films.study.personas.opened import opened
from tests.films.study.personas.made import found, people


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """The found personas, and the collection as it is on disk."""
    made = found(n_personas="auto")
    folder = tmp_path_factory.mktemp("personas") / "c.motif"
    made.save(folder)
    return made, read(folder)


def test_all_comes_back(three):
    """Names, labels, reasons, words, stability, figures and the choice are as they were."""
    made, held = three
    again = opened(held)
    for one, other in zip(again.personas, made.personas, strict=True):
        assert (one.name, one.n_characters, one.stability) == (other.name, other.n_characters, other.stability)
        assert [word.column for word in one.words] == [word.column for word in other.words]
        assert one.typical[0].id == other.typical[0].id
    assert np.array_equal(again.labels, made.labels)
    assert again.placed.counts == made.placed.counts
    assert again.figures == dict(made.figures)
    assert again.choice == made.choice


def test_reasons_of_characters_without_a_vector(tmp_path):
    """Of vectors it is not asked how many words are said of somebody: the reasons are those that were found."""
    given = [
        Character(f"f{n}:c", "C", f"f{n}", {"agent:go": 1 + 4 * (n % 2)}, embedding=None if n < 4 else np.eye(2)[n % 2])
        for n in range(40)
    ]
    held = character_collection(given, record=RunRecord("demo"))
    made = personas(held, model="embedding", n_personas=2, n_refits=0)
    assert made.placed.counts["unknown_words"] == 4
    assert opened(made.save(tmp_path / "c.motif")).placed.counts == made.placed.counts


def test_a_part_of_a_collection(three):
    """Of a selection of characters the personas keep their names and numbers."""
    made, held = three
    part = opened(held.select(held.ids[:30]))
    assert part.name_of == made.name_of
    assert len(part.labels) == 30


def test_no_personas():
    """A collection in which none were found is told how to find them."""
    with pytest.raises(InputError, match="holds no personas; find them first"):
        opened(people(3))
