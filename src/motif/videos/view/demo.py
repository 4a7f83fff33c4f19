"""The chapter of the wing: what sight, sound and words tell of synthetic videos, beside the best possible answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motif.videos.view import score as scored
from motif.view.limit import Limited, between
from motif.view.part import Chapter, Chart, Part, Prose, Strips, Table

if TYPE_CHECKING:
    from motif.evaluate.figure import Figure
    from motif.videos.study.invented import Demo, Example, Looked

__all__ = ["chapter"]

_NBSP = "\u00a0"
_SYNTHETIC = (
    "These videos are synthetic: nobody filmed them. How common labels are and which go together was fitted on real "
    "label sets; what is seen, heard and written of a label was drawn by rules, its words are invented. So the best "
    "answer that is possible is known, and nothing here says how well real videos are told."
)
_CALLED = {
    "sound": "sound",
    "words": "words",
    "sight": "sight",
    "sight_sound": "sight and sound",
    "sight_sound_words": "sight, sound and words",
    "sight_sound_others": "the same, other videos' words",
}
_BEST = "sight_sound_words"


def chapter(result: Demo) -> Chapter:
    """Return the chapter that shows what the demo told of the videos that it made.

    Parameters
    ----------
    result :
        What `videos.study.demo` returned.

    Examples
    --------
    >>> from inspect import signature
    >>> signature(chapter).return_annotation
    'Chapter'
    """
    best = result.by_name(_BEST)
    parts: tuple[Part, ...] = (
        Prose(_SYNTHETIC),
        _modalities(result),
        _gains(result),
        _figures(result, best),
        *scored.precision_by_frequency(best.judged, result.score, scored.best_of(result.score)),
        _examples(result),
        _left_out(result),
    )
    return Chapter("videos", _title(result), _lead(result), parts, made=result.record.as_dict())


def _title(result: Demo) -> str:
    if _is_sure(result.gains["sound"]):
        return "Sight and sound together tell more than sight alone"
    return "Sight and sound together do not tell clearly more than sight alone"


def _is_sure(gain: Figure) -> bool:
    """Whether a gain lies above all trivial answers with its whole interval."""
    low = gain.value if gain.interval is None else gain.interval[0]
    return all(low > number for number in gain.trivial.values())


def _lead(result: Demo) -> str:
    return (
        f"{result.n_videos:,} synthetic videos by {result.n_creators:,} made-up creators, written as YouTube-8M's "
        f"records and gathered like anybody's; mixtures of experts learn {result.n_labels:,} labels from "
        f"{result.n_train:,} of them and are judged on {result.n_judged:,} by creators that they never saw."
    )


def _modalities(result: Demo) -> Chart:
    rows = [_limited(one) for one in result.looked]
    popularity = result.by_name(_BEST).gap.trivial["popularity"]
    told = "; ".join(f"{row.name} {row.told}" for row in rows)
    return Chart(
        between(rows, unit="GAP", trivial=("popularity", popularity)),
        "GAP of the 20 likeliest labels of each video, by what a tagger looks at. Grey: the videos' sets of labels "
        f"dealt out at random, 90{_NBSP}% of {_n_draws(result)} draws. Upright bar: the best possible answer from the "
        "same. Thin line: each label's share among the training videos, said of every video. Intervals are over videos "
        f"and say nothing of another training. {result.n_judged:,} videos, seed{_NBSP}{result.record.seed}.",
        alt=f"GAP by modality: {told}",
        title=_finding(result),
    )


def _limited(one: Looked) -> Limited:
    null = one.gap.null
    chance = (0.0, 0.0) if null is None else (null.low, null.high)
    return Limited(_CALLED[one.name], one.gap.value, one.gap.interval, chance, one.best)


def _n_draws(result: Demo) -> int:
    null = result.by_name(_BEST).gap.null
    return 0 if null is None else null.n


def _finding(result: Demo) -> str:
    best = result.by_name(_BEST)
    known = [f"{_CALLED[one.name]} {one.gap.value:.2f}" for one in result.looked if one.name in ("sound", "sight")]
    return f"GAP is {best.gap.value:.2f} from sight, sound and words; {', '.join(known)}"


def _gains(result: Demo) -> Strips:
    words = result.gains["words"]
    other = words.trivial["words_of_other_videos"]
    told = f"another video's {'+' if other > 0 else chr(0x2212)}{abs(other):.2f}"
    finding = f"A video's own words add {words.value:.2f} to sight and sound; {told}"
    return Strips(
        tuple(result.gains.values()),
        "What a modality adds in GAP, on the same videos; the intervals are over creators. The words of other videos "
        f"are a control: they can add nothing. {result.n_judged:,} videos, seed{_NBSP}{result.record.seed}.",
        finding if _is_sure(words) else "A video's own words add nothing that is sure here",
    )


def _figures(result: Demo, best: Looked) -> Strips:
    judged = best.judged
    figures = tuple(judged.figures[key] for key in ("gap", "hit_at_one", "map_full", "squared_error"))
    share = judged.of_optimum["gap"]
    return Strips(
        figures,
        f"The tagger that looks at sight, sound and words. Chance: the videos' sets of labels change places. "
        f"Popularity and prevalence: each label's share among the training videos, said of every video. "
        f"{result.n_judged:,} videos, seed{_NBSP}{result.record.seed}.",
        f"With sight, sound and words GAP is {scored.with_chance(best.gap)}, {share.value:.0f}{_NBSP}% of the best "
        "possible",
    )


def _examples(result: Demo) -> Table:
    n_told = sum(len(one.told) for one in result.examples)
    n_right = sum(one.n_right for one in result.examples)
    return Table(
        ("title", "labels", "what is told"),
        tuple((one.title or "no text", ", ".join(one.labels), _said(one)) for one in result.examples),
        f"{len(result.examples)} of the videos that were judged, evenly chosen, and the likeliest labels of each with "
        "their probability; a cross marks what is wrong. All words are invented.",
        title=f"{n_right} of {n_told} labels that are told are right",
    )


def _said(one: Example) -> str:
    return ", ".join(f"{name}{_NBSP}{p:.2f}{'' if right else f'{_NBSP}✗'}" for name, p, right in one.told)


def _left_out(result: Demo) -> Table:
    found = result.ledger
    n_left = sum(found.dropped.values())
    rows = (("kept", found.n_gathered - n_left), *((name.replace("_", " "), n) for name, n in found.dropped.items()))
    return Table(
        ("what became of records", "records"),
        rows,
        "Three records are wrong on purpose: one comes twice, one holds numbers that are none, one has a label that "
        "the vocabulary does not have. Nothing disappears: each is left out with its reason.",
        title=f"Of {found.n_gathered:,} records {n_left} were left out, each with its reason",
    )
