"""The demo does the wing's whole job on synthetic videos, which it always calls so."""

import builtins
import json

import numpy as np
import pytest

from motif.collection import read
from motif.core.errors import MissingExtra
from motif.videos.collection.ledger import ledger
from motif.videos.study import invented as study
from motif.videos.study.gather import gather
from motif.videos.study.synthetic import synthetic


@pytest.fixture(scope="module")
def made():
    """A hundred synthetic videos."""
    return synthetic(100, n_labels=6, n_visual=16, n_audio=4, n_pairs=1, split=False, random_state=1)


def test_what_is_written_is_gathered_as_it_was(made, tmp_path):
    """Numbers, labels and text to the last bit; audio is absent where it was; names by number."""
    files = study.write_files(made, tmp_path)
    held = gather(files["records"], labels=files["labels"], text=files["text"], language=None)
    assert held.ids == made.ids
    for name in ("labels", "title", "creator"):
        assert held.items[name].to_pylist() == made.items[name].to_pylist()
    assert [words or None for words in held.items["keywords"].to_pylist()] == made.items["keywords"].to_pylist()
    for name in ("visual", "audio"):
        np.testing.assert_array_equal(held.blocks[name][:], made.blocks[name][:])
    assert held.tables["vocabulary"]["name"].to_pylist() == made.tables["vocabulary"]["name"].to_pylist()


def test_three_records_are_left_out_each_for_its_reason(made, tmp_path):
    """What is wrong on purpose is found."""
    files = study.write_files(made, tmp_path)
    book = ledger(gather(files["records"], labels=files["labels"]))
    assert book.n_gathered == 103
    assert book.dropped == {"not_finite": 1, "label_out_of_vocabulary": 1, "duplicate_id": 1}


def test_without_torch_the_demo_is_skipped_in_words(monkeypatch):
    """As a missing extra, which `motif demo` passes over."""
    known = builtins.__import__

    def without(name, *rest, **more):
        if name == "torch":
            raise ModuleNotFoundError("No module named 'torch'", name="torch")
        return known(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"motif-media\[videos\]"):
        study.demo(quick=True)


def test_each_tagger_is_judged_beside_chance_and_below_the_best(toured):
    """On videos of creators that it never saw; only words of other videos have no best."""
    result, _ = toured
    assert [one.name for one in result.looked] == [*study.LOOKS]
    for one in result.looked:
        assert one.gap.null is not None
        assert "popularity" in one.gap.trivial
        assert (one.best is None) == (one.name == "sight_sound_others")
        assert one.best is None or one.gap.value < one.best
    assert result.by_name("sight_sound").best > result.by_name("sight").best > result.by_name("sound").best


def test_gains_stand_beside_nothing_and_beside_other_videos_words(toured):
    """The control is the same tagger with words that say nothing."""
    gains = toured[0].gains
    assert gains["sound"].trivial == {"nothing_added": 0.0}
    assert set(gains["words"].trivial) == {"nothing_added", "words_of_other_videos"}
    by_hand = toured[0].by_name("sight_sound").gap.value - toured[0].by_name("sight").gap.value
    assert gains["sound"].value == pytest.approx(by_hand, abs=1e-9)


def test_the_collection_is_left_with_its_models_and_its_truth(toured):
    """Sides by creator, and nobody on two."""
    result, folder = toured
    held = read(folder / "videos.motif")
    assert [*held.models] == [*study.LOOKS]
    assert {"visual", "audio", "words", "other_words"} == set(held.blocks)
    assert held.n_items == result.n_videos == 240
    assert all(id_.startswith("synthetic") for id_ in held.ids)
    sides = {}
    for creator, side in zip(held.items["creator"].to_pylist(), held.items["split"].to_pylist(), strict=True):
        sides.setdefault(creator, set()).add(side)
    assert all(len(one) == 1 for one in sides.values())
    assert ledger(held).n_gathered == 243


def test_examples_mark_what_is_right(toured):
    """A label is right where the video has it."""
    for one in toured[0].examples:
        assert len(one.told) == 3
        assert all(right == (name in one.labels) for name, _, right in one.told)


def test_the_result_is_plain_json(toured):
    """Without a path of this machine."""
    result, folder = toured
    assert str(folder) not in json.dumps(result.as_dict(), allow_nan=False)


@pytest.mark.slow  # ten seconds
def test_in_the_quick_demo_what_was_planted_is_found(tmp_path):
    """Sound adds to sight and words to both, surely; the words of other videos do not; nobody beats the best."""
    result = study.demo(folder=tmp_path, quick=True)
    assert result.gains["sound"].interval[0] > 0
    assert result.gains["words"].interval[0] > 0
    assert result.gains["words"].trivial["words_of_other_videos"] < 0.01
    assert all(one.gap.value < one.best for one in result.looked if one.best is not None)
