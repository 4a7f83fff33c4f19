"""The loops of the Dirichlet persona model, compiled: who is which persona, which word is of which topic.

Compiled once a process, in memory. Chance comes in as uniform numbers that NumPy's generator drew, so that a seed gives
the same personas on one machine whatever numba does.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from motif.core.extra import extra
from motif.films.model.chain import Priors, State, Tokens

with extra("numba"):
    from numba import njit

__all__ = ["blocked", "collapsed"]

_TINY = 1e-200  # below that a product's logarithm is taken, and it begins again at 1


class _Room(NamedTuple):
    """Arrays that the loops write into: made outside, because compiling that takes longer than all the rest."""

    of_character: np.ndarray
    of_word: np.ndarray
    personas: np.ndarray
    topics: np.ndarray
    mine: np.ndarray
    mine_in_role: np.ndarray
    persona_role: np.ndarray
    topic_size: np.ndarray


def _room(state: State, rng: np.random.Generator) -> _Room:
    n_personas, n_roles, n_topics = state.persona_topic.shape
    return _Room(
        of_character=rng.random(len(state.persona)),
        of_word=rng.random(len(state.topic)),
        personas=np.empty(n_personas),
        topics=np.empty(n_topics),
        mine=np.zeros((n_roles, n_topics)),
        mine_in_role=np.zeros(n_roles),
        persona_role=state.persona_topic.sum(axis=2),
        topic_size=state.word_topic.sum(axis=0),
    )


@njit(nogil=True)
def _drawn(weights: np.ndarray, share: float) -> int:
    """The first place where the running sum passes a share of the total."""
    total = 0.0
    for i in range(len(weights)):
        total += weights[i]
    aim, running = share * total, 0.0
    for i in range(len(weights)):
        running += weights[i]
        if running > aim:
            return i
    return len(weights) - 1


@njit(nogil=True)
def _drawn_log(logs: np.ndarray, share: float) -> int:
    peak = logs[0]
    for i in range(1, len(logs)):
        peak = max(peak, logs[i])
    for i in range(len(logs)):
        logs[i] = np.exp(logs[i] - peak)
    return _drawn(logs, share)


@njit(nogil=True)
def _weigh_personas(tokens: Tokens, state: State, priors: Priors, room: _Room, e: int) -> None:
    """Each persona's log-weight for a character, given its words' topics, which are counted in nowhere now."""
    n_topics = len(room.topics)
    first, last = tokens.starts[e], tokens.starts[e + 1]
    for p in range(len(room.personas)):
        total, product = np.log(state.film_persona[tokens.film[e], p] + priors.alpha), 1.0
        for t in range(first, last):
            r, k = tokens.role[t], state.topic[t]
            nu = priors.nu[r]
            said = room.persona_role[p, r] + room.mine_in_role[r] + n_topics * nu
            product *= (state.persona_topic[p, r, k] + room.mine[r, k] + nu) / said
            room.mine[r, k] += 1
            room.mine_in_role[r] += 1
            if product < _TINY:
                total += np.log(product)
                product = 1.0
        room.personas[p] = total + np.log(product)
        for t in range(first, last):
            room.mine[tokens.role[t], state.topic[t]] = 0
            room.mine_in_role[tokens.role[t]] = 0


@njit(nogil=True)
def _move(tokens: Tokens, state: State, room: _Room, e: int, step: int) -> None:
    """Count a character and its words' topics in, or out again."""
    p = state.persona[e]
    state.film_persona[tokens.film[e], p] += step
    for t in range(tokens.starts[e], tokens.starts[e + 1]):
        state.persona_topic[p, tokens.role[t], state.topic[t]] += step
        room.persona_role[p, tokens.role[t]] += step


@njit(nogil=True)
def _collapsed(tokens: Tokens, state: State, priors: Priors, room: _Room) -> None:
    n_words, n_topics = state.word_topic.shape
    for e in range(len(state.persona)):
        _move(tokens, state, room, e, -1)
        _weigh_personas(tokens, state, priors, room, e)
        p = _drawn_log(room.personas, room.of_character[e])
        state.persona[e] = p
        _move(tokens, state, room, e, 1)
        for t in range(tokens.starts[e], tokens.starts[e + 1]):
            r, w, k = tokens.role[t], tokens.word[t], state.topic[t]
            state.persona_topic[p, r, k] -= 1
            state.word_topic[w, k] -= 1
            room.topic_size[k] -= 1
            for j in range(n_topics):
                chance = (state.word_topic[w, j] + priors.gamma) / (room.topic_size[j] + n_words * priors.gamma)
                room.topics[j] = (state.persona_topic[p, r, j] + priors.nu[r]) * chance
            k = _drawn(room.topics, room.of_word[t])
            state.topic[t] = k
            state.persona_topic[p, r, k] += 1
            state.word_topic[w, k] += 1
            room.topic_size[k] += 1


def collapsed(tokens: Tokens, state: State, priors: Priors, *, rng: np.random.Generator) -> None:
    """Draw every character's persona and every word's topic anew, one after the other; the state is changed.

    Collapsed Gibbs sampling as in the paper: what films, personas and topics are like is summed out.

    Parameters
    ----------
    tokens :
        The words.
    state :
        Changed in place.
    priors :
        How strong they are.
    rng :
        Where chance comes from.

    Examples
    --------
    >>> from motif.films.model.chain import counted
    >>> tokens = Tokens(np.array([0, 1]), np.array([0]), np.array([0]), np.array([0]))
    >>> state = counted(tokens, np.array([0]), np.array([0]), shape=(1, 2, 1, 2, 1))
    >>> collapsed(tokens, state, Priors(1.0, np.array([1.0]), 1.0), rng=np.random.default_rng(0))
    >>> state.word_topic.sum()
    np.float64(1.0)
    """
    _collapsed(tokens, state, priors, _room(state, rng))


@njit(nogil=True)
def _blocked(
    tokens: Tokens, state: State, alpha: float, likely: np.ndarray, shares: np.ndarray, words: np.ndarray, room: _Room
) -> None:
    for e in range(len(state.persona)):
        film = tokens.film[e]
        state.film_persona[film, state.persona[e]] -= 1
        for p in range(len(room.personas)):
            room.personas[p] = likely[e, p] + np.log(state.film_persona[film, p] + alpha)
        p = _drawn_log(room.personas, room.of_character[e])
        state.persona[e] = p
        state.film_persona[film, p] += 1
        for t in range(tokens.starts[e], tokens.starts[e + 1]):
            r, w = tokens.role[t], tokens.word[t]
            for j in range(len(room.topics)):
                room.topics[j] = shares[p, r, j] * words[w, j]
            k = _drawn(room.topics, room.of_word[t])
            state.topic[t] = k
            state.persona_topic[p, r, k] += 1
            state.word_topic[w, k] += 1


def blocked(
    tokens: Tokens,
    state: State,
    alpha: float,
    likely: np.ndarray,
    shares: np.ndarray,
    words: np.ndarray,
    *,
    rng: np.random.Generator,
) -> None:
    """Draw every character's persona with all its words' topics at once, given what personas and topics are like.

    Parameters
    ----------
    tokens :
        The words.
    state :
        Changed in place.
    alpha :
        The Dirichlet prior of a film's personas.
    likely :
        (n_characters, n_personas): the log-likelihood of a character's words under each persona, topics summed out.
    shares :
        (n_personas, n_roles, n_topics): what each persona's topics are.
    words :
        (n_words, n_topics): what each topic's words are.
    rng :
        Where chance comes from.

    Examples
    --------
    >>> from motif.films.model.chain import counted
    >>> tokens = Tokens(np.array([0, 1]), np.array([0]), np.array([0]), np.array([0]))
    >>> state = counted(tokens, np.array([0]), np.array([0]), shape=(1, 2, 1, 1, 1))
    >>> likely = np.array([[-50.0, 0.0]])
    >>> blocked(tokens, state, 1.0, likely, np.ones((2, 1, 1)), np.ones((1, 1)), rng=np.random.default_rng(0))
    >>> state.persona.tolist()
    [1]
    """
    room = _room(state, rng)
    state.persona_topic[:] = 0
    state.word_topic[:] = 0
    _blocked(tokens, state, alpha, likely, shares, words, room)
