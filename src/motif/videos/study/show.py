"""`show`: what a collection of videos holds, for one page: labels, modalities, text, splits, models, drops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from motif.collection.ledger import Ledger
from motif.core.check import integer
from motif.core.errors import InputError, MissingExtra
from motif.core.files import is_there
from motif.core.record import RunRecord, recording
from motif.core.seed import recorded_seed
from motif.videos.collection.ledger import STEP as GATHERED
from motif.videos.collection.ledger import ledger
from motif.videos.collection.truth import is_synthetic
from motif.videos.study import census
from motif.videos.study.census import LabelRow, Modality, Side
from motif.videos.study.describe import Description, describe

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.core.seed import RandomState
    from motif.videos.study.score import Score

__all__ = ["LabelRow", "Modality", "Shown", "Side", "Tags", "show"]

_STEP = "videos.show"
_N_DRAWS = 99


@dataclass(frozen=True, slots=True)
class Tags:
    """A tagger that is saved in the collection.

    Parameters
    ----------
    name, head, modalities :
        What it is called, what it is, and which blocks it looks at.
    n_labels :
        Labels that it tells.

    Examples
    --------
    >>> Tags("labels", "experts", ("visual",), 40).head
    'experts'
    """

    name: str
    head: str
    modalities: tuple[str, ...]
    n_labels: int


@dataclass(frozen=True, eq=False)
class Shown:
    """What the page shows.

    Parameters
    ----------
    facts :
        What is to be said of the collection as a whole: name -> number.
    labels :
        All labels that a video has, the commonest first.
    verticals :
        Vertical -> videos with a label of it; empty where the vocabulary does not say.
    modalities, together :
        The blocks, and which of them videos have: "visual + audio" -> videos.
    frames :
        Class of length in frames -> videos; empty at video level.
    creators :
        (creator, videos) of those with most.
    splits :
        Sides of the split; empty where none was made.
    description :
        Text, pairs of labels and their overlap, as `describe` tells; None where there is neither text nor a label.
    models, score :
        The taggers that the collection holds, and how good they are; None where that is not known.
    without :
        Why it is not known; empty where it is, and where there is no tagger.
    ledger :
        What became of each source's records; None where they were not gathered.
    dropped :
        Reason -> records that were left out.
    record :
        How it was made.
    is_synthetic :
        Whether nobody filmed these videos.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> show(Collection("video", {"id": ["a", "b"], "labels": [[3, 4], [3]]})).as_dict()["facts"]["labels"]
    2
    """

    facts: Mapping[str, int]
    labels: tuple[LabelRow, ...]
    verticals: Mapping[str, int]
    modalities: tuple[Modality, ...]
    together: Mapping[str, int]
    frames: Mapping[str, int]
    creators: tuple[tuple[str, int], ...]
    splits: tuple[Side, ...]
    description: Description | None
    models: tuple[Tags, ...]
    score: Score | None
    without: str
    ledger: Ledger | None
    dropped: Mapping[str, int]
    record: RunRecord
    is_synthetic: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return all as plain JSON values; of the labels the counts, and what `describe` tells of the commonest."""
        return {
            "facts": dict(self.facts),
            "is_synthetic": self.is_synthetic,
            "label_counts": [row.n_videos for row in self.labels],
            "verticals": dict(self.verticals),
            "modalities": [asdict(one) for one in self.modalities],
            "together": dict(self.together),
            "frames": dict(self.frames),
            "creators": [list(pair) for pair in self.creators],
            "splits": [asdict(side) for side in self.splits],
            "description": None if self.description is None else self.description.as_dict(),
            "models": [asdict(one) for one in self.models],
            "score": None if self.score is None else self.score.as_dict(),
            "without": self.without,
            "ledger": None if self.ledger is None else self.ledger.as_dict(),
            "dropped": dict(self.dropped),
            "record": self.record.as_dict(),
        }


def show(
    collection: Collection,
    *,
    out: str | Path | None = None,
    language: str | None = "en",
    n_top: int = 20,
    with_score: bool = True,
    overwrite: bool = False,
    random_state: RandomState = 0,
) -> Shown:
    """Return what a collection of videos holds, and write a page about it.

    Parameters
    ----------
    collection :
        Of videos, as `gather` makes it.
    out :
        The page to write, .html; None writes nothing.
    language :
        The language that text is wanted in; None takes any.
    n_top :
        How many of the commonest labels, pairs and words.
    with_score :
        Whether taggers that the collection holds are judged on videos that they did not learn from.
    overwrite :
        Whether a page that is there is replaced.
    random_state :
        Where chance comes from.

    Raises
    ------
    InputError
        When the page exists or has another suffix, or the collection is not of videos.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> videos = Collection("video", {"id": ["a", "b"], "labels": [[3, 4], [3]]}, blocks={"audio": [[0.1], [0.2]]})
    >>> found = show(videos)
    >>> found.labels[0].n_videos, found.together, found.description.labels.mean
    (2, {'audio': 2}, 1.5)
    """
    if collection.kind != "video":
        raise InputError(f"expected a collection of videos, not of kind {collection.kind!r}")
    n_top = integer(n_top, what="n_top", low=1)
    if out is not None:
        _check_out(Path(out), overwrite=overwrite)
    settings = {"language": language, "n_top": n_top, "with_score": with_score}
    with recording(_STEP, parameters=settings, seed=recorded_seed(random_state)) as watch:
        rows, models = census.label_rows(collection), _models(collection)
        score, without = _score(collection, models, random_state) if with_score else (None, "it was not asked for")
        told: dict[str, Any] = {
            "labels": rows,
            "verticals": census.verticals(collection, rows),
            "modalities": tuple(census.modality(collection, name) for name in collection.blocks),
            "together": census.together(collection),
            "frames": census.frames(collection),
            "creators": census.creators(collection),
            "splits": census.sides(collection),
            "description": _described(collection, language, n_top, random_state),
            "models": models,
            "score": score,
            "without": without if models else "",
        }
    shown = Shown(
        facts=census.facts(collection, rows),
        **told,
        ledger=_ledger(collection),
        dropped=dict(Counter(collection.drops["reason"].to_pylist()).most_common()),
        record=watch.record,
        is_synthetic=is_synthetic(collection),
    )
    if out is not None:
        from motif.videos.view.page import write

        write(shown, Path(out))
    return shown


def _check_out(path: Path, *, overwrite: bool) -> None:
    if path.suffix.lower() != ".html":
        raise InputError(f"the page must end in .html, not {path.name!r}")
    if is_there(path) and not overwrite:
        raise InputError(f"{path.name!r} exists; choose another name, or overwrite it")


def _described(
    collection: Collection, language: str | None, n_top: int, random_state: RandomState
) -> Description | None:
    columns = collection.items.column_names
    if not collection.n_items or not {"labels", "text_from"} & {*columns}:
        return None
    return describe(collection, language=language, n_top=n_top, n_permutations=_N_DRAWS, random_state=random_state)


def _models(collection: Collection) -> tuple[Tags, ...]:
    """Return the taggers that the collection holds; other models are not for tagging and are passed over."""
    from motif.videos.study.asked import taggers_of

    return tuple(
        Tags(name, one.head, tuple(one.modalities), len(one.label_ids_)) for name, one in taggers_of(collection).items()
    )


def _score(collection: Collection, models: Sequence[Tags], random_state: RandomState) -> tuple[Score | None, str]:
    """Return how good the taggers are on videos that they did not learn from, or why that is not known."""
    if not models:
        return None, ""
    from motif.core.extra import extra

    try:
        with extra("videos"):
            import torch  # noqa: F401 - whether it is there
        from motif.videos.study.score import score

        names = [one.name for one in models]
        return score(
            collection, models=names, n_permutations=_N_DRAWS, n_resamples=_N_DRAWS, random_state=random_state
        ), ""
    except (MissingExtra, InputError) as error:
        return None, str(error)


def _ledger(collection: Collection) -> Ledger | None:
    return ledger(collection) if any(record["step"] == GATHERED for record in collection.records) else None
