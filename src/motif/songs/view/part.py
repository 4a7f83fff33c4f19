"""The parts of a page about songs: map, groups, features, and what became of each source."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from motif.songs.collection.ledger import unheard
from motif.songs.model.word import WORDS
from motif.songs.view.feature import as_text, called, features_svg, shares_svg
from motif.view.atlas import scatter_map
from motif.view.number import numbers_chart
from motif.view.part import Chart, Part, Prose, Strips, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from motif.songs.study.describe import Description, SongGroup
    from motif.songs.study.show import Shown

__all__ = ["basis", "features", "groups", "left_out", "numbers", "region_names", "song_map", "trusted"]

_MOST_DOTS = 5000
_N_TYPICAL, _N_TRAITS = 3, 3
_N_FEATURES = 12
_LEAST_SPREAD = 0.02
_MOST_FILES = 200


def basis(shown: Shown) -> str:
    """Return what a caption ends with: how many songs, which seed."""
    return f"n\u00a0=\u00a0{len(shown.titles):,}, seed\u00a0{shown.record.seed}."


def region_names(found: Description) -> list[str]:
    """Return names by group number, empty where no group has a number."""
    names = found.name_of()
    return [names.get(number, "") for number in range(max(names) + 1)]


def song_map(shown: Shown) -> Chart:
    """Return the map of the songs, groups named."""
    labels = shown.description.model.labels_
    step = -(-len(labels) // _MOST_DOTS)
    drawn = slice(None, None, step)
    svg = scatter_map(shown.places[drawn], labels[drawn], region_names(shown.description), titles=shown.titles[drawn])
    n_drawn = len(labels[drawn])
    how_many = f"All {n_drawn:,} songs" if step == 1 else f"{n_drawn:,} of {len(labels):,} songs, evenly chosen,"
    names = ", ".join(group.name for group in shown.description.groups)
    if shown.is_straight:
        where = "at their places in the two directions in which they vary most, as so few have no neighbourhoods"
        limit = "What differs in other directions is not seen."
    else:
        where, limit = "each beside those that sound like it", "How far apart distant songs lie says little."
    return Chart(
        svg,
        f"{how_many} as dots, {where}; rest the pointer on one to see which it is. "
        f"Outlines hold the half of a group that is nearest to its middle. {limit} {basis(shown)}",
        alt=f"Map of {len(labels):,} songs in {len(shown.description.groups)} groups: {names}",
        title=_map_finding(shown),
    )


def _map_finding(shown: Shown) -> str:
    kept = shown.figures.get("neighbours_kept")
    if kept is None or shown.is_straight:
        return f"{len(shown.titles):,} songs in {len(shown.description.groups)} groups"
    return f"{100 * kept.value:.0f}\u00a0% of the songs that sound nearest to a song are nearest to it on the map"


def trusted(shown: Shown) -> list[Part]:
    """Return how far the map can be trusted; nothing where that could not be measured."""
    if not shown.figures:
        return []
    caption = (
        "How far the map can be trusted: who is near whom on it, and how far apart all are, beside a map of the first "
        f"two numbers alone. Chance: the songs change places. {basis(shown)}"
    )
    figures = tuple(shown.figures.values())
    above = sum(figure.stands_out() for figure in figures)
    return [Strips(figures, caption, f"By {above} of {len(figures)} measures the map keeps more than chance would")]


def groups(found: Description, titles: dict[str, str]) -> Table:
    """Return the groups with what sets them apart and their typical songs, the largest first.

    Parameters
    ----------
    found :
        The groups.
    titles :
        Id -> "song – artist".
    """
    n_songs = sum(group.n_songs for group in found.groups)
    rows = [
        (
            str(group.number),
            group.name,
            group.n_songs,
            round(100 * group.n_songs / n_songs),
            _traits(group),
            " · ".join(titles.get(id_, id_) for id_ in group.typical[:_N_TYPICAL]),
        )
        for group in sorted(found.groups, key=lambda group: (-group.n_songs, group.number))
    ]
    absent = (
        f" {found.n_absent:,} songs without features, or with fewer than half of them, are in none."
        if found.n_absent
        else ""
    )
    return Table(
        ("group", "name", "songs", "%", "what sets it apart", "typical songs"),
        tuple(rows),
        "The groups, the largest first. What sets a group apart: its middle song beside that of all others; only what "
        "chance would reach in fewer than one of twenty such tables. Typical: nearest to the group's middle, by "
        f"different artists where there are.{absent}{_kept(found)}",
        title=f"The largest of {len(rows)} groups, {rows[0][1]}, holds {rows[0][3]}\u00a0% of the songs",
    )


def _traits(group: SongGroup) -> str:
    told = []
    for trait in group.traits:
        inside, outside = (as_text(trait.feature, value, unit=False) for value in (trait.inside, trait.outside))
        if inside != outside:  # a difference that is not seen in two digits tells a reader nothing
            here = f"{called(trait.feature)} {as_text(trait.feature, trait.inside)},"
            told.append(f"{_unbroken(here)} {_unbroken(f'others {outside}')}")
    return "; ".join(told[:_N_TRAITS]) or "nothing that chance would not do"


def _unbroken(text: str) -> str:
    """Return text that stays on one line."""
    return text.replace(" ", "\u00a0")


def _kept(found: Description) -> str:
    kept = found.kept
    if kept is None:
        return ""
    new = f", {len(kept.new)} new" if kept.new else ""
    gone = f", {len(kept.gone)} gone" if kept.gone else ""
    return f" Numbers are those of before: {len(kept.stayed)} groups stayed{new}{gone}; {kept.n_moved:,} songs moved."


def numbers(shown: Shown) -> list[Part]:
    """Return how the number of groups was chosen; nothing where it was given."""
    choice = shown.description.choice
    return [] if choice is None else [numbers_chart(choice, kind="song", note=basis(shown))]


def features(shown: Shown) -> list[Part]:
    """Return where the groups lie in the features that tell them apart most."""
    apart = [row for row in shown.features if row.spread >= _LEAST_SPREAD]
    told = [row for row in apart if row.name in WORDS][:_N_FEATURES] or apart[:_N_FEATURES]
    if not told:
        return [Prose("There is no feature in which the middle songs of the groups differ.")]
    by_size = sorted(shown.description.groups, key=lambda group: (-group.n_songs, group.number))
    rank_of = {group.number: rank for rank, group in enumerate(by_size)}
    missing = [f"{called(row.name)} {row.n_missing:,}" for row in shown.features if row.n_missing]
    empty = f" Not known of some songs: {'; '.join(missing)}; these count as typical." if missing else ""
    names = "; ".join(f"{group.number} {group.name}" for group in by_size)
    return [
        Chart(
            features_svg(told, rank_of),
            f"Where the middle song of each group lies among all songs, from the lowest at the left to the highest at "
            f"the right, half of them on each side of the line: {names}. At the right of each line, the values that 5, "
            f"50 and 95\u00a0% of the songs lie below. {len(told)} of {len(shown.features)} features: those that "
            f"people have words for, and in which the groups differ most.{empty} {basis(shown)}",
            alt=f"Features by how far the groups lie apart: {', '.join(called(row.name) for row in told)}",
            title=f"The groups lie farthest apart in {_listed([called(row.name) for row in told[:3]])}",
        )
    ]


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def left_out(shown: Shown) -> list[Part]:
    """Return what became of each source's songs, and what each step left."""
    if shown.ledger is None:
        return [
            Prose("These songs were not gathered by `motif songs gather`, so nothing is known of what was left out.")
        ]
    found = shown.ledger
    dropped = found.dropped
    shares = [
        ("kept", found.n_gathered - sum(dropped.values())),
        *((w.replace("_", " "), n) for w, n in dropped.items()),
    ]
    chart = Chart(
        shares_svg(shares, total=found.n_gathered),
        f"Of {found.n_gathered:,} rows and files, how many are songs of the collection, and why the others are not. "
        "Nothing disappears: gathered is kept and left out, for each source.",
        alt="; ".join(f"{name} {count:,}" for name, count in shares),
        title=f"{shares[0][1]:,} of {found.n_gathered:,} were kept",
    )
    lines = tuple(
        (one.name, one.kind, one.n_gathered, one.n_kept, _counts(one.dropped), _counts(one.dirt))
        for one in found.sources
    )
    columns = ("source", "kind", "gathered", "kept", "left out", "odd, and how often")
    odd = Counter[str]()
    for one in found.sources:
        odd.update(one.dirt)
    title = "Nothing odd was met"
    if odd:
        ((kind, count),) = odd.most_common(1)
        title = f"What was odd most often: {kind.replace('_', ' ')}, {count:,} times"
    table = Table(columns, lines, "The sources in their order, and what was odd about them.", title=title)
    return [chart, table, *_files(unheard(shown.description.collection, found))]


def _files(files: Sequence[Mapping[str, str]]) -> list[Part]:
    """Return each file that could not be heard with its reason; nothing where all could."""
    if not files:
        return []
    rows = tuple((file["origin"], file["reason"].replace("_", " "), file["detail"]) for file in files[:_MOST_FILES])
    n_more = len(files) - len(rows)
    rest = f" {n_more:,} more are in the table `drops` of the collection." if n_more else ""
    title = f"{len(files):,} files could not be heard" if len(files) > 1 else "One file could not be heard"
    return [Table(("file", "reason", "in words"), rows, f"Each file that is no song here, and why.{rest}", title=title)]


def _counts(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in counted.items()) or "nothing"
