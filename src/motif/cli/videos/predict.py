"""`motif videos predict`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motif.cli import door
from motif.cli.shared.option import CollectionArgument, OverwriteOption

if TYPE_CHECKING:
    from motif.videos.study.predict import Prediction

__all__ = ["add_to", "predict"]

_SHOWN, _LABELS = 10, 3


class _Form(StrEnum):
    kaggle = "kaggle"
    table = "table"


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "predict", example="motif videos predict videos.motif --out predictions.csv")(predict)


def predict(
    collection: CollectionArgument,
    model: Annotated[
        str, typer.Option(help="The model: its name in the collection, or another collection that has one.")
    ] = "labels",
    n: Annotated[int, typer.Option("-n", min=1, help="Labels of each video.")] = 20,
    split: Annotated[str | None, typer.Option(help="Only videos of this side, such as test.")] = None,
    out: Annotated[Path | None, typer.Option(help="A CSV to write.")] = None,
    form: Annotated[
        _Form, typer.Option(help="kaggle: a row a video, label and score in turn; table: a row a label.")
    ] = _Form.kaggle,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Say which labels videos have, by a model that was fitted, the likeliest first."""
    from motif.collection import read
    from motif.core.extra import extra

    with extra("videos"):
        from motif.videos.study.predict import predict as predict_labels
    found = predict_labels(
        read(collection), model=model, n=n, split=split, out=out, form=form.value, overwrite=overwrite
    )
    door.emit(found.as_dict(), as_json=as_json, text=lambda: _print(found, out))
    if found.n_without and not as_json:
        door.note(f"{found.n_without:,} videos have none of the blocks that the model looks at")


def _print(found: Prediction, out: Path | None) -> None:
    if out is not None:
        typer.echo(f"{out}: {len(found.ids):,} videos, {found.labels.shape[1]} labels each")
        return
    rows = []
    for id_, labels, scores in zip(found.ids[:_SHOWN], found.labels.tolist(), found.scores.tolist(), strict=False):
        told = zip(labels[:_LABELS], scores[:_LABELS], strict=True)
        rows.append(
            (id_, ", ".join(f"{found.names.get(label, f'label {label}')} {score:.2f}" for label, score in told))
        )
    door.table(("video", "likeliest labels"), rows)
    if len(found.ids) > _SHOWN:
        door.note(f"{_SHOWN} of {len(found.ids):,} videos; --out writes all")
