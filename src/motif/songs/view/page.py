"""The page about a collection of songs, and the map beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from motif.songs.view import part
from motif.songs.view.score import score_parts
from motif.view.atlas.page import write_atlas
from motif.view.part import Chapter, Prose
from motif.view.report import write_page

if TYPE_CHECKING:
    from motif.songs.study.show import Shown

__all__ = ["chapters", "write"]

_CANNOT = "k-means finds as many groups as it is asked for; that there are {n} is no finding by itself."


def chapters(shown: Shown) -> tuple[Chapter, ...]:
    """Return the chapters of the page: map, groups, features, scores, and what was left out.

    Parameters
    ----------
    shown :
        What `songs.study.show` returned.

    Examples
    --------
    >>> import numpy as np
    >>> from motif.collection import Collection, dense
    >>> from motif.songs.study.show import show
    >>> block = dense(np.random.default_rng(0).normal(size=(40, 3)), columns=["tempo", "valence", "energy"])
    >>> songs = Collection("song", {"id": [f"{n}" for n in range(40)]}, blocks={"spotify": block})
    >>> [chapter.id for chapter in chapters(show(songs, n_groups=2))]
    ['map', 'groups', 'features', 'left-out']
    """
    found = shown.description
    items = found.collection.items
    titles = dict(zip(items["id"].take(found.space.rows).to_pylist(), shown.titles, strict=True))
    note = found.space.note
    parts = [
        Chapter("map", _map_title(shown), _map_lead(shown), (part.song_map(shown), *part.trusted(shown))),
        Chapter(
            "groups",
            f"{len(found.groups)} groups, in words",
            _CANNOT.format(n=len(found.groups)),
            (part.groups(found, titles), *part.numbers(shown)),
            made=found.record.as_dict(),
        ),
        Chapter("features", "What the songs are told apart by", f"{note[:1].upper()}{note[1:]}{note and '.'}",
                tuple(part.features(shown))),
    ]  # fmt: skip
    if shown.score is not None:
        parts.append(Chapter("scores", "How good recommendations are", "", score_parts(shown.score)))
    parts.append(Chapter("left-out", "What was left out", "", tuple(part.left_out(shown)), made=shown.record.as_dict()))
    return tuple(parts)


def write(shown: Shown, out: Path) -> tuple[Path, Path]:
    """Write the page, and beside it the map to search and to zoom; return both paths.

    Raises
    ------
    SourceError
        When one cannot be written.
    """
    atlas = out.with_suffix(".map.html")
    found = shown.description
    items = found.collection.items
    names = part.region_names(found)
    write_page(out, title=_title(shown), lead=_lead(shown), chapters=(*chapters(shown), _beside(atlas)))
    write_atlas(
        atlas,
        codes=shown.places,
        labels=found.model.labels_,
        names=names,
        ids=items["id"].take(found.space.rows).to_pylist(),
        titles=shown.titles,
        words=[names[number] for number in found.model.labels_.tolist()],
        title=_title(shown),
        lead="Each dot is one song; songs that lie together sound alike.",
        caption=f"What lies near sounds alike as far as two numbers can say. {part.basis(shown)}",
        kind="song",
        figures=tuple(shown.figures.values()),
        made=shown.record.as_dict(),
    )
    return out, atlas


def _beside(atlas: Path) -> Chapter:
    words = f"The same map to zoom, to search and to gather songs from is in `{atlas.name}`, beside this page."
    return Chapter("atlas", "The map to walk in", "", (Prose(words),))


def _title(shown: Shown) -> str:
    return f"{shown.facts['songs']:,} songs"


def _lead(shown: Shown) -> str:
    facts = [f"{count:,} {name}" for name, count in shown.facts.items() if name in ("artists", "albums") and count]
    by = f"By {' on '.join(facts)}. " if facts else ""
    complete = shown.facts.get("complete")
    whole = "" if complete in (None, shown.facts["songs"]) else f" All features are known of {complete:,}."
    groups = len(shown.description.groups)
    return f"{by}In {groups} groups by how they sound; every number beside what chance would score.{whole}"


def _map_title(shown: Shown) -> str:
    return f"{len(shown.titles):,} songs by how they sound"


def _map_lead(shown: Shown) -> str:
    space = shown.description.space
    told = f"{len(space.features)} features of block {' and '.join(space.blocks)}"
    return f"Songs that are near each other in {told} are near on the map; names are those of the groups."
