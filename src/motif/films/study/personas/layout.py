"""The atlas of characters: each at its place by how much its words speak for each persona."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from motif.core.seed import generator, integer_seed
from motif.films.study.personas.describe import evidence
from motif.films.study.personas.held import held_words
from motif.model.naming.relevance import relevance
from motif.represent.project import NeighbourMap
from motif.view.atlas.kept import judge_codes

if TYPE_CHECKING:
    from motif.core.seed import RandomState
    from motif.evaluate.figure import Figure
    from motif.films.study.personas.result import Personas

__all__ = ["Layout", "lay_out"]

_MOST = 20_000  # characters that are laid out
_N_QUERIES = 500


@dataclass(frozen=True, eq=False)
class Layout:
    """Where characters lie.

    Parameters
    ----------
    rows :
        (n_shown,): their positions in the collection; those whose persona was asked for.
    places :
        (n_shown, 2).
    labels :
        (n_shown,): persona numbers, -1 for unassigned.
    titles :
        (n_shown,): "character – film".
    figures :
        How far the map keeps who is near whom; empty for few.
    is_straight :
        Whether it is the two directions in which they vary most, as it is of few.

    Examples
    --------
    >>> Layout(np.array([0]), np.zeros((1, 2)), np.array([7]), ("Ash – Alien",), {}).titles
    ('Ash – Alien',)
    """

    rows: np.ndarray
    places: np.ndarray
    labels: np.ndarray
    titles: tuple[str, ...]
    figures: Mapping[str, Figure] = field(hash=False)
    is_straight: bool = False


def lay_out(found: Personas, *, random_state: RandomState = 0) -> Layout:
    """Return a map of the characters of whom enough is said.

    A character's place follows from one number for each persona: the mean over its words of the logarithm of how many
    times more often the persona has them than all characters. Who has much of the same lies near.

    Parameters
    ----------
    found :
        What `personas` or `apply` returned.
    random_state :
        Where chance comes from.

    Examples
    --------
    >>> from motif.core.record import RunRecord
    >>> from motif.films.collection.character import Character, character_collection
    >>> from motif.films.study.personas import personas
    >>> said = ({"agent:kill": 3, "attribute:killer": 2}, {"agent:marry": 3, "attribute:bride": 2})
    >>> cast = [Character(f"f{n // 2}:{n}", f"C{n}", f"f{n // 2}", said[n % 2]) for n in range(40)]
    >>> found = personas(character_collection(cast, record=RunRecord("demo")), n_personas=2, n_refits=0)
    >>> lay_out(found).places.shape
    (40, 2)
    """
    held = held_words(found.collection)
    rows = np.flatnonzero(found.placed.asked)
    chance = generator(random_state)
    if len(rows) > _MOST:
        rows = np.sort(chance.permutation(rows)[:_MOST])
    known = set(found.frame.columns_)
    X = held.X[rows][:, [at for at, name in enumerate(held.columns) if name in known]]
    spoken = evidence(X, relevance(X, found.placed.memberships[rows]))
    titles = tuple(f"{held.names[row]} – {held.titles[row]}" for row in rows.tolist())
    labels = found.labels[rows]
    if len(rows) < 2:
        return Layout(rows, np.zeros((len(rows), 2)), labels, titles, {}, is_straight=True)
    layout = NeighbourMap(metric="cosine", random_state=integer_seed(chance))
    places = layout.fit_transform(spoken)
    figures = judge_codes(spoken, places, metric="cosine", n_queries=_N_QUERIES) if spoken.shape[1] > 2 else {}
    told = {name: figures[name] for name in ("neighbours_kept",) if name in figures}
    return Layout(rows, places, labels, titles, told, is_straight=layout.n_iter_ == 0)
