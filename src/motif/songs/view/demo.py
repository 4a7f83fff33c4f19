"""The chapter of the wing: music made on the spot, on a map, in groups, what is recommended and how good that is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from motif.songs.view import part
from motif.songs.view.score import with_chance
from motif.view.part import Chapter, Part, Prose, Strips, Table

if TYPE_CHECKING:
    from motif.songs.study.synthetic import Demo

__all__ = ["chapter"]

_SYNTHETIC = (
    "All of this music is synthetic: melodies over chords, basses and drums, composed by rules and played by a program "
    "a moment ago, so that its tempo, key and style are known. It shows that the way from the file to the figure "
    "holds; how good the wing is on people's music it cannot show."
)


def chapter(result: Demo) -> Chapter:
    """Return the chapter that shows what the demo heard in the songs that it made.

    Parameters
    ----------
    result :
        What `songs.study.demo` returned.

    Examples
    --------
    >>> from inspect import signature
    >>> signature(chapter).return_annotation
    'Chapter'
    """
    shown = result.shown
    titles = dict(zip(shown.description.collection.ids, shown.titles, strict=True))
    parts: tuple[Part, ...] = (
        Prose(_SYNTHETIC),
        part.song_map(shown),
        part.groups(shown.description, titles),
        *part.numbers(shown),
        Strips(tuple(result.groups.values()), _agreement(result), _agreement_finding(result)),
        _known_answers(result),
        _modes(result),
        _examples(result),
        *part.features(shown),
    )
    return Chapter("songs", _title(result), _lead(result), parts, made=result.record.as_dict())


def _title(result: Demo) -> str:
    if result.groups["ami"].stands_out():
        return "Songs gather by style, by ear"
    return "Songs do not gather by style"


def _lead(result: Demo) -> str:
    n_styles, n_artists = (len({getattr(one, name) for one in result.made}) for name in ("style", "artist"))
    return (
        f"{len(result.made)} songs of {result.seconds:.0f} s by {n_artists} made-up artists in {n_styles} styles, "
        "written as sound files and gathered like anybody's music folder: tags read, sound measured, groups found and "
        "named. Styles were not told; they only judge."
    )


def _agreement(result: Demo) -> str:
    names = ", ".join(sorted({one.style for one in result.made}))
    return (
        f"How far the {len(result.shown.description.groups)} groups agree with the six styles they were made in "
        f"({names}). {part.basis(result.shown)}"
    )


def _agreement_finding(result: Demo) -> str:
    ami = result.groups["ami"]
    return f"Groups found by ear agree with the styles: AMI {with_chance(ami)}" if ami.stands_out() else ""


def _known_answers(result: Demo) -> Table:
    styles = np.array([one.style for one in result.made])
    labels, names = result.shown.description.labels, result.shown.description.name_of()
    rows = []
    for style in sorted(set(styles.tolist())):
        inside = styles == style
        group, most = Counter(labels[inside].tolist()).most_common(1)[0]
        tempi = [one.tempo_bpm for one in result.made if one.style == style]
        rows.append(
            (
                style, int(inside.sum()), f"{min(tempi):.0f} to {max(tempi):.0f}",
                int(result.tempo_right[inside].sum()), int(result.key_right[inside].sum()), f"{names[group]} ({most})",
            )
        )  # fmt: skip
    n_tempo, n_key, n = int(result.tempo_right.sum()), int(result.key_right.sum()), len(result.made)
    return Table(
        ("style", "songs", "tempo, BPM", "tempo right", "key right", "most are in the group"),
        tuple(rows),
        f"Known answers: the tempo was heard right, within 4\u00a0% or an octave, in {n_tempo} of {n} songs, key and "
        f"mode in {n_key}. By chance a key would be right in {n / 24:.0f}. Music without a beat has a tempo on paper "
        "only.",
        title=f"The tempo was heard right in {n_tempo} of {n} songs, the key in {n_key}",
    )


def _modes(result: Demo) -> Strips:
    figures = tuple(
        replace(figure, name=f"{mode}: {figure.name}")
        for mode, told in result.modes.items()
        for figure in told.values()
    )
    return Strips(
        figures,
        "Recommending, three ways: the nearest songs; near but unlike each other; at random from the same group, which "
        "is what the program that this wing grew from set out to do. Precision: how many of the first five are of the "
        "same style, songs by other artists only. Diversity: how unlike the songs of a list are; songs that fit are "
        "more alike than songs drawn at random, so it lies below chance. Intervals are over artists. "
        f"{part.basis(result.shown)}",
        title=_modes_finding(result),
    )


def _modes_finding(result: Demo) -> str:
    """The finding: which way of picking finds most songs of the same style, where that is what was measured."""
    measured = {mode: figure for mode, told in result.modes.items() for key, figure in told.items() if "prec" in key}
    if not measured:
        return ""
    mode = max(measured, key=lambda mode: measured[mode].value)
    return f"Songs of the same style come most often from {mode}: {with_chance(measured[mode])}"


def _examples(result: Demo) -> Table:
    rows = []
    for one in result.examples:
        picks = [
            f"{song} – {artist}" + (f" ({style})" if style != one.style else "") for song, artist, style in one.picks
        ]
        rows.append((one.style, f"{one.song} – {one.artist}", " · ".join(picks)))
    n_picks = sum(len(one.picks) for one in result.examples)
    n_right = sum(one.n_right for one in result.examples)
    return Table(
        ("style", "after this song", "come these, by other artists"),
        tuple(rows),
        f"The first song of each style in the order of the collection, and the four nearest to it; {n_right} of "
        f"{n_picks} are of the same style, the style of the others is in brackets. `songs.m3u8` beside this page plays "
        "the first row.",
        title=f"{n_right} of {n_picks} picks are of the same style",
    )
