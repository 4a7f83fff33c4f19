"""`motif videos describe`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motif.cli import door

if TYPE_CHECKING:
    from motif.videos.study.describe import Description, LabelFacts

__all__ = ["add_to", "describe"]


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "describe", example="motif videos describe videos.motif")(describe)


def describe(
    collection: Annotated[Path, typer.Argument(metavar="COLLECTION", help="Videos with text or labels.")],
    vectors: Annotated[
        Path | None, typer.Option("--vectors", help="A file of word vectors: text without any is counted as lost.")
    ] = None,
    rules: Annotated[str, typer.Option("--rules", help="How words are read: corrected, or printed.")] = "corrected",
    language: Annotated[str, typer.Option("--language", help="The language of the text, or any.")] = "en",
    top: Annotated[int, typer.Option("--top", min=1, help="How many common words, labels and pairs.")] = 20,
    seed: Annotated[int, typer.Option("--seed", help="Of all chance.")] = 0,
    as_json: door.JsonOption = False,
) -> None:
    """Say how many videos have text, which words and labels are common, and how much of both is the same."""
    from motif.collection import read
    from motif.videos.study.describe import describe as describe_videos

    found = describe_videos(
        read(collection),
        rules=rules,  # type: ignore[arg-type]
        language=None if language == "any" else language,
        vectors=vectors,
        n_top=top,
        random_state=seed,
    )
    door.emit(found.as_dict(), as_json=as_json, text=lambda: _print(found))


def _print(found: Description) -> None:
    if found.tallies:
        columns = ("videos", *found.tallies)
        asked = found.tallies["all"].no_vector is not None
        lost = ("unavailable", "no_text", "other_language", *(("no_vector",) if asked else ()))
        rows = [
            (name.replace("_", " "), *(f"{getattr(tally, name):,}" for tally in found.tallies.values()))
            for name in ("n_items", "with_keywords", "with_title", "with_both", *lost)
        ]
        door.table(columns, rows, right=columns[1:])
    for text, facts in found.words.items():
        typer.echo(f"\n{text}: {facts.n_different:,} different words, {facts.mean:.2f} a video")
        door.say(", ".join(f"{word} {n:,}" for word, n in facts.top))
    if found.labels is not None:
        _print_labels(found.labels)
    for text, figures in found.overlap.items():
        typer.echo(f"\noverlap of {text} and labels (by chance: texts of other videos)")
        door.strips([*figures.values()])


def _print_labels(facts: LabelFacts) -> None:
    typer.echo(f"\nlabels: {facts.n_different:,} different, {facts.mean:.2f} a video")
    rows = [(str(label), facts.names.get(label, ""), f"{n:,}") for label, n in facts.top]
    door.table(("label", "name", "videos"), rows, right=("label", "videos"))
    typer.echo(f"the ten commonest have {facts.top_share:.1%} of all label appearances")
    if facts.pairs:
        typer.echo("\nlabels that come together")
        pairs = [
            (_named(facts, one.first), _named(facts, one.second), f"{one.n_videos:,}", f"{one.expected:,.1f}")
            for one in facts.pairs
        ]
        door.table(("label", "label too", "videos", "by chance"), pairs, right=("videos", "by chance"))


def _named(facts: LabelFacts, label: int) -> str:
    return f"{label} {facts.names.get(label, '')}".strip()
