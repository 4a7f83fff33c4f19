"""A block of a collection described by fewer numbers: two for a map, or a few main directions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from scipy import sparse

from motif.collection.build import dense
from motif.core import check
from motif.core.errors import InputError
from motif.core.record import recording
from motif.core.seed import generator, integer_seed, recorded_seed
from motif.represent.block import BlockMatrix, block_matrix
from motif.represent.nearest import METRICS, Metric
from motif.represent.project import PCA, UMAP, NeighbourMap

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.core.seed import RandomState

__all__ = ["EMBEDDINGS", "Embedding", "embed"]

Embedding = Literal["neighbours", "pca", "umap"]
EMBEDDINGS: tuple[Embedding, ...] = get_args(Embedding)
_STEP = "embed"


def embed(
    collection: Collection,
    *,
    block: str | None = None,
    method: Embedding = "neighbours",
    n_components: int = 2,
    metric: Metric = "euclidean",
    name: str = "map",
    random_state: RandomState = 0,
    overwrite: bool = False,
) -> Collection:
    """Return the collection with one more block, which describes the items of a block by fewer numbers.

    Parameters
    ----------
    collection :
        With a dense or sparse block that at least 2 items have.
    block :
        Its name; None takes the only one.
    method :
        "neighbours" (`NeighbourMap`: near stays near, 1 or 2 numbers), "umap" (`UMAP`, needs the extra `umap`) or "pca"
        (`PCA`: the directions of most variance, dense blocks only).
    n_components :
        Numbers for each item.
    metric :
        What near means: "euclidean", or "cosine" for the angle, as words and networks' codes want it; "pca" knows only
        the former.
    name :
        Of the new block. It has the parent's name, the method and its settings beside it; items without the parent
        have no row.
    random_state :
        Where chance comes from.
    overwrite :
        Whether a block of that name is replaced.

    Raises
    ------
    InputError
        When the block or the settings do not fit, or the name is there already.
    MissingExtra
        For "umap" without umap-learn.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> songs = Collection("song", {"id": list("abcd")}, blocks={"sound": np.eye(4)})
    >>> mapped = embed(songs, method="pca", name="first_two")
    >>> mapped.blocks["first_two"].shape, mapped.blocks["first_two"].info.parents
    ((4, 2), ('sound',))
    """
    check.name(name, what="name")
    check.in_choices(method, EMBEDDINGS, what="method")
    check.in_choices(metric, METRICS, what="metric")
    n_components = check.integer(n_components, what="n_components", low=1)
    found = block_matrix(collection, block)
    _refuse_taken(collection, name, found.name, overwrite=overwrite)
    _refuse_unfit(found, method, n_components, metric)
    settings: dict[str, Any] = {
        "block": found.name, "method": method, "n_components": n_components, "metric": metric, "name": name,
    }  # fmt: skip
    inputs = {found.name: found.digest}
    with recording(_STEP, parameters=settings, inputs=inputs, seed=recorded_seed(random_state)) as watch:
        seed = integer_seed(generator(random_state))
        projection = _projection(method, n_components, metric, seed)
        codes = projection.fit_transform(found.X)
    values = np.full((collection.n_items, n_components), np.nan, dtype=np.float32)
    values[found.rows] = codes
    has_one = np.zeros(collection.n_items, dtype=bool)
    has_one[found.rows] = True
    columns = projection.get_feature_names_out().tolist()
    made = dense(values, present=has_one, columns=columns, step=_STEP, parameters=settings, parents=[found.name])
    return collection.with_block(name, made).with_record(watch.record)


def _refuse_taken(collection: Collection, name: str, parent: str, *, overwrite: bool) -> None:
    if name == parent:
        raise InputError(f"name {name!r} is the block that is described; choose another name for the new one")
    if name in collection.blocks and not overwrite:
        raise InputError(f"the collection has a block {name!r} already; choose another name, or ask for overwrite")


def _refuse_unfit(found: BlockMatrix, method: Embedding, n_components: int, metric: Metric) -> None:
    if method == "neighbours" and n_components > 2:
        raise InputError(f"method 'neighbours' gives 1 or 2 numbers, not {n_components}; use 'umap' or 'pca' for more")
    if method == "pca" and metric != "euclidean":
        raise InputError(f"method 'pca' knows no metric {metric!r}; use 'neighbours' or 'umap', or leave it out")
    if method == "pca" and sparse.issparse(found.X):
        raise InputError(f"method 'pca' takes a dense block, and {found.name!r} is sparse; use 'neighbours' or 'umap'")


def _projection(method: Embedding, n_components: int, metric: Metric, seed: int) -> Any:
    if method == "pca":
        return PCA(n_components, random_state=seed)
    if method == "umap":
        return UMAP(n_components, metric=metric, random_state=seed)
    return NeighbourMap(1 if n_components == 1 else 2, metric=metric, random_state=seed)
