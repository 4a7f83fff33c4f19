"""`score`: what the codes of a network keep: the items, their neighbours, and what a linear reader sees in them."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.record import RunRecord, recording
from motif.core.seed import generator, integer_seed, recorded_seed
from motif.evaluate import projection
from motif.evaluate.figure import Figure
from motif.latent.evaluate import hit_rate
from motif.latent.model import Plain
from motif.latent.study.fit import restoring_figures
from motif.latent.study.task import Kept, kept_model, label_column, labels_of

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.core.seed import RandomState

__all__ = ["Score", "read_by_line", "score"]

_MOST = 2000  # items that a reader learns from, that it is tried on, and whose neighbours are looked for
_LEAST_SHOWN = 20  # held-out items with a label, below which a reader is not tried
_NEIGHBOURHOOD = 21  # items that have ten neighbours and as many others
_CANNOT = "A linear reader finds what lies along lines: what codes fold up it does not see, though it may be there."


@dataclass(frozen=True, eq=False)
class Score:
    """What `score` found.

    Parameters
    ----------
    model, kind, n_components :
        The model's name in the collection, its kind, and numbers in a code.
    label :
        The column that codes were read for; None for none.
    figures :
        "error", of variational kinds "bound", "neighbours_kept" and "distance_correlation" of the codes, and "read",
        each over held-out items.
    record :
        How it was made.
    """

    model: str
    kind: str
    n_components: int
    label: str | None
    figures: Mapping[str, Figure]
    record: RunRecord

    def as_dict(self) -> dict[str, Any]:
        """Return all as plain JSON values."""
        return {
            "model": self.model,
            "kind": self.kind,
            "n_components": self.n_components,
            "label": self.label,
            "figures": {key: figure.as_dict() for key, figure in self.figures.items()},
            "record": self.record.as_dict(),
        }


def score(collection: Collection, model: str, *, label: str | None = None, random_state: RandomState = 0) -> Score:
    """Return what a network keeps of held-out items, beside PCA with as many numbers, the mean item and chance.

    Parameters
    ----------
    collection, model :
        On disk, and the name of a model that `fit` made.
    label :
        A column that a linear classifier is to read from the codes; None takes the column that the model was told, or
        the only one that sorts the items into a few kinds.
    random_state :
        Of nulls, samples and half-samples.

    Raises
    ------
    InputError
        When model or column do not fit.

    Examples
    --------
    >>> import tempfile
    >>> from motif.latent.source import digits
    >>> from motif.latent.study.fit import fit
    >>> held = fit(digits(), n_components=8, max_steps=100).save(tempfile.mkdtemp() + "/digits.motif")
    >>> sorted(score(held, "codes").figures)
    ['distance_correlation', 'error', 'neighbours_kept', 'read']
    """
    kept = kept_model(collection, model)
    label = label or kept.parameters["label"] or label_column(collection)
    values = None if label is None else labels_of(collection, label)[kept.task.items.rows]
    items = kept.task.items
    parameters = {"model": model, "label": label}
    inputs = {items.name: items.digest}
    with recording("latent.score", parameters=parameters, inputs=inputs, seed=recorded_seed(random_state)) as watch:
        chance = generator(random_state)
        plain = kept.task.plain(kept.n_components)
        figures = restoring_figures(kept.model, kept.kind, kept.task, plain, seed=integer_seed(chance))
        figures |= _neighbours(kept, plain, chance)
        if values is not None:
            figures |= _read(kept, plain, values, chance)
    return Score(model, kept.kind, kept.n_components, label, figures, watch.record)


def read_by_line(X: np.ndarray, y: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Return what a linear classifier that was fitted to items X of kinds y takes other items for.

    Features are brought to one spread first; the classifier is logistic regression with scikit-learn's defaults.

    Examples
    --------
    >>> X = np.array([[0.0], [0.1], [1.0], [1.1]])
    >>> read_by_line(X, np.array(["a", "a", "b", "b"]), np.array([[0.2], [0.9]])).tolist()
    ['a', 'b']
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    middle, spread = X.mean(axis=0), X.std(axis=0)
    spread = np.where(spread > 0, spread, 1)
    reader = LogisticRegression(max_iter=300)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the last digits of its weights change no answer
        reader.fit((X - middle) / spread, y)
    return reader.predict((asked - middle) / spread)


def _neighbours(kept: Kept, plain: Plain, chance: np.random.Generator) -> dict[str, Figure]:
    places = _some(kept.task.judged, chance)
    if len(places) < _NEIGHBOURHOOD:
        return {}
    X = kept.task.items.values(places)
    figures = projection.evaluate(
        X,
        kept.model.transform(X),
        trivial={"pca": plain.pca.transform(X)},
        n_queries=500,
        n_permutations=39,
        random_state=chance,
    )
    return {name: figures[name] for name in ("neighbours_kept", "distance_correlation")}


def _read(kept: Kept, plain: Plain, values: np.ndarray, chance: np.random.Generator) -> dict[str, Figure]:
    known = np.array([value is not None for value in values])
    learn, tried = (
        _some(places[known[places]], chance) for places in (kept.task.fitted, kept.task.judged)
    )  # fmt: skip
    if len(tried) < _LEAST_SHOWN or len(set(values[learn])) < 2:
        return {}
    X, asked = kept.task.items.values(learn), kept.task.items.values(tried)
    y, meant = values[learn].astype(str), values[tried].astype(str)
    pairs = {
        "codes": (kept.model.transform(X), kept.model.transform(asked)),
        "pca": (plain.pca.transform(X), plain.pca.transform(asked)),
        "the_numbers_themselves": (X, asked),
    }
    said = {name: read_by_line(one, y, other) for name, (one, other) in pairs.items()}
    commonest = max(sorted(set(y)), key=y.tolist().count)
    trivial = {name: float((words == meant).mean()) for name, words in said.items() if name != "codes"}
    figure = hit_rate(
        said["codes"],
        meant,
        name="Read rightly by a line",
        trivial=trivial | {"the_commonest": float((meant == commonest).mean())},
        cannot_show=_CANNOT,
        random_state=chance,
    )
    return {"read": figure}


def _some(places: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    return places if len(places) <= _MOST else np.sort(chance.choice(places, _MOST, replace=False))
