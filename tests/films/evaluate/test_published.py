"""Published values of VI beside what random labels score at their sizes."""

from collections import Counter

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.films.evaluate.published import ChanceVI, Claim, chance_vi, claims_beside_chance


def test_degenerate_answers_by_hand():
    """Two tropes of two rows: one cluster loses the tropes' bit, every row alone keeps one bit that tropes have not."""
    found = chance_vi([2, 2], n_clusters=2, n_draws=5, random_state=0)
    assert (found.one_cluster, found.alone) == (pytest.approx(1.0), pytest.approx(1.0))


def test_random_labels_lose_both_entropies():
    """With many rows, random labels and tropes share nothing: VI is the sum of their entropies."""
    found = chance_vi([4000, 4000], n_clusters=4, n_draws=10, random_state=0)
    assert found.mean == pytest.approx(1 + 2, abs=0.01)


def test_chance_falls_with_fewer_rows():
    """The same labels on fewer rows score less VI without being any better."""
    sizes = [5] * 40
    many, few = (chance_vi(sizes, n_clusters=50, n_rows=n, n_draws=30, random_state=0) for n in (200, 100))
    assert few.mean < many.mean - 0.5


def test_chance_falls_with_more_clusters():
    """Where rows are few, more clusters score less VI by chance."""
    few, many = (chance_vi([3] * 30, n_clusters=n, n_draws=30, random_state=0) for n in (30, 300))
    assert many.mean < few.mean


def test_too_many_rows_are_refused():
    """No more rows can be drawn than there are."""
    with pytest.raises(InputError, match="n_rows must be at least 1 and at most 4, not 5"):
        chance_vi([2, 2], n_clusters=2, n_rows=5)
    with pytest.raises(InputError, match="sizes must hold at least one row"):
        chance_vi([], n_clusters=2)


@pytest.mark.parametrize(("value", "told"), [(4.5, "better"), (4.85, "no better"), (5.2, "no better")])
def test_a_claim_says_how_it_stands(value, told):
    """Two sd below random labels is better than they are; nearer, and above, is not."""
    chance = ChanceVI(417, 100, 4.88, 0.04, 5.9, 2.8)
    assert Claim("somebody", value, chance).told == f"{told} than random labels (4.88 ± 0.04)"


def test_other_tropes_have_no_published_values():
    """Values measured on one file say nothing of another."""
    assert claims_beside_chance([3, 3, 3]) == ()


@pytest.mark.shared
def test_published_values_are_no_better_than_random_labels(shared):
    """4.90 of 417 rows and 5.42 of 501: random labels score 4.88 and 5.34, each ± .04."""
    lines = (shared / "data/films/cmu/tvtropes.clusters.txt").read_text(encoding="utf-8").splitlines()
    sizes = list(Counter(line.split("\t")[0] for line in lines).values())
    first, second = claims_beside_chance(sizes, random_state=0)
    assert (first.value, first.chance.n_rows, second.value, second.chance.n_rows) == (4.90, 417, 5.42, 501)
    assert np.array([first.chance.mean, second.chance.mean]) == pytest.approx([4.88, 5.34], abs=0.02)
    assert np.array([first.chance.sd, second.chance.sd]) == pytest.approx(0.04, abs=0.01)
    assert all(claim.told.startswith("no better") for claim in (first, second))
    assert first.as_dict()["singletons"] < first.value < first.as_dict()["one_cluster"]
