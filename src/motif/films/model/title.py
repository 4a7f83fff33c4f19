"""Names of personas: short, of the words that tell them apart, what each does before what it is.

What a character does stands plain, what is done to it in brackets, what it is after a semicolon, what it has after
"with": "kill, threaten (arrest); killer, with gun".
"""

from __future__ import annotations

from collections.abc import Sequence

from motif.films.collection.character import split_column

__all__ = ["said", "titles"]

_NAMED = 3  # words in a name
_LOOKED_AT = 10
_MOST = 6  # words that a name may grow to, so that no other persona has it


def said(columns: Sequence[str]) -> str:
    """Return words in their roles as one phrase.

    Parameters
    ----------
    columns :
        Names such as "agent:kill", the most telling first; the order stays within each role.

    Examples
    --------
    >>> said(["attribute:killer", "agent:kill", "patient:arrest", "agent:threaten", "possession:gun"])
    'kill, threaten (arrest); killer, with gun'
    >>> said(["attribute:mother", "agent:!leave"]), said(["patient:chase"])
    ('not leave; mother', '(chase)')
    """
    words: dict[str, list[str]] = {}
    for name in columns:
        role, word, negated = split_column(name)
        words.setdefault(role, []).append(f"not {word}" if negated else word)
    told = {role: ", ".join(held) for role, held in words.items()}
    done = " ".join(part for part in (told.get("agent", ""), _wrapped(told.get("patient", ""))) if part)
    being = ", with ".join(part for part in (told.get("attribute", ""), told.get("possession", "")) if part)
    if "attribute" not in told and being:
        being = f"with {being}"
    return "; ".join(part for part in (done, being) if part)


def titles(columns: Sequence[Sequence[str]]) -> list[str]:
    """Return a name for each persona, each only once; "no word" where nothing sets one apart.

    Parameters
    ----------
    columns :
        (n_personas,): for each the words that tell it apart, the most telling first. Three make a name, of which one
        says what the persona is, where one of the ten most telling words does; more where another would have the same.

    Examples
    --------
    >>> titles([["agent:kill", "attribute:killer"], ["agent:marry"], []])
    ['kill; killer', 'marry', 'no word tells it apart']
    """
    named: list[str] = []
    for telling in columns:
        words = _with_attribute(telling)
        names = [said(words[:n]) for n in range(min(_NAMED, len(words)), min(_MOST, len(words)) + 1) if n]
        fresh = next((name for name in names if name not in named), names[0] if names else "no word tells it apart")
        number = 2
        unique = fresh
        while unique in named:
            unique, number = f"{fresh} #{number}", number + 1
        named.append(unique)
    return named


def _with_attribute(telling: Sequence[str]) -> list[str]:
    """Return the words with the first attribute among the foremost: nouns are what people call a type by."""
    attributes = [name for name in telling[:_LOOKED_AT] if split_column(name).role == "attribute"]
    if not attributes or attributes[0] in telling[:_NAMED]:
        return [*telling]
    rest = [name for name in telling if name != attributes[0]]
    return [*rest[: _NAMED - 1], attributes[0], *rest[_NAMED - 1 :]]


def _wrapped(text: str) -> str:
    return f"({text})" if text else ""
