"""`predict`: which labels a fitted tagger sees in videos, as a table or in the form of Kaggle's competition."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core import check
from motif.core.errors import InputError
from motif.core.files import is_there, write_text
from motif.evaluate.tagging.best import best_classes
from motif.model.store import load
from motif.videos.model.tagger import Tagger
from motif.videos.represent.label import label_names
from motif.videos.represent.stack import Stack

if TYPE_CHECKING:
    from motif.collection import Collection

__all__ = ["FORMS", "Prediction", "predict", "tagger_of"]

FORMS = ("kaggle", "table")
_HEAD = ("VideoId", "LabelConfidencePairs")
_RUN = 1024


@dataclass(frozen=True, eq=False)
class Prediction:
    """The likeliest labels of each video.

    Parameters
    ----------
    ids :
        (n_videos,) of the videos.
    labels, scores :
        (n_videos, n_best): numbers of labels, and how likely each is, the likeliest first.
    names :
        Label -> name, as far as known.
    modalities :
        The blocks that were looked at.
    n_without :
        Videos that have none of them: their labels are those of nobody in particular.

    Examples
    --------
    >>> found = Prediction(["a"], np.array([[7, 2]]), np.array([[0.9, 0.25]]), {7: "Game"}, ("visual",), 0)
    >>> print(found.kaggle(), end="")
    VideoId,LabelConfidencePairs
    a,7 0.900000 2 0.250000
    """

    ids: Sequence[str]
    labels: np.ndarray
    scores: np.ndarray
    names: dict[int, str]
    modalities: tuple[str, ...]
    n_without: int

    def kaggle(self) -> str:
        """Return a CSV of video and pairs of label and score, as the competition of 2017 took it."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(_HEAD)
        for id_, labels, scores in zip(self.ids, self.labels.tolist(), self.scores.tolist(), strict=True):
            pairs = " ".join(f"{label} {score:.6f}" for label, score in zip(labels, scores, strict=True))
            writer.writerow((id_, pairs))
        return stream.getvalue()

    def table(self) -> str:
        """Return a CSV of one row a video and label: id, place, label, name, score."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("id", "place", "label", "name", "score"))
        for id_, place, label, score in self.rows():
            writer.writerow((id_, place, label, self.names.get(label, ""), f"{score:.6f}"))
        return stream.getvalue()

    def rows(self) -> Iterator[tuple[str, int, int, float]]:
        """Yield id, place from 1, label and score of each pair."""
        for id_, labels, scores in zip(self.ids, self.labels.tolist(), self.scores.tolist(), strict=True):
            for place, (label, score) in enumerate(zip(labels, scores, strict=True), start=1):
                yield id_, place, label, score

    def as_dict(self) -> dict[str, Any]:
        """Return all as plain JSON values."""
        videos: dict[str, list[dict[str, Any]]] = {id_: [] for id_ in self.ids}
        for id_, _, label, score in self.rows():
            videos[id_].append({"label": label, "name": self.names.get(label), "score": score})
        return {
            "modalities": list(self.modalities),
            "n_videos": len(self.ids),
            "n_without": self.n_without,
            "videos": [{"id": id_, "labels": found} for id_, found in videos.items()],
        }


def predict(
    collection: Collection,
    *,
    model: str | Path | Tagger = "labels",
    n: int = 20,
    split: str | None = None,
    out: str | Path | None = None,
    form: str = "kaggle",
    overwrite: bool = False,
) -> Prediction:
    """Return the likeliest labels of videos; the twin of `motif videos predict`.

    Parameters
    ----------
    collection :
        Of videos with the blocks that the tagger was fitted to.
    model :
        The tagger: its name in the collection, the collection that it was saved in, or itself.
    n :
        Labels of each video, >= 1.
    split :
        Only videos of this side, where the collection has a column `split`; None for all.
    out :
        A file to write; None writes none.
    form :
        "kaggle" (a row a video: label and score, label and score, …) or "table" (a row a label).
    overwrite :
        Whether a file at `out` is replaced.

    Raises
    ------
    InputError
        When there is no such model, or the collection's blocks do not fit it, or `out` is there.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> predict(Collection("video", {"id": ["a"]}), model="labels")
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: the collection has no model 'labels'; there are none: fit one first
    """
    check.integer(n, what="n", low=1)
    check.in_choices(form, FORMS, what="form")
    if out is not None and is_there(out) and not overwrite:
        raise InputError(f"{Path(out).name!r} exists; choose another name for --out, or add --overwrite")
    tagger = tagger_of(collection, model)
    rows = _rows(collection, split)
    missing = [name for name in tagger.modalities if name not in collection.blocks]
    if missing:
        raise InputError(f"the collection has no block {check.few(missing)}, which the model looks at")
    labels, scores, n_without = _best(tagger, collection, rows, min(n, len(tagger.label_ids_)))
    ids = collection.ids
    found = Prediction(
        [ids[row] for row in rows.tolist()],
        labels,
        scores,
        label_names(collection),
        tuple(tagger.modalities),
        n_without,
    )
    if out is not None:
        write_text(out, found.kaggle() if form == "kaggle" else found.table())
    return found


def tagger_of(collection: Collection, model: str | Path | Tagger) -> Tagger:
    """Return a fitted tagger: itself, one of the collection's, or one of another collection by its path.

    Raises
    ------
    InputError
        When there is none of that name, or the model is something else.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> tagger_of(Collection("video", {"id": ["a"]}), Tagger()).head
    'experts'
    """
    if isinstance(model, Tagger):
        return model
    folder = collection.models.get(str(model))
    if folder is None and is_there(Path(model) / "collection.json"):
        from motif.collection import read

        models = dict(read(model).models)
        folder = models.get("labels") or next(iter(models.values()), None)
    if folder is None and is_there(Path(model) / "params.json"):
        folder = Path(model)
    if folder is None:
        there = check.few(collection.models) or "none: fit one first"
        raise InputError(f"the collection has no model {str(model)!r}; there are {there}")
    found = load(folder, classes=[Tagger])
    if not isinstance(found, Tagger):
        raise InputError(f"model {str(model)!r} is a {type(found).__name__}, which says no labels of videos")
    return found


def _rows(collection: Collection, split: str | None) -> np.ndarray:
    if split is None:
        return np.arange(len(collection))
    if "split" not in collection.items.column_names:
        raise InputError(f"split {split!r} is asked for, but the collection has no column 'split'")
    sides = collection.items["split"].to_pylist()
    rows = np.flatnonzero([side == split for side in sides])
    if not len(rows):
        raise InputError(f"no video is on the side {split!r}; there are {check.few(sorted(set(filter(None, sides))))}")
    return rows


def _best(tagger: Tagger, collection: Collection, rows: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray, int]:
    labels, scores, n_without = [np.zeros((0, n), np.int64)], [np.zeros((0, n), np.float32)], 0
    for start in range(0, len(rows), _RUN):
        stack = Stack(collection, tuple(tagger.modalities), rows[start : start + _RUN])
        n_without += int(np.isnan(stack.rows(np.arange(len(stack)))).all(axis=1).sum())
        places, found = best_classes(tagger.predict_proba(stack), n)
        labels.append(tagger.label_ids_[places])
        scores.append(found)
    return np.concatenate(labels), np.concatenate(scores), n_without
