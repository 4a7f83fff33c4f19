"""The page about personas against tropes or names: figures on their nulls, published values beside chance, the grid."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from motif.films.evaluate.gold import HEADLINE
from motif.view.part import Chapter, Part, Prose, Strips, Table
from motif.view.report import write_page

if TYPE_CHECKING:
    from motif.films.study.score import GridRow, Score

__all__ = ["chapters", "published_parts", "score_parts", "write"]

_OF_PARTITIONS = ("vi_bits", "nvi", "purity", "bcubed_precision", "bcubed_recall", "pairwise_auc")
_LEVEL = 0.05


def score_parts(score: Score) -> tuple[Part, ...]:
    """Return who was scored, the headline figures on their nulls, and the other figures.

    Parameters
    ----------
    score :
        What `films.study.score` returned.

    Examples
    --------
    >>> from inspect import signature
    >>> [*signature(score_parts).parameters]
    ['score']
    """
    head = tuple(score.figures[key] for key in HEADLINE if key in score.figures)
    rest = tuple(score.figures[key] for key in _OF_PARTITIONS if key in score.figures)
    n = f"n\u00a0=\u00a0{score.n_scored:,} characters, {score.n_rows:,} rows, seed\u00a0{score.record.seed}"
    chance = f"Chance deals personas and {score.gold.kind} out anew, sizes kept"
    return (
        Prose(_who(score)),
        Strips(
            head,
            f"{chance}. Neighbours and pairs are of different films; `words alone` are the same characters' words "
            f"without any persona. {n}.",
            title="Partitions, pairs, neighbours and items, each on its null",
        ),
        Strips(
            rest,
            f"{chance}. None of these can be compared with another test's: each depends on how many personas, "
            f"{score.gold.kind} and rows there are, as one cluster and every character alone show. {n}.",
            title="What else is measured of hard personas",
        ),
    )


def published_parts(score: Score) -> tuple[Part, ...]:
    """Return published values of VI beside what random labels score; nothing for other tropes than the published ones.

    Parameters
    ----------
    score :
        What `films.study.score` returned.

    Examples
    --------
    >>> from inspect import signature
    >>> [*signature(published_parts).parameters]
    ['score']
    """
    if not score.claims:
        return ()
    here, mine = score.random, score.figures["vi_bits"]
    columns = ("who", "VI, bits", "rows", "personas", "random labels", "one cluster", "every row alone", "verdict")
    rows = [
        (
            claim.who, f"{claim.value:.2f}", claim.chance.n_rows, claim.chance.n_clusters,
            _spread(claim.chance.mean, claim.chance.sd), f"{claim.chance.one_cluster:.2f}",
            f"{claim.chance.alone:.2f}", claim.told,
        )
        for claim in score.claims
    ]  # fmt: skip
    told = f"{mine.verdict()} of its own sizes"
    rows.append(
        ("this collection", f"{mine.value:.2f}", here.n_rows, here.n_clusters, _spread(here.mean, here.sd),
         f"{here.one_cluster:.2f}", f"{here.alone:.2f}", told)
    )  # fmt: skip
    return (
        Table(
            columns,
            tuple(rows),
            "Variation of information against the published tropes, lower is better. Random labels: each row gets one "
            f"of the personas, all equally likely; 200 draws, seed {score.record.seed}; where a test has fewer rows, "
            "so many are drawn. The paper's value is quoted from the notebook, not verified.",
            title=_claims_title(score),
        ),
        Prose(_why_not(score)),
    )


def _grid_parts(score: Score) -> tuple[Part, ...]:
    columns = (
        "model",
        "topics",
        "personas",
        "rows",
        "used",
        "of one",
        "VI",
        "VI by chance",
        "VI alone",
        "AMI",
        "p",
        "CPU s",
    )
    rows = tuple(_grid_cells(row) for row in score.grid)
    skipped = f" Left out: {'; '.join(score.skipped)}." if score.skipped else ""
    parts: tuple[Part, ...] = (
        Table(
            columns,
            rows,
            "Fitted to all characters with three words and scored on those with gold labels; `used`: personas that "
            "these have, `of one`: those with a single one of them. Chance: the same personas dealt out anew, 199 "
            "times, mean ± sd; AMI is 0 by chance. p is of AMI, one setting at a time. "
            f"Seed {score.record.seed}.{skipped}",
            title=_grid_title(score),
        ),
    )
    return parts if score.grid else ()


def chapters(score: Score) -> tuple[Chapter, ...]:
    """Return the chapters of the page.

    Parameters
    ----------
    score :
        What `films.study.score` returned.

    Examples
    --------
    >>> from inspect import signature
    >>> [*signature(chapters).parameters]
    ['score']
    """
    made = score.record.as_dict()
    found = [Chapter("agreement", _title(score), score.words, score_parts(score), made=made)]
    if score.claims:
        lead = "A variation of information says nothing before it stands beside what random labels score in its test."
        found.append(Chapter("published", "What has been published", lead, published_parts(score)))
    if score.grid:
        lead = "Topics by personas, by the models of the notebook that this wing grew from, and by the mixture."
        found.append(Chapter("grid", "The seed's grid, with its chance", lead, _grid_parts(score)))
    return tuple(found)


def write(score: Score, out: Path) -> None:
    """Write the page.

    Raises
    ------
    SourceError
        When it cannot be written.
    """
    lead = f"{score.n_personas} personas of {score.n_scored:,} characters against {score.n_labels} {score.gold.kind}."
    write_page(out, title=f"Personas against {score.gold.kind}", lead=lead, chapters=chapters(score))


def _who(score: Score) -> str:
    gold = score.gold
    rules = ", ".join(f"{count:,} by {rule}" for rule, count in gold.by_rule.items())
    repeated = sum(len(held) > 1 for held in gold.labels)
    chance = "" if gold.chance is None else f" Of rows that belong to other films {gold.chance:.0%} would be found."
    unclear = f" {gold.n_ambiguous:,} fit several and were given to none." if gold.n_ambiguous else ""
    without = score.n_unassigned + score.n_without
    return (
        f"Of {gold.n_rows:,} rows {gold.n_here:,} are of films or characters that are here, and {gold.n_found:,} were "
        f"found ({rules}): {len(gold.rows):,} characters, of whom {repeated:,} have several {gold.kind}."
        f"{unclear}{chance}\n\n{score.n_scored:,} of them have a persona; {without:,} have none and play no part in "
        "the figures of partitions."
    )


def _title(score: Score) -> str:
    figure = score.figures["ami"]
    if figure.stands_out():
        return f"Personas and {score.gold.kind} agree more than by chance"
    return f"Personas and {score.gold.kind} agree no more than by chance"


def _claims_title(score: Score) -> str:
    within = sum(claim.told.startswith("no better") for claim in score.claims)
    if within == len(score.claims):
        return "No published value is better than random labels in its own test"
    return f"{within} of {len(score.claims)} published values are no better than random labels in their own test"


def _why_not(score: Score) -> str:
    first, *others = score.claims
    sizes = " and ".join(f"{claim.value:.2f} of {claim.chance.n_rows}" for claim in (first, *others))
    return (
        f"The values {sizes} rows cannot be set against each other. VI falls with the number of personas, and with "
        "fewer rows, whatever the personas are: random labels alone fall from "
        f"{others[-1].chance.mean:.2f} to {first.chance.mean:.2f} bits between the two tests, and every row by itself, "
        f"which is no persona at all, scores {first.chance.alone:.2f} and beats all of them.\n\nA character with "
        "several tropes stands in several rows. That random labels score as well does not show that "
        "the clusters were random: uneven clusters have a higher chance of their own, and the labels are not at hand. "
        "It shows that the value is no evidence."
        if others
        else ""
    )


def _grid_cells(row: GridRow) -> tuple[object, ...]:
    return (
        row.method, "–" if row.n_topics is None else row.n_topics, row.n_personas, row.n, row.n_clusters,
        row.n_singletons, f"{row.vi_bits:.2f}", _spread(row.vi_chance, row.vi_chance_sd), f"{row.vi_alone:.2f}",
        f"{row.ami:.3f}", f"{row.p:.3f}", f"{row.cpu_s:.2f}",
    )  # fmt: skip


def _spread(mean: float, sd: float) -> str:
    return f"{mean:.2f}\u00a0±\u00a0{sd:.2f}"


def _grid_title(score: Score) -> str:
    n = len(score.grid)
    below = sum(row.p <= _LEVEL for row in score.grid)
    clear = sum(row.p * n <= _LEVEL for row in score.grid)
    expected = round(_LEVEL * n)
    if clear:
        return f"{clear} of {n} settings agree with the {score.gold.kind} more than chance would, all {n} tries counted"
    return f"{below} of {n} settings have p of at most 0.05, where chance alone gives about {expected}"
