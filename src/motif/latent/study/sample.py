"""`sample`: new pictures from a network that a collection keeps."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.check import few, integer
from motif.core.errors import InputError
from motif.core.record import RunRecord, recording
from motif.core.seed import integer_seed, recorded_seed
from motif.latent.study.task import kept_model
from motif.latent.view.sampled import write
from motif.latent.view.written import require_place

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.core.seed import RandomState

__all__ = ["HOW", "Sampled", "sample"]

HOW = {
    "autoencoder": "from a Gaussian fitted to the codes: a plain autoencoder has no density of its own",
    "variational": "from the prior, a standard normal",
    "conditional": "from the prior, a standard normal, under labels",
    "vector_quantized": "from entries drawn as often as the fitted items use them, each part by itself",
    "adversarial": "from the prior that the codes were trained to have, a standard normal",
}


@dataclass(frozen=True, eq=False)
class Sampled:
    """What `sample` drew.

    Parameters
    ----------
    model, kind :
        The model's name in the collection, and its kind.
    pictures :
        (n, height, width[, channels]), in [0, 1] but for what a network overshoots.
    labels :
        (n,) text, what each was asked to be; None for kinds without.
    how :
        Where the codes came from, in words.
    ink :
        Whether 1 is ink on paper.
    record :
        How it was made.
    """

    model: str
    kind: str
    pictures: np.ndarray
    labels: tuple[str, ...] | None
    how: str
    ink: bool
    record: RunRecord

    def as_dict(self) -> dict[str, Any]:
        """Return all but the pictures as plain JSON values."""
        return {
            "model": self.model,
            "kind": self.kind,
            "n": len(self.pictures),
            "how": self.how,
            "labels": None if self.labels is None else list(self.labels),
            "record": self.record.as_dict(),
        }


def sample(
    collection: Collection,
    model: str,
    n: int = 64,
    *,
    out: str | Path | None = None,
    label: str | None = None,
    overwrite: bool = False,
    random_state: RandomState = 0,
) -> Sampled:
    """Return new pictures that a network makes of codes drawn at random.

    Parameters
    ----------
    collection, model :
        On disk, and the name of a model that `fit` made of a block of pictures.
    n :
        How many.
    out :
        A picture of all (.png), or a folder that gets one picture each; None writes nothing.
    label :
        What the conditional kind is asked to draw; None takes its labels in turn.
    overwrite :
        Whether what is there is replaced.
    random_state :
        Where codes come from.

    Raises
    ------
    InputError
        When model, block or label do not fit, or `out` is there.

    Examples
    --------
    >>> import tempfile
    >>> from motif.latent.source import digits
    >>> from motif.latent.study.fit import fit
    >>> held = fit(digits(), n_components=8, max_steps=100).save(tempfile.mkdtemp() + "/digits.motif")
    >>> drawn = sample(held, "codes", 16)
    >>> drawn.pictures.shape, drawn.how[:31]
    ((16, 8, 8), 'from a Gaussian fitted to the c')
    """
    n = integer(n, what="n", low=1)
    if out is not None:
        require_place(Path(out), suffix=".png", overwrite=overwrite)
    kept = kept_model(collection, model)
    seed = integer_seed(random_state)
    parameters = {"model": model, "n": n, "label": label}
    with recording("latent.sample", parameters=parameters, seed=recorded_seed(random_state)) as watch:
        asked: dict[str, Any] = {}
        if kept.kind == "conditional":
            asked["y"] = _labels(kept.model.classes_, label, n)
        elif label is not None:
            raise InputError(f"model {model!r} is of kind {kept.kind!r}, which knows no labels; leave out {label!r}")
        X = kept.model.sample(n, random_state=seed, **asked)
    found = Sampled(
        model,
        kept.kind,
        kept.task.items.pictures(X),
        tuple(asked["y"].tolist()) if asked else None,
        HOW[kept.kind],
        kept.task.items.ink,
        watch.record,
    )
    if out is not None:
        write(found, Path(out))
    return found


def _labels(known: np.ndarray, label: str | None, n: int) -> np.ndarray:
    """Return n labels: the one that was asked for, or all in turn."""
    if label is None:
        return known[np.arange(n) % len(known)]
    if label not in known:
        raise InputError(f"label {label!r} is none of those fitted: {few(known.tolist(), most=20)}")
    return np.full(n, label)
