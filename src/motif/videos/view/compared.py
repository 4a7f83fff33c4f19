"""The page of a score: all models in one table, then each on its null, by frequency and by probability."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from motif.videos.view.score import best_of, score_parts
from motif.view.part import Chapter, Table
from motif.view.report import write_page

if TYPE_CHECKING:
    from motif.videos.study.score import Judged, Score

__all__ = ["chapters", "comparison", "write"]

_METRICS = ("gap", "hit_at_one", "perr", "map_full", "map_top20")
_SYNTHETIC = "These videos are synthetic: nothing here says how well anything does on real ones."


def comparison(score: Score) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return head and rows of the table of all models; below them popularity and shuffled labels.

    Parameters
    ----------
    score :
        What `videos.study.score` returned.

    Examples
    --------
    >>> from motif.videos.study.score import score
    >>> from motif.videos.study.synthetic import synthetic
    >>> found = score(synthetic(200, n_labels=12, n_visual=24, n_audio=6), n_permutations=20, n_resamples=20)
    >>> [row[0] for row in comparison(found)[1]]
    ['the optimum', 'popularity', 'the optimum, labels shuffled']
    """
    first, last = score.judged[0].figures, ("",) * (best_of(score) is not None)
    heads = ("model", *(first[key].name for key in _METRICS), *("GAP, % of optimum" for _ in last))
    rows = []
    for one in score.judged:
        cells = tuple(first[key].format(one.figures[key].value) for key in _METRICS)
        rows.append((one.name, *cells, *(_share(one) for _ in last)))
    trivial = tuple(first[key].format(first[key].trivial["popularity"]) for key in _METRICS)
    rows.append(("popularity", *trivial, *last))
    for one in score.judged:
        nulls = [one.figures[key].null for key in _METRICS]
        means = [None if null is None else null.mean for null in nulls]
        cells = tuple(first[key].format(mean) for key, mean in zip(_METRICS, means, strict=True))
        rows.append((f"{one.name}, labels shuffled", *cells, *last))
    return heads, tuple(rows)


def chapters(score: Score) -> tuple[Chapter, ...]:
    """Return a chapter that compares all models, and one that shows them.

    Parameters
    ----------
    score :
        What `videos.study.score` returned.

    Examples
    --------
    >>> from motif.videos.study.score import score
    >>> from motif.videos.study.synthetic import synthetic
    >>> found = score(synthetic(200, n_labels=12, n_visual=24, n_audio=6), n_permutations=20, n_resamples=20)
    >>> [chapter.id for chapter in chapters(found)]
    ['models', 'figures']
    """
    heads, rows = comparison(score)
    caption = (
        f"{score.n_videos:,} videos ({score.side}), {score.n_labels:,} labels. Popularity: each label's share of "
        f"{score.n_train:,} videos, said of every video. Shuffled: the same scores, the videos' labels dealt out at "
        f"random. Seed {score.record.seed}."
    )
    told = [_SYNTHETIC if score.is_synthetic else "", _sentence(score.note)]
    told += [_sentence(one.note) for one in score.judged]
    lead = " ".join(part for part in told if part)
    compared = Table(heads, rows, caption, _finding(score))
    made = score.record.as_dict()
    return (
        Chapter("models", _winner(score), lead, (compared,), made=made),
        Chapter("figures", "Each beside chance", "", score_parts(score)),
    )


def write(score: Score, out: Path) -> None:
    """Write the page.

    Raises
    ------
    SourceError
        When it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from motif.videos.study.score import score
    >>> from motif.videos.study.synthetic import synthetic
    >>> found = score(synthetic(200, n_labels=12, n_visual=24, n_audio=6), n_permutations=20, n_resamples=20)
    >>> page = Path(tempfile.mkdtemp()) / "score.html"
    >>> write(found, page)
    >>> "These videos are synthetic" in page.read_text(encoding="utf-8")
    True
    """
    lead = f"{score.n_videos:,} {'synthetic ' if score.is_synthetic else ''}videos, judged by their labels."
    write_page(out, title="Labels of videos, scored", lead=lead, chapters=chapters(score))


def _share(one: Judged) -> str:
    if "gap" not in one.of_optimum:
        return "100"
    figure = one.of_optimum["gap"]
    ends = "" if figure.interval is None else f" ({figure.interval[0]:.1f} to {figure.interval[1]:.1f})"
    return f"{figure.value:.1f}{ends}"


def _winner(score: Score) -> str:
    models = [one for one in score.judged if one is not best_of(score)]
    if not models:
        return "The best possible answer"
    figure = models[0].figures["gap"]
    return f"Best: {models[0].name}, GAP {figure.format(figure.value)}"


def _finding(score: Score) -> str:
    figure = score.judged[0].figures["gap"]
    return f"Popularity alone has GAP {figure.format(figure.trivial['popularity'])}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""
