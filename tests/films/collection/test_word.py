"""Columns of words by role."""

import pytest

from motif.core.errors import InputError
from motif.films.collection.word import ROLES, column, is_word, split_column


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("negated", [False, True])
def test_a_column_says_what_it_was_made_of(role, negated):
    """There and back."""
    assert split_column(column(role, "o'brien", negated=negated)) == (role, "o'brien", negated)


@pytest.mark.parametrize("name", ["kill", "attr:old", "agent:", "agent:!", ":kill", ""])
def test_what_is_no_column_is_refused(name):
    """Another role, or no word."""
    with pytest.raises(InputError, match="no column of words by role"):
        split_column(name)


def test_a_role_that_there_is_not_is_refused():
    """As is a word of nothing."""
    with pytest.raises(InputError, match="role must be one of 'agent'"):
        column("attr", "old")
    with pytest.raises(InputError, match="must not be empty"):
        column("agent", "")


def test_words():
    """Letters of any alphabet; marks only inside."""
    assert [is_word(one) for one in ("naïve", "войти", "x-", "'tis", "co2", "a b", "mother-in-law")] == [
        True, True, False, False, False, False, True,
    ]  # fmt: skip
