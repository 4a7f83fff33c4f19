"""Tests of `motif.songs.evaluate`."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.evaluate import retrieval
from motif.songs.evaluate import coverage, diversity, evaluate

RNG = np.random.default_rng(0)


def _lists(n_songs: int, k: int, rng: np.random.Generator) -> np.ndarray:
    """Lists of random other songs."""
    drawn = np.array([rng.choice(n_songs - 1, k, replace=False) for _ in range(n_songs)])
    return drawn + (drawn >= np.arange(n_songs)[:, None])


def test_figures_by_hand():
    """Four songs, two labels, lists of two."""
    lists, labels = np.array([[1, 2], [0, 3], [0, 1], [0, 1]]), ["a", "a", "b", "b"]
    found = evaluate(
        lists, labels, queries=np.arange(4), X=np.arange(4.0)[:, None], artists=np.arange(4), k=2, random_state=0
    )
    assert found["precision_at_2"].value == 0.25
    assert found["hit_rate_at_2"].value == 0.5
    assert found["coverage"].value == 1.0
    assert found["precision_at_2"].n == 4


def test_metrics_are_those_of_the_shared_room():
    """Values and chance are what `evaluate.retrieval` says, with one group struck out or none."""
    labels, lists = RNG.integers(4, size=60).tolist(), _lists(60, 20, RNG)
    for apart in (None, np.arange(60) // 3):
        found = evaluate(
            lists, labels, queries=np.arange(60), X=RNG.normal(size=(60, 2)), artists=np.arange(60) // 3, apart=apart
        )
        assert found["precision_at_10"].value == retrieval.precision(lists, labels, k=10, groups=apart)
        assert found["ndcg_at_10"].value == retrieval.ndcg(lists, labels, k=10, groups=apart)
        chance = "permuted_places" if apart is None else "permuted_groups"
        assert found["precision_at_10"].null.kind == chance


def test_intervals_are_over_artists():
    """When all songs of an artist are found or none, the interval is wider than over songs."""
    artists = np.repeat(np.arange(20), 20)
    lists = _lists(400, 10, RNG)
    for artist in range(10):
        own = np.flatnonzero(artists == artist)
        for at, row in enumerate(own):
            lists[row] = np.delete(own, at)[:10]
    settings = {"queries": np.arange(400), "X": RNG.normal(size=(400, 2)), "random_state": 0}
    by_artist = evaluate(lists, artists.tolist(), artists=artists, **settings)["precision_at_10"].interval
    by_song = evaluate(lists, artists.tolist(), artists=np.arange(400), **settings)["precision_at_10"].interval
    assert by_artist[1] - by_artist[0] > 3 * (by_song[1] - by_song[0])


def test_others_stand_beside():
    """Lists of another way are scored on the same queries, and are a trivial answer."""
    labels = ["a", "b"] * 20
    good = np.array([[at for at in range(40) if at % 2 == row % 2 and at != row][:10] for row in range(40)])
    found = evaluate(
        _lists(40, 10, RNG), labels, queries=np.arange(40), X=np.eye(40), artists=np.arange(40), others={"known": good}
    )
    assert found["precision_at_10"].trivial["known"] == 1.0
    assert found["precision_at_10"].best_trivial() == ("known", 1.0)


def test_coverage_null_is_exact():
    """Mean and sd of the coverage of random lists are those of 400 draws."""
    draws = [coverage(_lists(60, 3, RNG)[:40], n_songs=60, queries=np.arange(40)) for _ in range(400)]
    values = np.array([figure.value for figure in draws])
    assert abs(values.mean() - draws[0].null.mean) < 4 * values.std() / 20
    assert abs(values.std() / draws[0].null.sd - 1) < 0.15  # 400 draws know an sd to 3.5 %


def test_random_lists_are_as_diverse_as_random_lists():
    """The diversity of random lists is 1 and not distinguishable from chance; that of neighbours is less."""
    X = RNG.normal(size=(200, 3))
    figure = diversity(_lists(200, 10, RNG), X, random_state=0)
    assert abs(figure.value - 1) < 0.03
    near = np.argsort(np.linalg.norm(X[:, None] - X, axis=2), axis=1)[:, 1:11]
    assert diversity(near, X, random_state=0).value < 0.5


def test_short_lists_count_as_far_as_they_go():
    """Lists that end early have the diversity of what they hold; a list of one song has none."""
    X = np.array([[0.0], [1.0], [2.0], [9.0]])
    whole = diversity(np.array([[0, 1]]), X, random_state=0).value
    assert diversity(np.array([[0, 1, -1], [3, -1, -1]]), X, random_state=0).value == whole
    assert np.isnan(diversity(np.array([[3, -1]]), X, random_state=0).value)


def test_songs_that_nobody_shares_a_label_with_are_refused():
    """Where no query can be answered there is nothing to judge."""
    with pytest.raises(InputError, match="can be answered"):
        evaluate(_lists(12, 10, RNG), list(range(12)), queries=np.arange(12), X=np.eye(12), artists=np.arange(12))
