"""The page has a chapter for each thing that the collection holds."""

import pytest

from motif.collection import Collection
from motif.videos.study.show import show
from motif.videos.view.page import chapters, write


@pytest.fixture(scope="module")
def found(shown_tour):
    """The chapters of the demo's collection."""
    return {one.id: one for one in chapters(shown_tour)}


def test_all_that_there_is_has_its_chapter(found):
    """Labels, modalities, text, creators, models, what was left out."""
    assert [*found] == ["labels", "modalities", "text", "creators", "models", "left-out"]


def test_what_is_not_there_has_none():
    """Videos of which only labels are known."""
    bare = Collection("video", {"id": ["a", "b"], "labels": [[1], [1, 2]]})
    assert [one.id for one in chapters(show(bare))] == ["labels", "modalities", "left-out"]
    assert [one.id for one in chapters(show(Collection("video", {"id": []})))] == ["modalities", "left-out"]


def test_leads_count(found):
    """Labels a video, and taggers."""
    assert found["labels"].lead.startswith("239 of 240 videos have labels")
    assert "12 different ones of 12 in the vocabulary" in found["labels"].lead
    assert found["models"].lead == "The collection holds 6 taggers."


def test_what_people_wrote_is_escaped(tmp_path):
    """A name of a label that is markup is shown, not obeyed."""
    vocabulary = {"id": ["1"], "label": [1], "name": ["<script>alert(1)</script>"]}
    held = Collection("video", {"id": ["a"], "labels": [[1]]}, tables={"vocabulary": vocabulary})
    write(show(held), tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page


def test_synthetic_videos_are_called_so(shown_tour, tmp_path):
    """In the title, and in the first words."""
    write(shown_tour, tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "240 synthetic videos</h1>" in page
    assert "Nobody filmed them" in page
