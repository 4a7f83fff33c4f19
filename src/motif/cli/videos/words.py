"""`motif videos words`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motif.cli import door

if TYPE_CHECKING:
    from motif.videos.study.words import Words

__all__ = ["add_to", "words"]


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "words", example="motif videos words videos.motif --text keywords")(words)


def words(
    collection: Annotated[Path, typer.Argument(metavar="COLLECTION", help="Videos with text and labels.")],
    text: Annotated[str, typer.Option("--text", help="title, keywords or both.")] = "both",
    rules: Annotated[str, typer.Option("--rules", help="How words are read: corrected, or printed.")] = "corrected",
    language: Annotated[str, typer.Option("--language", help="The language of the text, or any.")] = "en",
    splits: Annotated[int, typer.Option("--splits", min=2, help="Parts that creators are dealt into.")] = 5,
    seed: Annotated[int, typer.Option("--seed", help="Of all chance.")] = 0,
    as_json: door.JsonOption = False,
) -> None:
    """Tell labels from words by naive Bayes, correct and as printed, on creators it never saw."""
    from motif.collection import read
    from motif.videos.study.words import words as compare

    found = compare(
        read(collection),
        text=text,  # type: ignore[arg-type]
        rules=rules,  # type: ignore[arg-type]
        language=None if language == "any" else language,
        n_splits=splits,
        random_state=seed,
    )
    door.emit(found.as_dict(), as_json=as_json, text=lambda: _print(found))


def _print(found: Words) -> None:
    typer.echo(
        f"{found.n_videos:,} videos of {found.n_creators:,} creators, {found.n_labels:,} labels, "
        f"{found.n_words:,} words; each video scored by a model that saw nothing of its creator"
    )
    for name, model in found.models.items():
        alphas = ", ".join(f"{alpha:g}" for alpha in dict.fromkeys(model.alphas))
        typer.echo(f"\n{name.replace('_', ' ')} (alpha {alphas})")
        door.strips([model.figures["hit_at_one"], model.figures["gap"]])
    rows = []
    for name, figures in found.differences.items():
        for figure in figures.values():
            low, high = figure.interval or (float("nan"), float("nan"))
            rows.append((name, figure.name, f"{figure.value:+.3f}", f"{low:+.3f} to {high:+.3f}"))
    typer.echo("")
    door.table(("difference", "figure", "value", "95 % interval, by creator"), rows, right=("value",))
