"""Text of videos: joined to them by id, or a collection of its own; and what is lost on the way."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from motif.collection import Collection
from motif.core.check import few, same_length
from motif.core.errors import InputError
from motif.core.record import Drop
from motif.represent.text import language_of
from motif.videos.source.text import VideoTexts

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["COLUMNS", "TextTally", "categories", "tally_text", "text_collection", "with_text"]

COLUMNS = ("title", "keywords", "creator", "description", "language", "keywords_language", "text_from")
"""What a video gets from a source of text; `text_from` is null where none tells of it."""

_STEP = "gather"
_LATIN = frozenset(
    [
        "cs",
        "da",
        "de",
        "en",
        "es",
        "fi",
        "fr",
        "hu",
        "id",
        "it",
        "ms",
        "nb",
        "nl",
        "nn",
        "no",
        "pl",
        "pt",
        "ro",
        "sk",
        "sv",
        "tr",
        "vi",
    ]
)


@dataclass(frozen=True, slots=True)
class TextTally:
    """How many videos have text that can be used, and how many are lost to which cause, each in one.

    Parameters
    ----------
    n_items :
        All videos.
    unavailable :
        No source tells of them, or it says that they are deleted or private.
    no_text :
        There is a row, with neither a title nor keywords, as where embedding is disabled.
    other_language :
        Neither title nor keywords are in the language that is wanted.
    no_vector :
        No word has a vector; None where nobody asked.
    with_title, with_keywords, with_both :
        Videos whose title, whose keywords, whose both can be used; the rows of the paper's Table 1.

    Examples
    --------
    >>> TextTally(10, 2, 1, 1, None, 5, 4, 3).usable
    6
    """

    n_items: int
    unavailable: int
    no_text: int
    other_language: int
    no_vector: int | None
    with_title: int
    with_keywords: int
    with_both: int

    @property
    def usable(self) -> int:
        """Videos with a title or with keywords that can be used."""
        return self.with_title + self.with_keywords - self.with_both

    def as_dict(self) -> dict[str, Any]:
        """Return the counts as plain JSON values."""
        return {**asdict(self), "usable": self.usable}


def with_text(collection: Collection, texts: Sequence[VideoTexts], *, language: str | None = "en") -> Collection:
    """Return a collection with what sources tell of its videos: the columns of `COLUMNS`.

    The first row of an id counts; rows of other videos are not taken.

    Parameters
    ----------
    collection :
        Of videos.
    texts :
        In order.
    language :
        As of `text_collection`.

    Raises
    ------
    InputError
        When the collection has one of the columns already.
    MissingExtra
        When py3langid is not installed, and a language is asked for.

    Examples
    --------
    >>> rows = {"id": ["b", "c"], "title": ["A day at sea", None], "keywords": [[], []], "is_gone": [False, False]}
    >>> told = VideoTexts("a.csv", "table", pa.table(rows | {"creator": ["Ann", None], "description": [None, None]}))
    >>> videos = with_text(Collection("video", {"id": ["a", "b", "c"]}), [told])
    >>> videos.items["title"].to_pylist(), tally_text(videos).as_dict()["no_text"]
    ([None, 'A day at sea', None], 1)
    """
    there = [name for name in COLUMNS if name in collection.items.column_names]
    if there:
        raise InputError(f"the videos have text already: {few(there)}; gather them again")
    wanted = set(collection.ids)
    rows, _ = _distinct(texts, wanted)
    return collection.join(_told(rows, language).select(["id", *COLUMNS]))


def text_collection(
    texts: Sequence[VideoTexts], *, language: str | None = "en", allowed: Set[int] | None = None
) -> Collection:
    """Return a collection of the videos that sources tell of, each once, with its text and its labels where they are.

    Where no source has more than labels, there are no columns of text.

    Parameters
    ----------
    texts :
        In order; of an id that comes again the first row is kept, the others are drops.
    language :
        ISO 639-1, such as "en": each title, and the keywords of each video, are said to be in it where they may be,
        else in the likeliest language. None does not look.
    allowed :
        Labels that may be; None takes any.

    Raises
    ------
    MissingExtra
        When py3langid is not installed, and a language is asked for.

    Examples
    --------
    >>> columns = {"id": ["b"], "title": ["A day at sea"], "keywords": [["sea"]], "labels": [[19]], "is_gone": [False]}
    >>> told = pa.table(columns | {"creator": ["Ann"], "description": [None], "origin": ["a.csv#0"]})
    >>> text_collection([VideoTexts("a.csv", "table", told)]).items.to_pylist()[0]["language"]
    'en'
    """
    rows, drops = _distinct(texts, None)
    if allowed is not None:
        wrong = [bool(set(labels or ()) - allowed) for labels in rows["labels"].to_pylist()]
        for row in rows.filter(pa.array(wrong)).to_pylist():
            unknown = sorted(set(row["labels"]) - allowed)
            told = f"labels {unknown[:5]} are not in the vocabulary"
            drops.append(Drop(row["origin"], _STEP, "label_out_of_vocabulary", id=row["id"], detail=told))
        rows = rows.filter(pa.array([not one for one in wrong]))
    items = {"id": rows["id"]}
    if rows["labels"].null_count < rows.num_rows:
        items["labels"] = pa.chunked_array([pa.array([one or [] for one in rows["labels"].to_pylist()], _LABELS)])
    if _has_text(rows):
        told = _told(rows, language)
        items |= {name: told[name] for name in COLUMNS}
    items["origin"] = rows["origin"]
    return Collection("video", pa.table(items), drops=[*(drop for one in texts for drop in one.drops), *drops])


_LABELS = pa.list_(pa.int32())


def categories(texts: Sequence[VideoTexts], labels: Sequence[Sequence[int]]) -> pa.Table | None:
    """Return the vocabulary of labels that are categories: `id`, `label`, `name`, `n_train`; None where none is.

    Parameters
    ----------
    texts :
        What was read.
    labels :
        Of each video that was kept, for the counts.

    Examples
    --------
    >>> told = VideoTexts("a.csv", "table", pa.table({"id": ["a"]}), categories={10: "Music"})
    >>> categories([told], [[10], [10]]).to_pylist()
    [{'id': 'label 10', 'label': 10, 'name': 'Music', 'n_train': 2}]
    """
    names = {number: name for one in reversed(texts) for number, name in one.categories.items()}
    if not names:
        return None
    given, counts = np.unique([label for one in labels for label in one], return_counts=True)
    count = dict(zip(given.tolist(), counts.tolist(), strict=True))
    numbers = sorted({*names, *count})
    columns = {
        "id": pa.array([f"label {number}" for number in numbers], pa.string()),
        "label": pa.array(numbers, pa.int32()),
        "name": pa.array([names.get(number) for number in numbers], pa.string()),
        "n_train": pa.array([int(count.get(number, 0)) for number in numbers], pa.int64()),
    }
    return pa.table(columns)


def tally_text(
    collection: Collection,
    *,
    language: str | None = "en",
    title_known: ArrayLike | None = None,
    keywords_known: ArrayLike | None = None,
) -> TextTally:
    """Return how many videos have text that can be used, and what became of the others.

    Parameters
    ----------
    collection :
        With text.
    language :
        The one that is wanted; None takes any.
    title_known, keywords_known :
        (n_items,), whether a word of the title, of the keywords, has a vector; None does not ask.

    Raises
    ------
    InputError
        When the collection has no text.

    Examples
    --------
    >>> columns = {"id": ["a", "b"], "title": ["Sea", None], "keywords": [[], None], "text_from": ["t", None]}
    >>> tally_text(Collection("video", columns)).as_dict()["unavailable"]
    1
    """
    items = collection.items
    if "text_from" not in items.column_names:
        raise InputError("these videos have no text; gather them with --text TABLE")
    told = items["text_from"].is_valid().to_numpy(zero_copy_only=False)
    given = {
        "title": items["title"].is_valid().to_numpy(zero_copy_only=False),
        "keywords": np.array([bool(one) for one in items["keywords"].to_pylist()], dtype=bool),
    }
    spoken = {
        "title": given["title"] & _in(collection, "language", language),
        "keywords": given["keywords"] & _in(collection, "keywords_language", language),
    }
    known = {"title": title_known, "keywords": keywords_known}
    used = {name: one if known[name] is None else one & _mask(known[name], len(told)) for name, one in spoken.items()}
    some, speak, use = (one["title"] | one["keywords"] for one in (given, spoken, used))
    asked = title_known is not None or keywords_known is not None
    return TextTally(
        n_items=len(told), unavailable=int((~told).sum()), no_text=int((told & ~some).sum()),
        other_language=int((some & ~speak).sum()), no_vector=int((speak & ~use).sum()) if asked else None,
        with_title=int(used["title"].sum()), with_keywords=int(used["keywords"].sum()),
        with_both=int((used["title"] & used["keywords"]).sum()),
    )  # fmt: skip


def _mask(values: ArrayLike | None, n_items: int) -> np.ndarray:
    mask = np.asarray(values, dtype=bool)
    same_length(len(mask), n_items, what="known words")
    return mask


def _in(collection: Collection, column: str, language: str | None) -> np.ndarray:
    """Which videos have text in a language, or in one that nobody looked for."""
    if language is None or column not in collection.items.column_names:
        return np.ones(collection.n_items, dtype=bool)
    return np.array([one in (language, None) for one in collection.items[column].to_pylist()], dtype=bool)


def _distinct(texts: Sequence[VideoTexts], wanted: Set[str] | None) -> tuple[pa.Table, list[Drop]]:
    """The first row of each id that is wanted, with `text_from`; a drop for each later one."""
    seen: set[str] = set()
    tables, drops = [], []
    for one in texts:
        ids, first = one.rows["id"].to_pylist(), []
        for row, id_ in enumerate(ids):
            if wanted is not None and id_ not in wanted:
                continue
            if id_ in seen:
                origin = one.rows["origin"][row].as_py() if wanted is None else one.name
                drops.append(Drop(origin, _STEP, "duplicate_id", id=id_))
            else:
                seen.add(id_)
                first.append(row)
        table = one.rows.take(pa.array(first, pa.int64()))
        gone = table["is_gone"].to_pylist()
        source = pa.array([None if is_gone else one.name for is_gone in gone], pa.string())
        tables.append(table.append_column("text_from", source))
    return pa.concat_tables(tables), drops


def _has_text(rows: pa.Table) -> bool:
    """Whether any row has more than labels."""
    kept = any(rows[name].null_count < rows.num_rows for name in ("title", "creator", "description"))
    return kept or any(rows["keywords"].to_pylist())


def _told(rows: pa.Table, language: str | None) -> pa.Table:
    """Rows with the languages of their titles and keywords."""
    titles, keywords = rows["title"].to_pylist(), rows["keywords"].to_pylist()
    if language is None:
        nothing = pa.nulls(rows.num_rows, pa.string())
        return rows.append_column("language", nothing).append_column("keywords_language", nothing)
    spoken = [None if title is None else language_of(title, language, extra_name="videos") for title in titles]
    words = [_keywords_language(one, language) for one in keywords]
    return rows.append_column("language", pa.array(spoken, pa.string())).append_column(
        "keywords_language", pa.array(words, pa.string())
    )


def _keywords_language(keywords: Sequence[str] | None, language: str) -> str | None:
    """The language of those keywords that are in letters as it has them; of all, where none is."""
    if not keywords:
        return None
    own = [one for one in keywords if language not in _LATIN or any("a" <= letter <= "z" for letter in one.lower())]
    return language_of(", ".join(own or keywords), language, extra_name="videos")
