"""The chapter of the latent wing: items at their places, what lies together, the scores, what a few numbers restore."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import few
from motif.latent.view.learned import learned_parts
from motif.latent.view.near import apart, nearest, number_of_groups
from motif.latent.view.part import as_picture, basis, is_stranger, n_numbers, percent_of, tints_of
from motif.latent.view.sheet import contact_sheet, plate, printed
from motif.view.atlas import Sheet, scatter_map
from motif.view.part import Chapter, Chart, Gallery, Part, Picture, Prose, Strips, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motif.latent.study import CodeMap, Region, Restored

__all__ = ["chapter"]

_PLATE_PX = 880
_PLATE_TILE_PX, _TIP_PX = 24, 32  # the longer side of a picture: on the map, under the pointer
_SMALL_PX = 12  # pictures up to this size can be told apart at three times it
_TILE_PX, _EXAMPLE_PX = (24, 40), (32, 48)  # the same of small and of larger ones: in a sheet, among the restored
_GAP_PX, _MARGIN_PX, _PLATE_MARGIN_PX = 2, 2, 16
_N_COLUMNS, _N_TYPICAL, _N_STRANGERS = 6, 24, 6  # 158 px wide: five sheets of digits in a row, or two on a phone
_N_EXAMPLE_COLUMNS = 5
_NARROW = 0.75  # of its square, a written character fills so much from side to side; the digits 0.72 on average
_N_TIP_COLUMNS = 40
_ON_MAP = ("neighbours_kept", "distance_correlation")
_OF_GROUPS = ("ami", "vi_bits", "bcubed_f1", "pairwise_auc")


def chapter(found: CodeMap) -> Chapter:
    """Return the chapter that shows a map.

    Parameters
    ----------
    found :
        What `latent.study.map` returned.

    Examples
    --------
    >>> from motif.latent.study import demo
    >>> drawn = chapter(demo(quick=True))
    >>> drawn.id, drawn.title
    ('latent', 'Digits gather by digit, unasked')
    >>> [type(part).__name__ for part in drawn.parts]
    ['Picture', 'Chart', 'Strips', 'Prose', 'Gallery', 'Strips', 'Table', 'Gallery', 'Chart', 'Picture', 'Strips', ...]
    """
    parts: list[Part] = [
        _plate(found),
        _map(found),
        *_told(found, _ON_MAP, _kept(found), title=_finding_of_map(found)),
        Prose(_how_to_read(found)),
        _groups(found),
    ]
    if "ami" in found.figures:
        parts += [*_told(found, _OF_GROUPS, _judged(found), title=_finding_of_groups(found)), _table(found)]
    parts += [
        apart(found),
        *number_of_groups(found),
        nearest(found),
        *_told(found, ("precision",), _found_again(found), title=_finding_of_nearest(found)),
    ]
    links = ((f"The map of all {found.kind}s, to search and to lasso", found.atlas),) if found.atlas else ()
    lengths = [name for name in found.figures if name.startswith("error_")]
    parts += [_examples(found), *_told(found, lengths, _restoring(found), title=_finding_of_lengths(found, lengths))]
    parts += learned_parts(found)
    return Chapter("latent", _title(found), _lead(found), tuple(parts), made=found.record.as_dict(), links=links)


def _title(found: CodeMap) -> str:
    if "ami" not in found.figures:
        return f"{len(found.labels):,} {found.kind}s in {len(found.regions)} groups"
    kinds = f"{found.kind.capitalize()}s"
    if found.figures["ami"].stands_out():
        return f"{kinds} gather by {found.gold_name}, unasked"
    return f"{kinds} do not gather by {found.gold_name}"


def _lead(found: CodeMap) -> str:
    height, width = found.pictures.shape[1:3]
    gathered = (
        f"{len(found.labels):,} {found.kind}s of {height} × {width} pixels, described by {n_numbers(found)} numbers "
        f"each and gathered into {len(found.regions)} groups."
    )
    if found.gold is None:
        return gathered
    return (
        f"{gathered} Which {found.gold_name} each one is was not told; it only names and judges the groups afterwards."
    )


def _how_to_read(found: CodeMap) -> str:
    text = f"These are the groups. In each, the {found.kind}s nearest to its middle come first."
    if found.gold is None:
        return text
    strangers = sum(int(is_stranger(found, region).sum()) for region in found.regions)
    return (
        f"{text} A group is named after what most of its {found.kind}s are: {strangers:,} of {len(found.labels):,} lie "
        "in a group of another name, and the last row of each sheet, in plain ink, shows the nearest of these."
    )


def _finding_of_map(found: CodeMap) -> str:
    kept = found.figures.get("neighbours_kept")
    return "" if kept is None else f"The map keeps {percent_of(kept.value)} of those that lie nearest"


def _finding_of_groups(found: CodeMap) -> str:
    ami = found.figures["ami"]
    return f"Groups and {found.gold_name}s agree by an AMI of {ami.format(ami.value)}: {ami.verdict()}"


def _finding_of_nearest(found: CodeMap) -> str:
    precision = found.figures.get("precision")
    if precision is None:
        return ""
    return f"Of those nearest to any {found.kind}, {percent_of(precision.value)} have its {found.gold_name}"


def _finding_of_lengths(found: CodeMap, names: Sequence[str]) -> str:
    n_good = sum(found.figures[name].stands_out() for name in names)
    how_many = "Each" if n_good == len(names) else str(n_good or "None")
    restore = "restore" if 1 < n_good < len(names) else "restores"
    return f"{how_many} of these {len(names)} lengths {restore} more than as many random directions"


def _kept(found: CodeMap) -> str:
    return (
        f"How far the map above can be trusted: who is near whom on it, and how far apart all are, beside a map of the "
        f"first two numbers alone. Chance: the {found.kind}s change places. Seed {found.record.seed}."
    )


def _found_again(found: CodeMap) -> str:
    return (
        f"How many of the {found.near.found.shape[1]} nearest have the same {found.gold_name}, over all {found.kind}s. "
        f"Chance: the {found.kind}s change places. Seed {found.record.seed}."
    )


def _judged(found: CodeMap) -> str:
    return (
        f"How far the {len(found.regions)} groups agree with the column {found.gold_name}. The interval is over "
        f"{found.kind}s, the groups held as they are; it says nothing about another seed. Seed {found.record.seed}."
    )


def _restoring(found: CodeMap) -> str:
    return (
        "Mean squared error of a pixel, fitted on one half of the items and judged on the other, halves by a hash of "
        f"their ids. Chance: as many random directions through the mean picture. Seed {found.record.seed}."
    )


def _plate(found: CodeMap) -> Picture:
    tint_of = tints_of(found)
    tints = np.array([tint_of[label] for label in found.labels.tolist()])
    tiles = printed(found.pictures, _PLATE_TILE_PX, ink=found.ink, tint=tints)
    pixels, n_shown = plate(
        tiles, found.places, tints, width_px=_PLATE_PX, margin_px=_PLATE_MARGIN_PX, narrow=_NARROW if found.ink else 1.0
    )
    credit = f" Pictures: {found.credit}." if found.credit else ""
    return as_picture(
        pixels,
        alt=f"{n_shown} {found.kind}s at their places on a plane, each group in one colour.",
        title=f"{found.kind.capitalize()}s that resemble each other lie together",
        ink=found.ink,
        caption=(
            f"Each {found.kind} beside those that resemble it, in the colour of its group. {n_shown} of "
            f"{len(found.labels):,} are drawn; those that they would cover are dots. The map keeps near what is near; "
            f"how large a patch is and how far it lies from another says little. {basis(found)}{credit}"
        ),
    )


def _groups(found: CodeMap) -> Gallery:
    order, last = "the largest first", ""
    if found.gold is not None:
        order, last = "the purest first", " Last row, in plain ink: those of another name."
    regions = sorted(found.regions, key=lambda region: -(region.share or 0))
    sheets = tuple(_group(found, region) for region in regions)
    return Gallery(
        sheets,
        f"The {len(regions)} groups, {order}, in the colours of the map.{last} k-means always finds as many groups as "
        f"it is asked for: that there are {len(regions)} is no finding. {basis(found)}",
        title=_finding_of_sheets(regions, found.kind),
        column_px=_N_COLUMNS * (_tile_px(found, _TILE_PX) + _GAP_PX) - _GAP_PX + 2 * _MARGIN_PX,
    )


def _finding_of_sheets(regions: Sequence[Region], kind: str) -> str:
    known = [region for region in regions if region.share is not None]
    if not known:
        sizes = [region.n_items for region in regions]
        return f"The groups hold between {min(sizes):,} and {max(sizes):,} {kind}s"
    purest, most_mixed = (f"{percent_of(region.share or 0)} {region.name}" for region in (known[0], known[-1]))
    return f"The purest group is {purest}, the most mixed {most_mixed}"


def _tile_px(found: CodeMap, sizes: tuple[int, int]) -> int:
    small, larger = sizes
    return small if max(found.pictures.shape[1:3]) <= _SMALL_PX else larger


def _group(found: CodeMap, region: Region) -> Picture:
    strange = is_stranger(found, region)
    typical, strangers = region.rows[~strange][:_N_TYPICAL], region.rows[strange][:_N_STRANGERS]
    sheet = _tiles(found, typical, n_cells=_N_TYPICAL, tint=tints_of(found)[region.label])
    if region.share is None:
        caption = f"{region.name}: {region.n_items} {found.kind}s."
        return as_picture(
            sheet, alt=f"{region.name}: {len(typical)} {found.kind}s of it", caption=caption, ink=found.ink
        )
    sheet = np.concatenate([sheet, _tiles(found, strangers, n_cells=_N_STRANGERS)])
    others = Counter(str((found.gold or ())[row]) for row in strangers)
    return as_picture(
        sheet,
        alt=f"{len(typical)} {found.kind}s {region.name}{'; below, ' if others else ''}{_listed(others)}",
        caption=f"Mostly {region.name}: {percent_of(region.share)} of {region.n_items}.",
        ink=found.ink,
    )


def _tiles(found: CodeMap, rows: np.ndarray, *, n_cells: int, tint: np.ndarray | None = None) -> np.ndarray:
    tiles = printed(found.pictures[rows], _tile_px(found, _TILE_PX), ink=found.ink, tint=tint)
    return contact_sheet(tiles, n_columns=_N_COLUMNS, n_cells=n_cells, gap_px=_GAP_PX, margin_px=_MARGIN_PX)


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{count} of {name}" for name, count in counts.most_common())


def _told(found: CodeMap, names: Sequence[str], caption: str, *, title: str) -> list[Strips]:
    """Return the figures of these names that there are, on their nulls."""
    figures = tuple(found.figures[name] for name in names if name in found.figures)
    return [Strips(figures, caption, title)] if figures else []


def _table(found: CodeMap) -> Table:
    rows, gold = [], found.gold or ()
    for region in found.regions:
        counts = Counter(gold[row] for row in region.rows if gold[row] is not None)
        others = [f"{name}\u00a0({count})" for name, count in counts.most_common(4) if name != region.name][:3]
        share = None if region.share is None else round(100 * region.share)
        rows.append((region.name, region.n_items, share, ", ".join(others)))
    missing = sorted({value for value in gold if value} - {region.name for region in found.regions})
    without = f" No group is mostly {few(missing)}." if missing else ""
    return Table(
        ("mostly", f"{found.kind}s", "share, %", "also"),
        tuple(rows),
        f"What each group holds, with the three next most frequent {found.gold_name}s.{without} {basis(found)}",
        title=_finding_of_table(found, gold),
    )


def _finding_of_table(found: CodeMap, gold: Sequence[str | None]) -> str:
    strangers: Counter[tuple[str, str]] = Counter()
    for region in found.regions:
        strangers.update((str(gold[row]), region.name) for row in region.rows[is_stranger(found, region)])
    if not strangers:
        return f"No group holds {found.kind}s of another {found.gold_name}"
    (stranger, group), count = strangers.most_common(1)[0]
    return f"Most often mixed up: {stranger} in a group of {group}, {count:,} times"


def _examples(found: CodeMap) -> Gallery:
    known = [found.gold[row] or "unknown" for row in found.examples] if found.gold else []
    shown = ", ".join(known) or f"{len(found.examples)} {found.kind}s"
    first = as_picture(
        _in_rows(found, found.pictures[found.examples]),
        alt=f"Pictures: {shown}",
        caption="The pictures themselves.",
        ink=found.ink,
    )
    longest, mean = found.restored[0], found.restored[-1]
    kept = 1 - longest.error / mean.error if mean.error else 1.0
    return Gallery(
        (first, *(_restored(found, restored, shown) for restored in found.restored)),
        f"What a few numbers keep: the first held-out {found.kind} of each sort in the order of the collection, not "
        "chosen for its looks. A restored picture that looks right need not be right in what matters.",
        title=f"{longest.n_components} numbers restore {percent_of(kept)} of what differs from the mean",
        column_px=_N_EXAMPLE_COLUMNS * (_tile_px(found, _EXAMPLE_PX) + _GAP_PX) - _GAP_PX + 2 * _MARGIN_PX,
    )


def _restored(found: CodeMap, restored: Restored, shown: str) -> Picture:
    n = restored.n_components
    source = f"From {n} number{'s' * (n != 1)}" if n else "From none, the mean"
    pixels = _in_rows(found, restored.pictures)
    alt = f"The same pictures, restored. {source}: {shown}"
    return as_picture(pixels, alt=alt, caption=f"{source}: error {restored.error:.4f}.", ink=found.ink)


def _in_rows(found: CodeMap, pictures: np.ndarray) -> np.ndarray:
    tiles = printed(pictures, _tile_px(found, _EXAMPLE_PX), ink=found.ink)
    return contact_sheet(tiles, n_columns=_N_EXAMPLE_COLUMNS, gap_px=_GAP_PX, margin_px=_MARGIN_PX)


def _map(found: CodeMap) -> Chart:
    tiles = printed(found.pictures, _TIP_PX, ink=found.ink)
    pixels = contact_sheet(tiles, n_columns=_N_TIP_COLUMNS)
    height, width = tiles.shape[1:3]
    sheet = Sheet(
        as_picture(pixels, alt=f"All {found.kind}s"),
        width=width,
        height=height,
        n_columns=_N_TIP_COLUMNS,
        n_rows=pixels.shape[0] // height,
    )
    name_of = {region.label: _region_name(region) for region in found.regions}
    named = [name_of[label] for label in sorted(name_of)]
    svg = scatter_map(
        found.places,
        found.labels,
        [name_of.get(label, "") for label in range(max(name_of) + 1)],
        titles=None if found.gold is None else [f"{found.gold_name} {value or 'unknown'}" for value in found.gold],
        sheet=sheet,
    )
    return Chart(
        svg,
        f"All {len(found.labels):,} {found.kind}s as dots; rest the pointer on one to see it. Outlines hold the half "
        f"of a group that is nearest to its middle. {basis(found)}",
        alt=f"Map of {len(found.labels):,} {found.kind}s in {len(name_of)} named regions: {', '.join(named)}",
        title=f"On the map, {percent_of(_misplaced(found))} lie nearer to the middle of another group",
    )


def _misplaced(found: CodeMap) -> float:
    """Return the share of items that lie nearer to the middle of another group than to their own's, on the map."""
    middles = np.array([found.places[region.rows].mean(axis=0) for region in found.regions])
    closest = np.linalg.norm(found.places[:, None] - middles, axis=2).argmin(axis=1)
    own = np.array([region.label for region in found.regions])
    return float((own[closest] != found.labels).mean())


def _region_name(region: Region) -> str:
    return region.name if region.share is None else f"{region.name} · {percent_of(region.share)}"
