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


def test_ties_know_nothing():
    """Where all are equally alike, a collection sorted by trope scores what chance does, and so does one by film."""
    gold = [[f"t{i // 12}"] for i in range(48)]
    for films in (None, [str(i // 2) for i in range(48)]):
        figure = nearest(np.ones((48, 48)), gold, films=films, others={"same": np.ones((48, 48))}, **SETTINGS)
        assert figure.value == pytest.approx(figure.null.mean, abs=0.04)
        assert figure.trivial["same"] == pytest.approx(figure.null.mean, abs=0.04)


def test_interval_of_the_nearest_is_of_films():
    """It holds the value, it is the same for each seed, and fewer than eight films have none."""
    _, gold, likeness = _planted(48, wrong=0.3)
    films = [str(i // 2) for i in range(48)]
    one, again = (nearest(likeness, gold, films=films, **SETTINGS) for _ in range(2))
    assert one.interval == again.interval
    assert one.interval[0] < one.value < one.interval[1]
    assert nearest(likeness, gold, films=[str(i // 8) for i in range(48)], **SETTINGS).interval is None


def _by_film(seed: int, sizes: list[int]):
    """Return films, tropes and memberships that both lean by film and know nothing of each other."""
    rng = np.random.default_rng(seed)
    films = np.repeat(np.arange(len(sizes)), sizes)
    lean = rng.integers(4, size=len(sizes))[films]
    gold = [[f"t{k}"] for k in np.where(rng.random(len(films)) < 0.7, lean, rng.integers(4, size=len(films)))]
    shares = np.exp(2 * rng.normal(size=(len(sizes), 4))[films] + rng.normal(size=(len(films), 4)))
    return [f"f{film}" for film in films], gold, shares / shares.sum(axis=1, keepdims=True)


def _alarms(n_cases: int, *, with_films: bool, pairs: bool) -> dict[str, float]:
    """Return in which share of cases without any knowledge a headline figure stands out."""
    alarms = dict.fromkeys(HEADLINE, 0.0)
    for seed in range(n_cases):
        films, gold, shares = _by_film(seed, [2, 3, 4, 4, 5, 5] * 3)
        likeness = np.sqrt(shares) @ np.sqrt(shares).T if pairs else None
        settings = {"n_permutations": 39, "n_resamples": 2, "random_state": seed}
        labels, films = shares.argmax(axis=1).tolist(), films if with_films else None
        figures = evaluate(labels, gold, likeness=likeness, films=films, **settings)
        for key in {*HEADLINE} & {*figures}:
            alarms[key] += (figures[key].null.p <= 0.05) / n_cases
    return alarms


def test_films_that_lean_are_no_finding():
    """With films, chance is taken for a finding no more often than the level says; by single characters far more."""
    single = _alarms(30, with_films=False, pairs=False)
    assert min(single["ami"], single["bcubed_f1"]) > 0.15
    assert max(_alarms(30, with_films=True, pairs=False).values()) <= 0.17  # 3 standard errors of 30 cases above 0.05


@pytest.mark.slow
def test_films_that_lean_are_no_finding_in_any_headline():
    """The same for all four headline figures, in 120 cases."""
    assert max(_alarms(120, with_films=True, pairs=True).values()) <= 0.11  # 3 standard errors above 0.05


def test_what_chance_deals_out_is_said():
    """With films the null is one of groups; a film without a like is told of, in every figure."""
    films, gold, shares = _by_film(0, [4] * 9)
    figures = evaluate(shares.argmax(axis=1).tolist(), gold, likeness=shares @ shares.T, films=films, **SETTINGS)
    assert {figure.null.kind for figure in figures.values()} == {"permuted_groups"}
    assert not any("no other with nearly as many" in figure.cannot_show for figure in figures.values())
    films, gold, shares = _by_film(0, [4] * 9 + [30])
    figures = evaluate(shares.argmax(axis=1).tolist(), gold, likeness=shares @ shares.T, films=films, **SETTINGS)
    assert all(" 1 film has no other with nearly as many" in figure.cannot_show for figure in figures.values())


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
