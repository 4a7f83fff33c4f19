"""What sets groups apart, how many there are, and what lies nearest to a few items, as parts of the chapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from motif.latent.view.part import as_picture, basis, tints_of
from motif.latent.view.sheet import colour, contact_sheet, magnified, printed
from motif.view.number import numbers_chart
from motif.view.part import Gallery, Part, Picture

if TYPE_CHECKING:
    from motif.latent.study import CodeMap, Region

__all__ = ["apart", "nearest", "number_of_groups"]

_EFFECT_PX, _TILE_PX = 128, 48  # the longer side of a picture of differences, and of a neighbour
_EFFECT_COLUMN_PX = 160  # five in a row on a wide page, two on a phone
_MARGIN_PX = 8
_STRONG = 1.5  # sd: from here on a difference has its full colour


def apart(found: CodeMap) -> Gallery:
    """Return in which pixels each group differs from the rest, in the group's colour where it has more."""
    regions = sorted(found.regions, key=lambda region: -(region.share or 0))
    counts = [int((found.apart[region.label] != 0).sum()) for region in regions]
    what = "ink" if found.ink else "light"
    fewest, most, n_values = min(counts), max(counts), found.pictures[0].size
    between = f"Between {fewest} and {most}" if fewest < most else str(most or "None")
    return Gallery(
        tuple(_apart(found, region, count) for region, count in zip(regions, counts, strict=True)),
        f"What sets each group apart: in its colour where it has more {what} than the others, grey where it has less, "
        f"full at {_STRONG} sd. Differences that chance would reach somewhere in one of twenty such plates are left "
        f"out. {basis(found)}",
        title=f"{between} of {n_values:,} values set a group apart from the rest",
        column_px=_EFFECT_COLUMN_PX,
    )


def _apart(found: CodeMap, region: Region, n_differing: int) -> Picture:
    tile = _difference(found.apart[region.label], tints_of(found)[region.label])[None]
    pixels = contact_sheet(magnified(tile, _EFFECT_PX), n_columns=1)
    alt = f"Where the group {region.name} differs from the rest: in {n_differing} values"
    return as_picture(pixels, alt=alt, caption=region.name, ink=True)


def _difference(effect: np.ndarray, tint: np.ndarray) -> np.ndarray:
    """Return a picture of differences, (height, width, 3), in [0, 255]."""
    strength = effect if effect.ndim == 2 else effect.mean(axis=2)
    more, less = (np.clip(sign * strength / _STRONG, 0, 1)[..., None] for sign in (1, -1))
    return colour("paper") + more * (tint - colour("paper")) + less * (colour("chance") - colour("paper"))


def number_of_groups(found: CodeMap) -> list[Part]:
    """Return how well each number of groups stands out from a cloud without groups; nothing for too few items."""
    choice = found.choice
    if choice is None:
        return []
    note = f"This page draws {len(found.regions)}, as it was asked to. {basis(found)}"
    return [numbers_chart(choice, kind=found.kind, note=note)]


def nearest(found: CodeMap) -> Picture:
    """Return a few items, each followed by those nearest to it, in plain ink where these are known to be others."""
    tints = tints_of(found)
    rows, told, n_others = [], [], 0
    for asked in found.examples:
        line = [asked, *found.near.found[asked].tolist()]
        known = [None if found.gold is None else found.gold[row] for row in line]
        others = [value for value in known[1:] if value is not None and value != known[0]]
        ink = [
            colour("ink") if value in others and known[0] is not None else tints[found.labels[asked]] for value in known
        ]
        tiles = printed(found.pictures[line], _TILE_PX, ink=found.ink, tint=np.array(ink))
        rows.append(np.insert(tiles, 1, colour("paper"), axis=0))  # a gap between what was asked and what was found
        n_others += len(others)
        told.append(f"{known[0] or found.kind}: {len(line) - 1 - len(others)} of {len(line) - 1} alike")
    n_near = found.near.found.shape[1]
    n_found = n_near * len(found.examples)
    title = f"Of the {n_found} nearest to these, {n_others or 'none'} are of another {found.gold_name}"
    others = "" if found.gold is None else f"Those of another {found.gold_name} are in plain ink. "
    pixels = contact_sheet(np.concatenate(rows), n_columns=n_near + 2, gap_px=4, margin_px=_MARGIN_PX)
    return as_picture(
        pixels,
        alt=f"{found.kind.capitalize()}s and their nearest. {'; '.join(told)}",
        title=title if found.gold is not None else f"What lies nearest to {len(found.examples)} {found.kind}s",
        ink=found.ink,
        caption=(
            f"First in each row a {found.kind}, then the {n_near} that lie nearest to it by their numbers, nearest "
            f"first. {others}The first of each sort in the order of the collection, not chosen for its looks. "
            f"{basis(found)}"
        ),
    )
