"""What a map of codes found: records that the view draws and `--json` prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.record import RunRecord
from motif.evaluate.figure import Figure
from motif.latent.study.near import Near
from motif.model.number import NumberChoice

if TYPE_CHECKING:
    from motif.latent.study.learn import Learned

__all__ = ["CodeMap", "Region", "Restored"]


@dataclass(frozen=True, eq=False)
class Region:
    """A cluster as a place on the map.

    Parameters
    ----------
    label :
        Its number in `CodeMap.labels`.
    name :
        The value of the gold column that most of its items have; its number in words where nothing is known.
    n_items :
        How many items it holds.
    share :
        Of its items that have that value, in [0, 1]; None where nothing is known.
    rows :
        (n_items,): its rows in the collection, those nearest to its centre first.
    """

    label: int
    name: str
    n_items: int
    share: float | None
    rows: np.ndarray


@dataclass(frozen=True, eq=False)
class Restored:
    """Held-out pictures as their codes give them back.

    Parameters
    ----------
    n_components :
        Numbers in a code; 0 is the mean picture, which every item gets.
    pictures :
        (n_examples, *picture), in [0, 1] but for what the codes overshoot.
    error :
        Mean squared error over all held-out items and pixels.
    """

    n_components: int
    pictures: np.ndarray
    error: float


@dataclass(frozen=True, eq=False)
class CodeMap:
    """What `map` found: codes, clusters, regions, restored pictures, and figures with their nulls.

    Parameters
    ----------
    kind :
        What an item is.
    pictures :
        (n_items, height, width[, n_channels]), in [0, 1].
    codes :
        (n_items, n_numbers): what describes each item, the widest direction first.
    kept :
        The share of the variance that they keep, in [0, 1].
    places :
        (n_items, 2): where each item lies on the map.
    near :
        The nearest items of each item, by their codes.
    labels :
        (n_items,): the cluster of each item.
    apart :
        Label -> (height, width[, n_channels]): in which pixels a cluster differs from the rest, in sd of all items; 0
        where chance would do as much.
    choice :
        What number of clusters the codes would choose by themselves; None for too few items.
    gold :
        What is known of each item, as text; None where nothing is.
    gold_name :
        The column that `gold` comes from.
    regions :
        The clusters, largest first.
    examples :
        Rows of held-out items that `restored` shows.
    restored :
        The examples restored, from the longest code to the mean picture.
    figures :
        "ami", "vi_bits" and the others of `evaluate.clustering`, and "precision" of the nearest items, against `gold`
        where it is known; "neighbours_kept" and "distance_correlation" of the map; "error_2", … for
        each length of code.
    ink :
        Whether 1 in a picture is ink on paper; it is light otherwise.
    credit :
        Whose pictures they are.
    record :
        How it was made.
    atlas :
        The name of the file, beside the page, with a map to search; empty for none.
    learned :
        What networks restored and drew; None where none were asked for, or PyTorch is not there.
    without :
        Why there is nothing learned, in words; empty where nothing was asked for.

    Examples
    --------
    >>> from motif.latent.source import digits
    >>> from motif.latent.study import map
    >>> sorted(map(digits().select(slice(0, 100)), quick=True).as_dict())
    ['choice', 'figures', 'kept', 'n_items', 'record', 'regions']
    """

    kind: str
    pictures: np.ndarray
    codes: np.ndarray
    kept: float
    places: np.ndarray
    near: Near
    labels: np.ndarray
    apart: Mapping[int, np.ndarray]
    choice: NumberChoice | None
    gold: tuple[str | None, ...] | None
    gold_name: str
    regions: tuple[Region, ...]
    examples: np.ndarray
    restored: tuple[Restored, ...]
    figures: Mapping[str, Figure]
    ink: bool
    credit: str
    record: RunRecord
    atlas: str = ""
    learned: Learned | None = None
    without: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the figures, regions and record as plain JSON values, without the arrays."""
        regions = [{"label": r.label, "name": r.name, "n_items": r.n_items, "share": r.share} for r in self.regions]
        return {
            "n_items": len(self.labels),
            "kept": self.kept,
            "choice": None if self.choice is None else self.choice.as_dict(),
            "regions": regions,
            "figures": {name: figure.as_dict() for name, figure in self.figures.items()},
            "record": self.record.as_dict(),
        }
