"""The sink of batches: many items a piece of work, resumed, each id once."""

import numpy as np
import pytest

from motif.collection import Collection, dense, read
from motif.collection.batch import BatchSink
from motif.core.errors import InputError
from motif.core.record import Drop


def build(given, known):
    """A piece of work: its name, ids, and drops."""
    name, ids, drops = given
    left = [Drop(f"{name}#{n}", "read", reason) for n, reason in drops]
    left += [Drop(f"{name}#{n}", "gather", "duplicate_id", id=id_) for n, id_ in enumerate(ids) if id_ in known]
    origins = [f"{name}#{n}" for n, id_ in enumerate(ids) if id_ not in known]
    ids = [id_ for id_ in ids if id_ not in known]
    block = dense(np.array([[ord(id_[0])] for id_ in ids], np.uint8).reshape(len(ids), 1))
    return Collection("video", {"id": ids, "origin": origins}, blocks={"code": block}, drops=left)


def sink_of(path):
    return BatchSink(path, build=build, work_of=lambda origin: origin.partition("#")[0])


def test_batches_are_one_under_the_other(tmp_path):
    """Items, blocks and drops of all pieces of work, in order."""
    sink = sink_of(tmp_path / "v.motif")
    sink.append([("a", ("a", ["x", "y"], [(9, "not_finite")])), ("b", ("b", ["z"], []))], [])
    kept = read(tmp_path / "v.motif")
    assert kept.ids == ["x", "y", "z"]
    assert kept.blocks["code"].raw.ravel().tolist() == [ord(c) for c in "xyz"]
    assert kept.drops["reason"].to_pylist() == ["not_finite"]
    assert sink.n_items == 3


def test_the_builder_knows_which_ids_are_kept(tmp_path):
    """So that of equal ids the first stays, and the others are told."""
    sink = sink_of(tmp_path / "v.motif")
    sink.append([("a", ("a", ["x", "y"], []))], [])
    sink.append([("b", ("b", ["y", "z"], []))], [])
    kept = read(tmp_path / "v.motif")
    assert kept.ids == ["x", "y", "z"]
    assert kept.drops.select(["origin", "id", "reason"]).to_pylist() == [
        {"origin": "b#0", "id": "y", "reason": "duplicate_id"},
    ]


def test_a_later_run_knows_what_is_done(tmp_path):
    """From the origins of items and of drops."""
    sink = sink_of(tmp_path / "v.motif")
    sink.append([("a", ("a", ["x"], [])), ("b", ("b", [], [(0, "missing_id")]))], [])
    again = sink_of(tmp_path / "v.motif")
    assert again.done() == {"a", "b"}
    again.append([("c", ("c", ["w"], []))], [])
    assert read(tmp_path / "v.motif").ids == ["x", "w"]


def test_work_that_failed_is_kept_as_a_drop(tmp_path):
    """And is not done again."""
    sink = sink_of(tmp_path / "v.motif")
    sink.append([("a", ("a", ["x"], []))], [Drop("b", "read", "damaged")])
    assert sink_of(tmp_path / "v.motif").done() == {"a", "b"}


def test_a_collection_that_began_otherwise_is_refused(tmp_path):
    """Its items do not say where they come from."""
    Collection("video", {"id": ["x"]}).save(tmp_path / "v.motif")
    with pytest.raises(InputError, match="no column 'origin'"):
        sink_of(tmp_path / "v.motif")
