"""The sink of a gathering in batches: each piece of work is many items, and goes into a collection on disk at once."""

from __future__ import annotations

from collections.abc import Callable, Set
from pathlib import Path
from typing import Any

from motif.collection import grow, store
from motif.collection.base import Collection
from motif.collection.contents import Contents, drop_table
from motif.collection.disk import LazyTable
from motif.collection.manifest import MANIFEST
from motif.core import check
from motif.core.errors import InputError
from motif.core.files import is_there
from motif.core.record import Drop

__all__ = ["BatchSink"]


class BatchSink:
    """Keeps batches of items in a collection on disk; each is a commit, so a kill loses at most the one under way.

    Items tell in a column `origin` where they come from, and so do drops; the work that they belong to follows from
    it, by which a resumed run knows what is done.

    Parameters
    ----------
    path :
        The collection's folder: new, or one that an earlier run began.
    build :
        What the work gives, and the ids that are kept already -> a collection of the items whose ids are new, with
        columns `id` and `origin`; the others are among its drops.
    work_of :
        An item's or a drop's origin -> the id of the work that it came from.

    Examples
    --------
    >>> import tempfile
    >>> def build(ids, known):
    ...     return Collection("video", {"id": ids, "origin": [f"a#{id_}" for id_ in ids]})
    >>> sink = BatchSink(Path(tempfile.mkdtemp()) / "v.motif", build=build, work_of=lambda origin: origin.split("#")[0])
    >>> sink.append([("a", ["1", "2"])], [])
    >>> sink.done(), sink.n_items
    ({'a'}, 2)
    """

    def __init__(
        self, path: str | Path, *, build: Callable[[Any, Set[str]], Collection], work_of: Callable[[str], str]
    ) -> None:
        self._folder, self._build, self._work_of = check.path(path).absolute(), build, work_of
        self._ids: set[str] = set()
        self._done: set[str] = set()
        self._contents: Contents | None = None
        if is_there(self._folder / MANIFEST):
            self._resume()

    @property
    def n_items(self) -> int:
        """How many items are kept."""
        return len(self._ids)

    def _resume(self) -> None:
        contents = store.read(self._folder)
        items = contents.items.whole
        if "origin" not in items.column_names:
            name = self._folder.name
            raise InputError(f"{name!r} was not begun by such a run: its items have no column 'origin'; choose another")
        self._contents, self._ids = contents, set(items["id"].to_pylist())
        origins = [*items["origin"].to_pylist(), *contents.drops.column("origin").to_pylist()]
        self._done = {self._work_of(origin) for origin in origins}

    def done(self) -> set[str]:
        """Return the ids of the work that is kept."""
        return set(self._done)

    def append(self, batch: list[tuple[str, Any]], drops: list[Drop]) -> None:
        """Keep what some pieces of work gave; each is a commit."""
        for work, value in batch:
            self._keep(self._build(value, self._ids)._contents)
            self._done.add(work)
        if drops and self._contents is not None:
            self._keep(Contents(self._contents.kind, LazyTable.of(self._contents.items.whole[:0]), drops=_lazy(drops)))
        self._done |= {drop.origin for drop in drops}

    def close(self) -> None:
        """Do nothing: every batch is whole on disk."""

    def _keep(self, fresh: Contents) -> None:
        if self._contents is None or self._contents.home is None:
            self._contents = store.save(fresh, self._folder)
        else:
            generation = self._contents.home.generation
            self._contents = grow.append(self._folder, generation, fresh, known_ids=self._ids, widen=True)
        self._ids |= set(fresh.items.column("id").to_pylist())


def _lazy(drops: list[Drop]) -> LazyTable:
    return LazyTable.of(drop_table(drops))
