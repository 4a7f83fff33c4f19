"""What sets groups apart, how many there are, and what lies nearest to a few items, as parts of the chapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from motif.latent.view.part import as_picture, basis, tints_of
from motif.latent.view.sheet import colour, contact_sheet, magnified, printed
from motif.view.figure import beside_chance
from motif.view.part import Chart, Part, Picture

if TYPE_CHECKING:
    from motif.latent.study import CodeMap

__all__ = ["apart", "nearest", "number_of_groups"]

_EFFECT_PX, _TILE_PX = 96, 48  # the longer side of a picture of differences, and of a neighbour
_GAP_PX, _MARGIN_PX = 16, 8
_N_COLUMNS = 5
_STRONG = 1.5  # sd: from here on a difference has its full colour
_SD_OF_CHANCE = 2  # the band of chance reaches so many sd to each side of its mean


def apart(found: CodeMap) -> Picture:
    """Return in which pixels each group differs from the rest, in the group's colour where it has more."""
    regions = sorted(found.regions, key=lambda region: -(region.share or 0))
    tints = tints_of(found)
    tiles = np.stack([_difference(found.apart[region.label], tints[region.label]) for region in regions])
    pixels = contact_sheet(magnified(tiles, _EFFECT_PX), n_columns=_N_COLUMNS, gap_px=_GAP_PX, margin_px=_MARGIN_PX)
    told = [f"{region.name}: {int((found.apart[region.label] != 0).sum())}" for region in regions]
    what = "ink" if found.ink else "light"
    return as_picture(
        pixels,
        alt=f"Where each group differs from the rest; how many values of it do: {'; '.join(told)}",
        caption=(
            f"What sets each group apart, in the order of the groups above: in its colour where it has more {what} "
            f"than the others, grey where it has less, full at {_STRONG} sd. Differences that chance would reach "
            f"somewhere in one of twenty such sheets are left white. {basis(found)}"
        ),
    )


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
    names = [f"{one.n_clusters} groups" for one in choice.candidates]
    values = [one.silhouette for one in choice.candidates]
    reach = [_SD_OF_CHANCE * one.silhouette_chance_sd for one in choice.candidates]
    bands = [
        (one.silhouette_chance - end, one.silhouette_chance + end)
        for one, end in zip(choice.candidates, reach, strict=True)
    ]
    told = [f"{name} {value:.2f}" for name, value in zip(names, values, strict=True)]
    chosen = [one.n_clusters for one in choice.candidates].index(choice.n_clusters)
    return [
        Chart(
            beside_chance(names, values, bands, chosen=chosen),
            f"Mean silhouette of k-means with each number of groups, of {choice.n_sampled:,} {found.kind}s, on the "
            f"band that clouds without groups score (mean \u00b1 {_SD_OF_CHANCE} sd). This page draws "
            f"{len(found.regions)}, as it was asked to. A number that stands out says that there are lumps, not what "
            f"they mean. {basis(found)}",
            alt=f"Silhouette by number of groups: {', '.join(told)}",
            title=choice.words[:1].upper() + choice.words[1:],
        )
    ]


def nearest(found: CodeMap) -> Picture:
    """Return a few items, each followed by those nearest to it; in black where these are known to be another kind."""
    tints = tints_of(found)
    rows, told = [], []
    for asked in found.examples:
        line = [asked, *found.near.found[asked].tolist()]
        known = [None if found.gold is None else found.gold[row] for row in line]
        others = [value for value in known[1:] if value is not None and value != known[0]]
        ink = [
            colour("ink") if value in others and known[0] is not None else tints[found.labels[asked]] for value in known
        ]
        tiles = printed(found.pictures[line], _TILE_PX, ink=found.ink, tint=np.array(ink))
        rows.append(np.insert(tiles, 1, colour("paper"), axis=0))  # a gap between what was asked and what was found
        told.append(f"{known[0] or found.kind}: {len(line) - 1 - len(others)} of {len(line) - 1} alike")
    n_near = found.near.found.shape[1]
    pixels = contact_sheet(np.concatenate(rows), n_columns=n_near + 2, gap_px=4, margin_px=_MARGIN_PX)
    return as_picture(
        pixels,
        alt=f"{found.kind.capitalize()}s and their nearest. {'; '.join(told)}",
        caption=(
            f"First in each row a {found.kind}, then the {n_near} that lie nearest to it by their numbers, nearest "
            f"first; those of another {found.gold_name} in black. The first of each sort in the order of the "
            f"collection, not chosen for its looks. {basis(found)}"
        ),
    )
