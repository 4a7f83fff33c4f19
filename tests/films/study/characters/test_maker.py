"""The reader of a pipeline is named by what it is, and travels to workers."""

import pickle

import pytest

from motif.core.errors import InputError
from motif.films.represent.read import PlotReader
from motif.films.study.characters import maker
from motif.films.study.characters.maker import PipelineReader, pipeline_reader
from motif.represent.parse import Pipeline

PIPELINE = Pipeline("en_core_web_sm", "3.8.0", "en", "33f105858880b36a", "folder")


def test_digest():
    """Another pipeline, and another switch, is another reader; another folder is not."""
    digest = PipelineReader(PIPELINE, pronouns=True).digest
    moved = Pipeline("en_core_web_sm", "3.8.0", "en", "33f105858880b36a", "elsewhere")
    other = Pipeline("en_core_web_md", "3.8.0", "en", "44f105858880b36a", "folder")
    assert PipelineReader(moved, pronouns=True).digest == digest
    assert PipelineReader(other, pronouns=True).digest != digest
    assert PipelineReader(PIPELINE, pronouns=False).digest != digest


def test_another_spacy(monkeypatch):
    """What the cache holds of another version of spaCy is not found; without spaCy there is a digest too."""
    digest = PipelineReader(PIPELINE, pronouns=True).digest
    monkeypatch.setattr(maker.metadata, "version", lambda _: "4.0.0")
    assert PipelineReader(PIPELINE, pronouns=True).digest != digest

    def gone(name):
        raise maker.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(maker.metadata, "version", gone)
    assert PipelineReader(PIPELINE, pronouns=True).digest != digest


def test_make():
    """It makes the reader of plots with its switch, also after a journey."""
    made = pickle.loads(pickle.dumps(PipelineReader(PIPELINE, pronouns=False))).make()
    assert isinstance(made, PlotReader)
    assert (made.pipeline, made.pronouns) == (PIPELINE, False)


def test_unknown():
    """A pipeline that there is not is refused before anything is read."""
    with pytest.raises(InputError, match="en_core_web_none"):
        pipeline_reader("en_core_web_none", pronouns=True)
