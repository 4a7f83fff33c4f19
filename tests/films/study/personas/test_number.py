"""How many personas: known numbers are found, and where there are none that is said."""

from functools import partial

import numpy as np
import pytest
from scipy import sparse

from motif.core.errors import InputError
from motif.films.model.kind import fitted_model
from motif.films.study.personas.number import NumberFound, _chosen, _Trial, choose_number


def _model(X):
    return lambda number, seed, rows: fitted_model("mixture", number, X[rows], n_starts=2, random_state=seed)


def _kinds(n_kinds, n_items=240):
    rng = np.random.default_rng(0)
    share = np.full((n_kinds, 40), 0.3 / 40)
    for kind in range(n_kinds):
        share[kind, 5 * kind : 5 * kind + 5] += 0.7 / 5
    return np.array([rng.multinomial(8, share[n % n_kinds]) for n in range(n_items)])


FILMS = [str(n // 3) for n in range(240)]


@pytest.mark.parametrize("n_kinds", [2, 4])
def test_known_numbers(n_kinds):
    """As many kinds as words were drawn from are found."""
    X = _kinds(n_kinds)
    found = choose_number(X, FILMS, _model(X), candidates=(2, 3, 4, 6), rng=np.random.default_rng(0))
    assert found.n_personas == n_kinds
    assert found.tried[0].n_personas == 2


def test_no_kinds():
    """Words dealt out at random have no number of personas, and the sentence says so."""
    X = np.random.default_rng(0).multinomial(8, np.full(40, 1 / 40), size=240)
    found = choose_number(X, FILMS, _model(X), candidates=(2, 4, 8), rng=np.random.default_rng(0))
    assert found.words.startswith("no number of personas stands out: none tells more")


class NoLikelihood:
    """A mixture that gives memberships only."""

    def __init__(self, model):
        self.predict_proba = model.predict_proba


def test_a_model_without_a_likelihood_is_asked_by_halves():
    """One half of the words foretells the other half, and the known number is found."""
    X = sparse.csr_array(_kinds(4).astype(float))
    fit = _model(X)
    found = choose_number(
        X, FILMS, lambda *given: NoLikelihood(fit(*given)), candidates=(2, 4, 8), rng=np.random.default_rng(0)
    )
    assert found.n_personas == 4
    assert found.tried[1].held_out > found.one_persona


def test_too_few():
    """Six films and forty characters are needed at least."""
    choose = partial(choose_number, fit=_model(None), rng=np.random.default_rng(0))
    with pytest.raises(InputError, match="30 characters of 10 films are too few"):
        choose(_kinds(2, 30), FILMS[:30])
    with pytest.raises(InputError, match="60 characters of 3 films are too few"):
        choose(_kinds(2, 60), [str(n % 3) for n in range(60)])


def test_as_json():
    """The choice is plain values."""
    X = _kinds(2)
    found = choose_number(X, FILMS, _model(X), candidates=(2, 3), rng=np.random.default_rng(0)).as_dict()
    assert found["n_personas"] == found["tried"][0]["n_personas"] == 2


def test_all_numbers_are_asked_for_the_same_halves():
    """Two numbers whose models say the same score the same: which half is seen is drawn once."""
    X = sparse.csr_array(_kinds(4).astype(float))
    model = NoLikelihood(fitted_model("mixture", 4, X, n_starts=1, random_state=0))
    found = choose_number(X, FILMS, lambda *_: model, candidates=(2, 3, 4), rng=np.random.default_rng(0))
    assert len({one.held_out for one in found.tried}) == 1
    assert [(one.behind, one.behind_error) for one in found.tried] == [(0, 0)] * 3


def _unequal(n_kinds=8, n_items=600):
    """Characters of kinds of which the n-th has a share of 1 / n, with nine words on average."""
    rng = np.random.default_rng(1)
    share = 0.35 / 200 + 0.65 * rng.dirichlet(np.full(200, 0.05), n_kinds)
    weights = 1 / np.arange(1, n_kinds + 1)
    kind = rng.choice(n_kinds, n_items, p=weights / weights.sum())
    return np.array([rng.multinomial(3 + rng.poisson(6), share[one]) for one in kind])


def test_the_smallest_that_is_about_as_good():
    """Of numbers whose gain is behind by no more than its standard error, the smallest that is found again as well."""
    X = _unequal()
    films = [str(n // 5) for n in range(len(X))]
    found = choose_number(X, films, _model(X), rng=np.random.default_rng(0))
    kept = [one for one in found.tried if one.keeps_gain]
    most = max(one.stability for one in kept)
    assert found.n_personas == next(one.n_personas for one in kept if one.stability >= 0.9 * most)
    assert all(one.keeps_gain == (one.behind <= found.gain_error) for one in found.tried)
    assert 6 <= found.n_personas <= 10


def test_a_gain_within_its_error_is_none():
    """Where no number gains more than the standard error of that, no number stands out."""
    alone = _Trial(1, np.zeros(4), np.ones(1))
    found = _chosen([_Trial(2, np.array([5.0, -5.0, 4.0, -2.0]), np.ones(1))], alone, 100.0)
    assert found.gain_error == pytest.approx(0.0830662)  # sd 4.1533 of four films, twice, a hundred words
    assert found.words == (
        "no number of personas stands out: none gains more than its standard error; 2 are a mere cut"
    )


def test_components_without_characters_are_told():
    """Those that no character has are said to be left out; where there are none, nothing is said."""
    choice = NumberFound(8, "8 personas", (), -6.5)
    assert choice.without(0) is choice
    assert choice.without(1).words == "8 personas; 1 of the 8 has no characters and is left out"
    assert choice.without(2).words == "8 personas; 2 of the 8 have no characters and are left out"
