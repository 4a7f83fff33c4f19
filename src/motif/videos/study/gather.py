"""`gather`: the videos of TFRecord files in one collection, each once, with nothing lost unsaid."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from motif.collection import Collection, read
from motif.collection.batch import BatchSink
from motif.core import check
from motif.core.digest import array_digest
from motif.core.errors import DataError, InputError, SourceError
from motif.core.files import is_there, remove_tree
from motif.core.record import RunRecord, recording
from motif.engine import MemorySink, map_items
from motif.source.place import given_paths, source_names
from motif.source.tfrecord import DAMAGE
from motif.videos.collection.build import DEQUANTISE, Batch, Layout, built
from motif.videos.collection.ledger import STEP, tallied
from motif.videos.source.vocabulary import Vocabulary, read_vocabulary
from motif.videos.study.convert import PIECE, Piece, convert, layout_of, pieces
from motif.videos.study.text import gather_text, joined, sources_of, vocabulary_table

__all__ = ["gather"]

_BEGUN = "videos.gathering"
_MANIFEST = "collection.json"
_DTYPES = ("uint8", "float16", "float32")


def gather(
    files: str | Path | Iterable[str | Path] = (),
    *,
    labels: str | Path | None = None,
    text: str | Path | Iterable[str | Path] = (),
    language: str | None = "en",
    dtype: str | None = None,
    dequantise: str = "exact",
    skip_bad: bool = False,
    out: str | Path | None = None,
    jobs: int = 1,
    overwrite: bool = False,
) -> Collection:
    """Return the videos of TFRecord files, each once; the twin of `motif videos gather`.

    Reads YouTube-8M's records of 2016 to 2019, of whole videos or of frames, packed by gzip or not, without
    TensorFlow. Items are in the files' order; a missing modality is absent from its block. What makes no sense (no id,
    numbers NaN, another number of features, a label that the vocabulary does not have, an id that was there before) is
    left out with its reason.

    Parameters
    ----------
    files :
        TFRecord files, and folders of them (`*.tfrecord`, `*.tfrecord.gz`, `*.tfrec`). None: the videos are those that
        `text` tells of.
    labels :
        The vocabulary: a table of label numbers and names, kept as the table `vocabulary`; None takes any label.
    text :
        Tables with a column of video ids and titles, keywords or creators, and folders of `.info.json` files as yt-dlp
        writes them (see `motif.videos.source.text`). What they tell is joined to the videos by id; without `files`,
        each of their videos is an item, and a column of categories or labels gives `labels`.
    language :
        The language that text is wanted in, ISO 639-1; None does not look.
    dtype :
        What is stored of a video's means: "float32", "float16" (half the room), "uint8" (a quarter, in steps of 1/64);
        None for float32. Frames are stored as the bytes that they are.
    dequantise :
        What bytes mean: "exact" undoes the rounding, "starter" is the starter code's, 0.0078 higher.
    skip_bad :
        Whether damaged records are left out and counted instead of ending the gathering.
    out :
        The folder for the collection; None keeps it in memory.
    jobs :
        Processes, >= 1.
    overwrite :
        Whether a collection at `out` is replaced, once the new one is whole.

    Returns
    -------
    A collection of kind "video", as it is on disk where `out` is given.

    Raises
    ------
    InputError
        For wrong arguments, or when `out` is there.
    SourceError, DataError
        When a file cannot be read or is no TFRecord file, or the vocabulary is none.
    MotifError
        For a damaged record, unless they are skipped: with file, record and offset.
    Interrupted
        After Ctrl-C; what was converted is kept, and the same call goes on from there.

    Examples
    --------
    >>> gather([])
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: no source given; name TFRecord files, or a table of text
    """
    if dtype is not None:
        check.in_choices(dtype, _DTYPES, what="dtype")
    check.in_choices(dequantise, DEQUANTISE, what="dequantise")
    vocabulary = None if labels is None else read_vocabulary(labels)
    given = [files] if isinstance(files, str | Path) else list(files)
    told = [text] if isinstance(text, str | Path) else list(text)
    if told and not given:
        return gather_text(told, vocabulary=vocabulary, language=language, out=out, overwrite=overwrite)
    texts = sources_of(told) if told else ()
    paths = _files(given_paths(given, what="TFRecord files, or a table of text"))
    names = source_names(paths)
    layout = _layout(paths, dtype=dtype, dequantise=dequantise)
    settings: dict[str, Any] = {
        "dtype": layout.dtype, "dequantise": dequantise, "level": layout.level, "n_features": dict(layout.n_features),
        "labels": None if vocabulary is None else vocabulary.table.num_rows,
        "files": {names[path]: path.stat().st_size for path in paths},
    }  # fmt: skip
    allowed = None if vocabulary is None else frozenset(vocabulary.numbers.tolist())
    work = _work(paths, names, layout, allowed, skip_bad)
    words = None if vocabulary is None else array_digest(vocabulary.numbers)
    begun = RunRecord(step=_BEGUN, parameters={**settings, "vocabulary": words})
    with recording(STEP, parameters={**settings, "skip_bad": skip_bad}) as watch:
        if out is None:
            held = _in_memory(work, layout, jobs)
        else:
            with _folder(Path(out), begun, overwrite=overwrite, skip_bad=skip_bad) as folder:
                _convert_into(folder, work, layout, begun, jobs)
            held = read(folder)
        held, facts = joined(held, texts, language=language)
    record = replace(watch.record, parameters={**watch.record.parameters, **facts})
    return _finished(held, record, [*names.values()], vocabulary, None if out is None else Path(out))


def _finished(
    held: Collection, record: RunRecord, names: list[str], vocabulary: Vocabulary | None, out: Path | None
) -> Collection:
    """The collection with its vocabulary and ledger, in its place."""
    drops = zip(held.drops["origin"].to_pylist(), held.drops["reason"].to_pylist(), strict=True)
    book = tallied(names, held.items["origin"].to_pylist(), drops)
    held = held.with_record(replace(record, parameters={**record.parameters, **book.as_dict()}))
    if vocabulary is not None:
        held = held.with_table("vocabulary", vocabulary_table(vocabulary))
    if out is None:
        return held
    part = _part(out)
    made = held.save(out, overwrite=True)
    if is_there(part):
        remove_tree(part)
    return made


def _files(paths: list[Path]) -> list[Path]:
    """The files that are given, and those of folders, in order."""
    from motif.source.file import list_files

    found: list[Path] = []
    for path in paths:
        if is_there(path / _MANIFEST):
            raise InputError(f"{path.name!r} is a collection already; gather again from what it was gathered from")
        if not path.is_dir():
            found.append(path)
            continue
        below = list_files(path, suffixes=(".tfrecord", ".tfrec", ".gz"))
        if not below:
            raise SourceError(f"there are no TFRecord files in {path.name!r}", reason="no_records")
        found += [path / one for one in below]
    for path in found:
        if not is_there(path):
            raise SourceError(f"cannot read {path.name!r}: there is no such file", reason="missing")
    return found


def _layout(paths: list[Path], *, dtype: str | None, dequantise: str) -> Layout:
    found = layout_of(paths, dtype=dtype, dequantise=dequantise)
    if found is None:
        raise DataError(f"no record of a video in {check.few([path.name for path in paths])}", reason="no_records")
    if found.level == "frame" and dtype not in (None, "uint8"):
        raise InputError(
            f"frames are stored as the bytes that they are: dtype must be uint8 or left out, not {dtype!r}"
        )
    return found


def _work(
    paths: list[Path], names: dict[Path, str], layout: Layout, allowed: frozenset[int] | None, skip_bad: bool
) -> Iterator[tuple[str, Piece]]:
    for path in paths:
        yield from pieces(path, names[path], layout, allowed=allowed, skip_bad=skip_bad)


def _in_memory(work: Iterator[tuple[str, Piece]], layout: Layout, jobs: int) -> Collection:
    sink = MemorySink()
    map_items(convert, work, out=sink, jobs=jobs, shard_size=1, title="Reading", step="gather")
    batches: list[Batch] = [*sink.results.values()]
    videos = [video for batch in batches for video in batch.videos]
    return built(Batch(videos, [drop for batch in batches for drop in batch.drops]), set(), layout=layout)


def _convert_into(folder: Path, work: Iterator[tuple[str, Piece]], layout: Layout, begun: RunRecord, jobs: int) -> None:
    if not is_there(folder / _MANIFEST):
        built(Batch([], []), set(), layout=layout, record=begun).save(folder)
    sink = BatchSink(folder, build=partial(built, layout=layout), work_of=partial(_work_of, size=PIECE[layout.level]))
    map_items(convert, work, out=sink, jobs=jobs, shard_size=1, title="Reading", step="gather")


def _work_of(origin: str, *, size: int) -> str:
    name, _, index = origin.rpartition("#")
    return f"{name}#{int(index) // size * size}"


@contextmanager
def _folder(out: Path, begun: RunRecord, *, overwrite: bool, skip_bad: bool) -> Generator[Path]:
    """The folder to gather into: `out`, or one beside it where `out` is to be replaced when all is there."""
    folder = out
    if is_there(out) and (overwrite or not _is_begun(out, begun)):
        if not overwrite:
            raise InputError(f"{out.name!r} exists; choose another name for --out, or add --overwrite")
        folder = _part(out)
        if is_there(folder) and (not _is_begun(folder, begun) or (_n_damaged(folder) and not skip_bad)):
            remove_tree(folder)
    elif not skip_bad and (n_damaged := _n_damaged(folder)):
        told = f"{out.name!r} was begun with --skip-bad, and {n_damaged:,} damaged records are left out of it already"
        raise InputError(f"{told}; go on with --skip-bad, or begin anew with --overwrite")
    yield folder


def _n_damaged(folder: Path) -> int:
    """How many damaged records an unfinished gathering has left out."""
    return read(folder).drops["step"].to_pylist().count(DAMAGE) if is_there(folder / _MANIFEST) else 0


def _part(out: Path) -> Path:
    return out.with_name(f".{out.name}.gathering")


def _is_begun(folder: Path, begun: RunRecord) -> bool:
    """Whether a folder holds an unfinished gathering of the same files with the same settings."""
    if not is_there(folder / _MANIFEST):
        return folder.is_dir() and not any(folder.iterdir())
    steps = {record["step"]: record["parameters"] for record in read(folder).records}
    return STEP not in steps and steps.get(_BEGUN) == begun.as_dict()["parameters"]
