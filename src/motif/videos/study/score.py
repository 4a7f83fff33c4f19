"""`score`: how good labels that are said of videos are, beside chance, popularity and, where known, the best answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.check import few, integer
from motif.core.errors import InputError
from motif.core.record import RunRecord, recording
from motif.core.seed import integer_seed, recorded_seed
from motif.evaluate.figure import Figure
from motif.evaluate.null import Null, resampling_interval
from motif.evaluate.tagging import evaluate, global_average_precision, hit_at_one, mean_average_precision
from motif.videos.collection.truth import is_synthetic, knows_truth
from motif.videos.evaluate.calibration import Calibration, calibrate
from motif.videos.evaluate.frequency import FrequencyBin, LabelPrecision, by_frequency, label_precisions
from motif.videos.represent.label import label_matrix, label_names
from motif.videos.study.asked import Asked, label_numbers
from motif.videos.study.synthetic import MODALITIES, optimum

if TYPE_CHECKING:
    from scipy import sparse

    from motif.collection import Collection
    from motif.core.seed import RandomState
    from motif.videos.model.tagger import Tagger
    from motif.videos.source.prediction import Predictions

__all__ = ["Judged", "Score", "score"]

_STEP = "videos.score"
_BEST = "the optimum"
_RUN = 1024  # videos that a model is asked about at a time
_LARGEST_RESAMPLED = 5_000_000  # scores looked at anew for each half-sample of a share of the optimum
_OF_BEST = {"gap": global_average_precision, "hit_at_one": hit_at_one, "map_full": mean_average_precision}
_CANNOT = "The best answer is to synthetic videos, whose rules are simpler than the world's."


@dataclass(frozen=True, eq=False)
class Judged:
    """What one model, or one file of predictions, scores.

    Parameters
    ----------
    name :
        What it is called.
    modalities :
        What it looks at; empty where that is not known.
    figures :
        "gap", "hit_at_one", "perr", "map_full", "map_top20" beside shuffled labels and popularity; "frequency", the
        rank correlation of labels' frequency and precision; and, of probabilities, "calibration_error" and
        "squared_error" beside prevalence.
    of_optimum :
        "gap", "hit_at_one", "map_full": % of what the best answer from the same modalities scores; empty where the
        videos are not synthetic.
    labels :
        Average precision of each label.
    bins :
        The same by the videos that there were to learn from.
    calibration :
        How far probabilities are right; None where scores are none.
    note :
        What a reader has to know beside, as one line.

    Examples
    --------
    >>> from motif.videos.study.synthetic import synthetic
    >>> found = score(synthetic(200, n_labels=12, n_visual=24, n_audio=6), n_permutations=20, n_resamples=20)
    >>> found.judged[0].name, found.judged[0].modalities
    ('the optimum', ('visual', 'audio', 'text'))
    """

    name: str
    modalities: tuple[str, ...]
    figures: Mapping[str, Figure]
    of_optimum: Mapping[str, Figure]
    labels: LabelPrecision
    bins: tuple[FrequencyBin, ...]
    calibration: Calibration | None
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return all as plain JSON values."""
        return {
            "name": self.name,
            "modalities": list(self.modalities),
            "figures": {key: figure.as_dict() for key, figure in self.figures.items()},
            "of_optimum": {key: figure.as_dict() for key, figure in self.of_optimum.items()},
            "labels": self.labels.rows(),
            "by_frequency": [asdict(one) for one in self.bins],
            "reliability": None if self.calibration is None else [asdict(one) for one in self.calibration.bins],
            "note": self.note,
        }


@dataclass(frozen=True, eq=False)
class Score:
    """What `score` found.

    Parameters
    ----------
    judged :
        Each model and file, the best GAP first; of synthetic videos the best possible answer too, called "the optimum".
    side :
        Which videos were judged: "test", another side, or "all".
    n_videos, n_labels, n_train :
        Videos judged, labels there are, and videos that frequencies are counted on.
    names :
        Label -> name, as far as known.
    is_synthetic :
        Whether nobody filmed these videos.
    note :
        What a reader has to know beside, as one line.
    record :
        How it was made.

    Examples
    --------
    >>> from motif.videos.study.synthetic import synthetic
    >>> found = score(synthetic(200, n_labels=12, n_visual=24, n_audio=6), n_permutations=20, n_resamples=20)
    >>> found.is_synthetic, found.side
    (True, 'test')
    """

    judged: tuple[Judged, ...]
    side: str
    n_videos: int
    n_labels: int
    n_train: int
    names: Mapping[int, str]
    is_synthetic: bool
    note: str
    record: RunRecord

    def as_dict(self) -> dict[str, Any]:
        """Return all as plain JSON values."""
        return {
            "side": self.side,
            "n_videos": self.n_videos,
            "n_labels": self.n_labels,
            "n_train": self.n_train,
            "is_synthetic": self.is_synthetic,
            "models": [one.as_dict() for one in self.judged],
            "note": self.note,
            "record": self.record.as_dict(),
        }


def score(
    collection: Collection,
    *,
    predictions: str | Path | Sequence[str | Path] = (),
    models: str | Path | Tagger | Sequence[str | Path | Tagger] = (),
    split: str | None = None,
    n_permutations: int = 100,
    n_resamples: int = 100,
    random_state: RandomState = 0,
) -> Score:
    r"""Return how good labels that are said of videos are; the twin of `motif videos score`.

    GAP, Hit@1, PERR, mAP over all scores and mAP of the top 20 stand beside what the same scores would have if the
    videos' labels were shuffled, and beside every label's popularity among training videos; intervals are over videos.
    Of synthetic videos, the best possible answer is judged too, and each model's share of it; that and calibration
    have intervals over whole creators, where they are known.

    Parameters
    ----------
    collection :
        Of videos with labels.
    predictions :
        Files as Kaggle's competition took them, or with a row a label; see `motif.videos.source.prediction`. All videos
        that are judged must be in them.
    models :
        Fitted taggers: names in the collection, paths, or estimators. Where neither files nor models are given, all
        models of the collection.
    split :
        The side that is judged: "test" or another, or "all". None: "test" where there is a column `split`; else what
        `fit` held out, if models are judged, or all.
    n_permutations, n_resamples :
        Draws of the null, and half-samples of the videos for intervals.
    random_state :
        Where chance comes from.

    Raises
    ------
    InputError
        When nothing is to be judged, a side is empty, no video has a label, or a file says nothing of some videos.
    SourceError, DataError
        When a file cannot be read or holds no predictions.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_text
    >>> from motif.videos.study.synthetic import synthetic
    >>> videos = synthetic(200, n_labels=12, n_visual=24, n_audio=6, random_state=0)
    >>> said = "".join(f"{id_},0 0.9 1 0.5\n" for id_ in videos.ids)
    >>> file = Path(tempfile.mkdtemp()) / "popular.csv"
    >>> write_text(file, "VideoId,LabelConfidencePairs\n" + said)
    >>> found = score(videos, predictions=file, n_permutations=20)
    >>> [one.name for one in found.judged], found.judged[0].figures["gap"].stands_out()
    (['the optimum', 'popular'], True)
    """
    asked = Asked.of(collection, predictions, models, split)
    settings = {"side": asked.side, "n_permutations": integer(n_permutations, what="n_permutations", low=1),
                "n_resamples": integer(n_resamples, what="n_resamples", low=2)}  # fmt: skip
    with recording(_STEP, parameters=settings, seed=recorded_seed(random_state)) as watch:
        judge = _Judge(collection, asked, n_permutations, n_resamples, integer_seed(random_state))
        found = judge.all()
    return Score(
        judged=tuple(sorted(found, key=lambda one: -one.figures["gap"].value)),
        side=asked.side,
        n_videos=len(asked.rows),
        n_labels=len(judge.numbers),
        n_train=len(asked.train),
        names=label_names(collection),
        is_synthetic=is_synthetic(collection),
        note=asked.note,
        record=watch.record,
    )


class _Judge:
    """Judges scores of the same videos, one after the other."""

    def __init__(self, collection: Collection, asked: Asked, n_permutations: int, n_resamples: int, seed: int) -> None:
        self._collection, self._asked, self._seed = collection, asked, seed
        self._draws = {"n_permutations": n_permutations, "n_resamples": n_resamples}
        self.numbers = label_numbers(collection, asked)
        Y, _ = label_matrix(collection, self.numbers)
        self._Y: sparse.csr_array = Y[asked.rows]
        self._n_train = np.asarray(Y[asked.train].sum(axis=0)).ravel()
        self._shares = self._n_train / len(asked.train)
        ids = collection.ids
        self._ids = [ids[row] for row in asked.rows.tolist()]
        self._creators = _creators(collection, asked.rows)
        self._best: dict[tuple[str, ...], np.ndarray] = {}

    def all(self) -> list[Judged]:
        """Return all judgements."""
        found = [self._file(name, said) for name, said in self._asked.files.items()]
        found += [self._tagger(name, tagger) for name, tagger in self._asked.taggers.items()]
        if knows_truth(self._collection):
            every = self._modalities(())
            found.append(self._judged(_BEST, every, self._optimum(every)))
        return found

    def _file(self, name: str, said: Predictions) -> Judged:
        scores, missing = said.matrix(self._ids, self.numbers)
        if missing:
            told = f"{name!r} says nothing of {len(missing):,} of the {len(self._ids):,} videos that are judged"
            raise InputError(f"{told}: {few(missing)}; predict them too, or name the side that was predicted (--split)")
        note = "its % is of the optimum from all modalities" if knows_truth(self._collection) else ""
        if said.most_listed < len(self.numbers):
            told = f"{name} lists at most {said.most_listed} labels of a video; all others count as 0"
            note = "; ".join(part for part in (told, note) if part)
        return self._judged(name, (), scores, note=note)

    def _tagger(self, name: str, tagger: Tagger) -> Judged:
        from motif.videos.represent.stack import Stack

        wide = tuple(tagger.modalities)
        place = np.searchsorted(self.numbers, tagger.label_ids_)
        scores = np.zeros((len(self._ids), len(self.numbers)), np.float32)
        for start in range(0, len(scores), _RUN):
            stack = Stack(self._collection, wide, self._asked.rows[start : start + _RUN])
            scores[start : start + _RUN, place] = tagger.predict_proba(stack)
        n_unknown = len(self.numbers) - len(place)
        note = f"{name} was not taught {n_unknown:,} labels, which count as 0" if n_unknown else ""
        return self._judged(name, wide, scores, note=note)

    def _judged(self, name: str, modalities: tuple[str, ...], scores: np.ndarray, note: str = "") -> Judged:
        figures = evaluate(
            scores, self._Y, random_state=self._seed, popularity=self._shares, **self._draws
        )  # fmt: skip
        labels = label_precisions(scores, self._Y, numbers=self.numbers, n_train=self._n_train)
        figures["frequency"], bins = by_frequency(labels, random_state=self._seed)
        calibration = None
        if scores.min() >= 0 and scores.max() <= 1:
            calibration = calibrate(
                scores, self._Y, prevalence=self._shares, groups=self._creators, random_state=self._seed,
                n_resamples=self._draws["n_resamples"],
            )  # fmt: skip
            figures |= calibration.figures
        else:
            told = f"{name}'s scores are no probabilities (they reach from {scores.min():g} to {scores.max():g})"
            note = "; ".join(part for part in (note, told) if part)
        has_best = name != _BEST and knows_truth(self._collection)
        shares = self._shared(figures, modalities, scores) if has_best else {}
        return Judged(name, modalities, figures, shares, labels, bins, calibration, note)

    def _shared(
        self, figures: Mapping[str, Figure], modalities: tuple[str, ...], scores: np.ndarray
    ) -> dict[str, Figure]:
        """Each figure as % of what the best answer from the same modalities scores."""
        best = self._optimum(self._modalities(modalities))
        return {key: self._share(figures[key], metric, scores, best) for key, metric in _OF_BEST.items()}

    def _share(self, figure: Figure, metric: Any, scores: np.ndarray, best: np.ndarray) -> Figure:
        def share(some: np.ndarray) -> float:
            right = self._Y[some]
            return _percent(metric(scores[some], right), metric(best[some], right)) if right.nnz else float("nan")

        scale, interval = _percent(1.0, metric(best, self._Y)), None
        if scores.size <= _LARGEST_RESAMPLED:
            interval = resampling_interval(
                share, len(scores), n=self._draws["n_resamples"], groups=self._creators, random_state=self._seed
            )
        return replace(
            figure, name=f"{figure.name} of the optimum", value=scale * figure.value, interval=interval, unit="%",
            null=_scaled(figure.null, scale), cannot_show=_CANNOT, magnitude=100.0,
            trivial={name: scale * value for name, value in figure.trivial.items()},
        )  # fmt: skip

    def _modalities(self, asked: tuple[str, ...]) -> tuple[str, ...]:
        """What the best answer may look at: the same as a model; all that there is for a file."""
        there = [name for name in MODALITIES[:-1] if name in self._collection.blocks]
        there += ["text"] * ("title" in self._collection.items.column_names)
        own = {name if name in there else "text" for name in asked}
        return tuple(name for name in there if name in own) if own else tuple(there)

    def _optimum(self, modalities: tuple[str, ...]) -> np.ndarray:
        if modalities not in self._best:
            known = optimum(self._collection, modalities=modalities, rows=self._asked.rows)
            wide = np.zeros((len(known), len(self.numbers)), np.float32)
            wide[:, np.searchsorted(self.numbers, np.arange(known.shape[1]))] = known
            self._best[modalities] = wide
        return self._best[modalities]


def _creators(collection: Collection, rows: np.ndarray) -> np.ndarray | None:
    """The creator of each video, (n_videos,); a video of an unknown one stands alone."""
    if "creator" not in collection.items.column_names:
        return None
    ids, given = collection.ids, collection.items["creator"].to_pylist()
    keys = [f"creator {given[row]}" if given[row] else f"video {ids[row]}" for row in rows.tolist()]
    return np.unique(keys, return_inverse=True)[1]


def _percent(value: float, of: float) -> float:
    """A share in %, NaN of nothing: in a few videos even the best answer may hit nothing."""
    return 100 * value / of if of else float("nan")


def _scaled(null: Null | None, scale: float) -> Null | None:
    if null is None:
        return None
    return replace(null, mean=scale * null.mean, sd=scale * null.sd, low=scale * null.low, high=scale * null.high)
