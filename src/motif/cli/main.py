"""`motif`: the root of the command line. It imports only what its help needs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from motif.cli import cache, demo, door, films, latent, models, pictures, settings, shared, songs, videos

__all__ = ["app", "run"]

app = door.group(
    "Find what recurs in a media collection: every number beside what chance would score.\n\n"
    "Any option can also be set by an environment variable, such as MOTIF_PICTURES_CUT_JOBS, or in motif.toml."
)


def _version(wanted: bool) -> None:
    if wanted:
        from motif.core.record import version

        typer.echo(f"motif {version()}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[  # noqa: ARG001 - handled by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
    verbose: Annotated[int, typer.Option("--verbose", "-v", count=True, help="Say more on stderr; twice for all.")] = 0,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Set up logging and error display for every verb."""
    from motif.core import log

    log.set_up(verbose)
    door.debugging(debug)


demo.add_to(app)
shared.add_to(app)
app.add_typer(pictures.app, name="pictures")
app.add_typer(latent.app, name="latent")
app.add_typer(songs.app, name="songs")
app.add_typer(films.app, name="films")
app.add_typer(videos.app, name="videos")
app.add_typer(models.app, name="models")
app.add_typer(cache.app, name="cache")


def run() -> None:
    """Run the command line; the console script's entry point."""
    from motif.core.errors import MotifError

    command = door.tidied(typer.main.get_command(app))
    try:
        defaults = settings.from_file(Path())
        settings.check_known(defaults, command)
    except MotifError as error:
        door.note(str(error))
        raise SystemExit(1) from error
    command(prog_name="motif", auto_envvar_prefix=settings.PREFIX, default_map=defaults)
