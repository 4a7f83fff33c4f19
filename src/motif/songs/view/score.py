"""Scores of recommendations and groups, each on its null."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from motif.view.part import Part, Prose, Strips, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motif.evaluate.figure import Figure
    from motif.songs.study.score import Score

__all__ = ["score_parts", "with_chance"]

_OF_GROUPS = ("ami", "vi_bits", "bcubed_f1", "pairwise_auc")


def score_parts(score: Score) -> tuple[Part, ...]:
    """Return the parts that show a score: each mode on its null, all figures, groups, and what more songs bring.

    Parameters
    ----------
    score :
        What `songs.study.score` returned.
    """
    parts: list[Part] = [Prose(_basis(score)), _modes(score), _all_figures(score)]
    if score.groups is not None:
        told = tuple(score.groups[name] for name in _OF_GROUPS if name in score.groups)
        above = sum(figure.stands_out() for figure in told)
        title = f"By {above} of {len(told)} measures the groups follow the {score.label} more than chance would"
        parts.append(Strips(told, f"How far the groups agree with {score.source}. Seed {score.record.seed}.", title))
    if score.growth:
        parts.append(_growth(score))
    return tuple(parts)


def with_chance(figure: Figure) -> str:
    """Return a figure and what chance scores as text.

    Examples
    --------
    >>> from motif.evaluate.figure import Figure
    >>> with_chance(Figure("precision", 0.163, None, {}, None, 9, True, ""))
    '0.16 (no chance known)'
    """
    if figure.null is None:
        return f"{figure.format(figure.value)} (no chance known)"
    return f"{figure.format(figure.value)} (chance\u00a0{figure.format(figure.null.mean)})"


def _basis(score: Score) -> str:
    apart = f" Songs of the same {score.apart} were no candidates." if score.apart else ""
    merged = f"merged with the rule `{score.dedupe}`" if score.dedupe else "merged by a rule that is not on record"
    note = f" {score.note[:1].upper()}{score.note[1:]}." if score.note else ""
    return (
        f"Songs count as alike when they share the {score.label} (column {score.source}). {score.n_songs:,} of "
        f"{score.n_items:,} songs have features ({' and '.join(score.blocks)}); the songs were {merged}.{apart}{note}"
    )


def _modes(score: Score) -> Strips:
    key = f"precision_at_{score.k}"
    figures = tuple(replace(told[key], name=f"{mode}: {told[key].name}") for mode, told in score.modes.items())
    return Strips(
        figures,
        f"How many of the first {score.k} songs that come after a song share its {score.label}. Chance: the songs "
        "change places, each by itself, so that p takes songs of one artist for independent; intervals are over whole "
        f"artists. Seed {score.record.seed}.",
        title=_best(score, key),
    )


def _best(score: Score, key: str) -> str:
    """The finding: which mode finds most songs alike, beside chance."""
    free = [mode for mode in score.modes if mode != "path"] or [*score.modes]  # a path's end was chosen to be alike
    mode = max(free, key=lambda mode: score.modes[mode][key].value)
    figure = score.modes[mode][key]
    if not figure.stands_out():
        return f"No mode finds songs of the same {score.label} more often than chance would"
    return f"{mode.capitalize()} finds most songs of the same {score.label}: {with_chance(figure)}"


def _all_figures(score: Score) -> Table:
    names = {name: figure.name for told in score.modes.values() for name, figure in told.items()}
    rows = tuple((mode, *(_cell(told, name) for name in names)) for mode, told in score.modes.items())
    return Table(
        ("mode", *names.values()),
        rows,
        "All figures of each mode, each with what chance would score. Coverage: songs that stand in any list; "
        "diversity: how unlike the songs of one list are, 1 as songs drawn at random.",
        title=_widest(score),
    )


def _widest(score: Score) -> str:
    """The finding: which mode's lists are most varied."""
    mode = max(score.modes, key=lambda mode: score.modes[mode]["diversity"].value)
    figure = score.modes[mode]["diversity"]
    return f"Lists are most varied in {mode}: diversity {with_chance(figure)}"


def _cell(told: Mapping[str, Figure], name: str) -> str:
    return with_chance(told[name]) if name in told else "–"


def _growth(score: Score) -> Table:
    names = (f"precision_at_{score.k}", "coverage", "diversity")
    heads = {name: size.figures[name].name for size in score.growth for name in names if name in size.figures}
    rows = tuple((size.n_songs, *(_cell(size.figures, name) for name in heads)) for size in score.growth)
    return Table(
        ("songs", *heads.values()),
        rows,
        "Whether more songs make recommendations better and more varied, as the program that this wing grew from took "
        "for granted: the mode `nearest` on parts of the collection, drawn at random.",
        title=_growth_finding(score),
    )


def _growth_finding(score: Score) -> str:
    first, last = score.growth[0], score.growth[-1]
    before, after = (size.figures[f"precision_at_{score.k}"] for size in (first, last))
    how = "better" if after.value > before.value else "no better"
    told = f"{before.format(before.value)} of {first.n_songs:,}, {after.format(after.value)} of {last.n_songs:,}"
    return f"More songs are {how} here: {told}" if len(score.growth) > 1 else ""
