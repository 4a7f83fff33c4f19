"""From a table of candidates to a choice and its words."""

from dataclasses import replace

from motif.model.number import Candidate
from motif.model.number.choice import choice_of

GOOD = Candidate(3, 0.95, 0.6, 0.1, 0.5, 0.4, 0.01, 0.04, valley=0.1, valley_chance=1.0)


def test_standing_out_needs_all_four():
    """A small p, a gain that can be seen, more stability and deeper valleys than a cloud has."""
    changes = [{"p": 0.06}, {"silhouette_chance": 0.48}, {"stability_chance": 0.96}, {"valley": 0.6}]
    assert GOOD.stands_out
    assert [replace(GOOD, **change).stands_out for change in changes] == [False] * 4


def test_clear_needs_a_gap_and_stability():
    """Where one is missing the words say which."""
    found = [
        choice_of((replace(GOOD, **change),), n_items=9, n_sampled=9)
        for change in ({}, {"valley": 0.8, "valley_chance": 2.0}, {"stability": 0.8})
    ]
    assert [one.confidence for one in found] == ["clear", "likely", "likely"]
    assert "items lie 0.80 as dense as at the centres" in found[1].words
    assert "subsamples agree to 0.80 only" in found[2].words
