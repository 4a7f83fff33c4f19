"""How far films are told through a few of their characters, beside mentions that fall on all alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import integer
from motif.core.seed import generator
from motif.evaluate.figure import Figure
from motif.evaluate.null import null_of, resampling_interval

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["rank_shares"]

_N_DRAWS = 199
_NAMES = ("most mentioned", "second", "third", "fourth", "fifth")
_CANNOT_SHOW = "Who the hero is: only whose name the plot's writer wrote most often."


def rank_shares(
    mentions: Sequence[Sequence[int]], *, n_ranks: int = 3, n_draws: int = _N_DRAWS, random_state: RandomState = 0
) -> tuple[Figure, ...]:
    """Return which share of a film's mentions its most mentioned characters have, mean over films.

    Parameters
    ----------
    mentions :
        For each film the mentions of each of its characters; films of which fewer than two are mentioned are left
        aside.
    n_ranks :
        How many characters of each film, from the most mentioned on, 1 to 5.
    n_draws :
        How often as many mentions fall on the characters of each film at random, all equally likely.
    random_state :
        Where chance comes from.

    Returns
    -------
    A figure for each rank; none where no film has two characters that are mentioned. A film without a third character
    has a third share of 0, in the draws too. Higher is not better; it is more.

    Examples
    --------
    >>> first, second = rank_shares([[8, 1, 1], [3, 3], [5]], n_ranks=2)
    >>> round(first.value, 3), round(second.value, 3), first.n, round(first.trivial["all_alike"], 3)
    (0.65, 0.3, 2, 0.417)
    """
    n_ranks = integer(n_ranks, what="n_ranks", low=1, high=len(_NAMES))
    films = [np.array([count for count in counts if count]) for counts in mentions if np.count_nonzero(counts) > 1]
    if not films:
        return ()
    rng, n_draws = generator(random_state), integer(n_draws, what="n_draws", low=1)
    shares = np.array([_ranked(counts[None], n_ranks)[0] for counts in films])
    draws = np.zeros((n_draws, n_ranks))
    for counts in films:
        dealt = rng.multinomial(int(counts.sum()), np.full(len(counts), 1 / len(counts)), size=n_draws)
        draws += _ranked(dealt, n_ranks)
    even = [[1 / len(counts) if rank < len(counts) else 0.0 for rank in range(n_ranks)] for counts in films]
    alike = np.mean(even, axis=0)
    return tuple(_figure(rank, shares[:, rank], draws[:, rank] / len(films), float(alike[rank]), rng)
                 for rank in range(n_ranks))  # fmt: skip


def _ranked(counts: np.ndarray, n_ranks: int) -> np.ndarray:
    """Return the largest shares of each row: (n_rows, n_ranks), 0 where there is no such rank."""
    ordered = -np.sort(-counts, axis=1)[:, :n_ranks] / counts.sum(axis=1, keepdims=True)
    return np.pad(ordered, ((0, 0), (0, n_ranks - ordered.shape[1])))


def _figure(rank: int, shares: np.ndarray, draws: np.ndarray, alike: float, rng: np.random.Generator) -> Figure:
    value = float(shares.mean())
    return Figure(
        _NAMES[rank],
        value,
        null_of(value, draws, kind="mentions_at_random", higher_is_better=True, magnitude=1.0),
        {"all_alike": alike},
        resampling_interval(lambda chosen: float(shares[chosen].mean()), len(shares), random_state=rng),
        len(shares),
        True,
        _CANNOT_SHOW,
        "of the mentions",
    )
