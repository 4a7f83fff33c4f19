"""`fit`: a tagger learns which labels go with what is seen, heard and written of videos."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import torch

from motif.collection.split import hashed
from motif.core import check
from motif.core.cache import Cache, default_cache
from motif.core.digest import array_digest, settings_digest
from motif.core.errors import InputError
from motif.core.files import make_folder
from motif.core.record import RunRecord, recording, version
from motif.core.seed import integer_seed, recorded_seed
from motif.evaluate.figure import Figure
from motif.evaluate.tagging import TaggingScores, evaluate, global_average_precision
from motif.model.experts.network import LabelNet
from motif.model.kept import saved_with
from motif.videos.model.tagger import Head, Tagger
from motif.videos.represent.label import label_matrix
from motif.videos.represent.stack import Stack, modalities_of

if TYPE_CHECKING:
    from motif.collection import Collection
    from motif.core.seed import RandomState
    from motif.model.train import Moment
    from motif.represent.fuse import FusionWay

__all__ = ["STEP", "Fitted", "Sides", "fit", "sides_of"]

STEP = "videos.fit"
_SHARES = {"train": 0.8, "development": 0.2}
_LOOKS = 20  # how often a training looks at the videos that are held out
_MOST = 20_000  # videos of the development side that it looks at
_RUN = 2048
_MOST_SCORES = 50_000_000  # 200 MB; figures of more are counted batch by batch


@dataclass(frozen=True, eq=False)
class Sides:
    """Which videos are learned from, and which decide when to stop.

    Parameters
    ----------
    train, development :
        Positions in the collection.
    by :
        "the column split", "creator" or "id": what parts them.

    Examples
    --------
    >>> Sides(np.array([0, 2]), np.array([1]), "id").train.tolist()
    [0, 2]
    """

    train: np.ndarray
    development: np.ndarray
    by: str


@dataclass(frozen=True, eq=False)
class Fitted:
    """What `fit` made.

    Parameters
    ----------
    collection :
        What was learned from, with the run on its record.
    name :
        What the tagger is called in it.
    tagger :
        The fitted estimator.
    figures :
        Of the development side: GAP, Hit@1, PERR, both mAPs, beside shuffled labels and the labels' shares.
    n_train, n_development, n_labels, n_dropped_labels :
        Videos of both sides; labels that are learned, and those with too few videos.
    by :
        What parts the sides.
    record :
        How it was made.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> x = np.random.default_rng(0).normal(size=(60, 2)).astype(np.float32)
    >>> labels = [[7] if row[0] > 0 else [9] for row in x]
    >>> held = Collection("video", {"id": [f"v{n}" for n in range(60)], "labels": labels}, blocks={"visual": x})
    >>> found = fit(held, head="logistic", max_steps=20, min_steps=20)
    >>> found.tagger.label_ids_.tolist(), found.by
    ([7, 9], 'id')
    """

    collection: Collection
    name: str
    tagger: Tagger
    figures: Mapping[str, Figure]
    n_train: int
    n_development: int
    n_labels: int
    n_dropped_labels: int
    by: str
    record: RunRecord

    def save(self, path: str | Path, *, overwrite: bool = False) -> Collection:
        """Write the collection with the tagger, all or nothing, and return it as it is there."""
        return saved_with(self.collection, self.name, self.tagger, path, overwrite=overwrite)

    def as_dict(self) -> dict[str, Any]:
        """Return all but collection and tagger as plain JSON values."""
        history = self.tagger.head_["history_"]
        return {
            "name": self.name,
            "modalities": list(self.tagger.modalities),
            "head": self.tagger.head,
            "n_train": self.n_train,
            "n_development": self.n_development,
            "n_labels": self.n_labels,
            "n_dropped_labels": self.n_dropped_labels,
            "split_by": self.by,
            "n_steps": int(self.tagger.head_["n_steps_"]),
            "gap_by_look": history.get("monitor", []),
            "figures": {key: figure.as_dict() for key, figure in self.figures.items()},
            "record": self.record.as_dict(),
        }


def fit(
    collection: Collection,
    *,
    modalities: Sequence[str] | None = None,
    head: Head = "experts",
    how: FusionWay = "by_block",
    name: str = "labels",
    min_videos: int = 2,
    resume: bool = True,
    overwrite: bool = False,
    random_state: RandomState = 0,
    **settings: Any,
) -> Fitted:
    """Return a tagger of a collection's labels, judged on videos that it did not learn from.

    Where the collection has a column `split`, it learns from "train", stops by "development" and never looks at
    "test"; else a fifth is held out by a hash of the creator, or of the id where no creator is known. Training stops
    when the GAP of the development side gets no better; the best weights are kept.

    Parameters
    ----------
    collection :
        Of videos with labels and at least one dense block.
    modalities :
        Which blocks are looked at; None takes all dense ones. A video that lacks one is learned from all the same.
    head :
        "experts" or "logistic".
    how :
        "by_block" makes each block count the same, "whole" is the starter code's way.
    name :
        What the tagger is called.
    min_videos :
        A label with fewer videos to learn from is left out, >= 1.
    resume :
        Whether the state is kept in the cache while training, so that the same call goes on after a kill.
    overwrite :
        Whether a model of that name is replaced.
    random_state :
        Where chance comes from.
    **settings :
        Of the head: `n_experts`, `gate_rank`, `epochs`, `learning_rate`, …; see `motif.model.MixtureOfExperts`.

    Raises
    ------
    InputError
        When there are no labels or blocks, a side is empty, or a setting or name does not fit.
    MissingExtra
        Without PyTorch.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> x = np.random.default_rng(0).normal(size=(200, 3)).astype(np.float32)
    >>> labels = [[n for n in (0, 1) if row[n] > 0] for row in x]
    >>> held = Collection("video", {"id": [f"v{n}" for n in range(200)], "labels": labels}, blocks={"visual": x})
    >>> found = fit(held, head="logistic", learning_rate=0.1)
    >>> found.n_labels, found.figures["gap"].value > found.figures["gap"].trivial["popularity"]
    (2, True)
    """
    check.name(name, what="name")
    if name in collection.models and not overwrite:
        raise InputError(f"the collection has a model {name!r} already; choose another name, or ask for overwrite")
    chosen, sides = modalities_of(collection, modalities), sides_of(collection)
    Y, labels = label_matrix(collection)
    kept = _learnable(Y[sides.train], check.integer(min_videos, what="min_videos", low=1))
    Y, learned = Y[:, np.flatnonzero(kept)], labels[kept]
    if not Y[sides.development].nnz:
        told = f"none of the {len(sides.development):,} videos held out has a label that is learned"
        raise InputError(f"{told}; hold out others, or gather more videos")
    seed = integer_seed(random_state)
    parameters = {
        "modalities": list(chosen), "head": head, "how": how, "min_videos": min_videos, **settings,
    }  # fmt: skip
    tagger = Tagger(chosen, head=head, how=how, settings=settings or None, random_state=seed)
    with recording(STEP, parameters=parameters, seed=recorded_seed(random_state)) as watch:
        X, other = Stack(collection, chosen, sides.train), Stack(collection, chosen, sides.development)
        watching = _Watch(tagger, other, Y[sides.development])
        tagger.fit(
            X, Y[sides.train], labels=learned, monitor=watching,
            checkpoint=_checkpoint(collection, parameters, sides, seed) if resume else None,
        )  # fmt: skip
        figures = _judged(tagger, other, Y[sides.development], seed)
    record = replace(watch.record, parameters=parameters | {"name": name, "split_by": sides.by})
    return Fitted(
        collection.with_record(record), name, tagger, figures, len(sides.train), len(sides.development), len(learned),
        int((~kept).sum()), sides.by, record,
    )  # fmt: skip


def sides_of(collection: Collection) -> Sides:
    """Return which videos are learned from and which are held out.

    Raises
    ------
    InputError
        When one side is empty.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> sides = sides_of(Collection("video", {"id": ["a", "b", "c"], "split": ["train", "development", "test"]}))
    >>> sides.train.tolist(), sides.development.tolist(), sides.by
    ([0], [1], 'the column split')
    """
    columns = collection.items.column_names
    if "split" in columns:
        given, by = np.array(collection.items["split"].to_pylist(), dtype=object), "the column split"
    else:
        ids = collection.ids
        creators = collection.items["creator"].to_pylist() if "creator" in columns else [None] * len(ids)
        by = "creator" if any(creators) else "id"
        keys = [f"creator {creator}" if creator else id_ for creator, id_ in zip(creators, ids, strict=True)]
        given = hashed(keys, _SHARES, salt="videos")
    sides = Sides(np.flatnonzero(given == "train"), np.flatnonzero(given == "development"), by)
    if not len(sides.train) or not len(sides.development):
        told = f"{len(sides.train)} to learn from, {len(sides.development)} to hold out, parted by {by}"
        raise InputError(f"the videos cannot be split: {told}; at least one is needed on either side")
    return sides


class _Watch:
    """Says the GAP of the development side now and then."""

    def __init__(self, tagger: Tagger, stack: Stack, Y: Any) -> None:
        rows = np.unique(np.linspace(0, len(stack) - 1, min(len(stack), _MOST)).astype(np.int64))
        self._tagger, self._stack, self._Y, self._rows = tagger, stack, Y[rows], rows

    def __call__(self, moment: Moment) -> float | None:
        every = max(1, moment.n_steps // _LOOKS)
        per_epoch = max(1, round(moment.step / moment.epoch))
        is_due = moment.step // every > (moment.step - per_epoch) // every
        if not is_due and moment.step < moment.n_steps:
            return None
        scores = np.empty((len(self._rows), self._Y.shape[1]), dtype=np.float32)
        net = cast(LabelNet, moment.net)
        net.eval()
        with torch.no_grad():
            for start in range(0, len(self._rows), _RUN):
                seen = self._tagger.seen(self._stack, self._rows[start : start + _RUN])
                scores[start : start + _RUN] = net.probabilities(torch.from_numpy(seen)).numpy()
        net.train()
        return global_average_precision(scores, self._Y)


def _judged(tagger: Tagger, stack: Stack, Y: Any, seed: int) -> dict[str, Figure]:
    """The figures of the development side; of many videos no more scores are in memory than of one run."""
    popularity = tagger.head_["label_shares_"]
    if len(stack) * Y.shape[1] <= _MOST_SCORES:
        return evaluate(tagger.predict_proba(stack), Y, random_state=seed, popularity=popularity)
    judged = TaggingScores(Y.shape[1], most_labels=max(1, int(Y.sum(axis=1).max())))
    for start in range(0, len(stack), _RUN):
        run = slice(start, start + _RUN)
        judged.update(tagger.predict_proba(stack.part(np.arange(len(stack))[run])), Y[run])
    return judged.result(random_state=seed, popularity=popularity)


def _learnable(Y: Any, min_videos: int) -> np.ndarray:
    """(n_labels,): whether enough videos have each label."""
    kept = np.asarray(Y.sum(axis=0)).ravel() >= min_videos
    if not kept.any():
        raise InputError(f"no label has {min_videos} videos to learn from; lower min_videos, or gather more videos")
    return kept


def _checkpoint(collection: Collection, parameters: Mapping[str, Any], sides: Sides, seed: int) -> Path:
    cache = default_cache()
    told = settings_digest({
        "ids": collection.ids, "parameters": dict(parameters), "by": sides.by,
        "sides": [array_digest(sides.train), array_digest(sides.development)],
    })  # fmt: skip
    make_folder(cache.folder)
    return cache.path(Cache.key(told, step=STEP, version=1, motif=version(), seed=seed))
