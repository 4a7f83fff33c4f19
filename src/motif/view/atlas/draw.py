"""`map`: a collection drawn as an atlas page or as one picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.compute as pc

from motif.core import check
from motif.core.errors import InputError
from motif.core.files import is_there, make_folder, write_bytes
from motif.core.record import RunRecord, recording
from motif.core.seed import integer_seed, recorded_seed
from motif.evaluate.figure import Figure, in_words
from motif.view.atlas.column import Regions, chosen_column, in_lines, read_regions, told_columns
from motif.view.atlas.kept import judge_block, judge_codes
from motif.view.atlas.page import write_atlas
from motif.view.atlas.plate import map_png
from motif.view.atlas.thumb import thumb_sheets
from motif.view.atlas.tile import picture_sheets

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.collection.block import Block
    from motif.core.seed import RandomState
    from motif.represent.block import BlockMatrix
    from motif.view.atlas.sheet import Sheet

__all__ = ["DrawnMap", "map"]

_STEP = "map"
_SUFFIXES = (".html", ".png")
_COLOURS = ("group_name", "cluster_name", "cluster")  # columns that name regions, the first that is there
_TITLES = ("title", "name")
_PICTURES = "pixels"
_MAP_BLOCK = "map"  # what `motif embed` calls its block
_N_QUERIES = 500  # items asked for their neighbours to judge the map
_FIGURES = ("neighbours_kept", "distance_correlation")  # what a page has room for: near and far
_TOO_MANY = "no pictures are shown: even small ones of all items would be over 3 MB"
_WHITE = {"uint8": 255.0, "uint16": 65535.0}


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """What `map` wrote.

    Parameters
    ----------
    out :
        The file's name.
    n_items, n_absent :
        Items on the map, and items that lack the block.
    block, projection :
        Where the places come from: the block, and "as it is" or what made two numbers of it.
    colour :
        The column that names the regions; None without.
    n_regions :
        How many regions have items.
    has_pictures :
        Whether items are shown as pictures.
    n_bytes :
        Size of the file.
    figures :
        How much the map keeps, where that could be measured.
    notes :
        What is not as one might expect: pictures that are not shown, values that are no region.
    record :
        How it was made.

    Examples
    --------
    >>> DrawnMap("map.html", 3, 0, "codes", "as it is", None, 0, False, 9_000, {}, (), RunRecord("map")).n_items
    3
    """

    out: str
    n_items: int
    n_absent: int
    block: str
    projection: str
    colour: str | None
    n_regions: int
    has_pictures: bool
    n_bytes: int
    figures: Mapping[str, Figure]
    notes: tuple[str, ...]
    record: RunRecord

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values, without the record."""
        names = ("out", "n_items", "n_absent", "block", "projection", "colour", "n_regions", "has_pictures", "n_bytes")
        figures = {name: figure.as_dict() for name, figure in self.figures.items()}
        return {name: getattr(self, name) for name in names} | {"figures": figures, "notes": list(self.notes)}


@dataclass(frozen=True, eq=False)
class _Places:
    rows: np.ndarray
    codes: np.ndarray
    projection: str
    figures: Mapping[str, Figure]


def map(
    collection: Collection,
    *,
    out: str | Path,
    block: str | None = None,
    colour: str | None = None,
    title: str | None = None,
    words: Sequence[str] | None = None,
    overwrite: bool = False,
    random_state: RandomState = 0,
) -> DrawnMap:
    """Write a map of a collection: a page to look at and search (.html), or a picture (.png); say what is on it.

    A block of two numbers is the map; of a longer one, a `NeighbourMap` is made first. Where the block's own source is
    in the collection, the page says how much of it the map keeps, on its null.

    Parameters
    ----------
    collection :
        With a dense or sparse block.
    out :
        The file to write, .html or .png.
    block :
        Where the places come from; None takes `map`, else the only block of two numbers, else the only block.
    colour :
        The column that names regions, one value for each item; of more than 1,000 values the commonest are regions, and
        the items of the others are grey. None takes `group_name`, `cluster_name` or `cluster`, or draws none.
    title :
        The column that items are called by; None takes `title` or `name`, or shows ids.
    words :
        Columns told of an item; None takes the first three others.
    overwrite :
        Whether a file that is there is replaced.
    random_state :
        Seed of the projection and of the figures' samples.

    Raises
    ------
    InputError
        When the file exists or has another suffix, or a column or block is not there or does not fit.

    Examples
    --------
    >>> import tempfile
    >>> from motif.collection import Collection
    >>> films = Collection("film", {"id": ["a", "b", "c"]}, blocks={"codes": np.eye(3)[:, :2]})
    >>> drawn = map(films, out=Path(tempfile.mkdtemp()) / "films.html")
    >>> drawn.n_items, drawn.block, drawn.projection, drawn.n_regions
    (3, 'codes', 'as it is', 0)
    """
    from motif.represent.block import block_matrix

    path = check.path(out)
    check.in_choices(path.suffix.lower(), _SUFFIXES, what="the map's suffix")
    if is_there(path) and not overwrite:
        raise InputError(f"{path.name!r} exists; choose another name, or overwrite it")
    colour = chosen_column(collection, colour, _COLOURS, what="colour")
    title = chosen_column(collection, title, _TITLES, what="title")
    told = told_columns(collection, words, taken=(title, colour))
    found = block_matrix(collection, _map_block(collection, block))
    regions = read_regions(collection, colour, found.rows)
    settings = {"block": found.name, "colour": colour, "title": title, "words": told}
    inputs = {found.name: found.digest}
    with recording(_STEP, parameters=settings, inputs=inputs, seed=recorded_seed(random_state)) as watch:
        places = _places(collection, found, integer_seed(random_state))
    drawn = _Drawing(collection, places, regions, told, watch.record)
    make_folder(path.parent)
    n_bytes = drawn.write_png(path) if path.suffix.lower() == ".png" else drawn.write_page(path)
    return DrawnMap(
        path.name, found.n_items, collection.n_items - found.n_items, found.name, places.projection, colour,
        len(regions.names), bool(drawn.sheets), n_bytes, places.figures, tuple(drawn.notes), watch.record,
    )  # fmt: skip


class _Drawing:
    """A collection's places with all that is written beside them."""

    def __init__(
        self, collection: Collection, places: _Places, regions: Regions, words: list[str], record: RunRecord
    ) -> None:
        self.collection, self.places, self.regions, self.record = collection, places, regions, record
        self.words = words
        self.block, self.title, self.colour = (record.parameters[name] for name in ("block", "title", "colour"))
        self.notes = [regions.note] if regions.note else []
        self.sheets: tuple[Sheet, ...] = ()

    @property
    def heading(self) -> str:
        kind = in_words(self.collection.kind)
        return f"{len(self.places.rows):,} {kind}s" if len(self.places.rows) != 1 else f"One {kind}"

    @property
    def note(self) -> str:
        made = "" if self.places.projection == "as it is" else f" by {self.places.projection}"
        return f"Block {self.block}{made}; n = {len(self.places.rows):,}, seed {self.record.seed}."

    def write_png(self, path: Path) -> int:
        data = map_png(self.places.codes, self.regions.labels, self.regions.names, title=self.heading, note=self.note)
        write_bytes(path, data)
        return len(data)

    def write_page(self, path: Path) -> int:
        rows, items = self.places.rows, self.collection.items
        self.sheets, note = _pictures(self.collection, rows)
        self.notes += [note] if note else []
        titles = None if self.title is None else in_lines(self.collection, self.title, rows)
        told = [in_lines(self.collection, name, rows) for name in self.words]
        lines = [
            " · ".join(f"{in_words(name)} {value}" for name, value in zip(self.words, values, strict=True) if value)
            for values in zip(*told, strict=True)
        ]
        return write_atlas(
            path,
            codes=self.places.codes,
            labels=self.regions.labels,
            names=self.regions.names,
            ids=items["id"].take(rows).to_pylist(),
            titles=titles,
            words=lines or None,
            sheets=self.sheets,
            title=self.heading,
            lead=self._lead(),
            caption=self._caption(),
            kind=in_words(self.collection.kind),
            figures=tuple(self.places.figures.values()),
            made=self.record.as_dict(),
        )

    def _lead(self) -> str:
        kind = in_words(self.collection.kind)
        regions = f", regions by {in_words(self.colour)}" if self.colour else ""
        return f"Each dot is one {kind}; {kind}s that lie together are alike in `{self.block}`{regions}."

    def _caption(self) -> str:
        absent = self.collection.n_items - len(self.places.rows)
        left = f" {absent:,} without the block are not on the map." if absent else ""
        outlines = " Outlines hold the half of a region that is nearest to its middle." if self.regions.names else ""
        far = "What lies near is alike as far as two numbers can say; how far apart distant parts lie says little."
        notes = "".join(f" {note[:1].upper()}{note[1:]}." for note in self.notes)
        return f"{far}{outlines}{left}{notes} {self.note}"


def _map_block(collection: Collection, name: str | None) -> str:
    from motif.represent.block import chosen_block

    plane = [other for other, block in collection.blocks.items() if _is_plane(block)]
    if name is None and _MAP_BLOCK in plane:
        return _MAP_BLOCK
    return plane[0] if name is None and len(plane) == 1 else chosen_block(collection, name)


def _is_plane(block: Block) -> bool:
    return block.info.kind == "dense" and tuple(block.info.item_shape) == (2,)


def _places(collection: Collection, found: BlockMatrix, seed: int) -> _Places:
    if found.X.shape[1] == 2:
        codes = np.asarray(found.X.toarray() if hasattr(found.X, "toarray") else found.X)
        figures = judge_block(collection, found.name, n_queries=_N_QUERIES, seed=seed)
        return _Places(found.rows, codes, "as it is", _few(figures))
    projection, codes = _projected(found.X, seed)
    return _Places(found.rows, codes, projection, _few(judge_codes(found.X, codes, n_queries=_N_QUERIES, seed=seed)))


def _few(figures: Mapping[str, Figure]) -> Mapping[str, Figure]:
    return {key: figures[key] for key in _FIGURES if key in figures}


def _projected(X: Any, seed: int) -> tuple[str, np.ndarray]:
    from motif.represent.project import NeighbourMap

    if X.shape[1] < 2:
        raise InputError("the block has one number for each item; a map needs two, so choose another block")
    return "NeighbourMap", np.asarray(NeighbourMap(random_state=seed).fit_transform(X))


def _pictures(collection: Collection, rows: np.ndarray) -> tuple[tuple[Sheet, ...], str]:
    """Return sheets of the items' pictures; none where there are no small pictures of all, and why."""
    block = collection.blocks.get(_PICTURES)
    if block is None:
        return _thumbs(collection, rows)
    shape = block.info.item_shape if block.info.kind == "dense" else ()
    if len(shape) not in (2, 3) or (len(shape) == 3 and shape[2] not in (1, 3)):
        what = f"{tuple(shape)} for each item" if shape else f"{block.info.kind} rows"
        return (), f"no pictures are shown: block {_PICTURES!r} holds {what}, neither grey nor RGB"
    n_absent = int((~np.asarray(block.present)[rows]).sum()) if block.may_be_absent else 0
    if n_absent:
        have = "has" if n_absent == 1 else "have"
        return (), f"no pictures are shown: {n_absent:,} of the {len(rows):,} items {have} none"
    white = _WHITE.get(block.dtype.name, 1.0) if block.info.scale == 1 else 1.0
    sheets = picture_sheets(block, rows=rows, white=white, ink=bool(block.info.parameters.get("ink", False)))
    return sheets, "" if sheets else _TOO_MANY


def _thumbs(collection: Collection, rows: np.ndarray) -> tuple[tuple[Sheet, ...], str]:
    """Return sheets of the collection's previews; nothing where it has none."""
    table = collection.thumbs
    if not table.num_rows:
        return (), ""
    ids = collection.items["id"].take(rows)
    table = table.filter(pc.is_in(table["id"], value_set=ids.combine_chunks()))  # only those on the map become objects
    thumbs = dict(zip(table["id"].to_pylist(), table["data"].to_pylist(), strict=True))
    sheets = thumb_sheets(thumbs, ids.to_pylist())
    return sheets, "" if sheets else _TOO_MANY
