"""Gathering text: read from its sources, joined to videos that are there, or made a collection of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from motif.collection import Collection
from motif.core.errors import DataError, InputError
from motif.core.files import is_there
from motif.core.record import recording
from motif.source.place import given_paths, source_names
from motif.videos.collection.ledger import STEP, tallied
from motif.videos.collection.text import categories, tally_text, text_collection, with_text
from motif.videos.source.text import VideoTexts, read_texts
from motif.videos.source.vocabulary import Vocabulary

__all__ = ["gather_text", "joined", "sources_of", "vocabulary_table"]


def sources_of(sources: str | Path | Sequence[str | Path]) -> list[VideoTexts]:
    """Return what each source of text tells of videos.

    Raises
    ------
    SourceError, DataError
        As `motif.videos.source.text.read_texts`.

    Examples
    --------
    >>> sources_of("nothing.csv")
    Traceback (most recent call last):
        ...
    motif.core.errors.SourceError: cannot read 'nothing.csv': there is no such file
    """
    return [read_texts(path, name) for path, name in source_names(given_paths(sources, what="tables of text")).items()]


def joined(
    collection: Collection, texts: Sequence[VideoTexts], *, language: str | None
) -> tuple[Collection, dict[str, Any]]:
    """Return a collection with text by id, and what to record of it: its sources and what was lost to which cause.

    Parameters
    ----------
    collection, language :
        As of `motif.videos.collection.text.with_text`.
    texts :
        What was read; none leaves the collection as it is.

    Raises
    ------
    DataError
        When no row tells of one of the videos.

    Examples
    --------
    >>> joined(Collection("video", {"id": ["a"]}), [], language="en")[1]
    {}
    """
    if not texts:
        return collection, {}
    made = with_text(collection, texts, language=language)
    tally = tally_text(made, language=language)
    if tally.unavailable == tally.n_items and tally.n_items:
        ids = [str(one.rows["id"][0]) for one in texts if one.rows.num_rows]
        told = f"ids here such as {collection.ids[0]!r}, ids there such as {ids[0] if ids else None!r}"
        raise DataError(f"the text tells of none of the {tally.n_items:,} videos: {told}", reason="no_match")
    return made, {"text": _facts(texts, tally.as_dict(), language)}


def gather_text(
    sources: Sequence[str | Path],
    *,
    vocabulary: Vocabulary | None = None,
    language: str | None = "en",
    out: str | Path | None = None,
    overwrite: bool = False,
) -> Collection:
    r"""Return the videos that sources of text tell of, each once; `gather` without TFRecord files.

    Parameters
    ----------
    sources, language, out, overwrite :
        As of `motif.videos.study.gather.gather`.
    vocabulary :
        Of the labels; a video with another label is left out. None takes any.

    Raises
    ------
    InputError
        When `out` is there.
    SourceError, DataError
        When a source cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_text
    >>> path = Path(tempfile.mkdtemp()) / "GBvideos.csv"
    >>> write_text(path, "video_id,title,category_id,tags\nXpVt6Z1Gjjo,A day at sea,19,vlog|daily\n")
    >>> made = gather_text([path])
    >>> made.items["labels"].to_pylist(), made.tables["vocabulary"]["name"].to_pylist()
    ([[19]], ['Travel & Events'])
    """
    if out is not None and is_there(out) and not overwrite:
        raise InputError(f"{Path(out).name!r} exists; choose another name for --out, or add --overwrite")
    with recording(STEP, parameters={"level": "text"}) as watch:
        texts = sources_of(sources)
        allowed = None if vocabulary is None else frozenset(vocabulary.numbers.tolist())
        held = text_collection(texts, language=language, allowed=allowed)
        held = _with_vocabulary(held, texts, vocabulary)
    drops = zip(held.drops["origin"].to_pylist(), held.drops["reason"].to_pylist(), strict=True)
    book = tallied([one.name for one in texts], held.items["origin"].to_pylist(), drops, kind="table")
    facts = {}
    if "text_from" in held.items.column_names:
        facts["text"] = _facts(texts, tally_text(held, language=language).as_dict(), language)
    record = replace(watch.record, parameters={**watch.record.parameters, **facts, **book.as_dict()})
    held = held.with_record(record)
    return held if out is None else held.save(out, overwrite=overwrite)


def vocabulary_table(vocabulary: Vocabulary) -> pa.Table:
    """Return a vocabulary as the table that a collection keeps.

    Examples
    --------
    >>> vocabulary_table(Vocabulary(pa.table({"label": [7], "name": ["Game"]}))).to_pylist()
    [{'id': 'label 7', 'label': 7, 'name': 'Game'}]
    """
    return vocabulary.table.add_column(0, "id", [[f"label {number}" for number in vocabulary.numbers]])


def _with_vocabulary(held: Collection, texts: Sequence[VideoTexts], vocabulary: Vocabulary | None) -> Collection:
    if vocabulary is not None:
        return held.with_table("vocabulary", vocabulary_table(vocabulary))
    if "labels" not in held.items.column_names:
        return held
    found = categories(texts, held.items["labels"].to_pylist())
    return held if found is None else held.with_table("vocabulary", found)


def _facts(texts: Sequence[VideoTexts], tally: dict[str, Any], language: str | None) -> dict[str, Any]:
    read = [{"name": one.name, "rows": one.n_read, "columns": dict(one.columns)} for one in texts]
    return {"sources": read, "language": language, **tally}
