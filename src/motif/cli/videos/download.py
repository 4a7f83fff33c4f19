"""`motif videos download`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from motif.cli import door
from motif.cli.shared.option import OverwriteOption

__all__ = ["add_to", "download"]


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "download", example="motif videos download videos.motif --out text.jsonl")(download)


def download(
    videos: Annotated[Path, typer.Argument(metavar="VIDEOS", help="A collection, or a table with a column of ids.")],
    out: Annotated[Path, typer.Option("--out", help="The file for the text, such as text.jsonl.")],
    way: Annotated[str, typer.Option("--way", help="oembed (no key), or api (MOTIF_YOUTUBE_API_KEY).")] = "oembed",
    online: Annotated[bool, typer.Option("--online", help="Allow the network; nothing is sent without.")] = False,
    requests: Annotated[int, typer.Option("--requests", min=0, help="The most requests of this run.")] = 1000,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Ask YouTube for titles and keywords of videos by id, as a table; off without --online."""
    from motif.videos.study.download import download as ask
    from motif.videos.study.download import ids_of, n_requests_for

    door.require_new(out, suffixes=(".jsonl",), overwrite=overwrite)
    ids = ids_of(videos)
    if not online:
        n_asked, n_sent = len(set(ids)), n_requests_for(ids, way)  # type: ignore[arg-type]
        plan = {"n_asked": n_asked, "n_requests": n_sent, "is_sent": False}
        told = f"{n_asked:,} videos would take {n_sent:,} requests to YouTube; nothing was sent: add --online to send"
        door.emit(plan, as_json=as_json, text=lambda: typer.echo(told))
        return
    found = ask(ids, way=way, online=online, n_requests=requests, overwrite=overwrite)  # type: ignore[arg-type]
    value = {
        "is_sent": True,
        "out": str(out),
        "n_asked": found.n_asked,
        "n_rows": found.n_rows,
        "n_unavailable": len(found.drops),
        "n_left": found.n_left,
    }
    left = f", {found.n_left:,} left for another run" if found.n_left else ""
    text = f"{out}: {found.n_rows:,} of {found.n_asked:,} videos; {len(found.drops):,} are no longer there{left}"
    door.emit(value, as_json=as_json, text=lambda: typer.echo(text))
