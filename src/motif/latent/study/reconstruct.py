"""`reconstruct`: held-out pictures beside what a network and PCA make of their codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.check import integer
from motif.core.record import RunRecord, recording
from motif.core.seed import integer_seed, recorded_seed
from motif.evaluate.figure import Figure
from motif.latent.evaluate import squared_errors
from motif.latent.study.fit import restored, restoring_figures
from motif.latent.study.task import kept_model
from motif.latent.view.restored import write
from motif.latent.view.written import require_place

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.core.seed import RandomState

__all__ = ["Reconstructed", "Sorted", "reconstruct"]


@dataclass(frozen=True, eq=False)
class Sorted:
    """A few held-out pictures, such as those that are restored best.

    Parameters
    ----------
    title :
        "best", "median" or "worst".
    ids :
        Theirs.
    originals, by_network, by_pca :
        (n, height, width[, channels]).
    errors :
        (n,): mean squared error of each by the network.
    """

    title: str
    ids: tuple[str, ...]
    originals: np.ndarray
    by_network: np.ndarray
    by_pca: np.ndarray
    errors: np.ndarray


@dataclass(frozen=True, eq=False)
class Reconstructed:
    """What `reconstruct` found.

    Parameters
    ----------
    model, kind, block, what :
        The model's name in the collection, its kind, its block, and what an item is.
    n_components :
        Numbers in a code.
    groups :
        The best, the median and the worst.
    better_than_pca :
        The share of the judged items that the network restores better than PCA, in [0, 1].
    figures :
        As those of `fit`.
    ink :
        Whether 1 is ink on paper.
    record :
        How it was made.
    """

    model: str
    kind: str
    block: str
    what: str
    n_components: int
    groups: tuple[Sorted, ...]
    better_than_pca: float
    figures: Mapping[str, Figure]
    ink: bool
    record: RunRecord

    def as_dict(self) -> dict[str, Any]:
        """Return all but the pictures as plain JSON values."""
        return {
            "model": self.model,
            "kind": self.kind,
            "block": self.block,
            "n_components": self.n_components,
            "better_than_pca": self.better_than_pca,
            "groups": {
                one.title: [
                    {"id": id_, "error": error} for id_, error in zip(one.ids, one.errors.tolist(), strict=True)
                ]
                for one in self.groups
            },
            "figures": {key: figure.as_dict() for key, figure in self.figures.items()},
            "record": self.record.as_dict(),
        }


def reconstruct(
    collection: Collection,
    model: str,
    *,
    out: str | Path | None = None,
    n: int = 10,
    overwrite: bool = False,
    random_state: RandomState = 0,
) -> Reconstructed:
    """Return the held-out pictures that a network restores best, middling and worst, beside PCA with as many numbers.

    Parameters
    ----------
    collection :
        On disk, with a model that `fit` made of a block of pictures.
    model :
        The model's name.
    out :
        A page (.html), or a folder that gets a sheet and one picture an item; None writes nothing.
    n :
        How many of each sort; all held-out items where there are fewer.
    overwrite :
        Whether what is there is replaced.
    random_state :
        Of random directions and half-samples.

    Raises
    ------
    InputError
        When the model or its block do not fit, or `out` is there.

    Examples
    --------
    >>> import tempfile
    >>> from motif.latent.source import digits
    >>> from motif.latent.study.fit import fit
    >>> held = fit(digits(), n_components=8, max_steps=100).save(tempfile.mkdtemp() + "/digits.motif")
    >>> found = reconstruct(held, "codes", n=5)
    >>> [one.title for one in found.groups], found.groups[0].by_network.shape
    (['best', 'median', 'worst'], (5, 8, 8))
    """
    n = integer(n, what="n", low=1)
    if out is not None:
        require_place(Path(out), suffix=".html", overwrite=overwrite)
    kept = kept_model(collection, model)
    task, items = kept.task, kept.task.items
    n = min(n, len(task.judged))
    parameters = {"model": model, "n": n}
    inputs = {items.name: items.digest}
    with recording(
        "latent.reconstruct", parameters=parameters, inputs=inputs, seed=recorded_seed(random_state)
    ) as watch:
        plain = task.plain(kept.n_components)
        judged = task.judged
        X = items.values(judged)
        by_network, by_pca = restored(kept.model, task, judged), plain.restored(X)
        errors, errors_of_pca = squared_errors(X, by_network), squared_errors(X, by_pca)
        figures = restoring_figures(kept.model, kept.kind, task, plain, seed=integer_seed(random_state))
        order = np.argsort(errors, kind="stable")
        middle = (len(order) - n) // 2
        chosen = {"best": order[:n], "median": order[middle : middle + n], "worst": order[len(order) - n :][::-1]}
        groups = tuple(
            Sorted(
                title,
                tuple(task.ids[judged[rows]].tolist()),
                items.pictures(X[rows]),
                items.pictures(by_network[rows]),
                items.pictures(by_pca[rows]),
                errors[rows],
            )
            for title, rows in chosen.items()
        )
    better = float((errors < errors_of_pca).mean())
    found = Reconstructed(
        model,
        kept.kind,
        items.name,
        collection.kind,
        kept.n_components,
        groups,
        better,
        figures,
        items.ink,
        watch.record,
    )
    if out is not None:
        write(found, Path(out))
    return found
