"""The verbs that mean the same for every collection, one file each; `held` has those that only look or copy."""

import typer

from motif.cli.shared import cluster, compare, embed, find, held, map

__all__ = ["add_to"]


def add_to(app: typer.Typer) -> None:
    """Register the shared verbs at the root."""
    held.add_to(app)
    compare.add_to(app)
    find.add_to(app)
    cluster.add_to(app)
    embed.add_to(app)
    map.add_to(app)
