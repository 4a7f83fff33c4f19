"""`motif films characters`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motif.cli import door
from motif.cli.shared.option import OverwriteOption

if TYPE_CHECKING:
    from motif.films.study.characters import Extraction

__all__ = ["Language", "add_to", "characters"]

_MOST_TOLD = 5


class Language(StrEnum):
    """Which plots are read."""

    en = "en"
    any = "any"


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "characters", example="motif films characters films.motif --out characters.motif --jobs 2")(
        characters
    )


def characters(
    films: Annotated[Path, typer.Argument(metavar="FILMS", help="A collection of films with plots.")],
    out: Annotated[Path, typer.Option("--out", help="The folder for the collection, such as characters.motif.")],
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Processes.")] = 1,
    pipeline: Annotated[
        str | None, typer.Option("--pipeline", help="A pipeline of spaCy by name or folder; left out: the packaged.")
    ] = None,
    no_pronouns: Annotated[bool, typer.Option("--no-pronouns", help="Count what names say, not he and she.")] = False,
    aliases: Annotated[
        Path | None, typer.Option("--aliases", help="A table film,alias,name that overrules how names are joined.")
    ] = None,
    language: Annotated[Language, typer.Option("--language", help="Leave out other languages, or none.")] = Language.en,
    min_mentions: Annotated[int, typer.Option("--min-mentions", min=1, help="Leave out who is named less.")] = 1,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Find the characters in the plots of films, and count what they do, suffer, are and have."""
    from motif.films.study.characters import characters as find_characters

    found = find_characters(
        films,
        out=out,
        pipeline=pipeline,
        pronouns=not no_pronouns,
        aliases=aliases,
        language=language.value,
        min_mentions=min_mentions,
        jobs=jobs,
        overwrite=overwrite,
    )
    door.emit({"out": str(out), **found.as_dict()}, as_json=as_json, text=lambda: _print(found, out))
    if not as_json:
        _tell(found)


def _print(found: Extraction, out: Path) -> None:
    held = found.collection
    blocks = ", ".join(f"{name} {' x '.join(f'{n:,}' for n in block.shape)}" for name, block in held.blocks.items())
    typer.echo(f"{out}: {held.n_items:,} characters of {found.book.n_read:,} films; blocks: {blocks or 'none'}")
    reasons = ", ".join(f"{reason.replace('_', ' ')} {n:,}" for reason, n in found.book.dropped.items()) or "none"
    n_left_out = sum(found.book.dropped.values())
    typer.echo(f"films {found.n_films:,} = read {found.book.n_read:,} + left out {n_left_out:,}: {reasons}")
    if found.book.n_rare:
        typer.echo(f"characters left out as seldom mentioned: {found.book.n_rare:,}")
    _print_words(found)
    _print_match(found)


def _print_words(found: Extraction) -> None:
    words = found.as_dict()["role_words"]
    roles = ", ".join(f"{role} {n:,}" for role, n in words["by_role"].items())
    typer.echo(f"words in roles: {words['total']:,} ({roles})")
    if words["from_pronouns"]:
        gain = "" if words["gain"] is None else f" (+{100 * words['gain']:.0f} %)"
        typer.echo(
            f"  of these by pronouns {words['from_pronouns']:,}{gain}; without them {words['without_pronouns']:,}"
        )


def _print_match(found: Extraction) -> None:
    match = found.match
    for name, table in match.tables.items():
        share = "" if table.share is None else f" ({100 * table.share:.0f} %)"
        chance = "" if table.chance is None else f"; with another film's {100 * table.chance:.1f} %"
        unclear = f"; unclear {table.n_ambiguous:,}" if table.n_ambiguous else ""
        typer.echo(
            f"{name}: found {table.n_found:,} of the {table.n_here:,} rows of these films{share}{chance}{unclear}"
        )
    if match.n_asked:
        rules = ", ".join(f"by {rule} {n:,}" for rule, n in match.by_rule.items()) or "none"
        unclear = f"; unclear {match.n_ambiguous:,}" if match.n_ambiguous else ""
        asked = f"{match.n_asked:,} characters of films of which some are known"
        typer.echo(f"matched {match.n_matched:,} of the {asked}: {rules}{unclear}")


def _tell(found: Extraction) -> None:
    if found.book.n_cleaned:
        plots = "plot" if found.book.n_cleaned == 1 else "plots"
        door.note(f"markup taken out of {found.book.n_cleaned:,} {plots} ({found.book.counts['n_marks']:,} marks)")
    unmatched = found.told["unmatched"]
    for one in unmatched[:_MOST_TOLD]:
        reason = one["reason"].replace("_", " ")
        door.note(f"--aliases row {one['row']} ({one['film']!r}, {one['alias']!r}) changes nothing: {reason}")
    if len(unmatched) > _MOST_TOLD:
        door.note(f"{len(unmatched) - _MOST_TOLD:,} more rows of --aliases change nothing; --json lists them")
