"""Where a Gibbs sampler of personas is: what is said, who is which persona, and how strong the priors are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

__all__ = ["Priors", "State", "Tokens", "counted"]


class Tokens(NamedTuple):
    """All words that are said of the characters, one entry each time.

    Parameters
    ----------
    starts :
        (n_characters + 1,): where each character's words begin.
    role, word :
        (n_tokens,): the numbers of role and word.
    film :
        (n_characters,): the number of each character's film.

    Examples
    --------
    >>> Tokens(np.array([0, 2]), np.array([0, 0]), np.array([3, 1]), np.array([0])).starts.tolist()
    [0, 2]
    """

    starts: np.ndarray
    role: np.ndarray
    word: np.ndarray
    film: np.ndarray


class State(NamedTuple):
    """Where the chain is: a persona for each character, a topic for each word, and how often they meet.

    Parameters
    ----------
    persona :
        (n_characters,).
    topic :
        (n_tokens,).
    film_persona :
        (n_films, n_personas): characters.
    persona_topic :
        (n_personas, n_roles, n_topics): words.
    word_topic :
        (n_words, n_topics): words.

    Examples
    --------
    >>> tokens = Tokens(np.array([0, 2]), np.array([0, 1]), np.array([0, 0]), np.array([0]))
    >>> state = counted(tokens, np.array([1]), np.array([0, 2]), shape=(1, 2, 2, 3, 1))
    >>> state.film_persona.tolist(), state.word_topic.tolist()
    ([[0.0, 1.0]], [[1.0, 0.0, 1.0]])
    """

    persona: np.ndarray
    topic: np.ndarray
    film_persona: np.ndarray
    persona_topic: np.ndarray
    word_topic: np.ndarray


class Priors(NamedTuple):
    """How strong the Dirichlet priors are, for each kind that is drawn.

    Parameters
    ----------
    alpha :
        Of a film's personas.
    nu :
        (n_roles,): of a persona's topics in each role.
    gamma :
        Of a topic's words.

    Examples
    --------
    >>> Priors(0.5, np.array([0.3, 0.3]), 0.1).alpha
    0.5
    """

    alpha: float
    nu: np.ndarray
    gamma: float


def counted(tokens: Tokens, persona: np.ndarray, topic: np.ndarray, shape: tuple[int, int, int, int, int]) -> State:
    """Return the state of these personas and topics.

    Parameters
    ----------
    tokens :
        The words.
    persona, topic :
        (n_characters,) and (n_tokens,).
    shape :
        The numbers of films, personas, roles, topics and words.

    Examples
    --------
    >>> tokens = Tokens(np.array([0, 1]), np.array([0]), np.array([0]), np.array([0]))
    >>> counted(tokens, np.array([0]), np.array([0]), shape=(1, 1, 1, 1, 1)).persona_topic.tolist()
    [[[1.0]]]
    """
    n_films, n_personas, n_roles, n_topics, n_words = shape
    film_persona, word_topic = np.zeros((n_films, n_personas)), np.zeros((n_words, n_topics))
    persona_topic = np.zeros((n_personas, n_roles, n_topics))
    np.add.at(film_persona, (tokens.film, persona), 1)
    np.add.at(persona_topic, (np.repeat(persona, np.diff(tokens.starts)), tokens.role, topic), 1)
    np.add.at(word_topic, (tokens.word, topic), 1)
    return State(persona, topic, film_persona, persona_topic, word_topic)
