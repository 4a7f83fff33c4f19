"""Pairs that share a trope against pairs that share none."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from motif.core.errors import InputError
from motif.films.evaluate.pair import likeness_auc, sharing

GOLD = [["a"], ["a", "b"], ["b"], ["c"], ["c"], ["a"], ["b"], ["c", "a"], ["b"], ["c"]]


def _likeness(seed: int) -> np.ndarray:
    points = np.random.default_rng(seed).normal(size=(len(GOLD), 3)).round(1)
    return -np.abs(points[:, None] - points[None, :]).sum(axis=2).round(6)


def test_sharing_by_hand():
    """An item with two labels shares with both kinds, nobody with itself."""
    found = sharing([["a"], ["a", "b"], ["b"], ["c"]])
    assert np.argwhere(found).tolist() == [[0, 1], [1, 0], [1, 2], [2, 1]]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("films", [None, list("uuvvwwxxyy")], ids=["all", "of_other_films"])
def test_it_is_the_auc_of_pairs(seed, films):
    """The value is scikit-learn's AUC over the pairs that are asked, ties and all."""
    likeness = _likeness(seed)
    first, second = np.triu_indices(len(GOLD), 1)
    asked = np.ones(len(first), bool) if films is None else np.array(films)[first] != np.array(films)[second]
    pairs = first[asked], second[asked]
    expected = roc_auc_score(sharing(GOLD)[pairs], likeness[pairs])
    figure = likeness_auc(likeness, GOLD, films=films, n_permutations=9, random_state=0)
    assert figure.value == pytest.approx(expected)


def test_random_likeness_is_chance():
    """Likeness that knows nothing stands inside its null, whose mean is one half."""
    gold = [[str(i % 7)] for i in range(120)]
    points = np.random.default_rng(2).normal(size=(120, 2))
    figure = likeness_auc(points @ points.T, gold, n_permutations=200, random_state=0)
    assert figure.null.mean == pytest.approx(0.5, abs=0.01)
    assert not figure.stands_out()


def test_knowledge_stands_out_and_words_stand_beside_it():
    """Likeness that knows the labels scores 1; another likeness is a trivial answer."""
    kinds = np.arange(30) % 3
    alike = (kinds[:, None] == kinds[None, :]).astype(float)
    figure = likeness_auc(alike, [[str(k)] for k in kinds], others={"words_alone": np.ones((30, 30))}, random_state=0)
    assert figure.value == pytest.approx(1)
    assert figure.trivial == {"words_alone": pytest.approx(0.5)}
    assert figure.stands_out()
    assert figure.interval[0] == pytest.approx(1.0)


def _in_films(seed: int):
    """Return a likeness and tropes that both lean by film, and know nothing of each other; 20 films of 4."""
    rng = np.random.default_rng(seed)
    films = np.repeat(np.arange(20), 4)
    lean = rng.integers(4, size=20)[films]
    gold = [[str(k)] for k in np.where(rng.random(80) < 0.8, lean, rng.integers(4, size=80))]
    points = rng.normal(size=(20, 6))[films] + 0.5 * rng.normal(size=(80, 6))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    return points @ points.T, gold, films.tolist()


def test_films_that_lean_are_no_finding():
    """Whole films are dealt out: chance stands out no more often than the level says."""
    p, single = [], []
    for seed in range(40):
        likeness, gold, films = _in_films(seed)
        settings = {"n_permutations": 39, "n_resamples": 2, "random_state": seed}
        p.append(likeness_auc(likeness, gold, films=films, **settings).null.p)
        single.append(likeness_auc(likeness, gold, **settings).null.p)
    assert np.mean(np.array(p) <= 0.05) <= 0.15  # 3 standard errors above 0.05
    assert np.mean(np.array(single) <= 0.05) > 0.25


def test_interval_is_of_films():
    """Films that lean make the interval wider than characters on their own would, and its null is one of groups."""
    likeness, gold, films = _in_films(1)
    figure = likeness_auc(likeness, gold, films=films, n_permutations=19, random_state=0)
    alone = likeness_auc(likeness, gold, films=range(80), n_permutations=19, random_state=0)
    assert (figure.null.kind, alone.null.kind) == ("permuted_groups", "permuted_labels")
    assert np.diff(figure.interval) > 1.3 * np.diff(alone.interval)
    assert likeness_auc(likeness, gold, films=np.arange(80) // 16, n_permutations=9, random_state=0).interval is None


def test_nobody_shares():
    """Without a pair that shares a label there is nothing to tell."""
    figure = likeness_auc(np.eye(3), [["a"], ["b"], ["c"]], n_permutations=9)
    assert (np.isnan(figure.value), figure.null) == (True, None)


def test_one_film_has_no_pairs():
    """Characters of one film are not compared."""
    with pytest.raises(InputError, match="no two of the 2 characters are of different films"):
        likeness_auc(np.eye(2), [["a"], ["a"]], films=["f", "f"])


def test_shapes_are_checked():
    """Likeness and gold have one row for each item."""
    with pytest.raises(InputError, match="likeness: 2 given, 3 expected"):
        likeness_auc(np.eye(2), [["a"], ["a"], ["b"]])
