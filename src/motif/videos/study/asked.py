"""What `score` is asked to judge: files, models, and the videos on which."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.check import few
from motif.core.errors import InputError
from motif.videos.collection.split import rows_of
from motif.videos.collection.truth import knows_truth
from motif.videos.represent.label import label_matrix
from motif.videos.source.prediction import Predictions, read_predictions

if TYPE_CHECKING:
    from motif.collection import Collection
    from motif.videos.model.tagger import Tagger

__all__ = ["Asked", "label_numbers", "taggers_of"]

_ALL = "all"


@dataclass(frozen=True, eq=False)
class Asked:
    """What is judged, on which videos, and where frequencies come from.

    Parameters
    ----------
    files, taggers :
        Name -> predictions, or a fitted tagger.
    side :
        What the videos are called together.
    rows, train :
        Positions of the videos that are judged, and of those that frequencies are counted on.
    note :
        What is to be said of it, as one line.

    Examples
    --------
    >>> from motif.videos.study.synthetic import synthetic
    >>> asked = Asked.of(synthetic(200, n_labels=12, n_visual=24, n_audio=6), (), (), None)
    >>> asked.side, len(asked.taggers)
    ('test', 0)
    """

    files: dict[str, Predictions]
    taggers: dict[str, Tagger]
    side: str
    rows: np.ndarray
    train: np.ndarray
    note: str

    @classmethod
    def of(cls, collection: Collection, predictions: Any, models: Any, split: str | None) -> Asked:
        """Read files and models, and decide which videos are judged; the arguments are those of `score`."""
        files = _named([(Path(one).stem, read_predictions(one)) for one in _several(predictions)])
        given = _several(models)
        if not files and not given:
            given = [*taggers_of(collection)]
        taggers = _named([_tagger(collection, one) for one in given])
        if not files and not taggers and not knows_truth(collection):
            raise InputError("nothing is to be judged: name a file of predictions, or fit a model (motif videos fit)")
        side, rows, train, note = _sides(collection, split, has_models=bool(taggers))
        return cls(files, taggers, side, rows, train, note)


def taggers_of(collection: Collection) -> dict[str, Tagger]:
    """Return the taggers that a collection holds, by name; models that only read, or group, are passed over.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> taggers_of(Collection("video", {"id": ["a"]}))
    {}
    """
    if not collection.models:
        return {}
    from motif.model.store import load
    from motif.videos.model.tagger import Tagger

    loaded = {name: load(folder, classes=[Tagger]) for name, folder in collection.models.items()}
    return {name: model for name, model in loaded.items() if isinstance(model, Tagger)}


def label_numbers(collection: Collection, asked: Asked) -> np.ndarray:
    """Return every label that a video has, the vocabulary lists, or somebody predicts, (n_labels,) int64, ascending.

    Examples
    --------
    >>> from motif.videos.study.synthetic import synthetic
    >>> made = synthetic(200, n_labels=12, n_visual=24, n_audio=6)
    >>> len(label_numbers(made, Asked.of(made, (), (), None)))
    12
    """
    known = [label_matrix(collection)[1]]
    if "vocabulary" in collection.tables:
        known.append(np.asarray(collection.tables["vocabulary"]["label"], np.int64))
    known += [said.labels for said in asked.files.values()]
    known += [tagger.label_ids_ for tagger in asked.taggers.values()]
    return np.unique(np.concatenate(known))


def _several(given: Any) -> list[Any]:
    return list(given) if isinstance(given, list | tuple) else [given]


def _named(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    again = sorted({name for name, _ in pairs if [one for one, _ in pairs].count(name) > 1})
    if again:
        raise InputError(f"two are called {again[0]!r}; give each another name")
    return dict(pairs)


def _tagger(collection: Collection, model: Any) -> tuple[str, Tagger]:
    from motif.videos.study.predict import tagger_of

    found = tagger_of(collection, model)
    missing = [name for name in found.modalities if name not in collection.blocks]
    if missing:
        raise InputError(f"the collection has no block {few(missing)}, which a model looks at")
    return ("model" if found is model else Path(str(model)).stem, found)


def _sides(collection: Collection, split: str | None, *, has_models: bool) -> tuple[str, np.ndarray, np.ndarray, str]:
    """The side that is judged, its videos, those that frequencies are counted on, and what is to be said of it."""
    every, has_sides = np.arange(collection.n_items), "split" in collection.items.column_names
    if split is None and not has_sides and has_models:
        from motif.videos.study.fit import sides_of

        sides = sides_of(collection)
        told = "there is no column 'split': judged is what fit held out, which decided when training stopped"
        return "development", sides.development, sides.train, told
    side = split or ("test" if has_sides else _ALL)
    rows = every if side == _ALL else rows_of(collection, side)
    if has_sides and "train" in collection.items["split"].to_pylist():
        return side, rows, rows_of(collection, "train"), ""
    told = "popularity and frequency are counted on the videos that are judged, which favours the trivial answer"
    return side, rows, rows, told
