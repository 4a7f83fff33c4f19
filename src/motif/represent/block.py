"""A collection's block as the matrix that models work on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from motif.core.check import few
from motif.core.digest import array_digest, bytes_digest
from motif.core.errors import InputError

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from motif.collection.base import Collection
    from motif.collection.block import Block

__all__ = ["BlockMatrix", "block_matrix", "chosen_block"]


@dataclass(frozen=True, eq=False)
class BlockMatrix:
    """The items that have a block, one row each.

    Parameters
    ----------
    name :
        The block's name.
    X :
        (n_rows, n_features): float32, dense or CSR; an item of several axes is laid out in one row.
    rows :
        (n_rows,): the position in the collection of each row of X; items without the block are missing.
    columns :
        (n_features,) names of the features; None where the block does not name them.
    """

    name: str
    X: np.ndarray | csr_array
    rows: np.ndarray
    columns: tuple[str, ...] | None

    @property
    def n_items(self) -> int:
        """How many items have the block."""
        return len(self.rows)

    @cached_property
    def digest(self) -> str:
        """The sha256 of X as 64 hex digits, for the record of what is made from it."""
        X: Any = self.X
        if not sparse.issparse(X):
            return array_digest(X)
        return bytes_digest("".join(array_digest(part) for part in (X.data, X.indices, X.indptr)).encode())


def chosen_block(collection: Collection, name: str | None = None) -> str:
    """Return the name of the block that is meant: the one named, or the only one that holds rows of one length.

    Raises
    ------
    InputError
        When there is no such block, or several and none is named.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> chosen_block(Collection("film", {"id": ["a", "b"]}, blocks={"codes": np.eye(2)}))
    'codes'
    """
    if name is not None:
        _require_rows(name, collection.blocks[name])
        return name
    fitting = [name for name, block in collection.blocks.items() if block.info.kind != "ragged"]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise InputError("the collection has no block with rows of one length; make one first")
    raise InputError(f"the collection has {len(fitting)} blocks: {few(fitting)}; name the one that is meant")


def block_matrix(collection: Collection, name: str | None = None) -> BlockMatrix:
    """Return a block as a matrix of the items that have it.

    Parameters
    ----------
    collection :
        With a dense or sparse block.
    name :
        Of the block; None takes the only one.

    Raises
    ------
    InputError
        When there is no such block, its rows differ in length, or no item has it.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> films = Collection("film", {"id": ["a", "b"]}, blocks={"codes": np.eye(2)})
    >>> found = block_matrix(films, "codes")
    >>> found.X.shape, found.rows.tolist(), found.columns
    ((2, 2), [0, 1], None)
    """
    name = chosen_block(collection, name)
    block = collection.blocks[name]
    present = np.flatnonzero(block.present) if block.may_be_absent else np.arange(len(block))
    if not len(present):
        raise InputError(f"no item has block {name!r}")
    X = block[:] if len(present) == len(block) else block[present]
    if block.info.kind == "dense":
        X = X.reshape(len(present), -1)
    if not X.shape[1]:
        raise InputError(f"block {name!r} has no numbers: its items have shape {block.info.item_shape}")
    return BlockMatrix(name, X, present, block.columns)


def _require_rows(name: str, block: Block) -> None:
    if block.info.kind == "ragged":
        raise InputError(f"block {name!r} is ragged: its items differ in length; give a dense or sparse block")
