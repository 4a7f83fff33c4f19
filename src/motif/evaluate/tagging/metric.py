"""The metrics of tagging, one number each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import in_choices, integer
from motif.evaluate.tagging.best import require_finite
from motif.evaluate.tagging.figures import EmptyClasses
from motif.evaluate.tagging.given import validate
from motif.evaluate.tagging.listed import TOP, Listed, deepest, require_labels
from motif.evaluate.tagging.whole import average_precisions

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from motif.evaluate.tagging.given import GivenLabels

__all__ = ["global_average_precision", "hit_at_one", "mean_average_precision", "precision_at_equal_recall"]


def global_average_precision(scores: ArrayLike, labels: GivenLabels, *, top: int = TOP) -> float:
    """Return the average precision of all items' best predictions in one ranking, in [0, 1].

    The `top` best classes of each item are pooled and ranked by score; the precisions at the right ones are added up
    and divided by the number of all labels, also of those outside the best.

    Source: the YouTube-8M starter code (`calculate_gap`); equal scores count as the mean over all their orders, where
    the starter shuffles them.

    Parameters
    ----------
    scores :
        (n_items, n_classes), finite, higher is surer.
    labels :
        Of the same items: an array or a sparse matrix of zeros and ones, or a list of class numbers for each item.
    top :
        How many classes of each item are pooled, at least 1.

    Raises
    ------
    InputError
        When scores and labels do not fit each other, or no item has a label.

    Examples
    --------
    >>> global_average_precision([[0.9, 0.1], [0.2, 0.8]], [[1, 0], [1, 0]])  # ranks 1 and 3: (1/1 + 2/3) / 2
    0.8333333333333333
    """
    listed = _listed(scores, labels, top=top)
    return listed.gap(listed.hits(*listed.places()), len(listed.labels.items))


def hit_at_one(scores: ArrayLike, labels: GivenLabels) -> float:
    """Return the share of the items whose best class is right; an item without labels counts as 0.

    Source: the YouTube-8M starter code, which takes the first among equals; here a shuffled order of the classes
    decides.

    Examples
    --------
    >>> hit_at_one([[0.9, 0.1], [0.2, 0.8]], [[1, 0], [1, 0]])
    0.5
    """
    listed = _listed(scores, labels, top=1)
    return listed.hit_at_one(listed.places()[1])


def precision_at_equal_recall(scores: ArrayLike, labels: GivenLabels) -> float:
    """Return the mean over items of the share of right ones among as many best classes as the item has labels (PERR).

    Only scores above 0 count as predictions; an item without labels counts as 0 and stays in the mean.

    Source: the YouTube-8M starter code.

    Examples
    --------
    >>> precision_at_equal_recall([[0.9, 0.5, 0.1], [0.2, 0.8, 0.4]], [[1, 0, 1], [0, 1, 0]])
    0.75
    """
    array, right = validate(scores, labels)
    require_labels(right)
    listed = Listed.of(array, right, n_best=deepest(right))
    return float(listed.perr_shares(*listed.places()).sum() / right.n_items)


def mean_average_precision(
    scores: ArrayLike, labels: GivenLabels, *, top: int | None = None, empty_classes: EmptyClasses = "drop"
) -> float:
    """Return the mean over classes of the average precision of each class's ranking of the items, in [0, 1].

    Parameters
    ----------
    scores :
        (n_items, n_classes), finite, higher is surer.
    labels :
        Of the same items: an array or a sparse matrix of zeros and ones, or a list of class numbers for each item.
    top :
        None ranks all items, equal scores as one threshold, as scikit-learn does. A number ranks only those for which
        the class is among their `top` best, and counts the other labels as missed, as the YouTube-8M starter code
        does with 20.
    empty_classes :
        "drop" leaves classes without a label out of the mean; "zero" counts them as 0, as the starter code did before
        June 2019.

    Examples
    --------
    >>> scores, labels = [[0.9, 0.8], [0.2, 0.7], [0.3, 0.1]], [[1, 0], [0, 1], [1, 0]]
    >>> mean_average_precision(scores, labels)  # 1 for the first class, 1/2 for the second
    0.75
    >>> mean_average_precision(scores, labels, top=1)  # the first class alone is best for the two items that have it
    1.0
    """
    in_choices(empty_classes, ("drop", "zero"), what="empty_classes")
    if top is None:
        array, right = validate(scores, labels)
        require_labels(right)
        require_finite(array)
        found = average_precisions(array, right)[0]
        return float(np.nanmean(found) if empty_classes == "drop" else np.nansum(found) / right.n_classes)
    listed = _listed(scores, labels, top=top)
    n_averaged = None if empty_classes == "drop" else listed.labels.n_classes
    return listed.map_top(listed.hits(*listed.places()), listed.labels.per_class, n_averaged=n_averaged)


def _listed(scores: ArrayLike, labels: GivenLabels, *, top: int) -> Listed:
    array, right = validate(scores, labels)
    require_labels(right)
    n_best = min(integer(top, what="top", low=1), right.n_classes)
    return Listed.of(array, right, n_best=n_best, top=n_best)
