"""`motif films personas`: recurring kinds of characters, in words; who is one of each, kept in the collection."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from motif.cli import door
from motif.cli.shared.option import CollectionArgument, OverwriteOption, SeedOption

if TYPE_CHECKING:
    from motif.films.study.personas import Personas

__all__ = ["add_to"]

_MANY = 0.1  # of all characters
_FITTING = {
    "model": "--model", "n_personas": "--n-personas", "topics": "--topics", "vectors": "--vectors",
    "min_words": "--min-words", "min_probability": "--min-probability", "like": "--like", "seed": "--seed",
}  # fmt: skip
_WHY = {
    "few_words": "of whom fewer than {min_words} words are said",
    "unknown_words": "of whom only words are said that the model does not know",
    "unsure": "whose likeliest persona has no more than {min_probability:g}",
}


class _Model(StrEnum):
    mixture = "mixture"
    lda = "lda"
    dirichlet_persona = "dirichlet_persona"
    embedding = "embedding"
    autoencoder = "autoencoder"


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    example = "motif films personas characters.motif --n-personas 8 --out personas.csv"
    door.verb(app, "personas", example=example)(personas)


def personas(
    ctx: typer.Context,
    collection: CollectionArgument,
    model: Annotated[_Model, typer.Option("--model", help="Which model.", case_sensitive=False)] = _Model.mixture,
    n_personas: Annotated[
        str, typer.Option("--n-personas", metavar="K|auto", help="How many; auto tells what speaks for it.")
    ] = "auto",
    topics: Annotated[
        int | None, typer.Option("--topics", min=2, help="Put the words into so many topics first.")
    ] = None,
    vectors: Annotated[
        Path | None, typer.Option("--vectors", help="Word vectors for the topics; otherwise they are learned here.")
    ] = None,
    min_words: Annotated[int, typer.Option("--min-words", min=1, help="Role words that a character needs.")] = 3,
    min_probability: Annotated[
        float, typer.Option("--min-probability", min=0, max=1, help="What a membership must be above to be assigned.")
    ] = 0.2,
    out: Annotated[Path | None, typer.Option("--out", help="Write each character's label there, a .csv file.")] = None,
    table: Annotated[
        Path | None, typer.Option("--table", help="Write films by personas there, a .parquet or .csv file.")
    ] = None,
    like: Annotated[
        Path | None, typer.Option("--like", help="An older collection whose personas keep their numbers.")
    ] = None,
    given: Annotated[
        Path | None, typer.Option("--from", help="Fit nothing: give the personas that this collection holds.")
    ] = None,
    seed: SeedOption = 0,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Find the personas of characters, name them in words, and keep them in the collection."""
    from motif.collection import read
    from motif.films.study.apply import apply
    from motif.films.study.personas import personas as find_personas
    from motif.represent.vector import load_vectors

    number = _number(n_personas)
    if given is not None:
        _refuse_fitting(ctx)
    _refuse(out, table, overwrite=overwrite)
    if given is not None:
        found = apply(read(collection), read(given), overwrite=overwrite)
    else:
        found = find_personas(
            read(collection),
            model=model.value,
            n_personas=number,
            n_topics=topics,
            vectors=None if vectors is None else load_vectors(vectors),
            min_words=min_words,
            min_probability=min_probability,
            like=None if like is None else read(like),
            overwrite=overwrite,
            random_state=seed,
        )
    found.save(collection, overwrite=True)
    written = _written(found, out, table)
    door.emit(found.as_dict() | written, as_json=as_json, text=lambda: _print(found))
    if not as_json:
        _tell(found)


def _number(text: str) -> int | Literal["auto"]:
    if text == "auto":
        return "auto"
    try:
        return int(text)
    except ValueError:
        raise typer.BadParameter(f"must be a whole number or auto, not {text!r}", param_hint="--n-personas") from None


def _refuse_fitting(ctx: typer.Context) -> None:
    """Refuse what says how to fit, where nothing is fitted."""
    asked = [option for name, option in _FITTING.items() if _is_given(ctx, name)]
    if asked:
        raise typer.BadParameter(f"fits nothing, so leave out {', '.join(asked)}", param_hint="--from")


def _is_given(ctx: typer.Context, name: str) -> bool:
    source = ctx.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _refuse(out: Path | None, table: Path | None, *, overwrite: bool) -> None:
    """Refuse what cannot be done before the work is done."""
    for path, suffixes in ((out, (".csv",)), (table, (".parquet", ".csv"))):
        if path is not None:
            door.require_new(path, suffixes=suffixes, overwrite=overwrite)


def _written(found: Personas, out: Path | None, table: Path | None) -> dict[str, str]:
    """Write the files that are asked for, and return where they are."""
    from motif.collection.export import write_table

    if out is not None:
        write_table(found.labels_table(), out)
    if table is not None:
        write_table(found.films_table(), table)
    return {name: str(path) for name, path in (("out", out), ("table", table)) if path is not None}


def _print(found: Personas) -> None:
    columns = ("persona", "characters", "films", "name")
    right = {"persona", "characters", "films"}
    rows: list[tuple[object, ...]] = []
    measured = any(one.stability is not None for one in found.personas)
    for one in sorted(found.personas, key=lambda one: (-one.n_characters, one.number)):
        stable = (f"{one.stability or 0:.2f}", f"{one.stability_chance or 0:.2f}") if measured else ()
        rows.append((one.label, f"{one.n_characters:,}", f"{one.n_films:,}", *stable, one.name))
    if measured:
        columns = ("persona", "characters", "films", "found again", "chance", "name")
        right |= {"found again", "chance"}
    door.table(columns, rows, right=right)
    if found.figures:
        door.strips(found.figures.values())


def _tell(found: Personas) -> None:
    """Tell how many are unassigned and why, what the number rests on, and which numbers stayed."""
    counts = found.placed.counts
    n_all = len(found.labels)
    n_without = n_all - counts["assigned"]
    why = [
        f"{counts[word]:,} {words.format(min_words=found.frame.min_words, min_probability=found.frame.min_probability)}"
        for word, words in _WHY.items()
        if counts[word]
    ]
    reasons = f": {', '.join(why)}" if why else ""
    door.note(f"{counts['assigned']:,} of {n_all:,} characters have a persona; {n_without:,} have none{reasons}")
    if counts["unsure"] > _MANY * n_all:
        door.note("many are unsure: fewer personas, or a lower --min-probability, leave fewer without one")
    if found.n_unknown:
        total = found.n_unknown + found.n_known
        door.note(f"{found.n_unknown:,} of {total:,} words are not known to the model and left out")
    if found.choice is not None:
        door.note(found.choice.words)
    elif found.n_empty and found.record.step == "films.personas":
        n_asked = found.n_empty + len(found.personas)
        door.note(f"{found.n_empty:,} of the {n_asked:,} personas asked for have no characters and are left out")
    if found.kept is not None:
        kept = found.kept
        door.note(f"{len(kept.stayed)} personas stayed, {len(kept.new)} new, {len(kept.gone)} gone")
