"""What was given: for each source the files that it has, and what each of them is, known from name and content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from motif.core.check import in_choices
from motif.core.errors import DataError
from motif.films.source.cmu import FILES, cmu_name
from motif.films.source.vector import ids_beside
from motif.source.file import HEAD, kind_of, list_files, open_bytes
from motif.source.table import SUFFIXES

__all__ = ["KINDS", "Found", "Kind", "found_in"]

Kind: TypeAlias = Literal["cmu", "table", "folder", "words", "embeddings"]
KINDS: tuple[Kind, ...] = ("cmu", "table", "folder", "words", "embeddings")
_TABLES = tuple(suffix for suffix in SUFFIXES if suffix != ".gz")
_PLOT_LINE = re.compile(r"^\ufeff?\S{1,200}\t\S.{20}")


@dataclass(frozen=True, slots=True)
class Found:
    """One file to read, or the texts of one folder.

    Parameters
    ----------
    path :
        Where it lies.
    name :
        What the ledger calls it.
    reader :
        What its rows are: one of the corpus's kinds (see `cmu.FILES`), "table", "words", "embeddings", "array" or
        "texts".
    files :
        The texts of a folder, relative to it.
    is_inside :
        Whether it was found in a folder: what then turns out to be none of films is left out, not refused.

    Examples
    --------
    >>> Found(Path("films.csv"), "films.csv", "table").is_inside
    False
    """

    path: Path
    name: str
    reader: str
    files: tuple[Path, ...] = ()
    is_inside: bool = False


def found_in(names: dict[Path, str], *, kind: Kind | None = None) -> list[Found]:
    """Return the files of all sources, in their order.

    Parameters
    ----------
    names :
        Source -> what it is called.
    kind :
        What each source is to be read as; None finds it.

    Raises
    ------
    SourceError
        When a source is not there.
    DataError
        reason no_films: a folder holds nothing of this kind.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_text
    >>> folder = Path(tempfile.mkdtemp())
    >>> for name in ("plot_summaries.txt", "films.csv", "README.txt"):
    ...     write_text(folder / name, "x")
    >>> [(found.name, found.reader) for found in found_in({folder: "corpus"})]
    [('corpus/plot_summaries.txt', 'plots'), ('corpus/films.csv', 'table')]
    """
    if kind is not None:
        in_choices(kind, KINDS, what="kind")
    found = [one for path, name in names.items() for one in _found(path, name, kind)]
    companions = {beside.resolve() for one in found if one.reader == "array" and (beside := ids_beside(one.path))}
    return [one for one in found if one.path.resolve() not in companions]


def _found(path: Path, name: str, kind: Kind | None) -> list[Found]:
    if path.is_dir():
        return _in_folder(path, name, kind)
    if kind == "folder":
        list_files(path, suffixes=(".txt",))  # which says that it is no folder
    reader = _reader(path, kind)
    return [Found(path.parent, name, "texts", (Path(path.name),)) if reader == "text" else Found(path, name, reader)]


def _reader(path: Path, kind: Kind | None) -> str:
    with open_bytes(path) as stream:
        head = stream.read(HEAD)
        head += stream.read(4096 - HEAD) if len(head) == HEAD else b""
    if kind_of(head) == "npy":
        return "array"
    if kind in ("words", "embeddings", "table"):
        return kind
    known = cmu_name(path)
    if known is not None:
        return FILES[known]
    if kind == "cmu":
        return "plots"
    if _ends(path, (".txt",)):
        return "plots" if _PLOT_LINE.match(head.decode(errors="replace").lstrip("\r\n")) else "text"
    return "table"


def _ends(path: Path, suffixes: Sequence[str]) -> bool:
    name = path.name.lower().removesuffix(".gz")
    return name.endswith(tuple(suffixes))


def _in_folder(folder: Path, name: str, kind: Kind | None) -> list[Found]:
    """The files of a folder: of a corpus also the tables beside it; else all tables, arrays and texts."""
    files = list_files(folder, suffixes=(".txt", ".tsv", ".npy", ".gz", *_TABLES))
    corpus = sorted((one for one in files if cmu_name(one)), key=lambda one: [*FILES].index(cmu_name(one) or ""))
    texts = tuple(one for one in files if _ends(one, (".txt",)))
    if kind == "folder" or (kind is None and not corpus and texts):
        tables = [] if kind == "folder" else [one for one in files if _ends(one, _TABLES)]
        found = [Found(folder, name, "texts", texts)] if texts else []
    elif kind in (None, "cmu"):
        tables = [one for one in files if one not in corpus and _ends(one, _TABLES)] if kind is None else []
        found = [_inside(folder, one, name, FILES[cmu_name(one) or ""]) for one in corpus]
    else:
        tables, found = [one for one in files if _ends(one, _TABLES)], []
    reader = kind if kind in ("words", "embeddings") else "table"
    found += [_inside(folder, one, name, reader) for one in tables]
    if kind in (None, "embeddings"):
        found += [_inside(folder, one, name, "array") for one in files if _ends(one, (".npy",))]
    if not found:
        wanted = "plot_summaries.txt or another file of the CMU corpus" if kind == "cmu" else "tables or texts (.txt)"
        raise DataError(f"{name!r} holds nothing to gather; expected {wanted}", reason="no_films")
    return found


def _inside(folder: Path, file: Path, name: str, reader: str) -> Found:
    own = f"{name}/{file.as_posix()}".encode(errors="backslashreplace").decode()
    return Found(folder / file, own, reader, is_inside=True)
