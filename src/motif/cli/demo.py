"""`motif demo`: every wing that is built does its job on real media, and the results become one page."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motif.cli import door

if TYPE_CHECKING:
    from motif.view.report import Chapter
    from motif.wings import Wing

__all__ = ["add_to"]

_TITLE = "What recurs in a few media"
_LEAD = (
    "A real photograph and real handwritten digits; films that we invented, music and videos made on the spot: all "
    "taken the whole way from the file to the figure on this machine. Every number stands beside what chance, doing "
    "nothing or the trivial answer would score."
)


def add_to(app: typer.Typer) -> None:
    """Register the verb at the root."""
    door.verb(app, "demo", example="motif demo --out demo")(demo)


@dataclass(frozen=True, slots=True)
class _Done:
    wing: Wing
    chapter: Chapter
    seconds: float


def demo(
    out: Annotated[Path, typer.Option(help="Folder for index.html and what the wings leave there.")] = Path("demo"),
    quick: Annotated[bool, typer.Option("--quick", help="Fewer permutations: rougher nulls, sooner.")] = False,
    as_json: door.JsonOption = False,
) -> None:
    """Take real media the whole way and write one page about it."""
    from motif.core.errors import MissingExtra
    from motif.core.files import make_folder
    from motif.view.report import write_page
    from motif.wings import WINGS

    make_folder(out)
    done: list[_Done] = []
    skipped: list[tuple[str, str, str]] = []
    for wing in WINGS.values():
        if not wing.is_built:
            how = f"not in this version; the extra that will bring it is motif-media[{wing.extra}]"
            skipped.append((wing.name, wing.job, how))
            continue
        try:
            done.append(_chapter(wing, out, quick=quick))
        except MissingExtra as error:
            skipped.append((wing.name, wing.job, str(error)))
        else:
            door.note(f"{wing.name}: {done[-1].seconds:.1f} s")
    page = out / "index.html"
    write_page(page, title=_TITLE, lead=_LEAD, chapters=tuple(one.chapter for one in done), skipped=tuple(skipped))
    door.emit(_value(page, done, skipped), as_json=as_json, text=lambda: _say(page, skipped))


def _chapter(wing: Wing, out: Path, *, quick: bool) -> _Done:
    from motif.wings import room

    start = time.perf_counter()
    result = room(wing.name, "study").demo(folder=out, quick=quick)
    chapter = room(wing.name, "view").chapter(result)
    return _Done(wing, chapter, time.perf_counter() - start)


def _value(page: Path, done: list[_Done], skipped: list[tuple[str, str, str]]) -> dict[str, Any]:
    return {
        "page": str(page),
        "chapters": [
            {"wing": one.wing.name, "title": one.chapter.title, "seconds": round(one.seconds, 2)} for one in done
        ],
        "skipped": [{"wing": name, "job": job, "how": how} for name, job, how in skipped],
    }


def _say(page: Path, skipped: list[tuple[str, str, str]]) -> None:
    for name, _, how in skipped:
        typer.echo(f"skipped {name}: {how}")
    typer.echo(f"page: {page}")
