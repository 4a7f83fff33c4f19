"""Counting what a collection of videos holds: labels, modalities, frames, creators, sides of a split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from motif.videos.represent.label import label_matrix, label_names

if TYPE_CHECKING:
    from motif.collection.base import Collection

__all__ = [
    "LabelRow",
    "Modality",
    "Side",
    "creators",
    "facts",
    "frames",
    "label_rows",
    "modality",
    "sides",
    "together",
    "verticals",
]

_N_CREATORS = 10
_SIDES = ("train", "development", "test")
_FRAMES = (30, 60, 120, 180, 240, 300)


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One label and how common it is.

    Parameters
    ----------
    label, name, vertical :
        Its number, and what the vocabulary calls it and puts it under; None where it does not say.
    n_videos :
        Videos that have it.

    Examples
    --------
    >>> LabelRow(7, None, None, 12).called
    'label 7'
    """

    label: int
    name: str | None
    vertical: str | None
    n_videos: int

    @property
    def called(self) -> str:
        """Its name; its number in words where it has none."""
        return self.name or f"label {self.label}"


@dataclass(frozen=True, slots=True)
class Modality:
    """One block of the videos.

    Parameters
    ----------
    name, kind, dtype :
        As the collection has it: "dense" is a row a video, "ragged" a row a frame.
    n_features :
        Numbers of a row.
    n_present :
        Videos that have it.

    Examples
    --------
    >>> Modality("audio", "dense", "uint8", 128, 40).n_present
    40
    """

    name: str
    kind: str
    dtype: str
    n_features: int
    n_present: int


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a split.

    Parameters
    ----------
    name :
        Such as "train".
    n_videos, n_labels, n_creators :
        What is on it; creators are None where none is known.
    n_shared :
        Creators of it that are on another side too.

    Examples
    --------
    >>> Side("train", 700, 40, 60, 0).n_shared
    0
    """

    name: str
    n_videos: int
    n_labels: int
    n_creators: int | None
    n_shared: int


def _haslabel_rows(collection: Collection) -> bool:
    return "labels" in collection.items.column_names


def label_rows(collection: Collection) -> tuple[LabelRow, ...]:
    """Return all labels that a video has, the commonest first.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> [row.label for row in label_rows(Collection("video", {"id": ["a", "b"], "labels": [[3, 4], [4]]}))]
    [4, 3]
    """
    if not _has_labels(collection):
        return ()
    Y, labels = label_matrix(collection)
    counts = np.asarray(Y.sum(axis=0)).ravel()
    names, verticals = label_names(collection), _vertical_of(collection)
    rows = zip(labels.tolist(), counts.tolist(), strict=True)
    found = [LabelRow(label, names.get(label), verticals.get(label), int(count)) for label, count in rows]
    return tuple(sorted(found, key=lambda row: (-row.n_videos, row.label)))


def _vertical_of(collection: Collection) -> dict[int, str]:
    table = collection.tables.get("vocabulary")
    if table is None or "vertical" not in table.column_names:
        return {}
    pairs = zip(table["label"].to_pylist(), table["vertical"].to_pylist(), strict=True)
    return {int(label): vertical for label, vertical in pairs if vertical}


def _has_labels(collection: Collection) -> bool:
    return "labels" in collection.items.column_names


def verticals(collection: Collection, rows: Sequence[LabelRow]) -> dict[str, int]:
    """Return vertical -> videos with at least one label of it; nothing where the vocabulary does not say.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> videos = Collection("video", {"id": ["a", "b"], "labels": [[3, 4], [4]]})
    >>> verticals(videos, [LabelRow(3, None, "Arts", 1), LabelRow(4, None, "Arts", 2)])
    {'Arts': 2}
    """
    under = {row.label: row.vertical for row in rows if row.vertical}
    if not under:
        return {}
    counted: Counter[str] = Counter()
    for labels in collection.items["labels"].to_pylist():
        counted.update({under[label] for label in labels or () if label in under})
    return dict(counted.most_common())


def modality(collection: Collection, name: str) -> Modality:
    """Return what is known of one block.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> modality(Collection("video", {"id": ["a", "b"]}, blocks={"audio": np.eye(2)}), "audio").n_features
    2
    """
    block = collection.blocks[name]
    width = int(np.prod(block.info.item_shape))
    return Modality(name, block.info.kind, block.info.dtype, width, int(_present(collection, name).sum()))


def _present(collection: Collection, name: str) -> np.ndarray:
    block = collection.blocks[name]
    return block.present if block.may_be_absent else np.ones(len(block), dtype=bool)


def together(collection: Collection) -> dict[str, int]:
    """Return which blocks videos have, in words -> how many have just these, the commonest first.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> together(Collection("video", {"id": ["a", "b"]}, blocks={"audio": np.eye(2)}))
    {'audio': 2}
    """
    names = [*collection.blocks]
    if not names:
        return {}
    has = np.stack([_present(collection, name) for name in names], axis=1)
    kinds, counts = np.unique(has, axis=0, return_counts=True)
    found = {
        " + ".join(name for name, there in zip(names, kind, strict=True) if there) or "none": int(count)
        for kind, count in zip(kinds.tolist(), counts, strict=True)
    }
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def frames(collection: Collection) -> dict[str, int]:
    """Return class of length in frames -> videos, from the shortest to the longest; nothing at video level.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> frames(Collection("video", {"id": ["a", "b"], "n_frames": [20, 70]}))
    {'0 to 29': 1, '30 to 59': 0, '60 to 119': 1}
    """
    if "n_frames" not in collection.items.column_names:
        return {}
    lengths = np.array([count for count in collection.items["n_frames"].to_pylist() if count is not None])
    if not len(lengths):
        return {}
    edges = (0, *_FRAMES)
    names = [f"{low} to {high - 1}" for low, high in zip(edges, _FRAMES, strict=False)] + [f"{_FRAMES[-1]} and more"]
    counts = np.bincount(np.searchsorted(_FRAMES, lengths, side="right"), minlength=len(names)).tolist()
    inside = [at for at, count in enumerate(counts) if count]
    return dict(zip(names[inside[0] : inside[-1] + 1], counts[inside[0] : inside[-1] + 1], strict=True))


def _known_creators(collection: Collection) -> list[str | None]:
    if "creator" not in collection.items.column_names:
        return [None] * collection.n_items
    return [creator or None for creator in collection.items["creator"].to_pylist()]


def creators(collection: Collection) -> tuple[tuple[str, int], ...]:
    """Return those with most videos, and how many.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> creators(Collection("video", {"id": ["a", "b"], "creator": ["Ann", None]}))
    (('Ann', 1),)
    """
    counted = Counter(creator for creator in _known_creators(collection) if creator)
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:_N_CREATORS])


def sides(collection: Collection) -> tuple[Side, ...]:
    """Return the sides of a split; nothing where none was made.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> facts = {"id": ["a", "b"], "split": ["train", "test"], "creator": ["Ann", "Ann"]}
    >>> [(side.name, side.n_shared) for side in sides(Collection("video", facts))]
    [('train', 1), ('test', 1)]
    """
    if "split" not in collection.items.column_names:
        return ()
    sides, creators = collection.items["split"].to_pylist(), _known_creators(collection)
    listed = collection.items["labels"].to_pylist() if _has_labels(collection) else [()] * len(sides)
    on: dict[str, set[str]] = {}
    for side, creator in zip(sides, creators, strict=True):
        on.setdefault(side, set()).update([creator] if creator else [])
    found = []
    for name in sorted(on, key=lambda side: (_SIDES.index(side) if side in _SIDES else len(_SIDES), str(side))):
        others = {creator for side, known in on.items() if side != name for creator in known}
        rows = [row for row, side in enumerate(sides) if side == name]
        labels = {label for row in rows for label in listed[row] or ()}
        n_creators = len(on[name]) if any(creators) else None
        found.append(Side(name or "none", len(rows), len(labels), n_creators, len(on[name] & others)))
    return tuple(found)


def facts(collection: Collection, rows: Sequence[LabelRow]) -> dict[str, int]:
    """Return what is to be said of a collection as a whole: name -> number.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> facts(Collection("video", {"id": ["a", "b"]}), ())
    {'videos': 2, 'labels': 0, 'label_appearances': 0}
    """
    items = collection.items
    found = {"videos": collection.n_items, "labels": len(rows), "label_appearances": sum(row.n_videos for row in rows)}
    if _has_labels(collection):
        found["with_labels"] = sum(bool(labels) for labels in items["labels"].to_pylist())
    if "vocabulary" in collection.tables:
        found["vocabulary"] = collection.tables["vocabulary"].num_rows
    if "n_frames" in items.column_names:
        found["frames"] = sum(count or 0 for count in items["n_frames"].to_pylist())
    creators = {creator for creator in _known_creators(collection) if creator}
    if creators:
        found["creators"] = len(creators)
    if "segments" in collection.tables:
        found["segments"] = collection.tables["segments"].num_rows
    return found
