"""Building: merged rows become a Collection of songs, with their origins, merge decisions and drops as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from motif.collection import Collection, dense
from motif.collection.contents import DROP_SCHEMA, drop_table
from motif.core.record import RunRecord
from motif.songs.collection.key import SAYS
from motif.songs.collection.merge import Merged, is_complete
from motif.songs.source.rows import Rows

__all__ = ["built"]

_SHOWN = 80  # characters of a name in a reason
_ORDINARY = r"^[ -&(-\[\]-~]{0,80}$"  # short, and nothing in it that `repr` writes otherwise: ' and \ and beyond ASCII


def built(
    given: Rows,
    found: Merged,
    *,
    record: RunRecord,
    columns: Mapping[str, Sequence[str]],
    media_root: str | None = None,
) -> Collection:
    """Return the collection of songs.

    Parameters
    ----------
    given :
        The rows of all sources.
    found :
        What merging made of them.
    record :
        How it was made.
    columns :
        Block -> the names of its columns.
    media_root :
        Where the songs' `media` start, relative to the collection's folder.

    Returns
    -------
    Items id, song, artist, artists, album, duration_s, complete, media and the sources' other columns; the blocks that
    at least one song has; the tables `origins` (id, kind, origin, position) and `merges` (id, merged, rule, reason).
    """
    rows = found.rows
    blocks = {}
    for name, values in rows.blocks.items():
        present = ~np.isnan(values).all(axis=1)
        if present.any():
            facts = {"present": None if present.all() else present, "columns": columns[name], "step": record.step}
            blocks[name] = dense(values, **facts)
    return Collection(
        "song",
        _items(rows),
        blocks=blocks,
        tables={"origins": _origins(given, found), "merges": _merges(given, found)},
        drops=pa.concat_tables([drop_table(given.drops), _drops(given, found)]),
        media_root=media_root,
    ).with_record(record)


def _items(rows: Rows) -> pa.Table:
    facts = rows.facts
    artists = facts["artists"].combine_chunks()
    own = {
        "id": facts["id"],
        "song": _tidy(facts["song"].combine_chunks()),
        "artist": _tidy(pc.list_element(pc.if_else(artists.is_valid(), artists, pa.scalar([None], artists.type)), 0)),
        "artists": artists,
        "album": _tidy(facts["album"].combine_chunks()),
        "duration_s": facts["duration_s"],
        "complete": pa.array(is_complete(rows)),
        "media": facts["media"],
    }
    return pa.table({**own, **{name: rows.extra[name] for name in rows.extra.column_names}})


def _tidy(text: pa.Array) -> pa.Array:
    """The text without blanks around it; merging has compared it as it was written."""
    return pc.utf8_trim_whitespace(text)


def _origins(given: Rows, found: Merged) -> pa.Table:
    """Where each song was found, also by the rows that went into others."""
    rows = np.flatnonzero(found.item >= 0)
    facts = given.facts.select(["source", "place", "position", "playlist"])
    facts = facts if len(rows) == given.n_rows else facts.take(rows)
    kinds = pa.array([source.kind for source in given.sources], pa.string())
    names = pa.array([source.name for source in given.sources], pa.string())
    source = facts["source"].combine_chunks()
    place, name = facts["place"].combine_chunks(), names.take(source)
    inside = pc.if_else(place.is_valid(), pc.binary_join_element_wise(name, place, "/"), name)
    everywhere = pa.table(
        {
            "id": found.rows.facts["id"].take(pa.array(found.item[rows])),
            "kind": kinds.take(source),
            "origin": inside,
            "position": facts["position"],
        }
    )
    playlists = facts["playlist"]
    if playlists.null_count == len(playlists):
        return everywhere
    listed = everywhere.set_column(1, "kind", pa.array(["playlist"] * len(rows))).set_column(2, "origin", playlists)
    return pa.concat_tables([everywhere, listed.filter(playlists.is_valid())])


def _merges(given: Rows, found: Merged) -> pa.Table:
    """Every decision that two rows are one song."""
    rows = np.flatnonzero((found.item >= 0) & (found.step != ""))
    facts = given.facts.select(["id", "song", "artists", "origin"]).take(rows)
    kept = found.rows.facts.select(["id", "song", "artists"]).take(pa.array(found.item[rows]))
    rules = pa.array(found.step[rows].tolist(), pa.string())
    says = pa.array([SAYS[rule] for rule in rules.to_pylist()], pa.string())
    reasons = pc.binary_join_element_wise(pc.binary_join_element_wise(says, _named(facts), ": "), _named(kept), " is ")
    return pa.table(
        {
            "id": kept["id"],
            "merged": facts["id"],
            "rule": rules,
            "reason": reasons,
            "origin": facts["origin"],
        }
    )


def _named(facts: pa.Table) -> pa.Array:
    """Songs and artists as reasons have them; empty where neither is known."""
    song, artists = (facts[name].combine_chunks() for name in ("song", "artists"))
    name, who = _quoted(song), _quoted(pc.binary_join(artists, ", "))
    return pc.coalesce(pc.binary_join_element_wise(name, who, " by "), name, who, pa.scalar(""))


def _quoted(text: pa.Array) -> pa.Array:
    """Text as `repr` writes it, cut to what is shown; null where there is none."""
    text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    quoted = pc.binary_join_element_wise("'", text, "'", "")
    special = pc.fill_null(pc.invert(pc.match_substring_regex(text, _ORDINARY)), fill_value=False)
    cells = text.filter(special).to_pylist()
    shown = [repr(cell if len(cell) <= _SHOWN else f"{cell[:_SHOWN]}…") for cell in cells]
    return pc.replace_with_mask(quoted, special, pa.array(shown, pa.string()))


def _drops(given: Rows, found: Merged) -> pa.Table:
    """The rows that were left out or went into others, as the ledger has them."""
    rows = np.flatnonzero(found.step != "")
    facts, items = given.facts.select(["origin", "id"]).take(rows), found.item[rows]
    home = found.rows.facts["id"].take(pa.array(items, mask=items < 0))
    detail = pc.fill_null(pc.binary_join_element_wise("is ", home, ""), "")
    columns = {
        "origin": facts["origin"],
        "id": facts["id"],
        "step": pa.array(found.step[rows].tolist(), pa.string()),
        "reason": pa.array(found.reason[rows].tolist(), pa.string()),
        "detail": detail,
    }
    return pa.table({name: columns[name] for name in DROP_SCHEMA.names}).cast(DROP_SCHEMA)
