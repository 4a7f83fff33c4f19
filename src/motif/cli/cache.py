"""`motif cache`: what costs time to make again, and how much room it takes."""

from __future__ import annotations

import typer

from motif.cli import door

__all__ = ["app"]

app = door.group("The cache of results that cost time, and of model files.")


@door.verb(app, "info", example="motif cache info")
def info(as_json: door.JsonOption = False) -> None:
    """Say where the cache lies, how much it holds and how much it may hold."""
    from motif.core.cache import default_cache

    cache = default_cache()
    held = cache.info()
    value = {
        "folder": str(cache.folder),
        "n_entries": held.n_entries,
        "n_bytes": held.n_bytes,
        "max_bytes": held.max_bytes,
    }

    def text() -> None:
        room = f"{held.n_bytes / 1e6:.1f} of at most {held.max_bytes / 1e6:.0f} MB (MOTIF_CACHE_MB)"
        door.table(("entries", "held", "folder (MOTIF_CACHE_DIR)"), [(held.n_entries, room, cache.folder)])

    door.emit(value, as_json=as_json, text=text)


@door.verb(app, "clear", example="motif cache clear")
def clear(as_json: door.JsonOption = False) -> None:
    """Remove all that the cache holds; model files are fetched again when they are needed."""
    from motif.core.cache import default_cache

    cache = default_cache()
    before, after = cache.clear(), cache.info()  # an entry that another process holds open may stay
    value = {
        "n_entries_removed": before.n_entries - after.n_entries,
        "n_bytes_removed": before.n_bytes - after.n_bytes,
        "n_entries_left": after.n_entries,
    }

    def text() -> None:
        removed = f"Removed {value['n_entries_removed']} entries, {value['n_bytes_removed'] / 1e6:.1f} MB"
        typer.echo(f"{removed}; {after.n_entries} left.")

    door.emit(value, as_json=as_json, text=text)
