"""The space of songs: a collection's features as places between which distances are measured."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import same_length
from motif.core.errors import InputError
from motif.represent.block import BlockMatrix, block_matrix
from motif.songs.represent.scale import SongScaler, SongScaling

if TYPE_CHECKING:
    from motif.collection.base import Collection

__all__ = ["BLOCKS", "SongSpace", "song_space"]

BLOCKS = ("spotify", "sound")


@dataclass(frozen=True, eq=False)
class SongSpace:
    """The songs that have features, as places.

    Parameters
    ----------
    X :
        (n_songs, n_columns) float32: scaled and weighed; Euclidean distances are meant.
    rows :
        (n_songs,): the position in the collection of each row of X.
    blocks :
        What it was made of.
    features :
        (n_features,): names of the features, in the words of their blocks.
    values :
        (n_songs, n_features) float32: the features as they are, NaN in an empty cell.
    scores :
        (n_songs, n_features) float32: how far each lies from what is typical, in sd, without weights.
    scalers :
        The fitted scaler of each block.
    shares :
        What each block's scaled columns were multiplied by.
    n_missing :
        Empty cells of features that other songs have, which count as typical.
    aside :
        The positions in the collection of songs that lack more than half of the features: of these nothing is known
        but that they are songs, and they have no place.
    """

    X: np.ndarray
    rows: np.ndarray
    blocks: tuple[str, ...]
    features: tuple[str, ...]
    values: np.ndarray
    scores: np.ndarray
    scalers: tuple[SongScaler, ...]
    shares: tuple[float, ...]
    n_missing: int
    aside: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    @property
    def note(self) -> str:
        """What a reader of distances has to know, as a sentence; empty where there is nothing."""
        told = []
        if len(self.blocks) > 1:
            told.append(f"blocks {' and '.join(self.blocks)} are mixed, each with the same weight")
        if self.n_missing:
            told.append(f"{self.n_missing:,} empty cells count as typical")
        if len(self.aside):
            told.append(f"left aside, with fewer than half of the features: {len(self.aside):,}")
        return "; ".join(told)

    def place(self, features: np.ndarray, block: str) -> np.ndarray:
        """Return where songs from outside lie, (n, n_columns), by their features in one block.

        Parameters
        ----------
        features :
            (n, n_features), in the order of the block's columns.
        block :
            Which it is; a space of several blocks has no place for a song that is known in one alone.

        Raises
        ------
        InputError
            When the space is made of anything else.
        """
        if self.blocks != (block,):
            raise InputError(f"the space is made of {' and '.join(self.blocks)}, not of {block!r} alone")
        return self.scalers[0].transform(np.asarray(features, dtype=np.float32))

    def position(self, row: int) -> int:
        """Return the row of X of a collection's song.

        Raises
        ------
        InputError
            When it has no features, or fewer than half of them.
        """
        at = int(np.searchsorted(self.rows, row))
        if at == len(self.rows) or self.rows[at] != row:
            raise InputError(f"song number {row} has no features in {' and '.join(self.blocks)}; choose another one")
        return at


def song_space(
    collection: Collection, *, block: str | None = None, mix: bool = False, kind: SongScaling = "tuned"
) -> SongSpace:
    """Return the songs of a collection that have features, as places.

    Songs that have fewer than half of the features that are known of any song have no place: empty cells count as
    typical, so that such a song would be near to everything.

    Parameters
    ----------
    collection :
        Songs with a block `spotify` or `sound`.
    block :
        Which of the two, or another dense one; None takes the first that is there.
    mix :
        Whether `spotify` and `sound` are taken together: only songs that have both, each block with the same share of
        the mean squared distance.
    kind :
        As for `SongScaler`.

    Raises
    ------
    InputError
        When the block is not there, no song has half of its features, or `mix` is asked for without both.

    Examples
    --------
    >>> from motif.collection import Collection, dense
    >>> tempo = dense([[90.0], [120.0], [171.0]], columns=["tempo"])
    >>> songs = Collection("song", {"id": ["a", "b", "c"]}, blocks={"spotify": tempo})
    >>> song_space(songs).X.round(2).tolist()
    [[-0.92...], [0.0], [0.92...]]
    """
    names = _chosen(collection, block, mix=mix)
    found = [block_matrix(collection, name) for name in names]
    rows = found[0].rows
    for other in found[1:]:
        rows = np.intersect1d(rows, other.rows)
    if not len(rows):
        raise InputError(f"no song has both {' and '.join(names)}; choose one block")
    known = np.logical_and.reduce([_is_known(_values(one, rows)) for one in found])
    if not known.any():
        raise InputError(f"no song has half of the features in {' and '.join(names)}; gather songs with features first")
    rows, aside = rows[known], rows[~known]
    values = [_values(one, rows) for one in found]
    scalers = [SongScaler(kind, columns=_columns(one)).fit(part) for one, part in zip(found, values, strict=True)]
    placed = [scaler.transform(part) for scaler, part in zip(scalers, values, strict=True)]
    shares = [1.0] if len(placed) == 1 else [_equal_share(part) for part in placed]
    return SongSpace(
        X=np.ascontiguousarray(
            np.hstack([share * part for share, part in zip(shares, placed, strict=True)]), np.float32
        ),
        rows=rows,
        blocks=tuple(names),
        features=tuple(name for one in found for name in _columns(one)),
        values=np.hstack(values),
        scores=np.hstack([s.scores(part) for s, part in zip(scalers, values, strict=True)]).astype(np.float32),
        scalers=tuple(scalers),
        shares=tuple(shares),
        n_missing=sum(int(np.isnan(part[:, _is_used(part)]).sum()) for part in values),
        aside=aside,
    )


def _is_used(values: np.ndarray) -> np.ndarray:
    """Which features are known of any song."""
    return np.asarray(np.isfinite(values).any(axis=0))


def _is_known(values: np.ndarray) -> np.ndarray:
    """Which songs have at least half of the features; the others would lie in the middle of everything."""
    used = values[:, _is_used(values)]
    has_half: np.ndarray = 2 * np.isfinite(used).sum(axis=1) >= max(used.shape[1], 1)
    return has_half


def _chosen(collection: Collection, block: str | None, *, mix: bool) -> list[str]:
    there = [name for name in BLOCKS if name in collection.blocks]
    if mix:
        together = f"mix takes the blocks {' and '.join(BLOCKS)} together"
        if block is not None:
            raise InputError(f"{together}, and block says {block!r} alone; leave one of both out")
        if len(there) < len(BLOCKS):
            has = f"only {there[0]!r}" if there else "neither"
            raise InputError(f"{together}, and the collection has {has}; leave mix out, or gather songs with both")
        return there
    if block is not None:
        return [block]
    if not there:
        raise InputError(f"the collection has neither block {' nor '.join(BLOCKS)}; gather songs with features first")
    return there[:1]


def _columns(found: BlockMatrix) -> tuple[str, ...]:
    return found.columns or tuple(f"{found.name}_{at}" for at in range(found.X.shape[1]))


def _values(found: BlockMatrix, rows: np.ndarray) -> np.ndarray:
    kept = np.asarray(found.X)[np.isin(found.rows, rows)]
    same_length(len(kept), len(rows), what=found.name, other="songs")
    return kept


def _equal_share(placed: np.ndarray) -> float:
    spread = float(placed.var(axis=0, dtype=np.float64).sum())
    return 1 / np.sqrt(spread) if spread > 0 else 1.0
