"""The Collection: items of one kind with ids, columns of facts, and blocks of numbers that belong to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from motif.collection import combine, grow, merge, query, split, store, verify
from motif.collection.block import Block
from motif.collection.choose import Named, checked_block, checked_column, checked_table, chosen_rows
from motif.collection.contents import Contents, as_table, drop_table, item_table, thumb_table
from motif.collection.disk import LazyTable
from motif.collection.export import write_table
from motif.collection.manifest import relative_path
from motif.collection.plain import plain_json
from motif.core import check
from motif.core.errors import InputError
from motif.core.extra import extra
from motif.core.record import Drop, RunRecord

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from motif.core.seed import RandomState

__all__ = ["Collection", "read"]


class Collection:
    """Items of one kind with stable ids, columns of facts, and named blocks whose rows belong to the items.

    A collection is a value: every method returns a new one. Nothing is read from disk before it is used.

    Parameters
    ----------
    kind :
        What an item is, in the singular: "film", "song", "picture".
    items :
        A table, a dictionary of columns or a data frame with a column `id`: unique text that never changes.
    blocks :
        Name -> block, array (n_items, …), list of arrays, or sparse matrix. An array is used, not copied: don't change
        it afterwards.
    tables :
        Name -> facts with many rows an item; each has a column `id`.
    drops :
        What was left out on the way here.
    media_root :
        Where the items' `media` paths start, relative to the collection's folder.

    Raises
    ------
    InputError
        When ids are missing or repeated, or a block does not have one row an item.

    Examples
    --------
    >>> films = Collection("film", {"id": ["a", "b"], "year": [1979, 1986]}, blocks={"codes": np.eye(2)})
    >>> films.where("year > 1980").ids
    ['b']
    >>> films.blocks["codes"][0]
    array([1., 0.], dtype=float32)
    """

    def __init__(
        self,
        kind: str,
        items: object,
        *,
        blocks: Mapping[str, object] | None = None,
        tables: Mapping[str, object] | None = None,
        drops: Iterable[Drop] | pa.Table = (),
        media_root: str | None = None,
    ) -> None:
        rows = item_table(items)
        self._contents = Contents(
            kind=check.name(kind, what="kind"),
            items=LazyTable.of(rows),
            tables={name: checked_table(name, table) for name, table in (tables or {}).items()},
            drops=LazyTable.of(drop_table(drops)),
            media_root=None if media_root is None else relative_path(media_root),
            blocks={name: checked_block(name, block, rows.num_rows) for name, block in (blocks or {}).items()},
        )

    @classmethod
    def _of(cls, contents: Contents) -> Collection:
        made = cls.__new__(cls)
        made._contents = contents
        return made

    def __len__(self) -> int:
        return self.n_items

    def __repr__(self) -> str:
        blocks = ", ".join(f"{name} {block.shape}" for name, block in self.blocks.items())
        return f"<Collection of {self.n_items} {self.kind} items; blocks: {blocks or 'none'}>"

    @property
    def kind(self) -> str:
        """What an item is."""
        return self._contents.kind

    @property
    def n_items(self) -> int:
        """How many items there are."""
        return self._contents.items.n_rows

    @cached_property
    def ids(self) -> list[str]:
        """The ids, in order."""
        return self._contents.items.column("id").to_pylist()

    @property
    def items(self) -> pa.Table:
        """One row an item, `id` first."""
        return self._contents.items.whole

    @property
    def blocks(self) -> Mapping[str, Block]:
        """Blocks by name."""
        return Named("block", self._contents.blocks)

    @property
    def tables(self) -> Mapping[str, pa.Table]:
        """Tables by name."""
        return Named("table", self._contents.tables, lambda table: table.whole)

    @property
    def drops(self) -> pa.Table:
        """Everything that was left out: origin, id, step, reason, detail."""
        return self._contents.drops.whole

    @property
    def models(self) -> Mapping[str, Path]:
        """Folders of saved models by name."""
        return Named("model", self._contents.models)

    @property
    def thumbs(self) -> pa.Table:
        """Small previews of items: id, data (the bytes of a picture file); not every item need have one."""
        return self._contents.thumbs.whole

    @property
    def media_root(self) -> str | None:
        """Where the items' `media` paths start, relative to the collection's folder; None where that is not known."""
        return self._contents.media_root

    @property
    def records(self) -> tuple[Mapping[str, Any], ...]:
        """How the collection was made, oldest first."""
        return self._contents.records

    def select(self, rows: slice | Sequence[str] | Sequence[int] | np.ndarray) -> Collection:
        """Return some of the items: by ids, by a mask (n_items,), by positions or by a slice, in the order given.

        Raises
        ------
        InputError
            When an id is not there, a position is outside, or one is given twice.
        """
        return self._of(combine.taken(self._contents, chosen_rows(rows, lambda: self.ids, self.n_items)))

    def where(self, expression: str) -> Collection:
        """Return the items for which one boolean SQL expression over the columns holds.

        Raises
        ------
        InputError
            When it is not such an expression.
        """
        return self._of(combine.taken(self._contents, np.flatnonzero(query.matching(self.items, expression))))

    def with_column(self, name: str, values: object) -> Collection:
        """Return the collection with a column of facts, one value an item; one of that name is replaced.

        Raises
        ------
        InputError
            When the length differs, the name is empty, or it is `id`, which never changes.
        """
        column = checked_column(name, values, self.n_items)
        place = self.items.schema.get_field_index(name)
        items = self.items.append_column(name, column) if place < 0 else self.items.set_column(place, name, column)
        return self._of(replace(self._contents, items=LazyTable.of(items)))

    def with_block(self, name: str, values: object) -> Collection:
        """Return the collection with a block, one row an item; one of that name is replaced.

        Raises
        ------
        InputError
            When it does not line up with the items; the message has both shapes.
        """
        blocks = {**self._contents.blocks, name: checked_block(name, values, self.n_items)}
        return self._of(replace(self._contents, blocks=blocks))

    def with_table(self, name: str, values: object) -> Collection:
        """Return the collection with a table of facts, many rows an item, with a column `id`."""
        return self._of(replace(self._contents, tables={**self._contents.tables, name: checked_table(name, values)}))

    def with_model(self, name: str, folder: str | Path) -> Collection:
        """Return the collection with a model that was fitted on it: a folder as `motif.model.store` writes it."""
        source = Path(folder).absolute()
        store.model_files(check.name(name, what="model"), source)
        models = {**self._contents.models, name: source}
        return self._of(replace(self._contents, models=models))

    def with_thumbs(self, thumbs: Mapping[str, bytes]) -> Collection:
        """Return the collection with these previews, id -> bytes of a picture file, in place of those it had."""
        return self._of(replace(self._contents, thumbs=LazyTable.of(thumb_table(thumbs, self.items["id"]))))

    def with_record(self, record: RunRecord) -> Collection:
        """Return the collection with one more entry of how it was made."""
        added = plain_json(record.as_dict(), what="a run record")
        return self._of(replace(self._contents, records=(*self.records, added)))

    def with_drops(self, drops: Iterable[Drop] | pa.Table) -> Collection:
        """Return the collection with more entries of what was left out."""
        both = pa.concat_tables([self.drops, drop_table(drops)])
        return self._of(replace(self._contents, drops=LazyTable.of(both)))

    def join(self, other: object, *, on: str = "id") -> Collection:
        """Return the collection with the columns of a table, or the columns and blocks of a collection, by a key.

        Items without a match keep empty cells and absent rows; rows of `other` that match nothing are not taken.

        Parameters
        ----------
        other :
            A table or data frame with the column `on`, each key once; or a collection.
        on :
            A column of both.

        Raises
        ------
        InputError
            When a key stands twice in `other`, or a name is there already.
        """
        if isinstance(other, Collection):
            table, blocks = other.items, other._contents.blocks
        else:
            table, blocks = as_table(other, what="the table to join"), {}
        return self._of(combine.joined(self._contents, table, blocks, on=on))

    def concat(self, *others: Collection, repeated: str = "refuse") -> Collection:
        """Return this collection with the items of others after its own.

        Parameters
        ----------
        others :
            Of the same kind; a block that one lacks is absent there.
        repeated :
            "refuse" an id that is there already, or keep the "first" and record a drop for each later one.

        Raises
        ------
        InputError
            When kinds, blocks or columns do not fit, or ids repeat.
        """
        check.in_choices(repeated, ("refuse", "first"), what="repeated")
        return self._of(
            combine.concatenated([self._contents, *(other._contents for other in others)], repeated=repeated)
        )

    def dedupe(self, by: str | Sequence[str] | Callable[[dict[str, Any]], Any], *, keep: str = "first") -> Collection:
        """Return the collection with one item of each key; what goes is a drop, and table `merges` says into what.

        Parameters
        ----------
        by :
            A column, several columns, or a function of the item's row; a missing value equals nothing.
        keep :
            "first", or a column whose highest value decides who stays.

        Raises
        ------
        InputError
            When a column is not there.
        """
        rank = None if keep == "first" else merge.item_keys(self.items, keep)
        words = by if isinstance(by, str) else "a function" if callable(by) else ", ".join(by)
        return self._of(combine.deduped(self._contents, merge.item_keys(self.items, by), rank, words=words))

    def split(self, shares: Mapping[str, float], *, group: str = "id", salt: str = "") -> dict[str, Collection]:
        """Return the sides of a split by the hash of the id or of a group: an item never changes sides.

        Parameters
        ----------
        shares :
            Side -> share, such as {"train": 0.8, "test": 0.2}; they sum to 1 and hold on average.
        group :
            A column whose equal values stay together.
        salt :
            Another text gives another split.
        """
        sides = split.hashed(merge.item_keys(self.items, group), shares, salt=salt)
        return {side: self._of(combine.taken(self._contents, np.flatnonzero(sides == side))) for side in shares}

    def with_split(
        self, shares: Mapping[str, float], *, stratify: str, column: str = "split", random_state: RandomState = None
    ) -> Collection:
        """Return the collection with a column that says each item's side, in proportion in every stratum.

        It is written once: a column of that name that is there already is refused, never made anew.
        """
        if column in self.items.column_names:
            raise InputError(f"there is a column {column!r} already; use it, or choose another name")
        strata = merge.item_keys(self.items, stratify)
        return self.with_column(column, split.stratified(strata, shares, random_state=random_state).tolist())

    def save(self, path: str | Path, *, overwrite: bool = False) -> Collection:
        """Write the collection to a folder, all or nothing, and return it as it is there.

        Raises
        ------
        InputError
            When the folder holds another collection (without `overwrite`) or something else.
        SourceError
            When it cannot be written, another process writes it, or it has changed since it was opened.
        """
        return self._of(store.save(self._contents, path, overwrite=overwrite))

    def append(self, other: Collection) -> Collection:
        """Add the items, drops, records and table rows of another collection to this one's folder and return it.

        Its models stay behind: they were fitted on other items.

        Raises
        ------
        InputError
            When this collection is not as it is on disk, or the other does not fit.
        """
        home = self._contents.home
        if home is None or home.pristine is not self._at_home():
            raise InputError("only a collection as it was opened or saved can be appended to; save it first")
        return self._of(grow.append(home.folder, home.generation, other._contents))

    def verify(self) -> int:
        """Read every byte of the collection's folder and return how many files were found whole.

        Raises
        ------
        DataError
            When a checksum differs.
        """
        if self._contents.home is None:
            raise InputError("only a collection on disk can be verified; save it first")
        return verify.verify(self._contents.home.folder)

    def export(self, path: str | Path) -> None:
        """Write the items as CSV or Parquet, by the path's suffix."""
        write_table(self.items, path)

    def to_pandas(self) -> pd.DataFrame:
        """Return the items as a pandas frame indexed by id."""
        with extra("pandas"):
            return self.items.to_pandas().set_index("id")

    def to_polars(self) -> pl.DataFrame:
        """Return the items as a polars frame."""
        with extra("polars"):
            import polars as pl
        return pl.DataFrame(self.items)

    def _at_home(self) -> Contents | None:
        """The pristine contents, when nothing differs from them."""
        home, parts = self._contents.home, ("items", "blocks", "tables", "drops", "models", "thumbs", "records")
        same = home is not None and all(getattr(self._contents, name) is getattr(home.pristine, name) for name in parts)
        return home.pristine if home is not None and same else None


def read(path: str | Path) -> Collection:
    """Return the collection in a folder; only its description is read now. `motif.open` is this function.

    Raises
    ------
    SourceError
        When there is none, or a file is gone.
    DataError
        When it is damaged, or of a newer format.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp()) / "films.motif"
    >>> _ = Collection("film", {"id": ["a"]}).save(folder)
    >>> read(folder).ids
    ['a']
    """
    return Collection._of(store.read(path))
