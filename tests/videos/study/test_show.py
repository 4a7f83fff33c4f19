"""What is known of a collection of videos is told, and written on a page."""

import json

import numpy as np
import pytest

from motif.collection import Collection, read
from motif.core.errors import InputError, MissingExtra
from motif.videos.study import show as study
from motif.videos.study.show import show


def test_models_are_judged_on_videos_that_they_did_not_learn_from(shown_tour, toured):
    """As `score` judges them: the same figures as the demo's."""
    assert {one.name for one in shown_tour.models} == {one.name for one in toured[0].looked}
    by_name = {one.name: one for one in shown_tour.score.judged}
    assert by_name["sight"].figures["gap"].value == toured[0].by_name("sight").gap.value
    assert shown_tour.score.side == "test"


def test_models_are_not_judged_unasked(toured):
    """Which is said."""
    found = show(read(toured[1] / "videos.motif"), language=None, with_score=False)
    assert found.score is None
    assert found.without == "it was not asked for"


def test_without_torch_models_are_told_and_not_judged(toured, monkeypatch):
    """With what to install."""

    def lacking(name):
        raise MissingExtra(f"install motif-media[{name}]")

    monkeypatch.setattr("motif.core.extra.extra", lacking)
    found = show(read(toured[1] / "videos.motif"), language=None)
    assert found.score is None
    assert "motif-media[videos]" in found.without


def test_a_collection_without_models_needs_no_reason():
    """There is nothing to judge."""
    found = show(Collection("video", {"id": ["a"], "labels": [[1]]}))
    assert (found.models, found.score, found.without, found.ledger) == ((), None, "", None)


def test_what_became_of_records_is_told(shown_tour):
    """From the record of the gathering."""
    assert shown_tour.ledger.n_gathered == 243
    assert shown_tour.dropped == {"not_finite": 1, "label_out_of_vocabulary": 1, "duplicate_id": 1}


def test_all_is_plain_json(shown_tour):
    """Counts of all labels, names of the commonest."""
    value = json.loads(json.dumps(shown_tour.as_dict(), allow_nan=False))
    assert len(value["label_counts"]) == value["facts"]["labels"] == 12
    assert value["label_counts"] == sorted(value["label_counts"], reverse=True)


def test_no_videos_are_shown_too():
    """An empty collection has nothing, and no failure."""
    found = show(Collection("video", {"id": []}, blocks={"audio": np.zeros((0, 2))}))
    assert (found.facts["videos"], found.together, found.description) == (0, {}, None)


def test_another_kind_is_refused():
    """Songs have a verb of their own."""
    with pytest.raises(InputError, match="'song'"):
        show(Collection("song", {"id": ["a"]}))


def test_a_page_is_not_replaced_unasked(tmp_path):
    """And it must be a page."""
    videos = Collection("video", {"id": ["a"], "labels": [[1]]})
    show(videos, out=tmp_path / "page.html")
    assert "1 video" in (tmp_path / "page.html").read_text(encoding="utf-8")
    with pytest.raises(InputError, match="exists"):
        show(videos, out=tmp_path / "page.html")
    with pytest.raises(InputError, match=r"\.html"):
        show(videos, out=tmp_path / "page.txt")
    assert study.show(videos, out=tmp_path / "page.html", overwrite=True).facts["videos"] == 1


def test_models_that_are_no_taggers_are_passed_over(toured):
    """Those that group, or only read."""
    from motif.model.cluster import KMeans
    from motif.model.kept import saved_with

    held = read(toured[1] / "videos.motif")
    grouped = saved_with(held, "groups", KMeans(1, random_state=0).fit([[0.0], [1.0]]), toured[1] / "grouped.motif")
    found = show(grouped, language=None, with_score=False)
    assert "groups" in grouped.models
    assert [one.name for one in found.models] == [*held.models]
