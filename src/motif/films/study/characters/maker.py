"""The reader that is used where no other is given: spaCy's parse, and the rules of `films.represent`."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from motif.core.digest import settings_digest

if TYPE_CHECKING:
    from motif.films.represent.read import PlotReader
    from motif.represent.parse import Pipeline

__all__ = ["PipelineReader", "pipeline_reader"]


@dataclass(frozen=True, slots=True)
class PipelineReader:
    """How a worker comes by the reader of a pipeline.

    Parameters
    ----------
    pipeline :
        What was found.
    pronouns :
        Whether pronouns are read.

    Examples
    --------
    >>> from motif.represent.parse import Pipeline
    >>> PipelineReader(Pipeline("en_core_web_sm", "3.8.0", "en", "33f105858880b36a", "folder"), pronouns=True).name
    'en_core_web_sm 3.8.0'
    """

    pipeline: Pipeline
    pronouns: bool

    @property
    def name(self) -> str:
        """What records call it."""
        return self.pipeline.told

    @property
    def digest(self) -> str:
        """Of the pipeline, of spaCy, which runs it, and of the rules and their settings."""
        from motif.films.represent.read import VERSION

        parse = {"pipeline": self.pipeline.digest, "spacy": _spacy_version()}
        return settings_digest({**parse, "rules": VERSION, "pronouns": self.pronouns})

    def make(self) -> PlotReader:
        """Return the reader."""
        from motif.films.represent.read import PlotReader

        return PlotReader(self.pipeline, pronouns=self.pronouns)


def _spacy_version() -> str:
    """The version that is installed; empty without any, as reading then says."""
    try:
        return metadata.version("spacy")
    except metadata.PackageNotFoundError:
        return ""


def pipeline_reader(pipeline: str | Path | None, *, pronouns: bool) -> PipelineReader:
    """Return the reader of a pipeline, found by name or folder; None takes the packaged one.

    Raises
    ------
    InputError, DataError, SourceError
        As `represent.parse.find_pipeline`.

    Examples
    --------
    >>> pipeline_reader("en_core_web_none", pronouns=True)
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: pipeline 'en_core_web_none' is neither installed, a folder, nor one of the manifest;
    expected such as 'en-core-web-sm', or the folder of a pipeline
    """
    from motif.represent.parse import find_pipeline

    return PipelineReader(find_pipeline(pipeline), pronouns)
