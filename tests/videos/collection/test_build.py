"""Batches become parts of a collection."""

import numpy as np
import pytest

from motif.core.record import Drop
from motif.videos.collection.build import Batch, Layout, built, quantised
from motif.videos.source.example import Segment, Video


def video(id_="a", labels=(1,), **features):
    return Video(id_, labels, {name: np.asarray(values, np.float32) for name, values in features.items()})


def test_blocks_are_absent_where_a_modality_is_missing():
    """And their rows are NaN, not zeros."""
    batch = Batch([("f#0", video("a", visual=[1, 2])), ("f#1", video("b", visual=[3, 4], audio=[5]))], [])
    made = built(batch, set(), layout=Layout("video", {"visual": 2, "audio": 1}))
    assert made.blocks["audio"].present.tolist() == [False, True]
    assert np.isnan(made.blocks["audio"][0]).all()
    assert made.blocks["visual"][:].tolist() == [[1, 2], [3, 4]]
    assert made.items.to_pylist()[1] == {"id": "b", "labels": [1], "origin": "f#1"}


def test_ids_that_are_known_are_drops():
    """In the batch or before it."""
    batch = Batch(
        [("f#0", video("a")), ("f#1", video("a")), ("f#2", video("b"))], [Drop("f#3", "gather", "missing_id")]
    )
    made = built(batch, {"b"}, layout=Layout("video", {}))
    assert made.ids == ["a"]
    assert made.drops["reason"].to_pylist() == ["missing_id", "duplicate_id", "duplicate_id"]


@pytest.mark.parametrize(("dtype", "error"), [("float32", 0), ("float16", 1e-3), ("uint8", 2 / 255 + 1e-6)])
def test_what_is_stored_comes_back_within_its_step(dtype, error):
    """Bytes are steps of 4/255, so at most half of one off."""
    values = np.random.default_rng(0).uniform(-2, 2, 200).astype(np.float32)
    made = built(Batch([("f#0", video(visual=values))], []), set(), layout=Layout("video", {"visual": 200}, dtype))
    assert str(made.blocks["visual"].dtype) == dtype
    assert np.abs(made.blocks["visual"][0] - values).max() <= error


def test_the_starter_code_is_a_constant_higher():
    """4/512, as its `Dequantize` has it."""
    batch, layout = Batch([("f#0", video(visual=[0, 1]))], []), {"visual": 2}
    exact, starter = (
        built(batch, set(), layout=Layout("video", layout, "uint8", way)).blocks["visual"][0]
        for way in ("exact", "starter")
    )
    assert np.allclose(starter - exact, 4 / 512, atol=1e-6)


def test_quantising_undoes_the_exact_dequantising():
    """All 256 bytes."""
    values = np.arange(256) * (4 / 255) - 2
    assert quantised(values).tolist() == list(range(256))


def test_frames_are_ragged_and_segments_a_table():
    """A row of each video; seconds and labels of each segment."""
    frames = {"visual": np.arange(6, dtype=np.uint8).reshape(3, 2)}
    batch = Batch([("f#0", Video("a", (), frames, (Segment(0, 5, 9, 1.0),))), ("f#1", Video("b", (), {}))], [])
    made = built(batch, set(), layout=Layout("frame", {"visual": 2}, "uint8"))
    assert made.items["n_frames"].to_pylist() == [3, 0]
    assert made.blocks["visual"].raw[0].tolist() == frames["visual"].tolist()
    assert made.tables["segments"].to_pylist() == [{"id": "a", "start_s": 0, "end_s": 5, "label": 9, "score": 1.0}]


def test_a_batch_of_nothing_has_the_blocks_of_the_others():
    """So that it can be the first part."""
    for level in ("video", "frame"):
        dtype = "uint8" if level == "frame" else "float32"
        made = built(Batch([], []), set(), layout=Layout(level, {"visual": 2}, dtype))
        assert (made.n_items, list(made.blocks)) == (0, ["visual"])
