"""Networks in the chapter: restored beside PCA, drawn beside Gaussians; one sentence where PyTorch is not there."""

from dataclasses import replace

from motif.core.errors import MissingExtra
from motif.latent.source import digits
from motif.latent.study import atlas, demo
from motif.latent.view import chapter
from motif.latent.view.learned import learned_parts
from motif.view.part import Gallery, Prose, Strips


def test_parts_and_their_findings(found):
    """Each title says what was found."""
    parts = learned_parts(found)
    assert [type(part) for part in parts] == [Gallery, Strips, Gallery, Strips]
    assert parts[0].title.startswith("From 10 numbers a network restores ")
    assert parts[1].title == "Networks beat PCA at 2 of 2 lengths of code"
    assert parts[2].title.endswith("are read as what was asked for")


def test_titles_follow_the_figures(found):
    """A network that is worse than PCA is said to be."""
    figures = {name: replace(figure, value=0.07) for name, figure in found.learned.figures.items()}
    parts = learned_parts(replace(found, learned=replace(found.learned, figures=figures)))
    assert parts[0].title == "From 10 numbers a network restores no better than PCA"
    assert parts[1].title == "Networks beat PCA at 0 of 2 lengths of code"
    assert parts[3].title == "Few drawn ones are read"


def test_without_pytorch_one_sentence_says_so(monkeypatch):
    """The map stays as it is, and what is missing is named."""

    def missing(*_, **__):
        raise MissingExtra("'torch' is not installed; run: pip install 'motif-media[latent]'")

    monkeypatch.setattr(atlas, "learn", missing)
    monkeypatch.setattr(atlas, "digits", lambda: digits().select(slice(0, 200)))
    found = demo(quick=True)
    assert found.learned is None
    last = chapter(found).parts[-1]
    assert isinstance(last, Prose)
    assert "'torch' is not installed; run: pip install 'motif-media[latent]'" in last.text
