"""Scores of personas whose agreement with tropes is planted."""

import numpy as np
import pyarrow as pa
import pytest

from motif.core.errors import InputError
from motif.films.study.score.judge import score, word_likeness
from tests.films.troped import troped

SETTINGS = {"n_permutations": 99, "n_resamples": 20}


@pytest.fixture(scope="module")
def found():
    """36 characters, one without a persona, all others right."""
    return score(troped(), **SETTINGS)


def test_who_was_scored(found):
    """Counts add up: characters with labels are scored or unassigned."""
    assert (found.n_scored, found.n_unassigned, found.n_without) == (35, 1, 0)
    assert (found.n_personas, found.n_rows, found.n_labels) == (3, 38, 3)


def test_planted_agreement_is_found(found):
    """AMI is high, but under 1, because some characters have two tropes."""
    assert 0.7 < found.figures["ami"].value < 1
    assert found.figures["ami"].stands_out()
    assert found.figures["same_trope_auc"].value > 0.9
    assert found.words.startswith("The personas follow the tropes more than chance does")


def test_words_stand_beside_personas(found):
    """The characters' words alone are a trivial answer to pairs and neighbours."""
    for key in ("same_trope_auc", "nearest_map"):
        assert "words_alone" in found.figures[key].trivial
    assert "The words alone, without personas, do as well or better" in found.words


def test_wrong_personas_score_less(found):
    """Each wrong persona costs agreement."""
    assert score(troped(wrong=12), **SETTINGS).figures["ami"].value < found.figures["ami"].value


def test_same_seed_same_score(found):
    """Everything but the times is the same again."""
    again, first = score(troped(), **SETTINGS).as_dict(), found.as_dict()
    assert {k: v for k, v in again.items() if k != "record"} == {k: v for k, v in first.items() if k != "record"}


def test_the_record_knows_what_was_judged(found):
    """Other personas, or other memberships, have other digests; what judges keeps its own."""
    inputs, other = found.record.inputs, score(troped(wrong=1), **SETTINGS).record.inputs
    assert set(inputs) == {"tropes", "personas", "memberships"}
    assert [inputs[key] == other[key] for key in ("tropes", "personas", "memberships")] == [True, False, False]
    assert score(troped(), **SETTINGS).record.inputs == inputs


def test_characters_of_a_film_are_dealt_out_together():
    """Where films have several characters, every figure's chance is one of whole films."""
    held = troped()
    films = pa.array([f"f{row // 3}" for row in range(held.n_items)])
    figures = score(held.with_column("film", films), **SETTINGS).figures
    assert {one.null.kind for one in figures.values()} == {"permuted_groups"}


def test_shared_names_may_be_a_series():
    """Of names it is said that whoever knows the series only would score too; of tropes it is not."""
    held = troped()
    tropes = held.tables["tropes"]
    named = pa.table({"id": tropes["id"], "name": tropes["trope"]})
    names = score(type(held)(held.kind, held.items, tables={"names": named}), **SETTINGS).figures
    assert all("knows only the series" in one.cannot_show for one in names.values())


def test_random_labels_of_this_size(found):
    """Beside VI stands what random labels of as many rows and personas score."""
    assert (found.random.n_rows, found.random.n_clusters) == (38, 3)
    assert found.figures["vi_bits"].value < found.random.mean
    assert found.claims == ()


def test_labels_without_memberships_are_scored():
    """A column of personas alone gives the figures of partitions."""
    held = troped()
    bare = type(held)(held.kind, held.items, tables={"tropes": held.tables["tropes"]})
    figures = score(bare, **SETTINGS).figures
    assert "ami" in figures
    assert "same_trope_auc" not in figures


def test_words_alike_by_hand():
    """Items of equal words are alike, items without a word in common are not."""
    alike = word_likeness(np.array([[2, 0, 0], [4, 0, 0], [0, 1, 3]]), [0, 1, 2])
    assert alike == pytest.approx(np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1]]))


def test_no_personas():
    """A collection without personas says what to run."""
    held = troped()
    with pytest.raises(InputError, match="no personas; find them by `motif films personas`"):
        score(type(held)(held.kind, held.items.drop_columns(["persona"])), **SETTINGS)


def test_both_files(tmp_path):
    """One kind of gold at a time."""
    with pytest.raises(InputError, match="give either tropes or names, not both"):
        score(troped(), tropes=tmp_path / "a", names=tmp_path / "b")


def test_too_few_are_scored(tmp_path):
    """One character agrees with nobody."""
    (tmp_path / "gold.csv").write_text("id,trope\nf1:c,spy\n", encoding="utf-8")
    with pytest.raises(InputError, match="1 characters have tropes, and 1 of them a persona; at least 2 are needed"):
        score(troped(), tropes=tmp_path / "gold.csv", **SETTINGS)


def test_another_grid_is_refused():
    """There is one grid."""
    with pytest.raises(InputError, match="grid must be one of None, 'seed', not 'mine'"):
        score(troped(), grid="mine")
