"""`motif videos read`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motif.cli import door
from motif.cli.shared.option import CollectionArgument, OverwriteOption, SeedOption

if TYPE_CHECKING:
    from motif.videos.study.read import Reading

__all__ = ["add_to", "read"]


class _What(StrEnum):
    TITLE = "title"
    KEYWORDS = "keywords"


class _How(StrEnum):
    CONVOLUTION = "convolution"
    HISTOGRAM = "histogram"


class _Rules(StrEnum):
    CORRECTED = "corrected"
    PRINTED = "printed"


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "read", example="motif videos read videos.motif --what title")(read)


def read(
    collection: CollectionArgument,
    what: Annotated[_What, typer.Option(help="What is read, and what the block is called.")] = _What.TITLE,
    how: Annotated[_How | None, typer.Option(help="Else convolution for titles, histogram for keywords.")] = None,
    vectors: Annotated[
        Path | None, typer.Option(help="A file of word vectors (word2vec, GloVe); else they are learned here.")
    ] = None,
    remove_label_words: Annotated[
        bool, typer.Option("--remove-label-words", help="Learn without words that name a label of their video.")
    ] = False,
    rules: Annotated[_Rules, typer.Option(help="How words are read: corrected, or printed.")] = _Rules.CORRECTED,
    language: Annotated[str, typer.Option(help="The language of the text, or any.")] = "en",
    n_centroids: Annotated[int | None, typer.Option(min=1, help="Kinds of words of a histogram; else 1024.")] = None,
    n_hidden: Annotated[int | None, typer.Option(min=1, help="Numbers of the hidden layer; else 256.")] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="Passes over the videos.")] = None,
    min_videos: Annotated[int, typer.Option(min=1, help="Labels with fewer videos to learn from are left out.")] = 2,
    out: Annotated[Path | None, typer.Option(help="Another folder for the collection; else it gets the block.")] = None,
    seed: SeedOption = 0,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Learn labels from titles or keywords, word by word, and keep what is read as a block."""
    from motif.collection import read as opened
    from motif.videos.study.read import read as read_text

    given = {"n_centroids": n_centroids, "n_hidden": n_hidden, "epochs": epochs}
    settings: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    found = read_text(
        opened(collection),
        what=what.value,
        how=None if how is None else how.value,
        vectors=vectors,
        rules=rules.value,
        language=None if language == "any" else language,
        remove_label_words=remove_label_words,
        min_videos=min_videos,
        overwrite=overwrite,
        random_state=seed,
        **settings,
    )
    place = out or collection
    found.save(place, overwrite=overwrite)
    door.emit({**found.as_dict(), "out": str(place)}, as_json=as_json, text=lambda: _print(found, place))


def _print(found: Reading, place: Path) -> None:
    door.strips([*found.figures.values()])
    if found.as_written:
        typer.echo("\nwith the words that name labels")
        door.strips([*found.as_written.values()])
    removed = f"; {found.n_removed:,} words that name a label taken out" if found.n_removed else ""
    door.note(
        f"{found.n_train:,} videos learned from, {found.n_development:,} held out, {found.n_labels:,} labels; "
        f"{found.n_words:,} words with vectors ({found.vectors}), {found.word_share:.1%} of all words said{removed}"
    )
    door.note(f"block {found.name!r} of {found.n_read:,} videos and model 'read-{found.name}' in {place}")
