"""The compiled loops of the Dirichlet persona model, held to what can be summed up exactly."""

import itertools
import os
import subprocess
import sys

import numpy as np
import pytest

from motif.films.model.chain import Priors, Tokens, counted
from motif.films.model.prior import log_of_counts

pytest.importorskip("numba")
from motif.films.model.gibbs import blocked, collapsed

TOKENS = Tokens(np.array([0, 2, 3]), np.array([0, 1, 0]), np.array([0, 1, 0]), np.array([0, 0]))
SHAPE = (1, 2, 2, 2, 2)  # films, personas, roles, topics, words
PRIORS = Priors(0.7, np.array([0.4, 0.9]), 0.6)


def _log_joint(state) -> float:
    """The model's probability of a state and the words, everything else summed out."""
    films = log_of_counts(state.film_persona, PRIORS.alpha)
    personas = sum(log_of_counts(state.persona_topic[:, r], nu) for r, nu in enumerate(PRIORS.nu))
    return films + personas + log_of_counts(state.word_topic.T, PRIORS.gamma)


def _exact() -> dict[tuple, float]:
    """How probable each of the 32 states is."""
    states = itertools.product(itertools.product(range(2), repeat=2), itertools.product(range(2), repeat=3))
    logs = {s: _log_joint(counted(TOKENS, np.array(s[0]), np.array(s[1]), shape=SHAPE)) for s in states}
    total = np.logaddexp.reduce(list(logs.values()))
    return {s: float(np.exp(value - total)) for s, value in logs.items()}


def _blocked_sweep(state, rng):
    shares = np.array(
        [[rng.dirichlet(row + nu) for row, nu in zip(p, PRIORS.nu, strict=True)] for p in state.persona_topic]
    )
    words = np.array([rng.dirichlet(column + PRIORS.gamma) for column in state.word_topic.T]).T
    said = np.log(np.einsum("prk,wk->prw", shares, words))
    likely = np.zeros((2, 2))
    for e in range(2):
        for t in range(TOKENS.starts[e], TOKENS.starts[e + 1]):
            likely[e] += said[:, TOKENS.role[t], TOKENS.word[t]]
    blocked(TOKENS, state, PRIORS.alpha, likely, shares, words, rng=rng)


@pytest.mark.parametrize("sampler", ["collapsed", "blocked"])
def test_chain_visits_states_as_often_as_they_are_probable(sampler):
    """On a corpus of three words every state can be listed, and its share of a long chain is its probability."""
    rng = np.random.default_rng(0)
    state = counted(TOKENS, np.array([0, 0]), np.array([0, 0, 0]), shape=SHAPE)
    n_sweeps, seen = 12_000 if sampler == "collapsed" else 6_000, {}
    for _ in range(n_sweeps):
        if sampler == "collapsed":
            collapsed(TOKENS, state, PRIORS, rng=rng)
        else:
            _blocked_sweep(state, rng)
        key = (tuple(state.persona.tolist()), tuple(state.topic.tolist()))
        seen[key] = seen.get(key, 0) + 1
    apart = sum(abs(seen.get(key, 0) / n_sweeps - share) for key, share in _exact().items()) / 2
    assert apart < 0.04  # total variation; independent draws of this many give .02


@pytest.mark.parametrize("sampler", ["collapsed", "blocked"])
def test_counts_stay_true(sampler):
    """After sweeps the counts are those of the personas and topics, counted anew."""
    rng = np.random.default_rng(1)
    starts = np.concatenate([[0], np.cumsum(rng.integers(0, 300, size=30))])
    n = int(starts[-1])
    tokens = Tokens(starts, rng.integers(3, size=n), rng.integers(20, size=n), rng.integers(4, size=30))
    shape = (4, 5, 3, 6, 20)
    state = counted(tokens, rng.integers(5, size=30), rng.integers(6, size=n), shape=shape)
    priors = Priors(0.5, np.full(3, 0.3), 0.1)
    for _ in range(3):
        if sampler == "collapsed":
            collapsed(tokens, state, priors, rng=rng)
        else:
            shares, words = rng.dirichlet(np.ones(6), size=(5, 3)), rng.dirichlet(np.ones(20), size=6).T.copy()
            blocked(tokens, state, 0.5, np.zeros((30, 5)), shares, words, rng=rng)
    anew = counted(tokens, state.persona, state.topic, shape=shape)
    for kept, counts in zip(state[2:], anew[2:], strict=True):
        assert np.array_equal(kept, counts)


@pytest.mark.slow
def test_missing_numba_is_named():
    """Without numba one line says what to install."""
    code = "import sys; sys.modules['numba'] = None; import motif.films.model.gibbs"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=False)
    assert "MissingExtra: 'numba' is not installed" in found.stderr.splitlines()[-1]
