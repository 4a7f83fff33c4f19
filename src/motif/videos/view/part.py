"""The parts of a page about videos: labels, modalities, text, sides of a split, and what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from motif.videos.view.score import score_parts
from motif.view.figure import bars
from motif.view.part import Chart, Part, Prose, Strips, Table
from motif.view.point import Axis, points

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motif.videos.study.describe import Pair
    from motif.videos.study.show import Shown

__all__ = [
    "basis",
    "commonest",
    "creators",
    "frames",
    "left_out",
    "long_tail",
    "modalities",
    "models",
    "pairs",
    "percent_of",
    "splits",
    "text",
    "verticals",
]

_MOST_DOTS = 300
_MOST_BARS = 12
_MOST_PAIRS = 12
_NBSP = "\u00a0"
_PLURAL = {"title": "titles", "keywords": "keywords"}


def basis(shown: Shown) -> str:
    """Return what a caption ends with: how many videos, which seed."""
    return f"n{_NBSP}={_NBSP}{shown.facts['videos']:,}, seed{_NBSP}{shown.record.seed}."


def percent_of(part: float, whole: float) -> str:
    r"""Return a share in per cent.

    Examples
    --------
    >>> percent_of(1, 3), percent_of(1, 1000), percent_of(0, 0)
    ('33\xa0%', '0.1\xa0%', '0\xa0%')
    """
    share = 100 * part / whole if whole else 0.0
    return f"{share:.1f}{_NBSP}%" if 0 < share < 1 else f"{share:.0f}{_NBSP}%"


def long_tail(shown: Shown) -> list[Part]:
    """Return how common labels are, from the commonest to the rarest; nothing where there are fewer than three."""
    counts = np.array([row.n_videos for row in shown.labels])
    if len(counts) < 3:
        return []
    ranks = np.unique(np.geomspace(1, len(counts), _MOST_DOTS).round().astype(np.int64))
    told = [shown.labels[rank - 1] for rank in ranks.tolist()]
    svg = points(
        ranks,
        counts[ranks - 1],
        across=Axis("rank of the label", is_log=True),
        up=Axis("videos that have it", is_log=True),
        titles=[f"{row.called}: {row.n_videos:,}" for row in told],
        named=[0, len(ranks) // 2, len(ranks) - 1],
    )
    half = int(np.searchsorted(np.cumsum(counts), counts.sum() / 2)) + 1
    drawn = "" if len(ranks) == len(counts) else f" {len(ranks):,} of {len(counts):,} labels are drawn."
    n_few = int((counts < 10).sum())
    few = f" {n_few:,} labels have fewer than ten videos: too few to learn much from." if n_few else ""
    return [
        Chart(
            svg,
            f"Each dot is a label: its rank by how many videos have it, and how many do; both axes are logarithmic."
            f"{drawn}{few} {basis(shown)}",
            alt=f"Videos of each label, from {counts[0]:,} to {counts[-1]:,}",
            title=f"{half:,} of {len(counts):,} labels make half of all label appearances; if all were equally common "
            f"it would take {-(-len(counts) // 2):,}",
        )
    ]


def commonest(shown: Shown) -> list[Part]:
    """Return the labels that most videos have; nothing without labels."""
    told = shown.labels[:_MOST_BARS]
    if not told:
        return []
    n, top = shown.facts["videos"], sum(row.n_videos for row in shown.labels[:10])
    shares = [100 * row.n_videos / n for row in told]
    even = percent_of(min(10, len(shown.labels)), len(shown.labels))
    if len(shown.labels) > 10:
        rest = (
            f" The ten commonest of {len(shown.labels):,} have {percent_of(top, shown.facts['label_appearances'])} of "
            f"all label appearances; ten that are as common as the rest would have {even}."
        )
    else:
        rest = ""
    return [
        Chart(
            bars([row.called for row in told], shares, unit="%"),
            f"Share of the videos that have each label.{rest} {basis(shown)}",
            alt="; ".join(f"{row.called} {row.n_videos:,}" for row in told),
            title=f"{told[0].called} is on {percent_of(told[0].n_videos, n)} of the videos",
        )
    ]


def verticals(shown: Shown) -> list[Part]:
    """Return how many videos each vertical has; nothing where the vocabulary does not say."""
    told = [*shown.verticals.items()][:_MOST_BARS]
    if not told:
        return []
    n = shown.facts["videos"]
    rest = len(shown.verticals) - len(told)
    more = f" {rest} smaller ones are not drawn." if rest else ""
    return [
        Chart(
            bars([name for name, _ in told], [100 * count / n for _, count in told], unit="%"),
            f"Share of the videos with a label of each vertical; a video may count in several.{more} {basis(shown)}",
            alt="; ".join(f"{name} {count:,}" for name, count in told),
            title=f"{percent_of(told[0][1], n)} of the videos are of {told[0][0]}",
        )
    ]


def pairs(shown: Shown) -> list[Part]:
    """Return labels that come together more often than by chance; nothing where none do."""
    facts = None if shown.description is None else shown.description.labels
    if facts is None or not facts.pairs:
        return []
    told = facts.pairs[:_MOST_PAIRS]
    first = told[0]
    names = {row.label: row.called for row in shown.labels}
    return [
        Table(
            ("label", "and label", "videos with both", "by chance", "times as often"),
            tuple(_pair(pair, names) for pair in told),
            "Labels that come together, those first whose company tells most; by chance: as many as if the two had "
            f"nothing to do with each other. Pairs on fewer than five videos are left out. {basis(shown)}",
            title=f"{names[first.first]} and {names[first.second]} come together {first.lift:,.1f} times as often as "
            "by chance",
        )
    ]


def _pair(pair: Pair, names: Mapping[int, str]) -> tuple[str, str, int, float, float]:
    return (names[pair.first], names[pair.second], pair.n_videos, round(pair.expected, 1), round(pair.lift, 1))


def modalities(shown: Shown) -> list[Part]:
    """Return what is known of videos besides labels: blocks, and which videos lack which."""
    if not shown.modalities:
        return [Prose("Nothing that is seen or heard of these videos is here: there is no block of numbers.")]
    n = shown.facts["videos"]
    rows = tuple(
        (one.name, f"{one.n_features:,} numbers {'a frame' if one.kind == 'ragged' else 'a video'}", one.dtype,
         one.n_present, n - one.n_present)
        for one in shown.modalities
    )  # fmt: skip
    whole = " + ".join(one.name for one in shown.modalities)
    n_whole = shown.together.get(whole, 0)
    table = Table(
        ("modality", "what", "stored as", "videos", "missing"),
        rows,
        f"The blocks of numbers, and how many videos have each. {basis(shown)}",
        title=f"{n_whole:,} of {n:,} videos have {'both' if len(rows) == 2 else 'all'} modalities"
        if len(rows) > 1
        else f"{n_whole:,} of {n:,} videos have {whole}",
    )
    if len(shown.together) < 2:
        return [table]
    told = ", ".join(f"{name} {count:,}" for name, count in shown.together.items())
    chart = Chart(
        bars([*shown.together], [100 * count / n for count in shown.together.values()], unit="%"),
        f"Which modalities videos have together. A tagger is told what a video lacks: it is zero, and no guess. "
        f"{basis(shown)}",
        alt=f"Modalities together: {told}",
        title=f"{percent_of(n - n_whole, n)} of the videos lack something",
    )
    return [table, chart]


def frames(shown: Shown) -> list[Part]:
    """Return how long videos are; nothing at video level."""
    if not shown.frames:
        return []
    n, most = shown.facts["videos"], max(shown.frames, key=lambda name: shown.frames[name])
    return [
        Chart(
            bars([*shown.frames], [100 * count / n for count in shown.frames.values()], unit="%", in_order=True),
            f"Videos by their number of frames, one a second; {shown.facts['frames']:,} frames in all. {basis(shown)}",
            alt=", ".join(f"{name} frames: {count:,}" for name, count in shown.frames.items()),
            title=f"{percent_of(shown.frames[most], n)} of the videos have {most} frames",
        )
    ]


def text(shown: Shown) -> list[Part]:
    """Return how many videos have text, its words, and how far it repeats the labels; nothing without text."""
    found = shown.description
    if found is None or not found.tallies:
        return []
    tally = found.tallies["all"]
    names = {"with_title": "title", "with_keywords": "keywords", "with_both": "both", "unavailable": "not available",
             "no_text": "neither title nor keywords", "other_language": "another language",
             "no_vector": "no word with a vector"}  # fmt: skip
    rows = tuple(
        (told, *(getattr(side, name) for side in found.tallies.values()))
        for name, told in names.items()
        if getattr(tally, name) is not None
    )
    parts: list[Part] = [
        Table(
            ("videos with", *found.tallies),
            rows,
            "Videos whose text can be used, and those lost to each cause; each is lost to one.",
            title=f"{tally.usable:,} of {tally.n_items:,} videos have text that can be used",
        )
    ]
    for name, facts in found.words.items():
        kind, told = _PLURAL[name], facts.top[:_MOST_BARS]
        word, count = told[0]
        parts.append(
            Chart(
                bars([one for one, _ in told], [100 * many / facts.n_videos for _, many in told], unit="%"),
                f"Share of the {facts.n_videos:,} videos with words in {kind} that have each word; "
                f"{facts.n_different:,} different words, {facts.mean:.1f} a video.",
                alt=f"Words of {kind}: {', '.join(f'{one} {many:,}' for one, many in told)}",
                title=f"The commonest word of {kind} is “{word}”, in {percent_of(count, facts.n_videos)}",
            )
        )
    return [*parts, *_overlaps(shown)]


def _overlaps(shown: Shown) -> list[Part]:
    found = () if shown.description is None else shown.description.overlap.items()
    parts: list[Part] = []
    for name, figures in found:
        kind, told = _PLURAL[name], tuple(figures.values())
        above = sum(figure.stands_out() for figure in told)
        parts.append(
            Strips(
                told,
                f"How far words of {kind} are words of the video's own labels. Chance: the text of another video. "
                f"{basis(shown)}",
                f"By {above} of {len(told)} measures {kind} say labels more often than another video's would",
            )
        )
    return parts


def splits(shown: Shown) -> list[Part]:
    """Return the sides of the split; nothing where none was made."""
    if not shown.splits:
        return []
    with_creators = any(side.n_creators is not None for side in shown.splits)
    columns = ("side", "videos", "%", "labels", *(("creators", "of them elsewhere too") if with_creators else ()))
    n = shown.facts["videos"]
    rows = tuple(
        (side.name, side.n_videos, round(100 * side.n_videos / n), side.n_labels,
         *((side.n_creators, side.n_shared) if with_creators else ()))
        for side in shown.splits
    )  # fmt: skip
    leaks = sum(side.n_shared for side in shown.splits)
    if not with_creators:
        title = "Nobody knows who made the videos: the same creator may be on both sides"
    else:
        title = "No creator is on two sides" if not leaks else "Creators are on more than one side: scores will flatter"
    return [Table(columns, rows, "The sides that models learn from and are judged on.", title=title)]


def creators(shown: Shown) -> list[Part]:
    """Return who made most videos; nothing where nobody is known."""
    if not shown.creators:
        return []
    n, told = shown.facts["videos"], shown.creators
    top = sum(count for _, count in told)
    return [
        Chart(
            bars([name for name, _ in told], [count for _, count in told]),
            f"Videos of the {len(told)} creators with most, of {shown.facts['creators']:,}. {basis(shown)}",
            alt="; ".join(f"{name} {count:,}" for name, count in told),
            title=f"{percent_of(top, n)} of the videos are by {len(told)} of {shown.facts['creators']:,} creators",
        )
    ]


def models(shown: Shown) -> list[Part]:
    """Return the taggers that the collection holds, and how good they are."""
    if not shown.models:
        return []
    if shown.score is not None:
        return [*score_parts(shown.score)]
    rows = tuple((one.name, one.head, " + ".join(one.modalities), one.n_labels) for one in shown.models)
    return [
        Table(
            ("tagger", "kind", "looks at", "labels"),
            rows,
            f"Not judged here: {shown.without}.",
            title=f"How good the {'tagger is' if len(rows) == 1 else f'{len(rows)} taggers are'} was not measured",
        )
    ]


def left_out(shown: Shown) -> list[Part]:
    """Return what became of each source's records."""
    found = shown.ledger
    if found is None:
        return [
            Prose("These videos were not gathered by `motif videos gather`: nothing is known of what was left out.")
        ]
    rows = tuple((line.name, line.n_gathered, line.n_kept, _counts(line.dropped)) for line in found.sources)
    n_left = sum(found.dropped.values())
    title = f"Of {found.n_gathered:,} records {n_left:,} were left out" if n_left else "No record was left out"
    return [
        Table(
            ("source", "records", "kept", "left out"),
            rows,
            "The sources in their order. Nothing disappears: records are kept or left out, for each source.",
            title=title,
        )
    ]


def _counts(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in counted.items()) or "nothing"
