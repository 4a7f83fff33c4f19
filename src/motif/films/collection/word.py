"""Words by role: what the columns of a character's words are called, and what counts as a word."""

from __future__ import annotations

from typing import Literal, NamedTuple

from motif.core.check import in_choices
from motif.core.errors import InputError

__all__ = ["ROLES", "Role", "RoleWord", "column", "is_word", "split_column"]

Role = Literal["agent", "patient", "attribute", "possession"]
ROLES: tuple[Role, ...] = ("agent", "patient", "attribute", "possession")
"""What a character does, what is done to it, what it is said to be, and what it has: the order of the columns."""

_INSIDE = str.maketrans("", "", "'’-")  # o'brien, mother-in-law


class RoleWord(NamedTuple):
    """A role, a word in it, and whether the text denies it."""

    role: str
    word: str
    negated: bool


def column(role: str, word: str, *, negated: bool = False) -> str:
    """Return what the column of a word in a role is called; a denied word is another column.

    Raises
    ------
    InputError
        For a role that there is not, or a word of nothing.

    Examples
    --------
    >>> column("agent", "kill"), column("agent", "kill", negated=True)
    ('agent:kill', 'agent:!kill')
    """
    in_choices(role, ROLES, what="role")
    if not word:
        raise InputError(f"a word of role {role!r} must not be empty")
    return f"{role}:{'!' if negated else ''}{word}"


def split_column(name: str) -> RoleWord:
    """Return role, word and negation of a column.

    Raises
    ------
    InputError
        When it is no such name.

    Examples
    --------
    >>> split_column("agent:!kill")
    RoleWord(role='agent', word='kill', negated=True)
    """
    role, mark, word = name.partition(":")
    negated = word.startswith("!")
    word = word[1:] if negated else word
    if role not in ROLES or not mark or not word:
        raise InputError(f"{name!r} is no column of words by role; expected one such as 'agent:kill'")
    return RoleWord(role, word, negated)


def is_word(text: str) -> bool:
    """Return whether a lemma is alphabetic, and so is counted; apostrophes and hyphens inside a word are no fault.

    Examples
    --------
    >>> [is_word(text) for text in ("kill", "o'brien", "self-made", "7", "'s", "--", "")]
    [True, True, True, False, False, False, False]
    """
    return text[:1].isalpha() and text[-1:].isalpha() and text.translate(_INSIDE).isalpha()
