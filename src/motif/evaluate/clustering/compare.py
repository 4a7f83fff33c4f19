"""Comparison of two lists of (id, label): joined by id, what does not count being counted."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from motif.core.check import few, in_choices, missing, same_length
from motif.core.errors import InputError
from motif.core.record import RunRecord, recording
from motif.core.seed import recorded_seed
from motif.evaluate.clustering.judge import judged
from motif.evaluate.clustering.label import kinds_of
from motif.evaluate.figure import Figure
from motif.evaluate.group import group_numbers
from motif.evaluate.row import listed

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["Comparison", "Repeated", "compare"]

Repeated = Literal["first", "all"]
REPEATED: tuple[Repeated, ...] = ("first", "all")
_UNASSIGNED = frozenset({"", "-1", "-1.0"})  # the last is how a column of numbers with gaps writes -1


@dataclass(frozen=True)
class Comparison:
    """What `compare` found: how much of the two lists was joined, and every metric on its null.

    Parameters
    ----------
    n :
        Rows that the figures of hard partitions rest on: one for each id, or with `repeated="all"` one for each
        (id, gold label).
    n_ids :
        Ids that are in both lists with a label in both.
    n_clusters, n_gold :
        Clusters and gold labels among these.
    unassigned :
        Ids of both lists that the prediction leaves out: label empty or -1.
    unlabelled :
        Ids of both lists that are assigned but whose gold labels are all empty or -1.
    only_predicted, only_gold :
        Ids that are in one list only.
    n_repeated :
        Of `n_ids`, those with several gold labels.
    repeated :
        What hard partitions made of these: "first" takes the first gold label, "all" a row for each.
    metrics :
        Key -> figure.
    record :
        How it was made.

    Examples
    --------
    >>> found = compare("abcd", [0, 0, 1, -1], "abcde", "xxyyz", random_state=0, n_permutations=99)
    >>> found.n, found.unassigned, found.only_gold, found.metrics["ami"].value
    (3, 1, 1, 1.0)
    """

    n: int
    n_ids: int
    n_clusters: int
    n_gold: int
    unassigned: int
    unlabelled: int
    only_predicted: int
    only_gold: int
    n_repeated: int
    repeated: Repeated
    metrics: Mapping[str, Figure] = field(hash=False)
    record: RunRecord = field(hash=False)

    @property
    def trivial(self) -> dict[str, dict[str, float]]:
        """Trivial answer -> key -> what it scores."""
        answers = next(iter(self.metrics.values())).trivial
        return {answer: {key: figure.trivial[answer] for key, figure in self.metrics.items()} for answer in answers}

    def as_dict(self) -> dict[str, Any]:
        """Return the comparison as plain JSON values; NaN becomes None."""
        counts = (
            "n", "n_clusters", "n_gold", "unassigned", "unlabelled", "only_predicted", "only_gold", "n_ids",
            "n_repeated", "repeated",
        )  # fmt: skip
        trivial = {
            answer: {key: score if math.isfinite(score) else None for key, score in scores.items()}
            for answer, scores in self.trivial.items()
        }
        return {
            **{name: getattr(self, name) for name in counts},
            "metrics": {key: figure.as_dict() for key, figure in self.metrics.items()},
            "trivial": trivial,
            "record": self.record.as_dict(),
        }


def compare(
    predicted_ids: Sequence[object],
    predicted_labels: Sequence[object],
    gold_ids: Sequence[object],
    gold_labels: Sequence[object],
    *,
    repeated: Repeated = "first",
    groups: Sequence[object] | None = None,
    n_permutations: int = 1000,
    n_resamples: int = 200,
    random_state: RandomState = None,
) -> Comparison:
    """Return how well predicted labels agree with gold labels, joined by id.

    What is judged comes first; scikit-learn's order is the other way round (`labels_true, labels_pred`).

    An id without a label (None, NaN, empty or -1) on either side is counted and left out, and so is an id of one side
    only. Text is text: "nan", "NA" or "null", as a CSV file may hold, is a label like any other; only the number NaN is
    none. The gold may give an id several labels, in several rows: B-cubed and the pairwise AUC use all of them; figures
    of hard partitions use what `repeated` says.

    Chance deals the labels out to ids, also where an id has several rows. Of the trivial answers to a hard partition
    with `repeated="all"`, "singletons" has every row alone.

    Parameters
    ----------
    predicted_ids, predicted_labels :
        (n_predicted,): an id and its label each; ids are compared as text. An id may come twice with the same label.
    gold_ids, gold_labels :
        (n_gold_rows,): an id and a gold label each; equal rows count once.
    repeated :
        For hard partitions: "first" takes one row an id, with its first gold label; "all" takes every (id, gold label)
        as an item.
    groups :
        (n_predicted,), what belongs together, such as characters of a film, which are not independent: chance deals the
        labels out to whole groups of near size, and intervals are over groups. None takes ids for independent.
    n_permutations, n_resamples, random_state :
        As for `evaluate`.

    Raises
    ------
    InputError
        When a row has no id, an id has two predicted labels, or no id has a label on both sides.

    Examples
    --------
    >>> found = compare(["a", "b"], [0, 1], ["a", "a", "b"], ["x", "y", "y"], repeated="all", random_state=0)
    >>> found.n, found.n_ids, found.n_repeated, round(found.metrics["bcubed_recall"].value, 3)
    (3, 2, 1, 0.375)
    """
    in_choices(repeated, REPEATED, what="repeated")
    predicted = _predicted(_rows(predicted_ids, predicted_labels, what="predicted"))
    gold = _gold(_rows(gold_ids, gold_labels, what="gold"))
    shared = [name for name in predicted if name in gold]
    assigned = [name for name in shared if predicted[name] is not None]
    names = [name for name in assigned if gold[name]]
    if not names:
        raise InputError(_nothing_joined(predicted, gold, len(shared)))
    of_item, kinds = kinds_of([gold[name] for name in names], every_row=repeated == "all")
    clusters = {label: number for number, label in enumerate(dict.fromkeys(predicted[name] for name in names))}
    codes = np.array([clusters[predicted[name]] for name in names])
    settings: dict[str, Any] = {"n_permutations": n_permutations, "n_resamples": n_resamples}
    of_group = None if groups is None else _groups(predicted_ids, groups, names)
    told = {} if of_group is None else {"n_groups": int(of_group.max()) + 1}
    parameters = {"repeated": repeated, **settings, **told}
    with recording("compare", parameters=parameters, seed=recorded_seed(random_state)) as watch:
        metrics = judged(codes, of_item, kinds, groups=of_group, random_state=random_state, **settings)
    return Comparison(
        n=metrics["vi_bits"].n,
        n_ids=len(names),
        n_clusters=len(clusters),
        n_gold=kinds.n_labels,
        unassigned=len(shared) - len(assigned),
        unlabelled=len(assigned) - len(names),
        only_predicted=len(predicted) - len(shared),
        only_gold=len(gold) - len(shared),
        n_repeated=sum(len(gold[name]) > 1 for name in names),
        repeated=repeated,
        metrics=metrics,
        record=watch.record,
    )


def _rows(ids: Sequence[object], labels: Sequence[object], *, what: str) -> list[tuple[str, str | None]]:
    """Return each row as an id and a label, both text; the label None where it means that there is none."""
    names, values = listed(ids), listed(labels)
    same_length(len(values), len(names), what=f"{what} labels", other=f"{what} ids")
    unnamed = [place for place, name in enumerate(names) if missing(name) or name == ""]
    if unnamed:
        many = "1 row has" if len(unnamed) == 1 else f"{len(unnamed)} rows have"
        raise InputError(f"{what}: {many} no id, among them row {unnamed[0] + 1}; give each one")
    return [(str(name), _label(value)) for name, value in zip(names, values, strict=True)]


def _groups(ids: Sequence[object], groups: Sequence[object], asked: Sequence[str]) -> np.ndarray:
    """Return the number of the group of each id that is asked."""
    rows = listed(ids)
    number = dict(zip(map(str, rows), group_numbers(listed(groups), len(rows)).tolist(), strict=True))
    return np.unique([number[name] for name in asked], return_inverse=True)[1]


def _label(value: object) -> str | None:
    text = "" if missing(value) else str(value)
    return None if text.strip() in _UNASSIGNED else text


def _predicted(rows: list[tuple[str, str | None]]) -> dict[str, str | None]:
    label_of: dict[str, str | None] = {}
    torn = dict.fromkeys(name for name, label in rows if label_of.setdefault(name, label) != label)
    if torn:
        many = "1 id has" if len(torn) == 1 else f"{len(torn)} ids have"
        raise InputError(f"predicted: {many} more than one label ({few(torn)}); give each id one")
    return label_of


def _gold(rows: list[tuple[str, str | None]]) -> dict[str, list[str]]:
    """Return the distinct labels of each id in the order of the rows; none where all are empty or -1."""
    labels_of: dict[str, dict[str, None]] = {}
    for name, label in rows:
        held = labels_of.setdefault(name, {})
        if label is not None:
            held[label] = None
    return {name: list(held) for name, held in labels_of.items()}


def _nothing_joined(predicted: Mapping[str, object], gold: Mapping[str, object], n_shared: int) -> str:
    if n_shared:
        return f"of the {n_shared} ids in both lists none has a label in both; empty and -1 mean that there is none"
    given = f"predicted has {few(predicted, most=2) or 'none'}, gold has {few(gold, most=2) or 'none'}"
    return f"no id is in both lists: {given}; give both the same ids"
