"""`map`: a collection drawn as an atlas page or as one picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core import check
from motif.core.errors import InputError
from motif.core.files import is_there, make_folder, write_bytes
from motif.core.record import RunRecord, recording
from motif.core.seed import integer_seed, recorded_seed
from motif.evaluate.figure import Figure, in_words
from motif.view.atlas.page import write_atlas
from motif.view.atlas.plate import map_png
from motif.view.atlas.tile import picture_sheets

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.collection.block import Block
    from motif.core.seed import RandomState
    from motif.view.atlas.sheet import Sheet

__all__ = ["DrawnMap", "map"]

_STEP = "map"
_SUFFIXES = (".html", ".png")
_COLOURS = ("group_name", "cluster_name", "cluster")  # columns that name regions, the first that is there
_TITLES = ("title", "name")
_PICTURES = "pixels"
_MAP_BLOCK = "map"  # what `motif embed` calls its block
_MOST_REGIONS = 1000
_N_WORDS = 3  # columns that are told of an item, when none are named
_N_QUERIES = 500  # items asked for their neighbours to judge the map
_FEWEST_JUDGED = 20
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
    record :
        How it was made.

    Examples
    --------
    >>> DrawnMap("map.html", 3, 0, "codes", "as it is", None, 0, False, 9_000, {}, RunRecord("map")).n_items
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
    record: RunRecord

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values, without the record."""
        names = ("out", "n_items", "n_absent", "block", "projection", "colour", "n_regions", "has_pictures", "n_bytes")
        figures = {name: figure.as_dict() for name, figure in self.figures.items()}
        return {name: getattr(self, name) for name in names} | {"figures": figures}


@dataclass(frozen=True, eq=False)
class _Places:
    block: str
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
        The column that names regions, at most 1,000 values; None takes `group_name`, `cluster_name` or `cluster`, or
        draws none.
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
    path = check.path(out)
    check.in_choices(path.suffix.lower(), _SUFFIXES, what="the map's suffix")
    if is_there(path) and not overwrite:
        raise InputError(f"{path.name!r} exists; choose another name, or overwrite it")
    colour = _column(collection, colour, _COLOURS, what="colour")
    title = _column(collection, title, _TITLES, what="title")
    block = _map_block(collection, block)
    settings = {"block": block, "colour": colour, "title": title}
    with recording(_STEP, parameters=settings, seed=recorded_seed(random_state)) as watch:
        places = _places(collection, block, integer_seed(random_state))
        labels, names = _regions(collection, colour, places.rows)
    drawn = _Drawing(collection, places, labels, names, title, words, colour, watch.record)
    make_folder(path.parent)
    n_bytes = drawn.write_png(path) if path.suffix.lower() == ".png" else drawn.write_page(path)
    return DrawnMap(
        path.name, len(places.rows), collection.n_items - len(places.rows), block, places.projection, colour,
        len(np.unique(labels[labels >= 0])), bool(drawn.sheets), n_bytes, places.figures, watch.record,
    )  # fmt: skip


class _Drawing:
    """A collection's places with all that is written beside them."""

    def __init__(
        self,
        collection: Collection,
        places: _Places,
        labels: np.ndarray,
        names: list[str],
        title: str | None,
        words: Sequence[str] | None,
        colour: str | None,
        record: RunRecord,
    ) -> None:
        self.collection, self.places, self.labels, self.names = collection, places, labels, names
        self.title, self.colour, self.record = title, colour, record
        self.words = _words(collection, words, taken=(title, colour))
        self.sheets: tuple[Sheet, ...] = ()

    @property
    def heading(self) -> str:
        kind = in_words(self.collection.kind)
        return f"{len(self.places.rows):,} {kind}s" if len(self.places.rows) != 1 else f"One {kind}"

    @property
    def note(self) -> str:
        made = "" if self.places.projection == "as it is" else f" by {self.places.projection}"
        return f"Block {self.places.block}{made}; n = {len(self.places.rows):,}, seed {self.record.seed}."

    def write_png(self, path: Path) -> int:
        data = map_png(self.places.codes, self.labels, self.names, title=self.heading, note=self.note)
        write_bytes(path, data)
        return len(data)

    def write_page(self, path: Path) -> int:
        rows, items = self.places.rows, self.collection.items
        self.sheets = _pictures(self.collection, rows)
        titles = None if self.title is None else _texts(items[self.title].take(rows).to_pylist())
        told = [_texts(items[name].take(rows).to_pylist()) for name in self.words]
        lines = [
            " · ".join(f"{in_words(name)} {value}" for name, value in zip(self.words, values, strict=True) if value)
            for values in zip(*told, strict=True)
        ]
        return write_atlas(
            path,
            codes=self.places.codes,
            labels=self.labels,
            names=self.names,
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
        return f"Each dot is one {kind}; {kind}s that lie together are alike in `{self.places.block}`{regions}."

    def _caption(self) -> str:
        absent = self.collection.n_items - len(self.places.rows)
        left = f" {absent:,} without the block are not on the map." if absent else ""
        outlines = " Outlines hold the half of a region that is nearest to its middle." if self.names else ""
        far = "What lies near is alike as far as two numbers can say; how far apart distant parts lie says little."
        return f"{far}{outlines}{left} {self.note}"


def _map_block(collection: Collection, name: str | None) -> str:
    from motif.represent.block import chosen_block

    plane = [other for other, block in collection.blocks.items() if _is_plane(block)]
    if name is None and _MAP_BLOCK in plane:
        return _MAP_BLOCK
    return plane[0] if name is None and len(plane) == 1 else chosen_block(collection, name)


def _is_plane(block: Block) -> bool:
    return block.info.kind == "dense" and tuple(block.info.item_shape) == (2,)


def _places(collection: Collection, name: str, seed: int) -> _Places:
    from motif.represent.block import block_matrix

    found = block_matrix(collection, name)
    if found.X.shape[1] == 2:
        codes = np.asarray(found.X.toarray() if hasattr(found.X, "toarray") else found.X)
        return _Places(name, found.rows, codes, "as it is", _kept_of_parent(collection, name, found.rows, codes, seed))
    projection, codes = _projected(found.X, seed)
    return _Places(name, found.rows, codes, projection, _kept(found.X, codes, seed))


def _projected(X: Any, seed: int) -> tuple[str, np.ndarray]:
    from motif.represent.project import NeighbourMap

    if X.shape[1] < 2:
        raise InputError("the block has one number for each item; a map needs two, so choose another block")
    return "NeighbourMap", np.asarray(NeighbourMap(random_state=seed).fit_transform(X))


def _kept_of_parent(
    collection: Collection, name: str, rows: np.ndarray, codes: np.ndarray, seed: int
) -> Mapping[str, Figure]:
    """Return what a ready map keeps of the block that it was made from; nothing where that is not at hand."""
    from motif.represent.block import block_matrix

    parents = [parent for parent in collection.blocks[name].info.parents if parent in collection.blocks]
    if len(parents) != 1 or collection.blocks[parents[0]].info.kind == "ragged":
        return {}
    source = block_matrix(collection, parents[0])
    both = np.isin(rows, source.rows)
    return _kept(source.X[np.searchsorted(source.rows, rows[both])], codes[both], seed)


def _kept(X: Any, codes: np.ndarray, seed: int) -> Mapping[str, Figure]:
    from motif.evaluate import projection

    if len(codes) < _FEWEST_JUDGED or X.shape[1] <= 2:
        return {}
    from motif.represent.project import PCA

    trivial = {} if hasattr(X, "toarray") else {"PCA": PCA(2).fit_transform(X)}
    figures = projection.evaluate(X, codes, trivial=trivial, n_queries=_N_QUERIES, random_state=seed)
    return {key: figures[key] for key in ("neighbours_kept", "distance_correlation")}


def _column(collection: Collection, given: str | None, usual: Sequence[str], *, what: str) -> str | None:
    known = collection.items.column_names
    if given is None:
        return next((name for name in usual if name in known), None)
    if given not in known:
        raise InputError(f"{what} must name a column, not {given!r}; there are {check.few(known)}")
    return given


def _regions(collection: Collection, colour: str | None, rows: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """Return each item's region, -1 for none, and the regions' names."""
    if colour is None:
        return np.full(len(rows), -1), []
    values = collection.items[colour].take(rows).to_pylist()
    known = sorted({value for value in values if value is not None and value != ""}, key=lambda v: (str(type(v)), v))
    if len(known) > _MOST_REGIONS:
        raise InputError(
            f"colour {colour!r} has {len(known):,} values; a map can name at most {_MOST_REGIONS:,} regions"
        )
    place = {value: i for i, value in enumerate(known)}
    labels = np.array([place.get(value, -1) for value in values])
    return labels, [value if isinstance(value, str) else f"{in_words(colour)} {value}" for value in known]


def _words(collection: Collection, given: Sequence[str] | None, *, taken: Sequence[str | None]) -> list[str]:
    if given is not None:
        return [name for name in given if _column(collection, name, (), what="words")]
    import pyarrow as pa

    fields = [field for field in collection.items.schema if field.name not in {"id", "media", *taken}]
    plain = [field.name for field in fields if not pa.types.is_nested(field.type)]
    return plain[:_N_WORDS]


def _texts(values: Sequence[Any]) -> list[str]:
    return ["" if value is None else f"{value:g}" if isinstance(value, float) else str(value) for value in values]


def _pictures(collection: Collection, rows: np.ndarray) -> tuple[Sheet, ...]:
    """Return sheets of the items' pictures; none where they have no block of small pictures."""
    block = collection.blocks.get(_PICTURES)
    if block is None or block.info.kind != "dense" or len(block.info.item_shape) not in (2, 3):
        return ()
    if len(block.info.item_shape) == 3 and block.info.item_shape[2] not in (1, 3):
        return ()
    if block.may_be_absent and not np.asarray(block.present)[rows].all():
        return ()
    white = _WHITE.get(block.dtype.name, 1.0) if block.info.scale == 1 else 1.0
    return picture_sheets(block, rows=rows, white=white, ink=bool(block.info.parameters.get("ink", False)))
