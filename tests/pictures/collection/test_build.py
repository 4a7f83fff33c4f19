"""Building: each picture once, with its facts, its blocks and where it was found."""

from datetime import datetime

import numpy as np
import pytest

from motif.collection import read
from motif.core.errors import InputError
from motif.core.record import Drop, RunRecord
from motif.pictures.collection import ledger
from motif.pictures.collection.build import Origin, Seen, built
from motif.pictures.collection.ledger import STEP, tallied


def seen(id_, **facts):
    palette = np.zeros((6, 4), np.float32)
    palette[0], palette[1] = (53.24, 80.09, 67.2, 0.95), (0, 0, 0, 0.05)
    given = {
        "width": 4, "height": 3, "n_bits": 8, "format": "png", "n_bytes": 99, "has_alpha": False, "taken": None,
        "camera": "", "orientation": 1, "thumb": b"thumb", "colour": np.ones(486, np.float32) / 486**0.5,
        "palette": palette, "embedding": None,
    }  # fmt: skip
    return Seen(id=id_, **given | facts)


def origin(name):
    return Origin("trip", f"trip/{name}", f"trip/{name}", name.partition(".")[0])


def made(rows, **options):
    book = tallied(["trip"], [0], [(0, "")] * len(rows))
    return built(rows, ledger=book, record=RunRecord(STEP), **options)


def test_facts(tmp_path):
    """Columns have what the files said; colours are given as hex codes and in words; previews are there."""
    taken = datetime(2021, 3, 24, 12)
    held = made([(origin("a.png"), seen("a", taken=taken, camera="X")), (origin("b.png"), seen("b"))], media_root="..")
    held = held.save(tmp_path / "p.motif")
    first, second = read(tmp_path / "p.motif").items.to_pylist()
    assert (first["taken"], first["camera"], first["media"], first["title"]) == (taken, "X", "trip/a.png", "a")
    assert (second["taken"], second["camera"]) == (None, None)
    assert (first["colours"], first["shades"]) == (["#ff0000", "#000000"], ["red"])
    assert held.thumbs["data"].to_pylist() == [b"thumb"] * 2
    assert held.where("taken >= '2021-01-01'").ids == ["a"]


def test_equal_pictures():
    """The first of equal pictures is the item, the others are drops that say so, and all are in the origins."""
    rows = [(origin("a.png"), seen("a")), (origin("b.png"), seen("b")), (origin("c.png"), seen("a"))]
    held = made(rows, drops=[Drop("trip/x.jpg", "look", "truncated")])
    assert held.items["title"].to_pylist() == ["a", "b"]
    drops = held.drops.to_pylist()
    assert [(drop["origin"], drop["reason"]) for drop in drops] == [
        ("trip/x.jpg", "truncated"),
        ("trip/c.png", "duplicate"),
    ]
    assert drops[1]["detail"] == "equal to trip/a.png"
    assert held.tables["origins"]["id"].to_pylist() == ["a", "b", "a"]


def test_embedding():
    """The embedding is a block with its network's name; without one there is none."""
    code = np.full(4, 0.5, np.float32)
    facts = {"network": "n", "file": "d", "length": 1}
    held = made([(origin("a.png"), seen("a", embedding=code))], embedding=facts)
    assert held.blocks["embedding"][:].tolist() == [[0.5] * 4]
    assert dict(held.blocks["embedding"].info.parameters) == facts
    assert "embedding" not in made([(origin("a.png"), seen("a"))]).blocks


def test_embeddings_that_do_not_fit_are_refused():
    """A block that is told of is never left out in silence: one that lacks a row, or has one of another length."""
    one = seen("a", embedding=np.ones(4, np.float32))
    for other, words in ((None, "1 of 2 pictures have no embedding"), (np.ones(3, np.float32), "one length")):
        rows = [(origin("a.png"), one), (origin("b.png"), seen("b", embedding=other))]
        with pytest.raises(InputError, match=words):
            made(rows, embedding={"network": "n"})


def test_nothing():
    """A gathering of which nothing is left is a collection without items, with its ledger."""
    held = built([], ledger=tallied(["trip"], [0], [(0, "empty")]), record=RunRecord(STEP), drops=[])
    assert (held.n_items, ledger(held).dropped) == (0, {"empty": 1})


def test_ids_are_unique():
    """What is built is a collection, whose ids are told apart."""
    held = made([(origin(f"{n}.png"), seen(f"{n}")) for n in range(5)])
    assert len(set(held.ids)) == 5
    assert held.blocks["palette"].shape == (5, 6, 4)
    assert held.blocks["colour"][:].sum(axis=1) == pytest.approx(486**0.5, rel=1e-2)
