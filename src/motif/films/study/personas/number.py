"""How many personas: by what held-out characters' words are worth to the model, and by how far it is found again.

Conventions
-----------
- Films are dealt to three folds; each number of personas is fitted to two of them and asked for the third, three times.
- Held out: the log-likelihood of the characters of the third fold, in nats a word; higher is better. The trivial answer
  is one persona.
- Stability: adjusted mutual information of the three models' labels for all characters, mean over the pairs; 0 is
  chance. Two of them share half of what they were fitted to.
- Chosen is the smallest number whose gain over one persona on held-out words is behind the largest by no more than the
  standard error of that over films (Breiman et al. 1984), and which is found again at least nine tenths as well as the
  best of these. Where no gain is above its standard error, no number stands out, and the sentence says so.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
from scipy import sparse

from motif.core.check import few, integer
from motif.core.errors import InputError
from motif.core.seed import integer_seed
from motif.evaluate.clustering import ami
from motif.films.model.direction import halved
from motif.model.naming.relevance import relevance

__all__ = ["NumberFound", "NumberTried", "choose_number"]

_CANDIDATES = (2, 3, 4, 6, 8, 10, 12, 16, 20, 25, 30, 35, 40, 50, 65, 80, 100)
_CHARACTERS_A_PERSONA = 20  # fewer make no type that anybody would name
_N_FOLDS = 3
_PATIENCE = 3  # numbers in a row that are no better than the best end the search
_STABILITY_KEPT = 0.9
_IMPOSSIBLE = 1e-12  # a word that no persona has


@dataclass(frozen=True, slots=True)
class NumberTried:
    """One number of personas.

    Parameters
    ----------
    n_personas :
        The number.
    held_out :
        Log-likelihood of held-out words, in nats a word.
    behind, behind_error :
        By how much it is behind the best number, in the same unit, and the standard error of that over films.
    stability :
        AMI of models that share half of the films they were fitted to, mean; 0 is chance.
    keeps_gain :
        Whether it keeps all but a standard error of the largest gain over one persona.

    Examples
    --------
    >>> NumberTried(8, -5.1, 0.01, 0.02, 0.4, True).stability
    0.4
    """

    n_personas: int
    held_out: float
    behind: float
    behind_error: float
    stability: float
    keeps_gain: bool


@dataclass(frozen=True, slots=True)
class NumberFound:
    """How the number of personas was chosen.

    Parameters
    ----------
    n_personas :
        The number.
    words :
        What speaks for it, one sentence.
    tried :
        All numbers, in order.
    one_persona :
        What a single persona scores on held-out words.
    gain_error :
        Standard error over films of the largest gain over one persona, in nats a word.

    Examples
    --------
    >>> NumberFound(8, "8 personas", (), -6.5).as_dict()["n_personas"]
    8
    """

    n_personas: int
    words: str
    tried: tuple[NumberTried, ...]
    one_persona: float
    gain_error: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """Return the choice as plain JSON values."""
        return asdict(self) | {"tried": [asdict(one) for one in self.tried]}

    def without(self, n_empty: int) -> NumberFound:
        """Return the choice, with a word on components that no character has, which are no personas.

        Parameters
        ----------
        n_empty :
            How many these are.
        """
        if not n_empty:
            return self
        told = "has no characters and is" if n_empty == 1 else "have no characters and are"
        return replace(self, words=f"{self.words}; {n_empty} of the {self.n_personas} {told} left out")


def choose_number(
    X: Any,
    films: Sequence[str],
    fit: Callable[[int, int, np.ndarray], Any],
    *,
    candidates: Sequence[int] | None = None,
    rng: np.random.Generator,
) -> NumberFound:
    """Return how many personas there are, and what speaks for it.

    Parameters
    ----------
    X :
        (n_items, n_features), CSR.
    films :
        (n_items,): the film of each character.
    fit :
        A number of personas, a seed and rows of X -> a model fitted to these.
    candidates :
        Numbers to try, at least 2; None tries 2 to 100 in steps of about a quarter, as far as there are 20 characters
        for each.
    rng :
        Where chance comes from.

    Raises
    ------
    InputError
        When there are too few characters or films for any.

    Examples
    --------
    >>> from motif.films.model.kind import fitted_model
    >>> X = np.repeat(np.eye(3) * 9, 30, axis=0)
    >>> films = [str(n // 2) for n in range(90)]
    >>> fit = lambda number, seed, rows: fitted_model("mixture", number, X[rows], n_starts=1, random_state=seed)
    >>> choose_number(X, films, fit, candidates=(2, 3, 5), rng=np.random.default_rng(0)).n_personas
    3
    """
    n_items = X.shape[0]
    given = (
        _CANDIDATES if candidates is None else tuple(sorted({integer(k, what="candidates", low=2) for k in candidates}))
    )
    numbers = [k for k in given if k * _CHARACTERS_A_PERSONA <= n_items]
    _, of_film = np.unique(np.asarray(films), return_inverse=True)
    n_films = int(of_film.max(initial=-1)) + 1
    if not numbers or n_films < 2 * _N_FOLDS:
        given_words = f"{n_items} characters of {n_films} films"
        message = f"{given_words} are too few to choose among {few(given)} personas; give n_personas"
        raise InputError(message)
    folds = (rng.permutation(n_films) % _N_FOLDS)[of_film]
    n_words = np.asarray(X.sum(axis=1)).ravel()
    halves: dict[int, Any] = {}
    trials: list[_Trial] = []
    for number in numbers:
        trials.append(_tried(X, folds, of_film, fit, number, halves, rng))
        best = max(range(len(trials)), key=lambda at: trials[at].value)
        if len(trials) - 1 - best >= _PATIENCE:
            break
    alone = _tried(X, folds, of_film, fit, 1, halves, rng)
    return _chosen(trials, alone, float(n_words.sum()))


@dataclass(frozen=True, eq=False)
class _Trial:
    """What a number scored: log-likelihood by film, and stability by pair of models."""

    number: int
    by_film: np.ndarray
    by_pair: np.ndarray

    def behind(self, best: _Trial, n_words: float) -> tuple[float, float]:
        """By how much a word is behind that of another number, and the standard error of that."""
        gaps = best.by_film - self.by_film
        return float(gaps.sum()) / n_words, float(gaps.std()) * math.sqrt(len(gaps)) / n_words

    @property
    def value(self) -> float:
        """What is to be large."""
        return float(self.by_film.sum())


def _tried(
    X: Any,
    folds: np.ndarray,
    of_film: np.ndarray,
    fit: Callable[[int, int, np.ndarray], Any],
    number: int,
    halves: dict[int, Any],
    rng: np.random.Generator,
) -> _Trial:
    """Fit a number to each two folds; `halves` keeps what is drawn of the third, so that all numbers see the same."""
    scores, labels = np.zeros(len(folds)), []
    for fold in range(_N_FOLDS):
        model = fit(number, integer_seed(rng), np.flatnonzero(folds != fold))
        labels.append(np.asarray(model.predict_proba(X)).argmax(axis=1))
        held_out = X[folds == fold]
        if not hasattr(model, "score_samples") and fold not in halves:
            halves[fold] = halved(sparse.csr_array(held_out), rng)
        scores[folds == fold] = _scored(model, X[folds != fold], held_out, halves.get(fold))
    by_pair = np.array([ami(one, other) for one, other in combinations(labels, 2)])
    return _Trial(number, np.bincount(of_film, scores), by_pair)


def _scored(model: Any, fitted: Any, held_out: Any, seen: Any) -> np.ndarray:
    """Return the log-likelihood of each held-out character's words, (n_held_out,), in nats.

    A model that cannot say is asked for the memberships by one half of a character's words (`seen`), and the shares of
    words in the personas that it found foretell the other half (document completion, Wallach et al. 2009), counted
    twice.
    """
    if hasattr(model, "score_samples"):
        return model.score_samples(held_out)
    shares = relevance(fitted, model.predict_proba(fitted)).share
    told = np.asarray(model.predict_proba(seen)) @ (shares / shares.sum(axis=1, keepdims=True))
    rest = sparse.coo_array(held_out - seen)
    foretold = np.log(np.maximum(told[rest.row, rest.col], _IMPOSSIBLE))
    return 2 * np.bincount(rest.row, rest.data * foretold, minlength=held_out.shape[0])


def _chosen(trials: Sequence[_Trial], alone: _Trial, n_words: float) -> NumberFound:
    best = max(trials, key=lambda one: (one.value, -one.number))
    gain, error = alone.behind(best, n_words)
    tried = tuple(_weighed(one, best, n_words, error) for one in trials)
    kept = [one for one in tried if one.keeps_gain]
    most = max(one.stability for one in kept)
    chosen = next(one for one in kept if one.stability >= most - (1 - _STABILITY_KEPT) * abs(most))
    one_persona = alone.value / n_words
    words = _in_words(chosen, tried, one_persona) if gain > error else _none_stands_out(chosen, gain)
    return NumberFound(chosen.n_personas, words, tried, one_persona, error)


def _weighed(one: _Trial, best: _Trial, total: float, gain_error: float) -> NumberTried:
    behind, error = one.behind(best, total)
    return NumberTried(
        n_personas=one.number,
        held_out=one.value / total,
        behind=behind,
        behind_error=error,
        stability=float(one.by_pair.mean()),
        keeps_gain=behind <= gain_error,
    )


def _in_words(chosen: NumberTried, tried: Sequence[NumberTried], alone: float) -> str:
    again = f"models that share half of their films agree to AMI {chosen.stability:.2f}, where chance has 0"
    gain = chosen.held_out - alone
    others = [one.n_personas for one in tried if one.keeps_gain and one is not chosen]
    rivals = f"; {few(others)} would do about as well" if others else ""
    return f"{chosen.n_personas} personas: held-out words gain {gain:.2f} nats each over one persona; {again}{rivals}"


def _none_stands_out(chosen: NumberTried, gain: float) -> str:
    why = "tells more of held-out words than one persona" if gain <= 0 else "gains more than its standard error"
    return f"no number of personas stands out: none {why}; {chosen.n_personas} are a mere cut"
