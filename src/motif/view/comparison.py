"""Two lists of labels compared: the twelve strips, the trivial answers, and in words what the numbers cannot show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motif.evaluate.figure import Figure, in_words
from motif.view.part import Chapter, Prose, Strips, Table
from motif.view.strip import chance_text

if TYPE_CHECKING:
    from motif.evaluate.clustering import Comparison

__all__ = ["chapter", "counts", "verdicts"]

_CORRECTED = ("ami", "ari", "pairwise_auc")  # first: neither chance nor a trivial answer can push them up
_REPEATED = {
    "first": "figures of hard partitions take the first gold label of each",
    "all": "figures of hard partitions take every label as an item of its own",
}


def chapter(comparison: Comparison) -> Chapter:
    """Return the chapter that shows a comparison.

    Parameters
    ----------
    comparison :
        What `evaluate.clustering.compare` returned.

    Examples
    --------
    >>> from motif.evaluate.clustering import compare
    >>> shown = chapter(compare("abcdefgh", "xxxxyyyy", "abcdefgh", "xxxxyyyy", random_state=0, n_permutations=99))
    >>> shown.title[:31], [type(part).__name__ for part in shown.parts]
    ('AMI 1.00: better than chance by', ['Prose', 'Strips', 'Table', 'Table'])
    """
    metrics = comparison.metrics
    figures = (
        *(metrics[key] for key in _CORRECTED),
        *(figure for key, figure in metrics.items() if key not in _CORRECTED),
    )
    ami = metrics["ami"]
    draws = f"{ami.null.n:,} draws, seed {comparison.record.seed}" if ami.null is not None else ""
    caption = (
        f"Grey: what the same clusters score when their labels are dealt out to the items at random ({draws}). Ticks: "
        "all items in one cluster, and every item alone. The interval is over items and says nothing about another run."
    )
    return Chapter(
        "comparison",
        f"AMI {ami.format(ami.value)}: {ami.verdict()}",
        f"{comparison.n_clusters:,} clusters against {comparison.n_gold:,} gold labels, {comparison.n:,} items.",
        (
            Prose("\n\n".join(verdicts(comparison))),
            Strips(figures, caption, _finding_of(figures)),
            _answers(figures),
            _counts(comparison),
        ),
        made=comparison.record.as_dict(),
    )


def verdicts(comparison: Comparison) -> list[str]:
    """Return in words what the comparison shows and what it does not, a sentence or two each.

    Parameters
    ----------
    comparison :
        What `evaluate.clustering.compare` returned.

    Examples
    --------
    >>> from motif.evaluate.clustering import compare
    >>> found = compare("abcdefgh", "xyxyxyxy", "abcdefgh", "xxxxyyyy", random_state=0, n_permutations=99)
    >>> print(verdicts(found)[1])
    VI alone is no evidence: these clusters score 2.00 bits, while all in one cluster scores 1.00 bits and ...
    """
    metrics = comparison.metrics
    ami = metrics["ami"]
    said = [f"AMI, which is corrected for chance, is {ami.format(ami.value)}: {ami.verdict()}."]
    said += filter(None, (_of_vi(metrics["vi_bits"]), _of_others(comparison), _of_left_out(comparison)))
    return said


def counts(comparison: Comparison) -> list[tuple[str, int]]:
    """Return what was compared and what was not, as words and numbers.

    Examples
    --------
    >>> from motif.evaluate.clustering import compare
    >>> dict(counts(compare("abc", ["x", "y", ""], "abc", "xyz", n_permutations=9)))["unassigned"]
    1
    """
    rows = [
        ("items compared", comparison.n),
        ("clusters", comparison.n_clusters),
        ("gold labels", comparison.n_gold),
        ("unassigned", comparison.unassigned),
        ("without a gold label", comparison.unlabelled),
        ("in the prediction only", comparison.only_predicted),
        ("in the gold only", comparison.only_gold),
    ]
    if comparison.n_repeated:
        rows.append(
            (f"{'id' if comparison.n_repeated == 1 else 'ids'} with several gold labels", comparison.n_repeated)
        )
    return rows


def _of_vi(vi: Figure) -> str:
    """Return why VI is no evidence here; nothing where it beats chance and both trivial answers."""
    unbeaten = {name: score for name, score in vi.trivial.items() if not vi.beats(score)}
    if vi.stands_out() and not unbeaten:
        return ""
    said = [f"{_answer(name)} scores {vi.format(score)} bits" for name, score in unbeaten.items()]
    if not vi.stands_out():
        spread = chance_text(vi).removeprefix("chance ").partition(", p")[0]
        said.append(f"the same clusters with their labels dealt out at random {spread} bits")
    return f"VI alone is no evidence: these clusters score {vi.format(vi.value)} bits, while {' and '.join(said)}."


def _of_others(comparison: Comparison) -> str:
    """Return which other metrics that are not corrected for chance a trivial answer reaches."""
    reached = [
        figure.name
        for key, figure in comparison.metrics.items()
        if key not in ("vi_bits", *_CORRECTED)
        and any(not figure.beats(score) for score in figure.trivial.values() if score == score)
    ]
    if not reached:
        return ""
    listed = reached[0] if len(reached) == 1 else f"{', '.join(reached[:-1])} and {reached[-1]}"
    return f"One cluster or every item alone scores as well or better in {listed}: alone these show nothing either."


def _of_left_out(comparison: Comparison) -> str:
    said = []
    if comparison.unassigned:
        total = comparison.n_ids + comparison.unassigned + comparison.unlabelled
        share = comparison.unassigned / total
        said.append(f"{comparison.unassigned:,} of {total:,} ids ({share:.0%}) unassigned: nothing here is about them.")
    one_side = comparison.only_predicted + comparison.only_gold
    if one_side:
        said.append(f"On one side only: {_ids(one_side)}.")
    if comparison.n_repeated:
        said.append(f"With several gold labels: {_ids(comparison.n_repeated)}; {_REPEATED[comparison.repeated]}.")
    return " ".join(said)


def _ids(n: int) -> str:
    return "1 id" if n == 1 else f"{n:,} ids"


def _items(n: int) -> str:
    return "1 item" if n == 1 else f"{n:,} items"


def _answer(name: str) -> str:
    return "all in one cluster" if name == "one_cluster" else in_words(name)


def _finding_of(figures: tuple[Figure, ...]) -> str:
    n_good = sum(figure.stands_out() for figure in figures)
    return f"{n_good or 'None'} of {len(figures)} metrics {'stands' if n_good == 1 else 'stand'} out from chance"


def _answers(figures: tuple[Figure, ...]) -> Table:
    rows = tuple(
        (
            f"{figure.name}, {figure.unit}" if figure.unit else figure.name,
            "lower" if not figure.higher_is_better else "higher",
            *(number if number == number else None for number in _numbers(figure)),
        )
        for figure in figures
    )
    n_reached = sum(
        any(not figure.beats(score) for score in figure.trivial.values() if score == score) for figure in figures
    )
    title = f"An answer without thought does as well or better in {n_reached or 'none'} of {len(figures)} metrics"
    caption = "What answers without thought score. A metric that they win shows nothing by itself."
    return Table(
        ("metric", "better", "these clusters", "chance", "one cluster", "every item alone"), rows, caption, title
    )


def _numbers(figure: Figure) -> tuple[float, ...]:
    chance = float("nan") if figure.null is None else figure.null.mean
    return figure.value, chance, figure.trivial["one_cluster"], figure.trivial["singletons"]


def _counts(comparison: Comparison) -> Table:
    caption = "An id without a label, or on one side only, is counted and left out."
    left = sum((comparison.unassigned, comparison.unlabelled, comparison.only_predicted, comparison.only_gold))
    title = f"{_items(comparison.n)} compared, {_ids(left) if left else 'none'} left out"
    return Table(("what", "number"), tuple(counts(comparison)), caption, title)
