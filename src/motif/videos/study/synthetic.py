"""`synthetic`: videos that nobody filmed, drawn from a world whose rules are known, and the best answer to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from motif.collection import Collection, dense, ragged
from motif.core.check import few, in_choices, integer
from motif.core.errors import InputError
from motif.core.record import recording
from motif.core.seed import generator, recorded_seed
from motif.videos.collection.build import Layout, quantised
from motif.videos.collection.split import with_sides
from motif.videos.collection.truth import STEP, truth_tables, world_of
from motif.videos.evaluate.optimum import frame_evidence, mean_evidence, posterior, text_evidence
from motif.videos.source.synthetic.fitted import fitted_labels
from motif.videos.source.synthetic.scene import frames, means, moments
from motif.videos.source.synthetic.word import written
from motif.videos.source.synthetic.world import Settings, World, make_world

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["MODALITIES", "optimum", "synthetic"]

MODALITIES = ("visual", "audio", "text")
_VIDEOS_OF_A_CREATOR = 12
_FEWEST_CREATORS = 60  # so that each side of a split gets some
_FAVOURITES = 3  # main labels that a creator comes back to
_FAITHFUL = 0.5  # of the videos
_RUN = 1024  # videos made, or looked at, at a time


def synthetic(
    n_videos: int,
    *,
    n_labels: int = 100,
    level: str = "video",
    dtype: str = "float32",
    n_creators: int | None = None,
    split: bool = True,
    random_state: RandomState = 0,
    **settings: Any,
) -> Collection:
    """Return a collection of synthetic videos: labels, sights, sounds, titles and keywords, with what is true of them.

    Nothing in it was filmed, and nothing that is measured on it says how well anything does on real videos. How
    frequent labels are and how they go together is fitted on real label sets (`motif.videos.source.synthetic`); what is
    seen, heard and written is drawn by rules, so that the best possible answer is known: see `optimum`. The truth is in
    the tables `truth`, `truth_of_words` and `content`, which no model reads.

    Parameters
    ----------
    n_videos :
        How many, >= 100.
    n_labels :
        How many labels there are; 0 is the commonest.
    level :
        "video" for means over videos, "frame" for every second as bytes.
    dtype :
        What is stored of means: "float32", "float16" or "uint8".
    n_creators :
        How many people's videos they are; None for one in 12 videos, at least 60. Videos of one creator look alike and
        are often of the same labels, so that only a split by creator is honest.
    split :
        Whether there is a column `split`, by creator.
    random_state :
        Where chance comes from.
    **settings :
        Of the world, such as `n_visual`, `n_pairs`, `missing_text`, `confidence`; see
        `motif.videos.source.synthetic.world.Settings`.

    Raises
    ------
    InputError
        For settings out of range.

    Examples
    --------
    >>> made = synthetic(200, n_labels=12, n_visual=24, n_audio=6, random_state=0)
    >>> made.blocks["visual"].shape, sorted(made.tables)
    ((200, 24), ['confidence', 'content', 'truth', 'truth_of_words', 'vocabulary'])
    >>> made.items["origin"][0].as_py()
    'synthetic'
    """
    integer(n_videos, what="n_videos", low=100)
    in_choices(level, ("video", "frame"), what="level")
    in_choices(dtype, ("float32", "float16", "uint8"), what="dtype")
    n_creators = max(_FEWEST_CREATORS, n_videos // _VIDEOS_OF_A_CREATOR) if n_creators is None else n_creators
    integer(n_creators, what="n_creators", low=1)
    chosen = _settings(n_labels, settings)
    rng = generator(random_state)
    told = {
        "n_videos": n_videos, "level": level, "dtype": dtype, "n_creators": n_creators,
        "world": chosen.as_dict(), "fitted_on": fitted_labels().fitted_on,
    }  # fmt: skip
    with recording(STEP, parameters=told, seed=recorded_seed(random_state)) as watch:
        world = make_world(chosen, rng)
        made = _drawn(world, n_videos, n_creators, level, dtype, rng)
    made = made.with_record(watch.record)
    return with_sides(made) if split else made


def optimum(
    collection: Collection, *, modalities: Sequence[str] | None = None, rows: np.ndarray | None = None
) -> np.ndarray:
    """Return the probability of every label of synthetic videos under the rules that made them: nobody can know more.

    Parameters
    ----------
    collection :
        As `synthetic` makes it, whole: a selection leaves the truth behind.
    modalities :
        What may be looked at: "visual", "audio", "text"; None for all that there is.
    rows :
        Positions of the videos; None for all.

    Returns
    -------
    (n_videos, n_labels) float32; column c is label c. Whoever ranks by it cannot be beaten but by luck, as long as each
    video is judged by itself.

    Raises
    ------
    InputError
        When the videos are not synthetic, or have no such modality.

    Examples
    --------
    >>> made = synthetic(200, n_labels=12, n_visual=24, n_audio=6, random_state=0)
    >>> best, heard = optimum(made), optimum(made, modalities=["audio"])
    >>> right = np.array([[label in given for label in range(12)] for given in made.items["labels"].to_pylist()])
    >>> bool(best[right].mean() > heard[right].mean() > best[~right].mean())
    True
    """
    world = world_of(collection)
    there = [name for name in MODALITIES[:-1] if name in collection.blocks]
    there += ["text"] * ("title" in collection.items.column_names)
    chosen = tuple(there if modalities is None else modalities)
    wrong = [name for name in chosen if name not in there]
    if wrong:
        raise InputError(f"the rules say nothing of {few(wrong)}; there are {', '.join(there)}")
    rows = np.arange(collection.n_items) if rows is None else np.asarray(rows)
    found = np.zeros((len(rows), world.settings.n_labels), np.float32)
    for start in range(0, len(rows), _RUN):
        some = rows[start : start + _RUN]
        evidence, main = np.zeros((2, len(some), world.settings.n_labels))
        for name in chosen:
            if name == "text":
                of_labels, of_main = _text_of(world, collection, some)
                evidence, main = evidence + of_labels, main + of_main
            else:
                evidence = evidence + _block_of(world, collection, name, some)
        found[start : start + _RUN] = posterior(world, evidence, main)
    return found


def _settings(n_labels: int, settings: dict[str, Any]) -> Settings:
    known = [name for name in Settings.__dataclass_fields__ if name != "n_labels"]
    unknown = [name for name in settings if name not in known]
    if unknown:
        raise InputError(f"synthetic videos have no setting {unknown[0]!r}; there are {', '.join(known)}")
    plain = Settings()
    few = min(plain.n_pairs, integer(n_labels, what="n_labels", low=4) // 4)
    chosen: dict[str, Any] = {"n_labels": n_labels, "n_pairs": few, **settings}
    return replace(plain, **chosen)


def _drawn(
    world: World, n_videos: int, n_creators: int, level: str, dtype: str, rng: np.random.Generator
) -> Collection:
    creators = np.sort(rng.choice(n_creators, size=n_videos, p=rng.dirichlet(np.full(n_creators, 5.0))))
    mains = _mains(world, creators, n_creators, rng)
    content = world.prior.draw(mains, rng)
    confidence = _confidence(world, content, rng)
    is_given = content & (rng.random(content.shape) < confidence)
    text = written(world.lexicon, content, world.prior.block[mains], rng, missing=world.settings.missing_text)
    ids = [f"synthetic-{number:07d}" for number in range(n_videos)]
    blocks, n_frames = _blocks(world, content, creators, n_creators, level, dtype, rng)
    has_text = [title is not None for title in text.titles]
    columns: dict[str, Any] = {
        "id": ids,
        "labels": pa.array(_lists(is_given), pa.list_(pa.int32())),
        **({} if n_frames is None else {"n_frames": pa.array(n_frames, pa.int32())}),
        "title": pa.array(text.titles, pa.string()),
        "keywords": pa.array(text.keywords, pa.list_(pa.string())),
        "creator": [f"creator {number:05d}" for number in creators.tolist()],
        "text_from": pa.array(["synthetic" if has else None for has in has_text], pa.string()),
        "origin": ["synthetic"] * n_videos,
    }
    return Collection(
        "video", pa.table(columns), blocks=blocks, tables=_tables(world, ids, mains, content, is_given, confidence)
    )


def _mains(world: World, creators: np.ndarray, n_creators: int, rng: np.random.Generator) -> np.ndarray:
    """Each video's main label: half of the time one of its creator's favourites, drawn by the same weights."""
    weights = world.prior.weights
    favourites = rng.choice(len(weights), size=(n_creators, _FAVOURITES), p=weights)
    own = favourites[creators, rng.integers(_FAVOURITES, size=len(creators))]
    return np.where(rng.random(len(creators)) < _FAITHFUL, own, rng.choice(len(weights), size=len(creators), p=weights))


def _confidence(world: World, content: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """How surely each label of the content is given: evenly around the mean, up to 1."""
    mean = world.settings.confidence
    return rng.uniform(2 * mean - 1, 1, size=content.shape)


def _blocks(
    world: World, content: np.ndarray, creators: np.ndarray, n_creators: int, level: str, dtype: str,
    rng: np.random.Generator,
) -> tuple[dict[str, Any], list[int] | None]:  # fmt: skip
    """What is seen and heard, and how many frames there are."""
    heard = rng.random(len(content)) >= world.settings.missing_audio
    present = {"visual": np.ones(len(content), bool), "audio": heard}
    styles = {}
    for name, directions in world.directions.items():
        own = rng.standard_normal((n_creators, directions.shape[1]))
        styles[name] = (world.settings.style * own / np.linalg.norm(own, axis=1, keepdims=True)).astype(np.float32)
    if level == "frame":
        return _frame_blocks(world, content, creators, styles, present, rng)
    layout = Layout("video", {}, dtype, "exact")
    made = {}
    for name in world.directions:
        runs = [slice(start, start + _RUN) for start in range(0, len(content), _RUN)]
        values = np.concatenate([means(world, name, content[run], styles[name][creators[run]], rng) for run in runs])
        values[~present[name]] = 0
        stored = quantised(values) if dtype == "uint8" else values.astype(dtype)
        made[name] = dense(stored, **_facts(present[name], layout))
    return made, None


def _frame_blocks(
    world: World, content: np.ndarray, creators: np.ndarray, styles: dict[str, np.ndarray],
    present: dict[str, np.ndarray], rng: np.random.Generator,
) -> tuple[dict[str, Any], list[int]]:  # fmt: skip
    fewest, most = world.settings.n_frames
    lengths = rng.integers(fewest, most + 1, size=len(content)).tolist()
    rows: dict[str, list[np.ndarray]] = {name: [] for name in world.directions}
    for video, n_frames in enumerate(lengths):
        when = moments(world, content[video], n_frames, rng)
        for name, found in rows.items():
            values = quantised(frames(world, name, when, styles[name][creators[video]], rng))
            found.append(values if present[name][video] else values[:0])
    layout = Layout("frame", {}, "uint8", "exact")
    return {name: ragged(found, **_facts(present[name], layout)) for name, found in rows.items()}, lengths


def _facts(present: np.ndarray, layout: Layout) -> dict[str, Any]:
    return {"step": STEP, "present": None if present.all() else present, **layout.scaling}


def _tables(
    world: World, ids: list[str], mains: np.ndarray, content: np.ndarray, is_given: np.ndarray, confidence: np.ndarray
) -> dict[str, pa.Table]:
    rows, labels = np.nonzero(is_given)
    numbers = np.arange(world.settings.n_labels)
    vocabulary = {
        "id": [f"label {number}" for number in numbers],
        "label": pa.array(numbers, pa.int32()),
        "name": world.lexicon.names(),
        "vertical": [f"subject {number}" for number in world.prior.block],
    }
    sure = {
        "id": [ids[row] for row in rows],
        "label": pa.array(labels, pa.int32()),
        "confidence": pa.array(confidence[rows, labels], pa.float32()),
    }
    truth = {
        "id": ids,
        "main": pa.array(mains, pa.int32()),
        "labels": pa.array(_lists(content), pa.list_(pa.int32())),
    }
    return {
        "vocabulary": pa.table(vocabulary),
        "confidence": pa.table(sure),
        "content": pa.table(truth),
        **truth_tables(world),
    }


def _lists(matrix: np.ndarray) -> list[list[int]]:
    return [np.flatnonzero(row).tolist() for row in matrix]


def _block_of(world: World, collection: Collection, name: str, rows: np.ndarray) -> np.ndarray:
    block = collection.blocks[name]
    if block.info.kind == "ragged":
        return frame_evidence(world, name, block[rows])
    return mean_evidence(world, name, block[rows])


def _text_of(world: World, collection: Collection, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    some = collection.items.select(["title", "keywords"]).take(rows)
    return text_evidence(world, some["title"].to_pylist(), some["keywords"].to_pylist())
