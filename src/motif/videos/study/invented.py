"""The wing's job on synthetic videos: from a TFRecord file and a table of text to taggers and their scores."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.collection import dense
from motif.collection.ledger import Ledger
from motif.core.extra import extra
from motif.core.files import make_folder, write_text
from motif.core.record import RunRecord, recording
from motif.core.seed import generator, recorded_seed
from motif.evaluate.figure import Figure
from motif.evaluate.null import resampling_interval
from motif.evaluate.tagging import global_average_precision
from motif.represent.text.count import count_words
from motif.source.tfrecord.write import example_bytes, write_records
from motif.videos.collection.ledger import ledger
from motif.videos.collection.split import rows_of, with_sides
from motif.videos.represent.label import label_matrix, label_names
from motif.videos.represent.word import video_words
from motif.videos.study.gather import gather
from motif.videos.study.synthetic import synthetic

if TYPE_CHECKING:
    from motif.collection import Collection
    from motif.videos.study.predict import Prediction
    from motif.videos.study.score import Judged, Score

__all__ = ["LOOKS", "Demo", "Example", "Looked", "demo", "write_files"]

_STEP = "videos.demo"
_FULL: dict[str, Any] = {"n_videos": 4000, "n_labels": 80, "n_visual": 256, "n_audio": 64}
_QUICK: dict[str, Any] = {"n_videos": 2000, "n_labels": 40, "n_visual": 96, "n_audio": 32}
_QUICK_STEPS: dict[str, Any] = {"max_steps": 150, "min_steps": 150}
_N_DRAWS, _QUICK_DRAWS = 100, 40
_FEWEST = 5  # training videos that have a word, for it to count
_WORDS, _OTHER_WORDS = "words", "other_words"
_TRUTH = ("truth", "truth_of_words", "content", "confidence")
_N_EXAMPLES, _N_TOLD = 6, 3
_SHOWN, _CONTROL = "sight_sound_words", "sight_sound_others"
_CANNOT = "Another training could add a little more or less; and the videos are synthetic."

LOOKS: dict[str, tuple[str, ...]] = {
    "sound": ("audio",),
    "words": (_WORDS,),
    "sight": ("visual",),
    "sight_sound": ("visual", "audio"),
    "sight_sound_words": ("visual", "audio", _WORDS),
    "sight_sound_others": ("visual", "audio", _OTHER_WORDS),
}
"""What each tagger of the demo is called and looks at; the last gets the words of other videos, as a control."""


@dataclass(frozen=True, eq=False)
class Looked:
    """What one tagger scores.

    Parameters
    ----------
    name :
        A key of `LOOKS`.
    judged :
        Its scores.
    best :
        The GAP of the best possible answer from what it looks at; None for the control.
    """

    name: str
    judged: Judged
    best: float | None

    @property
    def gap(self) -> Figure:
        """Its GAP."""
        return self.judged.figures["gap"]


@dataclass(frozen=True, slots=True)
class Example:
    """A video and what is said of it.

    Parameters
    ----------
    title :
        Its title; None for one without text.
    labels :
        The names of its labels.
    told :
        (name, probability, whether it is right) of the likeliest labels.

    Examples
    --------
    >>> Example(None, ("Drupa",), (("Drupa", 0.9, True), ("Kelo", 0.4, False))).n_right
    1
    """

    title: str | None
    labels: tuple[str, ...]
    told: tuple[tuple[str, float, bool], ...]

    @property
    def n_right(self) -> int:
        """How many of those told are right."""
        return sum(right for _, _, right in self.told)


@dataclass(frozen=True, eq=False)
class Demo:
    """What the demo made, learned and found.

    Parameters
    ----------
    looked :
        Each tagger, in the order of `LOOKS`.
    gains :
        "sound" and "words": how much each adds, beside the words of other videos.
    score :
        All of them and the best possible answer, as `score` gives them.
    examples :
        Some videos that were judged, and what the tagger of sight, sound and words says of them.
    ledger :
        What became of the records, of which three are wrong on purpose.
    n_videos, n_train, n_judged, n_labels, n_creators :
        How many there are.
    record :
        How it was made.
    """

    looked: tuple[Looked, ...]
    gains: Mapping[str, Figure]
    score: Score
    examples: tuple[Example, ...]
    ledger: Ledger
    n_videos: int
    n_train: int
    n_judged: int
    n_labels: int
    n_creators: int
    record: RunRecord

    def by_name(self, name: str) -> Looked:
        """Return one tagger's scores."""
        return next(one for one in self.looked if one.name == name)

    @property
    def best(self) -> Judged:
        """What the best possible answer from all that there is scores."""
        return next(one for one in self.score.judged if one.name not in LOOKS)

    def as_dict(self) -> dict[str, Any]:
        """Return all as plain JSON values."""
        return {
            "looked": [{"name": one.name, "gap": one.gap.as_dict(), "best": one.best} for one in self.looked],
            "gains": {name: figure.as_dict() for name, figure in self.gains.items()},
            "score": self.score.as_dict(),
            "ledger": self.ledger.as_dict(),
            "record": self.record.as_dict(),
        }


def demo(*, folder: str | Path | None = None, quick: bool = False, random_state: int = 0) -> Demo:
    """Return what Motif tells of some thousand synthetic videos, from a TFRecord file to scores beside the best answer.

    Records as YouTube-8M's, a vocabulary and a table of text are written and then gathered like anybody's. Taggers
    learn from sight, sound, words and several of them, and are judged on videos of creators that they never saw.

    Parameters
    ----------
    folder :
        Gets `videos/` with the files and the collection `videos.motif`, in place of older ones; None leaves nothing.
    quick :
        Whether fewer videos and labels, shorter training and fewer draws will do.
    random_state :
        Where chance comes from.

    Raises
    ------
    MissingExtra
        Without PyTorch.

    Examples
    --------
    >>> from inspect import signature
    >>> [*signature(demo).parameters]
    ['folder', 'quick', 'random_state']
    """
    with extra("videos"):
        import torch  # noqa: F401 - whether it is there
    if folder is None:
        with tempfile.TemporaryDirectory() as scratch:
            return _demo(Path(scratch), quick=quick, random_state=random_state)
    return _demo(Path(folder), quick=quick, random_state=random_state)


def _demo(folder: Path, *, quick: bool, random_state: int) -> Demo:
    from motif.videos.study.fit import fit
    from motif.videos.study.score import score

    sizes, n_draws = (_QUICK, _QUICK_DRAWS) if quick else (_FULL, _N_DRAWS)
    steps = _QUICK_STEPS if quick else {}
    out = folder / "videos.motif"
    with recording(_STEP, parameters={**sizes, "quick": quick}, seed=recorded_seed(random_state)) as watch:
        made = synthetic(split=False, random_state=random_state, **sizes)
        files = write_files(made, make_folder(folder / "videos"))
        held = gather(
            files["records"], labels=files["labels"], text=files["text"], language=None, out=out, overwrite=True
        )
        held = _with_words(with_sides(_with_truth(held, made)), random_state)
        for name, blocks in LOOKS.items():
            found = fit(held, modalities=blocks, name=name, resume=False, random_state=random_state, **steps)
            held = found.save(out, overwrite=True)
        scored = score(held, n_permutations=n_draws, n_resamples=n_draws, random_state=random_state)
        looked = _looked(scored)
        gains, examples = _gains(held, n_draws, random_state), _examples(held)
    return Demo(
        looked=looked,
        gains=gains,
        score=scored,
        examples=examples,
        ledger=ledger(held),
        n_videos=held.n_items,
        n_train=scored.n_train,
        n_judged=scored.n_videos,
        n_labels=scored.n_labels,
        n_creators=len(set(held.items["creator"].to_pylist())),
        record=watch.record,
    )


def write_files(made: Collection, folder: str | Path, *, records: str = "synthetic.tfrecord") -> dict[str, Path]:
    """Write synthetic videos as YouTube-8M's files are, three records of which are wrong, and a table of their text.

    Parameters
    ----------
    made :
        As `synthetic` makes them, at video level.
    folder :
        Where; it must exist.
    records :
        What the TFRecord file is called.

    Returns
    -------
    "records", "labels" (`vocabulary.csv`) and "text" (`text.csv`) -> the file.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> files = write_files(synthetic(100, n_labels=4, n_visual=12, n_audio=2, n_pairs=0, split=False), folder)
    >>> files["text"].read_text(encoding="utf-8").splitlines()[0]
    'video_id,title,tags,channel_title'
    """
    folder = Path(folder)
    files = {"records": folder / records, "labels": folder / "vocabulary.csv", "text": folder / "text.csv"}
    write_records(files["records"], _records(made))
    vocabulary = made.tables["vocabulary"]
    columns = [vocabulary[name].to_pylist() for name in ("label", "name", "vertical")]
    write_text(files["labels"], _csv(("Index", "Name", "Vertical1"), zip(*columns, strict=True)))
    items = [made.items[name].to_pylist() for name in ("id", "title", "keywords", "creator")]
    rows = [(id_, title or "", "|".join(words or ()), who) for id_, title, words, who in zip(*items, strict=True)]
    write_text(files["text"], _csv(("video_id", "title", "tags", "channel_title"), rows))
    return files


def _csv(head: Sequence[str], rows: Any) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return stream.getvalue()


def _records(made: Collection) -> Iterator[bytes]:
    ids, labels = made.ids, made.items["labels"].to_pylist()
    sight, sound = (made.blocks[name][:] for name in ("visual", "audio"))

    def features(row: int) -> dict[str, Any]:
        told = {"id": [ids[row].encode()], "labels": np.array(labels[row], np.int64), "mean_rgb": sight[row]}
        return told if np.isnan(sound[row]).any() else {**told, "mean_audio": sound[row]}

    for row in range(len(ids)):
        yield example_bytes(features(row))
    first = features(0)
    yield example_bytes(first)
    yield example_bytes({**first, "id": [b"not-finite"], "mean_rgb": np.full_like(sight[0], np.nan)})
    yield example_bytes({**first, "id": [b"no-such-label"], "labels": np.array([999_999])})


def _with_truth(held: Collection, made: Collection) -> Collection:
    """The gathered videos with what is true of them, from which `score` knows the best possible answer."""
    for name in _TRUTH:
        held = held.with_table(name, made.tables[name])
    return held.with_record(RunRecord(**dict(made.records[-1])))


def _with_words(held: Collection, random_state: int) -> Collection:
    """The videos with a block of words that enough training videos have, and, as a control, those of other videos."""
    texts = video_words(held, language=None)
    _, words = count_words([texts[row] for row in rows_of(held, "train").tolist()], min_texts=_FEWEST)
    counts, _ = count_words(texts, words=words)
    has = np.array([bool(text) for text in texts])
    is_there = np.minimum(counts.toarray(), 1).astype(np.uint8)
    other = generator(random_state).permutation(held.n_items)
    held = held.with_block(_WORDS, dense(is_there, present=has, columns=words, step=_STEP))
    return held.with_block(_OTHER_WORDS, dense(is_there[other], present=has[other], columns=words, step=_STEP))


def _looked(scored: Score) -> tuple[Looked, ...]:
    judged: Mapping[str, Judged] = {one.name: one for one in scored.judged}
    return tuple(Looked(name, judged[name], _best(judged[name], blocks)) for name, blocks in LOOKS.items())


def _best(judged: Judged, blocks: Sequence[str]) -> float | None:
    """The GAP of the best possible answer from the same blocks; words of other videos say nothing."""
    if _OTHER_WORDS in blocks:
        return None
    return 100 * judged.figures["gap"].value / judged.of_optimum["gap"].value


def _gains(held: Collection, n_resamples: int, seed: int) -> dict[str, Figure]:
    """How much sound adds to sight, and words to both, on the same videos; intervals are over creators."""
    from motif.videos.represent.stack import Stack
    from motif.videos.study.predict import tagger_of

    rows = rows_of(held, "test")
    creators = held.items["creator"].take(rows).to_pylist()
    taggers = {name: tagger_of(held, name) for name in ("sight", "sight_sound", _SHOWN, _CONTROL)}
    Y, _ = label_matrix(held, taggers[_SHOWN].label_ids_)
    right = Y[rows]
    scores = {name: one.predict_proba(Stack(held, LOOKS[name], rows)) for name, one in taggers.items()}

    def gain(more: str, less: str, some: np.ndarray | slice = slice(None)) -> float:
        found = [global_average_precision(scores[name][some], right[some]) for name in (more, less)]
        return found[0] - found[1]

    def figure(name: str, more: str, less: str, trivial: dict[str, float]) -> Figure:
        interval = resampling_interval(
            lambda some: gain(more, less, some), len(rows), n=n_resamples, groups=creators, random_state=seed
        )
        return Figure(name, gain(more, less), None, trivial, interval, len(rows), True, _CANNOT, "GAP")

    return {
        "sound": figure("sound, added to sight", "sight_sound", "sight", {"nothing_added": 0.0}),
        "words": figure("words, added to both", _SHOWN, "sight_sound",
                        {"nothing_added": 0.0, "words_of_other_videos": gain(_CONTROL, "sight_sound")}),
    }  # fmt: skip


def _examples(held: Collection) -> tuple[Example, ...]:
    """Some videos of the test side, evenly chosen, with their likeliest labels."""
    from motif.videos.study.predict import predict, tagger_of

    rows = rows_of(held, "test")
    rows = rows[np.linspace(0, len(rows) - 1, _N_EXAMPLES).astype(np.int64)]
    said: Prediction = predict(held.select(rows), model=tagger_of(held, _SHOWN), n=_N_TOLD)
    names = label_names(held)
    items = held.items.take(rows)
    given = zip(items["title"].to_pylist(), items["labels"].to_pylist(), said.labels, said.scores, strict=True)
    return tuple(
        Example(
            title,
            tuple(names[label] for label in labels),
            tuple((names[one], p, one in labels) for one, p in zip(told.tolist(), scores.tolist(), strict=True)),
        )
        for title, labels, told, scores in given
    )
