"""The demo: real media the whole way, one page."""

import pytest

from motif import wings
from motif.core.errors import DataError, MissingExtra
from motif.view.report import Chapter


class Study:
    """A wing that is quick, or fails as it is told."""

    def __init__(self, error=None):
        self.error, self.asked = error, []

    def demo(self, *, folder, quick):
        self.asked.append((folder.name, quick))
        if self.error:
            raise self.error
        return "result"


class View:
    @staticmethod
    def chapter(result):
        return Chapter(id=result, title="A result", lead="It is one.", parts=(), made={})


@pytest.fixture
def stage(monkeypatch, tmp_path):
    """A register of two wings of which the second is planned; returns what sets the first one's study."""
    planned = wings.Wing("songs", "gather songs", "songs", is_built=False)
    built = wings.Wing("latent", "few numbers", "latent", is_built=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(wings, "WINGS", {"latent": built, "songs": planned})

    def play(study):
        monkeypatch.setattr(wings, "room", lambda _, which: study if which == "study" else View)
        return study

    return play


def test_the_page_has_a_chapter_for_each_built_wing(stage, motif, tmp_path):
    """What is built is drawn, what is not is named with its extra."""
    study = stage(Study())
    value = motif("demo", "--out", "page", "--quick", "--json").value
    assert study.asked == [("page", True)]
    assert value["page"] == "page/index.html"
    assert [chapter["title"] for chapter in value["chapters"]] == ["A result"]
    assert [(one["wing"], "motif-media[songs]" in one["how"]) for one in value["skipped"]] == [("songs", True)]
    page = (tmp_path / "page" / "index.html").read_text()
    assert "A result" in page
    assert "motif-media[songs]" in page


def test_a_wing_whose_packages_are_missing_is_skipped_by_name(stage, motif):
    """A missing extra skips the chapter and says which one to install."""
    stage(Study(MissingExtra("'torch' is not installed; run: pip install 'motif-media[latent]'")))
    value = motif("demo", "--out", "page", "--json").value
    assert value["chapters"] == []
    assert [one["wing"] for one in value["skipped"]] == ["latent", "songs"]
    assert "motif-media[latent]" in value["skipped"][0]["how"]


def test_a_wing_that_fails_fails_the_demo(stage, motif, tmp_path):
    """A failure is no skipped chapter: the demo says it in one line and leaves no page."""
    stage(Study(DataError("the sample is damaged")))
    assert motif("demo", "--out", "page", code=1).stderr == "motif: the sample is damaged\n"
    assert not (tmp_path / "page" / "index.html").exists()


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.usefixtures("selfie", "english")
def test_the_whole_demo_on_real_media(motif, monkeypatch, tmp_path):
    """Every wing's chapter, in the order of the register, and collections that verify."""
    monkeypatch.chdir(tmp_path)
    value = motif("demo", "--quick", "--json").value
    assert [chapter["wing"] for chapter in value["chapters"]] == list(wings.WINGS)
    assert (tmp_path / "demo" / "index.html").stat().st_size > 500_000
    assert motif("verify", "demo/digits.motif", "--json").value["n_items"] == 1797
    assert (tmp_path / "demo" / "pictures" / "portrait-cut.png").is_file()
