"""`fit`: a network that describes the items of a block by a few numbers, kept in the collection with the codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.collection.build import dense
from motif.core import check
from motif.core.cache import Cache, default_cache
from motif.core.errors import InputError
from motif.core.files import make_folder
from motif.core.record import RunRecord, recording, version
from motif.core.seed import integer_seed, recorded_seed
from motif.evaluate.figure import Figure
from motif.latent.evaluate import mean_surprise, restoring_error
from motif.latent.model import Kind, Plain, in_units, new_model, rows_to_fit
from motif.latent.study.task import STEP, Task, task_of
from motif.model.kept import saved_with

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.core.seed import RandomState

__all__ = ["Fitted", "codes_of", "fit", "restored", "restoring_figures"]

_RUN = 4096  # items that are numbers at a time
_VARIATIONAL = ("variational", "conditional")
_DRAWS = 99  # of random directions
_DRAWS_OF_CODES = 64  # for each item's bound; with 8 the mean is off by about 0.1 nats


@dataclass(frozen=True, eq=False)
class Fitted:
    """What `fit` made.

    Parameters
    ----------
    collection :
        With the codes as a block `name`; items without the parent block (or without a label) have no row.
    name :
        Of the block, and of the model.
    block, kind :
        What was described, and by which kind of network.
    model :
        The fitted estimator.
    figures :
        "error" of held-out items beside PCA, the mean item and random directions; "bound" of variational kinds.
    n_fitted, n_held_out, n_absent :
        Items that were fitted to, held out, and left out for want of the block or a label.
    record :
        How it was made.

    Examples
    --------
    >>> from motif.latent.source import digits
    >>> found = fit(digits().select(slice(0, 200)), n_components=3, max_steps=50)
    >>> found.collection.blocks["codes"].shape, sorted(found.figures["error"].trivial)
    ((200, 3), ['pca', 'the_mean_picture'])
    """

    collection: Collection
    name: str
    block: str
    kind: str
    model: Any
    figures: Mapping[str, Figure]
    n_fitted: int
    n_held_out: int
    n_absent: int
    record: RunRecord

    def save(self, path: str | Path, *, overwrite: bool = False) -> Collection:
        """Write the collection with codes and model, all or nothing, and return it as it is there."""
        return saved_with(self.collection, self.name, self.model, path, overwrite=overwrite)

    def as_dict(self) -> dict[str, Any]:
        """Return all but collection and model as plain JSON values."""
        return {
            "name": self.name,
            "block": self.block,
            "kind": self.kind,
            "n_components": int(self.model.network_["n_components"]),
            "n_fitted": self.n_fitted,
            "n_held_out": self.n_held_out,
            "absent": self.n_absent,
            "n_steps": int(self.model.n_steps_),
            "n_epochs": int(self.model.n_epochs_),
            "figures": {key: figure.as_dict() for key, figure in self.figures.items()},
            "record": self.record.as_dict(),
        }


def fit(
    collection: Collection,
    *,
    block: str | None = None,
    kind: Kind = "autoencoder",
    label: str | None = None,
    name: str = "codes",
    held_out: float = 0.2,
    resume: bool = True,
    overwrite: bool = False,
    random_state: RandomState = 0,
    **settings: Any,
) -> Fitted:
    """Return the items of a block described by a network's codes, with the network, judged on items that it never saw.

    Parameters
    ----------
    collection :
        With a dense block; its file stays mapped, and batches are read from it one by one.
    block :
        Its name; None takes the only one.
    kind :
        "autoencoder", "variational", "conditional" (needs `label`), "vector_quantized" or "adversarial".
    label :
        The column whose value the conditional kind's decoder is told.
    name :
        Of the new block and of the model.
    held_out :
        The share of the items that a hash of their ids keeps for judging.
    resume :
        Whether the state is kept in the cache while training, so that the same call goes on after a kill.
    overwrite :
        Whether a block and model of that name are replaced.
    random_state :
        Where chance comes from.
    **settings :
        Of the estimator of that kind: `n_components`, `encoder`, `epochs`, ...; see `motif.model.Autoencoder`.

    Raises
    ------
    InputError
        When block, label, kind, setting or name do not fit.
    DataError
        When an item makes the loss infinite; it is named.
    MissingExtra
        Without PyTorch.

    Examples
    --------
    >>> from motif.latent.source import digits
    >>> found = fit(digits(), n_components=10, max_steps=100)
    >>> found.figures["error"].n, found.n_fitted
    (334, 1463)
    """
    _require_label(kind, label)
    check.name(name, what="name")
    task = task_of(collection, block=block, held_out=held_out, label=label)
    _refuse_taken(collection, name, task.items.name, overwrite=overwrite)
    seed = integer_seed(random_state)
    model = new_model(kind, task.items, settings, seed=seed)
    parameters = {
        "block": task.items.name, "kind": kind, "label": label, "name": name, "held_out": held_out,
        **{key: list(value) if isinstance(value, tuple) else value for key, value in settings.items()},
    }  # fmt: skip
    inputs = {task.items.name: task.items.digest}
    with recording(STEP, parameters=parameters, inputs=inputs, seed=recorded_seed(random_state)) as watch:
        _train(model, task, parameters, seed=seed, resume=resume)
        figures = restoring_figures(model, kind, task, task.plain(model.n_components), seed=seed)
        codes = codes_of(model, task)
    n_components = codes.shape[1]
    values = np.full((collection.n_items, n_components), np.nan, dtype=np.float32)
    values[task.items.rows] = codes
    has_one = np.zeros(collection.n_items, dtype=bool)
    has_one[task.items.rows] = True
    columns = [f"code_{i}" for i in range(1, n_components + 1)]
    made = dense(values, present=has_one, columns=columns, step=STEP, parameters=parameters, parents=[task.items.name])
    record = replace(watch.record, parameters=parameters | {"n_steps": int(model.n_steps_)})
    return Fitted(
        collection=collection.with_block(name, made).with_record(record),
        name=name,
        block=task.items.name,
        kind=kind,
        model=model,
        figures=figures,
        n_fitted=len(task.fitted),
        n_held_out=len(task.held_out),
        n_absent=collection.n_items - len(task.items),
        record=record,
    )


def restored(model: Any, task: Task, places: np.ndarray) -> np.ndarray:
    """Return some of the items as the model restores them, (n, n_features) float32."""
    parts = [
        model.reconstruct(task.items.values(run), **task.told(run))
        for run in np.split(places, range(_RUN, len(places), _RUN))
    ]
    return np.concatenate(parts)


def codes_of(model: Any, task: Task) -> np.ndarray:
    """Return the codes of all items, (n_items, n_components) float32."""
    runs = [slice(start, start + _RUN) for start in range(0, len(task.items), _RUN)]
    return np.concatenate([model.transform(task.items.values(run)) for run in runs])


def restoring_figures(model: Any, kind: str, task: Task, plain: Plain, *, seed: int) -> dict[str, Figure]:
    """Return how well held-out items are restored, and for variational kinds how likely they are.

    Parameters
    ----------
    model, kind, task, plain :
        The fitted network, what it is, what it was fitted to, and PCA beside it.
    seed :
        Of random directions and half-samples.
    """
    judged = task.judged
    X = task.items.values(judged)
    error_of_pca = float(((X - plain.restored(X)).astype(np.float64) ** 2).mean())
    figures = {
        "error": restoring_error(
            X,
            restored(model, task, judged),
            plain.pca.mean_,
            n_components=int(model.network_["n_components"]),
            trivial={"pca": error_of_pca},
            n_draws=_DRAWS,
            random_state=seed,
        )
    }
    if kind in _VARIATIONAL:
        trivial = {"the_mean_picture": plain.entropy_of_mean(X)}
        if model.likelihood == "gaussian":
            trivial = {"pca": plain.surprise(X), "the_mean_picture": plain.surprise_of_mean(X)}
        elif model.likelihood == "multinomial":
            trivial = {}
        told = model.score_samples(X, **task.told(judged), n_draws=_DRAWS_OF_CODES)
        bounds = -np.asarray(told, dtype=np.float64)
        figures["bound"] = mean_surprise(bounds, name="-ELBO", trivial=trivial, random_state=seed)
    return figures


def _train(model: Any, task: Task, parameters: Mapping[str, Any], *, seed: int, resume: bool) -> None:
    X, scale, offset = rows_to_fit(task.items, model)
    checkpoint = None
    if resume:
        cache = default_cache()
        told = {key: value for key, value in parameters.items() if key != "name"}
        checkpoint = cache.path(Cache.key(task.items.digest, step=STEP, version=1, motif=version(), seed=seed, **told))
        make_folder(cache.folder)
    model.fit(X, task.labels, only=task.fitted, checkpoint=checkpoint)
    in_units(model, scale, offset)


def _require_label(kind: str, label: str | None) -> None:
    if kind == "conditional" and label is None:
        raise InputError("kind 'conditional' is told what each item is: name a column with label")
    if kind != "conditional" and label is not None:
        raise InputError(f"kind {kind!r} is not told labels; leave out label={label!r}, or take kind 'conditional'")


def _refuse_taken(collection: Collection, name: str, parent: str, *, overwrite: bool) -> None:
    if name == parent:
        raise InputError(f"name {name!r} is the block that is described; choose another name for the codes")
    for what, known in (("block", collection.blocks), ("model", collection.models)):
        if name in known and not overwrite:
            raise InputError(f"the collection has a {what} {name!r} already; choose another name, or ask for overwrite")
