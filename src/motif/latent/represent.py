"""Items of a block as rows for networks: as they are stored, so that files stay mapped, or as the numbers they mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from motif.collection.block import DenseBlock
from motif.core.digest import array_digest
from motif.core.errors import InputError
from motif.represent.block import chosen_block

if TYPE_CHECKING:
    from motif.collection.base import Collection

__all__ = ["Items", "items_of"]

_CHANNELS = (1, 3, 4)  # of a last axis that holds colours


@dataclass(frozen=True, eq=False)
class Items:
    """The items that have a dense block, one row each; colours come first in a row, as convolutions want them.

    Parameters
    ----------
    name :
        The block's name.
    block :
        The block itself.
    rows :
        (n_items,): the position in the collection of each item that has it.
    image :
        (channels, height, width) where they are pictures; None where they are rows of numbers.

    Examples
    --------
    >>> from motif.latent.source import digits
    >>> held = items_of(digits(), "pixels")
    >>> held.image, held.stored.dtype, held.values(np.array([0])).shape
    ((1, 8, 8), dtype('uint8'), (1, 64))
    """

    name: str
    block: DenseBlock
    rows: np.ndarray
    image: tuple[int, int, int] | None

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def stored(self) -> np.ndarray:
        """(n_items, n_features): what is stored, mapped from its file where all items have it and it is one file."""
        whole = len(self.rows) == len(self.block)
        return self._laid_out(self.block.stored(slice(None) if whole else self.rows))

    def values(self, places: np.ndarray | slice) -> np.ndarray:
        """Return some items as the numbers that are meant, (n, n_features) float32."""
        return self._laid_out(self.block.values(self.rows[places]))

    def pictures(self, X: np.ndarray) -> np.ndarray:
        """Return rows as pictures, (n, height, width) or (n, height, width, channels)."""
        if self.image is None:
            raise InputError(f"block {self.name!r} holds rows of numbers and no pictures, so there is nothing to draw")
        shape = self.block.info.item_shape
        return X.reshape(-1, *shape) if len(shape) == 2 else np.moveaxis(X.reshape(-1, *self.image), 1, -1)

    @property
    def is_bytes(self) -> bool:
        """Whether white, or one, is stored as 255 of uint8."""
        info = self.block.info
        return self.block.dtype == np.uint8 and abs(info.scale * 255 - 1) < 1e-6 and info.offset == 0

    @property
    def ink(self) -> bool:
        """Whether 1 is ink on paper; it is light otherwise."""
        return bool(self.block.info.parameters.get("ink", False))

    @cached_property
    def digest(self) -> str:
        """The sha256 of what is stored."""
        return array_digest(np.asarray(self.stored))

    def _laid_out(self, X: np.ndarray) -> np.ndarray:
        coloured = self.image is not None and X.ndim == 4
        return (np.moveaxis(X, -1, 1) if coloured else X).reshape(len(X), -1)


def items_of(collection: Collection, block: str | None = None) -> Items:
    """Return the items that have a block.

    Parameters
    ----------
    collection, block :
        The collection and the name of a dense block; None takes the only one.

    Raises
    ------
    InputError
        When there is no such block, it is not dense, or no item has it.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> held = items_of(Collection("song", {"id": ["a", "b"]}, blocks={"sound": np.eye(2)}))
    >>> held.name, len(held), held.image
    ('sound', 2, None)
    """
    name = chosen_block(collection, block)
    stored = collection.blocks[name]
    if not isinstance(stored, DenseBlock):
        raise InputError(f"block {name!r} is {stored.info.kind}; this takes a dense block, motif.model any matrix")
    rows = np.flatnonzero(stored.present) if stored.may_be_absent else np.arange(len(stored))
    if not len(rows) or 0 in stored.info.item_shape:
        raise InputError(f"no item has numbers in block {name!r}")
    return Items(name, stored, rows, _image(stored.info.item_shape))


def _image(shape: tuple[int, ...]) -> tuple[int, int, int] | None:
    if len(shape) == 2:
        return 1, shape[0], shape[1]
    if len(shape) == 3 and shape[2] in _CHANNELS:
        return shape[2], shape[0], shape[1]
    return None
