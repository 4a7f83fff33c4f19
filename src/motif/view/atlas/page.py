"""The atlas page: a hundred thousand items on one map in one file, to look at, search, gather and save.

What the page runs is one script, allowed by its hash; nothing else may run, and nothing is fetched. Without JavaScript
and on paper it is a picture of the map with its regions in a table.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.check import few, same_length, unique_ids
from motif.core.errors import InputError
from motif.core.files import make_folder, write_text
from motif.core.record import version
from motif.evaluate.figure import Figure
from motif.view.atlas.frame import Frame, by_size, checked_map, core, middle, ranks_of
from motif.view.atlas.pack import NO_REGION, json_text, packed_columns, packed_texts
from motif.view.atlas.sheet import Sheet
from motif.view.atlas.still import still_svg
from motif.view.label import shortened
from motif.view.part import Strips
from motif.view.report import environment, made_rows, style_sheet, template_text
from motif.view.token import CATEGORIES, COLOURS, MODES

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["render_atlas", "write_atlas"]

_SCRIPTS = ("data", "plane", "dots", "names", "card", "chosen", "pointer", "start")
_LONGEST_TITLE, _LONGEST_WORDS, _LONGEST_NAME = 120, 300, 48  # characters
_N_TYPICAL, _N_PICTURES = 3, 6  # of a region's middle, told and shown in the table
_SMALL_PX = 48  # a tile below this is magnified by whole pixels
_CARD_PX, _PLACE_PX = 96, 36  # a small picture's longer side, at most: on the card, and at its place


def write_atlas(path: str | Path, **given: Any) -> int:
    """Write a map of items as one HTML file and return its size in bytes; its folder is made where it is missing.

    Parameters
    ----------
    path :
        The file to make or replace.
    given :
        As for `render_atlas`.

    Raises
    ------
    InputError
        As `render_atlas` does.
    SourceError
        When the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> page = Path(tempfile.mkdtemp()) / "map.html"
    >>> n_bytes = write_atlas(page, codes=[[0, 0], [1, 1]], labels=[0, 0], names=["all"], ids=["a", "b"], title="Two")
    >>> n_bytes == page.stat().st_size
    True
    """
    text = render_atlas(**given)
    make_folder(Path(path).parent)
    write_text(path, text)
    return len(text.encode())


def render_atlas(
    *,
    codes: ArrayLike,
    labels: ArrayLike,
    names: Sequence[str],
    ids: Sequence[str],
    titles: Sequence[str] | None = None,
    words: Sequence[str] | None = None,
    sheets: Sequence[Sheet] = (),
    title: str,
    lead: str = "",
    caption: str = "",
    kind: str = "item",
    figures: Sequence[Figure] = (),
    made: Mapping[str, Any] | None = None,
) -> str:
    """Return the page that `write_atlas` writes.

    Parameters
    ----------
    codes :
        (n_items, 2), where the items lie; finite.
    labels :
        (n_items,), whole numbers that index `names`; negative for none.
    names :
        What the regions are called; regions without items are left out. The eight largest have colours. Long names are
        shortened where they are shown, and whole where they are saved.
    ids :
        (n_items,), unique; what the lasso exports.
    titles, words :
        (n_items,), what an item is called and a line about it, "" for nothing; None for neither.
    sheets :
        Tiles of the items in the same order, each sheet as full as the first, but for the last; () for no pictures.
    title, lead, caption :
        What the page is in a few words, in a sentence; what the map shows and what cannot be concluded.
    kind :
        What an item is, in the singular.
    figures :
        What is known of the map, such as how many neighbours it keeps; each is drawn on its null.
    made :
        How it was made: a run record as a dict, folded at the end.

    Raises
    ------
    InputError
        When the shapes do not fit together, ids repeat, a label has no name, or names, titles or words are no text.

    Examples
    --------
    >>> page = render_atlas(codes=[[0, 0], [1, 1]], labels=[0, 0], names=["all"], ids=["a", "b"], title="Two items")
    >>> "script-src 'sha256-" in page, "two items" in page.lower()
    (True, True)
    """
    codes, labels = checked_map(codes, labels, names)
    _check_columns(len(codes), names, ids, titles, words, sheets)
    frame = Frame.around(codes)
    places, ranks = frame.places(codes), ranks_of(labels)
    clean = [shortened(name, _LONGEST_NAME) for name in names]
    regions = _regions(places, labels, names, frame.ratio)
    if len(regions) >= NO_REGION:
        raise InputError(f"labels must name fewer than {NO_REGION:,} regions; given {len(regions):,}")
    rows = [(shortened(r["name"], _LONGEST_NAME), r["n"], _called(r["middle"], titles or words)) for r in regions]
    script = _script()
    facts = {
        "n": len(codes), "ratio": round(frame.ratio, 5), "kind": kind, "none": NO_REGION, "regions": regions,
        "longest": {"name": _LONGEST_NAME, "title": _LONGEST_TITLE}, "tiles": _tile_facts(sheets),
    }  # fmt: skip
    texts = {"ids": ids, "titles": titles, "words": _cut(words, _LONGEST_WORDS)}
    return (
        environment()
        .get_template("atlas/page.html")
        .render(
            title=title,
            lead=lead,
            caption=caption,
            kind=kind,
            n_items=len(codes),
            regions=rows,
            n_coloured=len(CATEGORIES["light"]),
            still=_markup(still_svg(places, labels, clean, ranks, ratio=frame.ratio)),
            ratio=frame.ratio,
            has_titles=titles is not None,
            has_words=words is not None,
            facts=_markup(json_text(facts)),
            columns=_markup(packed_columns(places, ranks)),
            texts=_markup(packed_texts(texts)),
            sheets=[sheet.picture.uri for sheet in sheets],
            strips=Strips(tuple(figures)) if figures else None,
            made=made_rows(made or {}),
            script=_markup(script),
            script_hash=b64encode(sha256(script.encode()).digest()).decode(),
            style=style_sheet(),
            version=version(),
            paper={mode: COLOURS[mode]["paper"] for mode in MODES},
        )
    )


def _check_columns(
    n_items: int,
    names: Sequence[str],
    ids: Sequence[str],
    titles: Sequence[str] | None,
    words: Sequence[str] | None,
    sheets: Sequence[Sheet],
) -> None:
    _require_text(names, what="names")
    unique_ids(ids)
    same_length(len(ids), n_items, what="ids")
    for what, column in (("titles", titles), ("words", words)):
        if column is not None:
            same_length(len(column), len(ids), what=what)
            _require_text(column, what=what)
    room = sum(sheet.n_columns * sheet.n_rows for sheet in sheets)
    if sheets and room < len(ids):
        raise InputError(f"the sheets hold {room} tiles, fewer than the {len(ids)} items")


def _require_text(column: Sequence[str], *, what: str) -> None:
    wrong = [value for value in column if not isinstance(value, str)]
    if wrong:
        raise InputError(f"{what} must be text; {len(wrong):,} are not: {few(wrong)}")


def _regions(places: np.ndarray, labels: np.ndarray, names: Sequence[str], ratio: float) -> list[dict[str, Any]]:
    regions = []
    for label in by_size(labels):
        own = places[labels == label]
        corners = core(own, ratio)
        regions.append(
            {
                "name": names[label],
                "n": len(own),
                "at": middle(own).round(5).tolist(),
                "core": [] if corners is None else corners.round(5).tolist(),
                "middle": _nearest_to_middle(places, labels == label)[:_N_PICTURES].tolist(),
                "box": [*own.min(axis=0).round(5).tolist(), *own.max(axis=0).round(5).tolist()],
            }
        )
    return regions


def _nearest_to_middle(places: np.ndarray, inside: np.ndarray) -> np.ndarray:
    rows = np.flatnonzero(inside)
    distance = np.abs(places[rows] - middle(places[rows])).sum(axis=1)
    return rows[np.argsort(distance, kind="stable")]


def _called(rows: Sequence[int], titles: Sequence[str] | None) -> str:
    """Return what the first items of these are called, as one line."""
    names = dict.fromkeys(shortened(titles[row], _LONGEST_NAME) for row in rows) if titles else {}
    return ", ".join([*names][:_N_TYPICAL])


def _tile_facts(sheets: Sequence[Sheet]) -> dict[str, Any] | None:
    if not sheets:
        return None
    first = sheets[0]
    longest = max(first.width, first.height)
    small = longest < _SMALL_PX
    return {
        "width": first.width,
        "height": first.height,
        "columns": [sheet.n_columns for sheet in sheets],
        "perSheet": first.n_columns * first.n_rows,
        "onCard": max(1, _CARD_PX // longest) if small else 1,
        "inPlace": max(1, _PLACE_PX // longest) if small else 1,
    }


def _cut(column: Sequence[str] | None, most: int) -> list[str] | None:
    return None if column is None else [shortened(text, most) for text in column]


def _script() -> str:
    body = "".join(template_text(f"atlas/{name}.js") for name in _SCRIPTS)
    return f'"use strict";\n(() => {{\n{body}}})();\n'


def _markup(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)
