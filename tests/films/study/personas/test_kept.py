"""Older numbers are looked up by id; what is no number is refused."""

import pytest

from motif.collection import Collection
from motif.core.errors import InputError
from motif.films.study.personas import personas
from motif.films.study.personas.kept import older_numbers
from tests.films.study.personas.made import found


def test_by_id():
    """Numbers go by the characters' ids, not by their places; new characters have none."""
    older = Collection("character", {"id": ["a", "b"], "persona": ["7", ""]})
    found_numbers = older_numbers(Collection("character", {"id": ["c", "b", "a"]}), older)
    assert found_numbers.before.tolist() == [-1, -1, 7]
    assert found_numbers.next_number == 8


def test_the_next_number_is_remembered(tmp_path):
    """A number that a saved collection once gave is not given again, although no character has it."""
    held = found(n_refits=0).save(tmp_path / "c.motif")
    emptied = held.with_column("persona", [""] * held.n_items)
    assert older_numbers(emptied, None).next_number == 3


def test_found_again_all_is_the_same(tmp_path):
    """Found again in the collection that holds them, all personas have their numbers."""
    held = found(n_personas=5, n_refits=0).save(tmp_path / "c.motif")
    again = personas(held, n_personas=5, n_refits=0)
    assert [str(one.number) for one in again.personas] == held.tables["personas"]["persona"].to_pylist()
    assert again.collection.items["persona"].to_pylist() == held.items["persona"].to_pylist()
    assert again.frame.next_number_ == older_numbers(held, None).next_number


def test_a_column_of_the_users_own():
    """A column `persona` that holds no numbers is not taken over."""
    with pytest.raises(InputError, match="holds no numbers of personas but 'villain'"):
        older_numbers(Collection("character", {"id": ["a"], "persona": ["villain"]}), None)
