"""Personas against gold labels that overlap: partitions, pairs and neighbours, and a verdict in words."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_mutual_info_score, average_precision_score

from motif.core.errors import InputError
from motif.films.evaluate.gold import HEADLINE, evaluate, nearest, verdict

SETTINGS = {"n_permutations": 99, "n_resamples": 20, "random_state": 0}


def _planted(n: int, *, wrong: float, seed: int = 0):
    """Personas, tropes with some doubles, and a likeness, of which a share is wrong."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(5, size=n)
    persona = np.where(rng.random(n) < wrong, rng.integers(5, size=n), truth)
    gold = [[f"t{k}"] if rng.random() < 0.9 else [f"t{k}", f"t{(k + 1) % 5}"] for k in truth]
    return persona.tolist(), gold, (persona[:, None] == persona[None, :]) + rng.normal(0, 0.1, (n, n))


def test_partitions_have_a_row_for_each_label():
    """AMI is scikit-learn's over the rows; B-cubed counts items."""
    labels, gold, _ = _planted(60, wrong=0.4)
    rows = [(label, one) for label, held in zip(labels, gold, strict=True) for one in held]
    figures = evaluate(labels, gold, **SETTINGS)
    expected = adjusted_mutual_info_score([one for _, one in rows], [label for label, _ in rows])
    assert figures["ami"].value == pytest.approx(expected)
    assert (figures["ami"].n, figures["bcubed_f1"].n) == (len(rows), 60)


def test_unassigned_play_no_part_in_partitions():
    """An empty label is nobody's persona."""
    labels, gold, _ = _planted(60, wrong=0.2)
    some = evaluate([*labels[:50], *[""] * 10], gold, **SETTINGS)
    assert some["ami"].value == evaluate(labels[:50], gold[:50], **SETTINGS)["ami"].value


def test_nearest_by_hand():
    """Of two neighbours the one that shares the trope stands second: a precision of 1/2 for both who share it."""
    likeness = np.array([[1.0, 0.9, 0.2], [0.9, 1.0, 0.5], [0.2, 0.5, 1.0]])
    figure = nearest(likeness, [["a"], ["b"], ["a"]], n_permutations=9, random_state=0)
    assert (figure.value, figure.n) == (pytest.approx((0.5 + 0.5) / 2), 2)


def test_nearest_is_the_mean_average_precision():
    """Without ties it is scikit-learn's average precision of each list, own film left out."""
    _, gold, likeness = _planted(30, wrong=0.3)
    films = [str(i // 2) for i in range(30)]
    figure = nearest(likeness, gold, films=films, n_permutations=9, random_state=0)
    sets = [set(held) for held in gold]
    scores = []
    for i in range(30):
        others = [j for j in range(30) if films[j] != films[i]]
        relevant = [bool(sets[i] & sets[j]) for j in others]
        if any(relevant):
            scores.append(average_precision_score(relevant, likeness[i, others]))
    assert figure.value == pytest.approx(np.mean(scores))


def test_nobody_to_be_near():
    """Where no two films share a trope, there are no neighbours to find."""
    assert nearest(np.eye(2), [["a"], ["a"]], films=["f", "f"]) is None


def test_personas_that_follow_the_tropes_are_seen():
    """Planted agreement stands out in all four headline figures, and is said."""
    labels, gold, likeness = _planted(150, wrong=0.3)
    figures = evaluate(labels, gold, likeness=likeness, films=[str(i) for i in range(150)], **SETTINGS)
    assert all(figures[key].stands_out() for key in HEADLINE)
    words = verdict(figures, what="tropes", n_rows=165)
    assert words.startswith("The personas follow the tropes more than chance does, in every measure: AMI")
    assert "few" not in words


def test_personas_without_knowledge_are_not():
    """Random personas are told from none: AMI is 0 within its null."""
    labels, gold, likeness = _planted(150, wrong=1.0)
    figures = evaluate(labels, gold, likeness=likeness, **SETTINGS)
    null = figures["ami"].null
    assert null.mean == pytest.approx(0, abs=0.02)
    assert null.low - null.sd < figures["ami"].value < null.high + null.sd
    assert verdict(figures, what="tropes", n_rows=160)[:52] == "Nothing shows that the personas follow the tropes: 4"


def test_degenerate_partitions_stand_beside():
    """One cluster and every row alone are trivial answers to VI."""
    labels, gold, _ = _planted(60, wrong=0.3)
    trivial = evaluate(labels, gold, **SETTINGS)["vi_bits"].trivial
    assert trivial["singletons"] > 0
    assert trivial["one_cluster"] == pytest.approx(2.3, abs=0.1)  # five tropes of about one size


def test_few_rows_are_said():
    """Below a hundred rows the verdict says so."""
    labels, gold, _ = _planted(40, wrong=0.9)
    words = verdict(evaluate(labels, gold, **SETTINGS), what="names", n_rows=40)
    assert words.endswith("40 rows are few: only what is far above chance could be seen.")


def test_characters_without_labels_are_refused():
    """Whoever has no gold label is left out before."""
    with pytest.raises(InputError, match="gold must give each character at least one label"):
        evaluate([0, 1], [["a"], []])
