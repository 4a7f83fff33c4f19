"""Groups: the items of a collection clustered by a block, the clusters named, and both kept in the collection."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning

from motif.core import check
from motif.core.errors import InputError
from motif.core.record import RunRecord, recording
from motif.core.seed import generator, integer_seed, recorded_seed
from motif.model.cluster import HDBSCAN, Agglomerative, GaussianMixture, KMeans
from motif.model.kept import label_cells, n_starts, saved_with, with_labels
from motif.model.naming import Profile, categories, distinctive
from motif.model.number import NumberChoice, choose_n_clusters
from motif.represent.block import BlockMatrix, block_matrix
from motif.represent.nearest import METRICS, Metric
from motif.represent.nearest.row import unit_rows

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.core.seed import RandomState

__all__ = ["METHODS", "Group", "Grouping", "Method", "cluster"]

Method = Literal["kmeans", "agglomerative", "mixture", "hdbscan"]
METHODS: tuple[Method, ...] = ("kmeans", "agglomerative", "mixture", "hdbscan")
_STEP = "cluster"
_DENSE_ONLY = ("mixture", "hdbscan")
_DOMINANT = 0.95  # of the variance: all other columns together are a twentieth of the mean squared distance
_TIE = 0.99  # float32 blocks round their effects; what is as large comes from the features
_FEWEST = 5  # items of a cluster that hdbscan finds


@dataclass(frozen=True, slots=True)
class Group:
    """One cluster of a grouping.

    Parameters
    ----------
    label :
        Its number in the column of labels.
    title :
        Its name, each only once; "cluster 3" where nothing sets it apart.
    n_items :
        How many items it holds.
    features :
        What sets it apart in the block's named features; None where the block does not name them.
    categories :
        What sets it apart in the collection's columns; None where no column sorts the items.

    Examples
    --------
    >>> Group(3, "cluster 3", 12, None, None).as_dict()["traits"]
    []
    """

    label: int
    title: str
    n_items: int
    features: Profile | None
    categories: Profile | None

    @property
    def is_named(self) -> bool:
        """Whether something sets it apart."""
        return any(told is not None and told.name is not None for told in (self.features, self.categories))

    def as_dict(self) -> dict[str, Any]:
        """Return the cluster as plain JSON values; traits of the features come before those of the columns."""
        traits = [t for told in (self.features, self.categories) if told is not None for t in told.as_dict()["traits"]]
        facts = {"label": self.label, "title": self.title, "n_items": self.n_items}
        return facts | {"named": self.is_named, "traits": traits}


@dataclass(frozen=True, eq=False)
class Grouping:
    """What `cluster` found.

    Parameters
    ----------
    collection :
        With two more columns: `name`, the label of each item, and `name` + "_name", the title of its cluster; both are
        empty where an item has no block or belongs to no cluster.
    name :
        Of the column, and of the model.
    block :
        What the items were clustered by.
    labels :
        (n_items,): the label of each item; -1 where it has none.
    groups :
        The clusters, in the order of their labels.
    model :
        The fitted estimator.
    choice :
        How the number of clusters was chosen; None where it was given, or the method finds it.
    n_absent :
        Items without the block.
    caution :
        What to be careful about, in words: a column that decides alone, fewer clusters than asked for, names that are
        no evidence. Empty where there is nothing.
    record :
        How it was made.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> songs = Collection("song", {"id": list("abcd")}, blocks={"sound": np.eye(4)[:, :2]})
    >>> found = cluster(songs, n_clusters=2)
    >>> found.n_unassigned, sorted(found.collection.items.column_names)
    (0, ['cluster', 'cluster_name', 'id'])
    """

    collection: Collection
    name: str
    block: str
    labels: np.ndarray
    groups: tuple[Group, ...]
    model: Any
    choice: NumberChoice | None
    n_absent: int
    caution: str
    record: RunRecord

    @property
    def n_unassigned(self) -> int:
        """How many items belong to no cluster, those without the block among them."""
        return int((self.labels < 0).sum())

    def labels_table(self) -> pa.Table:
        """Return `id` and `label`, one row an item; an item of no cluster has an empty label."""
        return pa.table({"id": self.collection.ids, "label": label_cells(self.labels)})

    def save(self, path: str | Path, *, overwrite: bool = False) -> Collection:
        """Write the collection with its columns and the fitted model, all or nothing, and return it as it is there.

        Raises
        ------
        InputError
            When the folder holds another collection, without `overwrite`.
        SourceError
            When it cannot be written.
        """
        return saved_with(self.collection, self.name, self.model, path, overwrite=overwrite)

    def as_dict(self) -> dict[str, Any]:
        """Return all but the collection, the labels and the model as plain JSON values."""
        return {
            "name": self.name,
            "block": self.block,
            "n_items": len(self.labels),
            "n_clusters": len(self.groups),
            "unassigned": self.n_unassigned,
            "absent": self.n_absent,
            "caution": self.caution,
            "clusters": [group.as_dict() for group in self.groups],
            "choice": None if self.choice is None else self.choice.as_dict(),
            "record": self.record.as_dict(),
        }


def cluster(
    collection: Collection,
    *,
    block: str | None = None,
    n_clusters: int | Literal["auto"] = "auto",
    method: Method = "kmeans",
    metric: Metric = "euclidean",
    name: str = "cluster",
    random_state: RandomState = 0,
    overwrite: bool = False,
) -> Grouping:
    """Return the items gathered into clusters by a block, each cluster with a name of what sets it apart.

    Names come from the words of a sparse block; or else from the block's named features or from the collection's
    columns, whichever set the cluster apart by more sd.

    Parameters
    ----------
    collection :
        With a dense or sparse block.
    block :
        Its name; None takes the only one.
    n_clusters :
        How many; "auto" chooses by stability, silhouette and gaps of k-means and says how sure that is. "hdbscan" finds
        the number itself.
    method :
        "kmeans", "agglomerative", "mixture" (Gaussian) or "hdbscan" (clusters of at least 5 items and of a hundredth).
    metric :
        How far items are apart: "euclidean", or "cosine" for the angle, as words and networks' codes want it; "mixture"
        knows only the former.
    name :
        Of the columns and of the model that the collection gets.
    random_state :
        Where chance comes from, in clusters, choice and nulls.
    overwrite :
        Whether a column or model of that name is replaced.

    Raises
    ------
    InputError
        When the block or the number does not fit, or the name is there already.

    Examples
    --------
    >>> from motif.collection import Collection, dense
    >>> tempo = dense([[90.0], [92.0], [170.0], [171.0]] * 5, columns=["tempo"])
    >>> songs = Collection("song", {"id": [f"{n}" for n in range(20)]}, blocks={"sound": tempo})
    >>> sorted(group.title for group in cluster(songs, n_clusters=2).groups)
    ['high tempo', 'low tempo']
    """
    check.name(name, what="name")
    check.in_choices(method, METHODS, what="method")
    check.in_choices(metric, METRICS, what="metric")
    if n_clusters != "auto":
        n_clusters = check.integer(n_clusters, what="n_clusters", low=1)
    if method == "hdbscan" and n_clusters != "auto":
        raise InputError(f"hdbscan finds the number of clusters itself; leave out n_clusters={n_clusters!r}")
    _refuse_taken(collection, name, overwrite=overwrite)
    found = block_matrix(collection, block)
    _refuse_unfit(found, method, metric)
    settings: dict[str, Any] = {
        "block": found.name, "n_clusters": n_clusters, "method": method, "metric": metric, "name": name,
    }  # fmt: skip
    inputs = {found.name: found.digest}
    with recording(_STEP, parameters=settings, inputs=inputs, seed=recorded_seed(random_state)) as watch:
        chance = generator(random_state)
        model, choice = _unfitted(found.X, n_clusters, method, metric, chance)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # fewer different items than clusters: said below
            model.fit(found.X)
        labels = np.full(collection.n_items, -1, dtype=np.int32)
        labels[found.rows] = model.labels_
        groups = _groups(collection.items, found, labels, chance)
    record = replace(watch.record, parameters=settings | _outcome(groups, choice))
    grouped = with_labels(collection, name, labels, {group.label: group.title for group in groups})
    n_absent = collection.n_items - found.n_items
    kept = grouped.with_record(record)
    cautions = [_dominance(found), _shortage(model, groups), _circle(groups, choice)]
    caution = "; ".join(sentence for sentence in cautions if sentence)
    return Grouping(kept, name, found.name, labels, groups, model, choice, n_absent, caution, record)


def _shortage(model: Any, groups: tuple[Group, ...]) -> str:
    asked = getattr(model, "n_clusters", len(groups))
    if asked <= len(groups):
        return ""
    return f"{asked} clusters were asked for and {len(groups)} have items: there are no more different items"


def _circle(groups: tuple[Group, ...], choice: NumberChoice | None) -> str:
    """Return the sentence about names made of what the clusters were made of: random labels are no null for these."""
    own = any(one.features is not None and one.title.startswith(one.features.name or "\0") for one in groups)
    if not own or (choice is not None and choice.confidence != "none"):
        return ""
    return "names come from the numbers that the clusters were made of: they describe a cut and prove no groups"


def _dominance(found: BlockMatrix) -> str:
    """Return the sentence about a column beside which the others hardly count: milliseconds beside shares, say."""
    if sparse.issparse(found.X) or found.X.shape[1] == 1:
        return ""
    spread = found.X.var(axis=0, dtype=np.float64)
    widest = int(spread.argmax())
    share = spread[widest] / max(float(spread.sum()), 1e-300)
    if share < _DOMINANT:
        return ""
    column = repr(found.columns[widest]) if found.columns is not None else f"number {widest}"
    return (
        f"column {column} holds {share:.1%} of the spread of block {found.name!r}, so it decides alone; scale it first"
    )


def _refuse_taken(collection: Collection, name: str, *, overwrite: bool) -> None:
    columns = [column for column in (name, f"{name}_name") if column in collection.items.column_names]
    if overwrite and columns and not _is_grouping(collection, name):
        raise InputError(f"column {columns[0]!r} is no grouping of Motif's, so it is not replaced; choose another name")
    if not overwrite and (columns or name in collection.models):
        what = f"column {columns[0]!r}" if columns else f"model {name!r}"
        raise InputError(f"the collection has a {what} already; choose another name, or ask for overwrite")


def _is_grouping(collection: Collection, name: str) -> bool:
    """Whether a column was made here, and may be made anew."""
    made = [record["parameters"].get("name") for record in collection.records if record["step"] == _STEP]
    return name in collection.models or name in made


def _refuse_unfit(found: BlockMatrix, method: Method, metric: Metric) -> None:
    if method == "mixture" and metric != "euclidean":
        raise InputError(f"method 'mixture' knows no metric {metric!r}; take 'kmeans', or leave it out")
    if method in _DENSE_ONLY and sparse.issparse(found.X):
        raise InputError(f"method {method!r} takes a dense block, and {found.name!r} is sparse; use 'kmeans'")


def _unfitted(
    X: Any, n_clusters: int | Literal["auto"], method: Method, metric: Metric, chance: np.random.Generator
) -> tuple[Any, NumberChoice | None]:
    """Return the model to fit, and how its number of clusters was chosen where that was left open."""
    n_items = X.shape[0]
    if method == "hdbscan":
        return HDBSCAN(min_cluster_size=max(_FEWEST, n_items // 100), metric=metric), None
    choice, number = None, n_clusters
    if number == "auto":
        choice = choose_n_clusters(unit_rows(X) if metric == "cosine" else X, random_state=chance)
        number = choice.n_clusters
    seed = integer_seed(chance)  # a number, so that the model can be saved with it
    if method == "agglomerative":
        return Agglomerative(number, metric=metric), choice
    if method == "mixture":
        return GaussianMixture(number, random_state=seed), choice
    return KMeans(number, n_init=n_starts(n_items), metric=metric, random_state=seed), choice


def _groups(items: pa.Table, found: BlockMatrix, labels: np.ndarray, chance: np.random.Generator) -> tuple[Group, ...]:
    present = labels[found.rows]
    sizes = Counter(present[present >= 0].tolist())
    features: Mapping[int, Profile] = {}
    if found.columns is not None:
        features = {told.label: told for told in distinctive(found.X, present, found.columns, random_state=chance)}
    sorting: Mapping[int, Profile] = {}
    values = categories(items)
    if values is not None:
        profiles = distinctive(
            values.X, labels, values.columns, measure="difference", only_high=True, random_state=chance
        )
        sorting = {told.label: told for told in profiles}
    in_words = sparse.issparse(found.X)
    named = {label: _name(features.get(label), sorting.get(label), in_words=in_words) for label in sorted(sizes)}
    titles = _titles(named)
    return tuple(
        Group(label, titles[label], sizes[label], features.get(label), sorting.get(label)) for label in sorted(sizes)
    )


def _name(features: Profile | None, sorting: Profile | None, *, in_words: bool) -> str | None:
    by_features = None if features is None else features.name
    by_columns = None if sorting is None else sorting.name
    if by_features is None or by_columns is None:
        return by_features or by_columns
    return by_features if in_words or _effect(features) >= _TIE * _effect(sorting) else by_columns


def _effect(told: Profile | None) -> float:
    return abs(told.traits[0].effect) if told is not None and told.traits else 0.0


def _titles(named: Mapping[int, str | None]) -> dict[int, str]:
    """Return a title for each cluster; those that would be the same are numbered."""
    often = Counter(named.values())
    seen: Counter[str] = Counter()
    titles = {}
    for label, name in named.items():
        if name is None:
            titles[label] = f"cluster {label}"
        elif often[name] == 1:
            titles[label] = name
        else:
            seen[name] += 1
            titles[label] = f"{name} #{seen[name]}"
    return titles


def _outcome(groups: tuple[Group, ...], choice: NumberChoice | None) -> dict[str, Any]:
    found: dict[str, Any] = {"n_found": len(groups)}
    return found if choice is None else found | {"confidence": choice.confidence}
