"""The atlas: who has words of the same personas lies near."""

import numpy as np

from motif.films.study.personas.layout import lay_out
from tests.films.study.personas.made import found


def test_personas_lie_together():
    """On the map a character's nearest is of its own persona far more often than chance would have it."""
    three = found(n_refits=0)
    laid = lay_out(three)
    distance = np.linalg.norm(laid.places[:, None] - laid.places[None], axis=2) + 1e9 * np.eye(len(laid.places))
    same = laid.labels == laid.labels[distance.argmin(axis=1)]
    assert same.mean() > 0.9
    assert laid.titles[0] == "Max – Film 0"
    assert laid.figures["neighbours_kept"].stands_out()


def test_only_those_that_were_asked():
    """Characters of whom too little is said are not on the map, and the same seed gives the same map."""
    three = found(n_refits=0)
    laid = lay_out(three)
    assert laid.rows.tolist() == np.flatnonzero(three.placed.asked).tolist()
    assert np.array_equal(laid.places, lay_out(three).places)
