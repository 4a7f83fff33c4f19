"""A collection's blocks side by side, read a batch at a time; what a video lacks is NaN."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import few
from motif.core.errors import InputError
from motif.represent.rows import RowSource

if TYPE_CHECKING:
    from motif.collection import Collection
    from motif.represent.fuse import Fusion

__all__ = ["Fused", "Stack", "modalities_of"]


def modalities_of(collection: Collection, asked: Sequence[str] | None = None) -> tuple[str, ...]:
    """Return the blocks that say something of each video: those asked for, or all dense ones.

    Raises
    ------
    InputError
        When there is none, one is not there, or one is of frames.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> modalities_of(Collection("video", {"id": ["a"]}, blocks={"audio": np.zeros((1, 2))}))
    ('audio',)
    """
    dense = [name for name, block in collection.blocks.items() if block.info.kind == "dense"]
    if asked is None:
        if dense:
            return tuple(dense)
        there = few(collection.blocks) or "none"
        raise InputError(f"no block says something of a whole video; blocks: {there}; gather video-level records")
    wrong = [name for name in asked if name not in dense]
    if wrong or not asked:
        raise InputError(f"no such modality: {few(wrong) or 'none named'}; there are {few(dense) or 'none'}")
    return tuple(dict.fromkeys(asked))


class Stack(RowSource):
    """Blocks of some videos side by side, (n_videos, sum of widths), NaN where a video lacks one.

    Parameters
    ----------
    collection :
        With the blocks.
    modalities :
        Their names, in order.
    only :
        Positions of the videos; None for all.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> held = Collection("video", {"id": ["a", "b"]}, blocks={"x": np.eye(2), "y": np.ones((2, 1))})
    >>> Stack(held, ("x", "y")).rows(np.array([1])).tolist()
    [[0.0, 1.0, 1.0]]
    """

    def __init__(self, collection: Collection, modalities: Sequence[str], only: np.ndarray | None = None) -> None:
        self._collection, self._modalities = collection, tuple(modalities)
        self._blocks = [collection.blocks[name] for name in modalities]
        self.widths = tuple(int(np.prod(block.info.item_shape)) for block in self._blocks)
        self._only = np.arange(len(collection)) if only is None else np.asarray(only)
        self.shape = (len(self._only), sum(self.widths))

    def part(self, places: np.ndarray) -> Stack:
        """Return the stack of some of its videos, by their positions in it; nothing is read."""
        return Stack(self._collection, self._modalities, self._only[places])

    def rows(self, places: np.ndarray) -> np.ndarray:
        """Return the rows of some videos."""
        own = self._only[places]
        return np.concatenate([block[own].reshape(len(own), -1) for block in self._blocks], axis=1, dtype=np.float32)


class Fused(RowSource):
    """A stack as a fitted `Fusion` makes it comparable, a batch at a time.

    Parameters
    ----------
    stack :
        What is read.
    fusion :
        Fitted on rows like it.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> from motif.represent.fuse import Fusion
    >>> held = Collection("video", {"id": ["a", "b"]}, blocks={"x": np.eye(2)})
    >>> stack = Stack(held, ("x",))
    >>> Fused(stack, Fusion(how="whole").fit(stack.rows(np.arange(2)))).rows(np.array([0])).tolist()
    [[1.0, 0.0]]
    """

    def __init__(self, stack: Stack, fusion: Fusion) -> None:
        self._stack, self._fusion, self.shape = stack, fusion, stack.shape

    def rows(self, places: np.ndarray) -> np.ndarray:
        """Return the rows of some videos; none is NaN."""
        return self._fusion.transform(self._stack.rows(places))
