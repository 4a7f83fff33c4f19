"""What networks add to a map: items restored from as many numbers as PCA has, and new ones drawn by label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.record import RunRecord, recording
from motif.evaluate.figure import Figure
from motif.latent.evaluate import hit_rate, restoring_error
from motif.latent.model import Plain, in_units, new_model, rows_to_fit
from motif.latent.study.fit import restored
from motif.latent.study.found import Restored
from motif.latent.study.score import read_by_line
from motif.latent.study.task import Task, task_of

if TYPE_CHECKING:
    from motif.collection.base import Collection

__all__ = ["Drawn", "Learned", "learn"]

_STEPS, _QUICK_STEPS = 1000, 150
_N_READ = 50  # pictures drawn of each label, for the reader
_N_SHOWN = 6  # of these on the page
_CODES = 4  # numbers of the network that draws; with 8, a tenth fewer are read
_MANY_CODES = 16  # of the Gaussians that draw as well as it does, nearly
_CANNOT = (
    "A reader that knows real items names a drawn one by its lines: that it is read says neither that it looks real "
    "nor that the drawn ones are as various as the real ones."
)


@dataclass(frozen=True, eq=False)
class Drawn:
    """New pictures, one column a label.

    Parameters
    ----------
    title :
        By whom, in words.
    pictures :
        (n_rows * n_labels, height, width[, channels]), row by row.
    """

    title: str
    pictures: np.ndarray


@dataclass(frozen=True, eq=False)
class Learned:
    """What networks found.

    Parameters
    ----------
    restored :
        The examples of the map, restored by a network, the longest code first.
    drawn :
        New pictures by the network and by what needs none; empty where nothing is known of the items.
    labels :
        What the columns of `drawn` were asked to be.
    figures :
        "error_10", ... of each length of code beside PCA; "asked" for the drawn ones.
    record :
        How it was made.
    """

    restored: tuple[Restored, ...]
    drawn: tuple[Drawn, ...]
    labels: tuple[str, ...]
    figures: Mapping[str, Figure]
    record: RunRecord


def learn(
    collection: Collection,
    *,
    block: str,
    label: str,
    examples: np.ndarray,
    n_numbers: Sequence[int] = (10, 2),
    quick: bool = False,
    seed: int = 0,
) -> Learned:
    """Return what an autoencoder restores from few numbers, and what a conditional one draws, each beside PCA.

    Half of the items, by a hash of their ids, are fitted to, the others judged, as `map` does for PCA.

    Parameters
    ----------
    collection, block, label :
        With a block of pictures, and a column that every item has a value in.
    examples :
        Rows of the collection to restore.
    n_numbers :
        Lengths of code.
    quick :
        Whether an eighth of the steps is enough.
    seed :
        Of networks, draws and nulls.

    Raises
    ------
    MissingExtra
        Without PyTorch.

    Examples
    --------
    >>> from motif.latent.source import digits
    >>> found = learn(digits(), block="pixels", label="digit", examples=np.array([0]), n_numbers=(2,), quick=True)
    >>> found.restored[0].pictures.shape, sorted(found.figures)
    ((1, 8, 8), ['asked', 'error_2'])
    """
    task = task_of(collection, block=block, held_out=0.5, label=label)
    n_steps = _QUICK_STEPS if quick else _STEPS
    parameters = {"block": block, "label": label, "n_numbers": list(n_numbers), "n_codes": _CODES, "n_steps": n_steps}
    inputs = {block: task.items.digest}
    with recording("latent.learn", parameters=parameters, inputs=inputs, seed=seed) as watch:
        figures, shown = {}, []
        for n in n_numbers:
            figures[f"error_{n}"], one = _restoration(task, examples, n, n_steps=n_steps, seed=seed)
            shown.append(one)
        drawn, labels, figures["asked"] = _drawing(task, n_steps=n_steps, seed=seed)
    return Learned(tuple(shown), drawn, labels, figures, watch.record)


def _trained(kind: Any, task: Task, n: int, *, n_steps: int, seed: int) -> Any:
    settings = {"n_components": n, "epochs": n_steps, "min_steps": n_steps, "max_steps": n_steps, "device": "cpu"}
    model = new_model(kind, task.items, settings, seed=seed)
    X, scale, offset = rows_to_fit(task.items, model)
    model.fit(X, task.labels if kind == "conditional" else None, only=task.fitted)
    in_units(model, scale, offset)
    return model


def _restoration(
    task: Task, examples: np.ndarray, n: int, *, n_steps: int, seed: int
) -> tuple[Figure, Restored]:  # fmt: skip
    model, plain = _trained("autoencoder", task, n, n_steps=n_steps, seed=seed), task.plain(n)
    X = task.items.values(task.judged)
    unlabelled = Task(task.items, task.ids, None, task.fitted, task.held_out)
    of_pca = float(((X - plain.restored(X)).astype(np.float64) ** 2).mean())
    figure = restoring_error(
        X,
        restored(model, unlabelled, task.judged),
        plain.pca.mean_,
        n_components=n,
        trivial={"pca": of_pca},
        n_draws=99,
        random_state=seed,
    )
    pictures = task.items.pictures(restored(model, unlabelled, np.searchsorted(task.items.rows, examples)))
    return figure, Restored(n, pictures, figure.value)


def _drawing(task: Task, *, n_steps: int, seed: int) -> tuple[tuple[Drawn, ...], tuple[str, ...], Figure]:
    """Return new items by label, from the conditional network and from a Gaussian for each label, and who is read."""
    model = _trained("conditional", task, _CODES, n_steps=n_steps, seed=seed)
    X, y = task.items.values(task.fitted), task.told(task.fitted)["y"]
    labels = sorted(set(y.tolist()))
    asked = np.tile(labels, _N_READ)
    by_network = model.sample(len(asked), y=asked, random_state=seed).astype(np.float32)
    by_gaussian, by_more = (_by_gaussian(task.plain(n), X, y, asked, seed) for n in (_CODES, _MANY_CODES))
    judged = task.judged
    tried = {
        f"a_gaussian_of_{_CODES}_numbers": (by_gaussian, asked),
        f"a_gaussian_of_{_MANY_CODES}_numbers": (by_more, asked),
        "real_ones_held_out": (task.items.values(judged), task.told(judged)["y"]),
    }
    figure = hit_rate(
        read_by_line(X, y, by_network),
        asked,
        name="Drawn ones read as asked",
        trivial={name: float((read_by_line(X, y, rows) == meant).mean()) for name, (rows, meant) in tried.items()},
        cannot_show=_CANNOT,
        random_state=seed,
    )
    n_shown = _N_SHOWN * len(labels)
    drawn = tuple(
        Drawn(title, task.items.pictures(rows[:n_shown]))
        for title, rows in {
            "the network": by_network,
            f"a Gaussian for each, of {_CODES} PCA numbers": by_gaussian,
        }.items()
    )
    return drawn, tuple(labels), figure


def _by_gaussian(plain: Plain, X: np.ndarray, y: np.ndarray, asked: np.ndarray, seed: int) -> np.ndarray:
    """Return new items from a Gaussian fitted to PCA's numbers of each label."""
    chance = np.random.default_rng(seed)
    codes = plain.pca.transform(X).astype(np.float64)
    drawn = np.empty((len(asked), codes.shape[1]))
    for label in sorted(set(asked.tolist())):
        own, places = codes[y == label], np.flatnonzero(asked == label)
        spread = np.cov(own, rowvar=False) if len(own) > 1 else np.zeros((codes.shape[1],) * 2)
        drawn[places] = chance.multivariate_normal(own.mean(axis=0), spread, size=len(places), method="eigh")
    return plain.pca.inverse_transform(drawn).astype(np.float32)
