"""What many pairs of pictures score together: means with their intervals, and the two ways to take a logarithm."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from motif.evaluate.figure import Figure
from motif.evaluate.null import analytic_null, resampling_interval
from motif.pictures.evaluate.fidelity import MEASURES, VIEWS, Fidelity, logged

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["common_view", "mean_figure", "together"]

_OVER_PICTURES = " The interval is over pictures."


_BY = ("person", "cutout")  # what best and worst are told by, the first that most have


def common_view(pairs: Sequence[Fidelity]) -> str:
    """Return the view that pairs are ranked by: the person alone where more than half have one, else on white paper.

    Where neither is common, it is "photo". One pair in which nobody is known does not change how all are ranked.

    Examples
    --------
    >>> with_somebody = Fidelity({"photo": {}, "person": {}}, {}, 0.5)
    >>> common_view([with_somebody, with_somebody, Fidelity({"photo": {}}, {}, None)])
    'person'
    """
    counts = {view: sum(view in pair.views for pair in pairs) for view in _BY}
    return next((view for view in _BY if 2 * counts[view] > len(pairs)), "photo")


def together(pairs: Sequence[Fidelity], *, random_state: RandomState = 0) -> dict[str, dict[str, Figure]]:
    """Return the mean of each figure over pairs: by view, and the measures under "measures".

    Of the seed's error both are there: `log_of_mean` (the seed's average: the logarithm of the mean error) and
    `mean_of_logs`, which one bad picture moves less; where a picture is
    unchanged its error has no logarithm, and neither is there.

    Parameters
    ----------
    pairs :
        At least one; a figure that some lack is the mean of those that have it.
    random_state :
        Where the halves of the intervals come from.

    Examples
    --------
    >>> ssim = Figure("SSIM", 0.5, None, {"doing_nothing": 1.0}, None, 9, True, "Likeness.")
    >>> pairs = [Fidelity({"photo": {"ssim": replace(ssim, value=value)}}, {}, None) for value in (0.4, 0.8)]
    >>> round(together(pairs)["photo"]["ssim"].value, 6)
    0.6
    """
    found: dict[str, dict[str, Figure]] = {}
    for view in VIEWS:
        of_view = [pair.views[view] for pair in pairs if view in pair.views]
        if of_view:
            found[view] = _means(of_view, random_state)
    measures = [pair.measures for pair in pairs]
    found["measures"] = {
        name: mean_figure([one[name] for one in measures if name in one], random_state=random_state)
        for name in MEASURES
        if any(name in one for one in measures)
    }
    return found


def _means(views: Sequence[Mapping[str, Figure]], random_state: RandomState) -> dict[str, Figure]:
    names = [name for name in views[0] if name != "log_seed_mse"]
    means = {name: mean_figure([one[name] for one in views], random_state=random_state) for name in names}
    if "seed_mse" in means:
        if means["seed_mse"].value > 0:
            means["log_of_mean"] = _log_of(means["seed_mse"])
        logs = [one["log_seed_mse"] for one in views]
        if all(math.isfinite(one.value) for one in logs):
            means["mean_of_logs"] = replace(mean_figure(logs, random_state=random_state), name="mean of log MSE")
    return means


def mean_figure(figures: Sequence[Figure], *, random_state: RandomState = 0) -> Figure:
    """Return the mean of a figure over pictures, with the mean of its chance and of its trivial answers.

    Parameters
    ----------
    figures :
        One a picture, of one kind.
    random_state :
        Where the halves of the interval come from; there is none for fewer than 8 pictures.

    Examples
    --------
    >>> one = Figure("SSIM", 0.4, None, {"doing_nothing": 1.0}, None, 9, True, "Likeness.")
    >>> mean_figure([one, replace(one, value=0.8)]).n
    2
    """
    if len(figures) == 1:
        return figures[0]
    values = np.array([one.value for one in figures])
    value = float(values.mean())
    nulls = [one.null for one in figures if one.null is not None]
    null = None
    if len(nulls) == len(figures):  # draws of different pictures know nothing of each other: their variances add up
        sd = math.sqrt(sum(one.sd**2 for one in nulls)) / len(nulls)
        null = analytic_null(value, mean=float(np.mean([one.mean for one in nulls])), sd=sd)
    shared = [name for name in figures[0].trivial if all(name in one.trivial for one in figures)]
    interval = resampling_interval(lambda rows: float(values[rows].mean()), len(values), random_state=random_state)
    cannot = figures[0].cannot_show.replace(" One picture, so there is no interval.", "")
    return replace(
        figures[0],
        value=value,
        null=null,
        trivial={name: float(np.mean([one.trivial[name] for one in figures])) for name in shared},
        interval=interval,
        n=len(figures),
        cannot_show=cannot + (_OVER_PICTURES if interval else ""),
    )


def _log_of(mean: Figure) -> Figure:
    return replace(logged(mean), name="log of mean MSE")
