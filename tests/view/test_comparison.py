"""A comparison in words, strips and tables."""

import json
from html.parser import HTMLParser

import numpy as np
import pytest

from motif.evaluate.clustering import compare
from motif.view.comparison import chapter, counts, verdicts
from motif.view.part import Prose, Strips, Table
from motif.view.report import render_page

QUICK = {"random_state": 0, "n_permutations": 99, "n_resamples": 10}
RNG = np.random.default_rng(0)
IDS, GOLD = range(400), np.repeat(np.arange(8), 50)
GOOD = np.where(RNG.random(400) < 0.9, GOLD, RNG.integers(8, size=400))
RANDOM = RNG.integers(100, size=400)


def found(labels, gold=GOLD, **settings):
    return compare(IDS, labels, IDS, gold, **QUICK, **settings)


def test_vi_of_random_clusters_is_said_to_be_no_evidence():
    """Both the trivial answers that do as well and chance are named with their numbers."""
    random = found(RANDOM)
    said = verdicts(random)
    vi = random.metrics["vi_bits"]
    assert said[0].endswith("not distinguishable from chance.")
    assert said[1].startswith(f"VI alone is no evidence: these clusters score {vi.format(vi.value)} bits, while ")
    assert f"all in one cluster scores {vi.format(3)} bits" in said[1]
    assert "the same clusters with their labels dealt out at random" in said[1]


def test_a_trivial_answer_that_wins_is_enough():
    """Better than chance, but worse than one cluster: chance is not named, the trivial answer is."""
    labels = GOLD * 50 + RNG.integers(50, size=400)
    (said,) = [line for line in verdicts(found(labels)) if line.startswith("VI alone")]
    assert "all in one cluster" in said
    assert "at random" not in said


def test_vi_of_good_clusters_needs_no_warning():
    """Where VI beats chance and both trivial answers there is no such sentence, but the others have theirs."""
    said = " ".join(verdicts(found(GOOD)))
    assert "VI alone" not in said
    assert "as well or better in homogeneity, completeness, purity, B-cubed precision and B-cubed recall" in said


def test_what_was_left_out_is_said():
    """Unassigned ids, ids on one side and several gold labels are in the words and in the counts."""
    labels = [*GOOD[:100], *[-1] * 300]
    left = compare([*IDS, "x"], [*labels, 0], [*IDS, 0], [*GOLD, 5], repeated="all", **QUICK)
    said = verdicts(left)[-1]
    assert said == (
        "300 of 400 ids (75%) unassigned: nothing here is about them. On one side only: 1 id. With several gold "
        "labels: 1 id; figures of hard partitions take every label as an item of its own."
    )
    assert dict(counts(left))["unassigned"] == 300
    assert dict(counts(left))["id with several gold labels"] == 1


def test_parts_of_the_chapter():
    """Words first, then twelve strips with those corrected for chance in front, then both tables; JSON-able record."""
    words, strips, answers, left = chapter(found(GOOD)).parts
    assert (type(words), type(strips), type(answers), type(left)) == (Prose, Strips, Table, Table)
    assert [part.title for part in (strips, answers, left)] == [
        "12 of 12 metrics stand out from chance",
        "An answer without thought does as well or better in 5 of 12 metrics",
        "400 items compared, none left out",
    ]
    assert [figure.name for figure in strips.figures][:3] == ["AMI", "ARI", "pairwise AUC"]
    assert len(strips.figures) == len(answers.rows) == 12
    vi = next(row for row in answers.rows if row[0] == "VI, bits")
    assert vi[4] == pytest.approx(3.0)
    assert json.dumps(chapter(found(GOOD)).made)


def test_one_gold_label_is_a_page_too():
    """Where no pair can be told apart the numbers are dashes, not errors."""
    page = render_page(title="t", lead="l", chapters=[chapter(found(GOOD, gold=np.zeros(400, int)))])
    HTMLParser().feed(page)
    assert "could not be computed" in page.lower()
