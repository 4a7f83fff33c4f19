"""How good what is said of videos is, on pages: figures on their nulls, precision by frequency, calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from motif.view.part import Chart, Part, Prose, Strips, Table
from motif.view.point import Axis, Trace, points

if TYPE_CHECKING:
    from motif.evaluate.figure import Figure
    from motif.videos.evaluate.frequency import FrequencyBin
    from motif.videos.study.score import Judged, Score

__all__ = ["best_of", "calibration", "precision_by_frequency", "score_parts", "told", "with_chance"]

_NBSP = "\u00a0"
_TOLD = ("gap", "hit_at_one", "perr", "map_full", "map_top20", "squared_error")
_N_LABELS = 6
_FEWEST_RARE = 5


def score_parts(score: Score) -> tuple[Part, ...]:
    """Return the parts that show a score: GAP of each model on its null, and all that is known of the best of them.

    Parameters
    ----------
    score :
        What `videos.study.score` returned.
    """
    models, best = _taught(score), best_of(score)
    parts: list[Part] = [Prose(_basis(score))]
    if len(models) > 1:
        parts.append(_beside_each_other(models, score))
    if models:
        parts.append(Strips(tuple(_told(models[0])), told(models[0], score), _finding(models[0])))
        parts += [*precision_by_frequency(models[0], score, best), *_extremes(models[0], score)]
        parts += calibration(models[0], score)
    return tuple(parts)


def best_of(score: Score) -> Judged | None:
    """Return the best possible answer; None where the videos are not synthetic."""
    return next((one for one in score.judged if score.is_synthetic and one.name == "the optimum"), None)


def with_chance(figure: Figure) -> str:
    r"""Return a figure and what chance scores as text.

    Examples
    --------
    >>> from motif.evaluate.figure import Figure
    >>> with_chance(Figure("GAP@20", 0.163, None, {}, None, 9, True, ""))
    '0.16'
    """
    if figure.null is None:
        return figure.format(figure.value)
    return f"{figure.format(figure.value)} (chance{_NBSP}{figure.format(figure.null.mean)})"


def told(one: Judged, score: Score) -> str:
    """Return what a caption says of a model's figures: what it looks at, on how many videos, what chance is."""
    looks = f"looks at {' and '.join(one.modalities)}; " if one.modalities else ""
    note = f" {one.note[:1].upper()}{one.note[1:]}." if one.note else ""
    share = one.of_optimum.get("gap")
    best = f" GAP is {share.value:.0f}{_NBSP}% of the best possible from the same." if share is not None else ""
    return (
        f"`{one.name}` {looks}{score.n_videos:,} videos of the side {score.side!r}. Chance: the videos' sets of labels "
        f"change places. Popularity: how common each label is among {score.n_train:,} training videos, said of every "
        f"video.{best}{note} Seed{_NBSP}{score.record.seed}."
    )


def precision_by_frequency(one: Judged, score: Score, best: Judged | None) -> list[Part]:
    """Return how well each label is told beside how many videos there were to learn it from.

    Parameters
    ----------
    one :
        The model.
    score :
        What it was judged in.
    best :
        The best possible answer; None where nobody knows it.
    """
    found = one.labels
    learned = found.n_train > 0
    if int(learned.sum()) < _FEWEST_RARE:
        return []
    names = [score.names.get(int(label), f"label {label}") for label in found.labels[learned]]
    precision, n_train = found.precision[learned], found.n_train[learned]
    traces = [_trace("told", one.bins, is_result=True), _chance(n_train, found.chance[learned])]
    if best is not None:
        traces.insert(0, _trace("best possible", best.bins))
    svg = points(
        n_train,
        precision,
        across=Axis("training videos with the label", is_log=True),
        up=Axis("average precision", low=0.0, high=1.0),
        titles=[f"{name}: {value:.2f}" for name, value in zip(names, precision.tolist(), strict=True)],
        traces=[trace for trace in traces if trace is not None],
    )
    figure = one.figures["frequency"]
    return [
        Chart(
            svg,
            f"Each dot is a label; rest the pointer on one to see which. The line is the mean of labels that are about "
            f"as common{'' if best is None else '; so is the dashed one above it, of the best possible answer'}. "
            "Chance: the share of the videos that have the label. Of rare labels few videos are judged, so that single "
            f"dots are uncertain. {len(names):,} labels, {score.n_videos:,} videos, seed{_NBSP}{score.record.seed}.",
            alt=f"Average precision of {len(names):,} labels by their training videos: rank correlation "
            f"{figure.value:.2f}",
            title=_by_frequency(one.bins, figure),
        )
    ]


def _by_frequency(bins: Sequence[FrequencyBin], figure: Figure) -> str:
    known = [one for one in bins if one.low > 0]
    if not figure.stands_out() or len(known) < 2:
        return "That frequent labels are told better than rare ones is not to be seen here"
    rare, common = known[0], known[-1]
    return (
        f"Labels with {rare.low:,} to {rare.high:,} videos to learn from are told with a precision of "
        f"{rare.precision:.2f}, those with {common.low:,} and more with {common.precision:.2f}"
    )


def _trace(name: str, bins: Sequence[FrequencyBin], *, is_result: bool = False) -> Trace | None:
    known = [one for one in bins if one.low > 0]
    if len(known) < 2:
        return None
    middles = np.array([np.sqrt(one.low * max(one.high, one.low)) for one in known])
    return Trace(name, middles, np.array([one.precision for one in known]), is_result=is_result)


def _chance(n_train: np.ndarray, chance: np.ndarray) -> Trace:
    """The line of chance: by order of frequency, the mean of neighbours."""
    order = np.argsort(n_train, kind="stable")
    parts = [part for part in np.array_split(order, min(12, len(order))) if len(part)]
    return Trace(
        "chance", np.array([n_train[part].mean() for part in parts]), np.array([chance[part].mean() for part in parts])
    )


def _extremes(one: Judged, score: Score) -> list[Part]:
    """Return which labels are told best and worst."""
    rows = [row for row in one.labels.rows() if row["n_judged"] >= _FEWEST_RARE]
    if len(rows) < 2 * _N_LABELS:
        return []
    ordered = sorted(rows, key=lambda row: -row["average_precision"])
    chosen = [*ordered[:_N_LABELS], *ordered[-_N_LABELS:]]
    names = [score.names.get(row["label"], f"label {row['label']}") for row in chosen]
    cells = tuple(
        (name, round(row["average_precision"], 3), round(row["chance"], 3), row["n_train"], row["n_judged"])
        for name, row in zip(names, chosen, strict=True)
    )
    return [
        Table(
            ("label", "average precision", "chance", "training videos", "judged videos"),
            cells,
            f"The {_N_LABELS} labels that are told best and the {_N_LABELS} that are told worst, of those on at least "
            f"{_FEWEST_RARE} judged videos. With so many labels some are best or worst by luck.",
            title=f"{names[0]} is told best, {names[-1]} worst",
        )
    ]


def calibration(one: Judged, score: Score) -> list[Part]:
    """Return how far probabilities can be taken at their word; nothing where scores are none."""
    if one.calibration is None or len(one.calibration.bins) < 3:
        return []
    bins = one.calibration.bins
    said, right = (np.array([getattr(each, name) for each in bins]) for name in ("said", "right"))
    svg = points(
        said,
        right,
        across=Axis("probability that is said", low=0.0, high=1.0),
        up=Axis("share that is right", low=0.0, high=1.0),
        titles=[f"said {each.said:.2f}, right {each.right:.2f}, {each.n:,} times" for each in bins],
        traces=[Trace("as it should be", np.array([0.0, 1.0]), np.array([0.0, 1.0]))],
    )
    error = one.figures["calibration_error"]
    trivial = error.best_trivial()
    beside = "" if trivial is None else f"; each label's share, said of every video, {error.format(trivial[1])}"
    off = np.abs(said - right)
    return [
        Chart(
            svg,
            "The 20 likeliest labels of each video, gathered by how likely they are said to be; on the dashed line "
            f"probabilities are right. Mean error {error.format(error.value)}{beside}, which tells no video from "
            f"another. {score.n_videos:,} videos, seed{_NBSP}{score.record.seed}.",
            alt="; ".join(f"said {each.said:.2f}, right {each.right:.2f}" for each in bins),
            title=f"A probability that {one.name} says is off by {error.format(error.value)} on average, by "
            f"{off.max():.2f} at most",
        )
    ]


def _beside_each_other(models: Sequence[Judged], score: Score) -> Strips:
    figures = tuple(replace(one.figures["gap"], name=f"{one.name}: {one.figures['gap'].name}") for one in models)
    shares = [f"{one.name} {one.of_optimum['gap'].value:.0f}{_NBSP}%" for one in models if "gap" in one.of_optimum]
    best = f" Of the best possible from what each looks at: {', '.join(shares)}." if shares else ""
    above = sum(figure.stands_out() for figure in figures)
    return Strips(
        figures,
        f"GAP of each model, the best first.{best} {score.n_videos:,} videos, seed{_NBSP}{score.record.seed}.",
        f"{above} of {len(figures)} models tell labels better than chance",
    )


def _taught(score: Score) -> list[Judged]:
    return [one for one in score.judged if one is not best_of(score)]


def _told(one: Judged) -> list[Figure]:
    return [one.figures[key] for key in _TOLD if key in one.figures]


def _finding(one: Judged) -> str:
    return f"{one.name[:1].upper()}{one.name[1:]} tells labels with GAP {with_chance(one.figures['gap'])}"


def _basis(score: Score) -> str:
    kind = (
        "These videos are synthetic: how well real ones would be told cannot be seen here. "
        if score.is_synthetic
        else ""
    )
    note = f" {score.note[:1].upper()}{score.note[1:]}." if score.note else ""
    return (
        f"{kind}Judged on {score.n_videos:,} videos of the side {score.side!r}, {score.n_labels:,} labels.{note} GAP "
        "pools the 20 likeliest labels of all videos; Hit@1 is how often the likeliest is right."
    )
