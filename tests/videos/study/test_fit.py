"""Fitting a tagger: sides, stopping by GAP, resuming, what is left out."""

import numpy as np
import pytest

from motif.collection import Collection, read
from motif.core.errors import InputError
from motif.videos.study.fit import fit, sides_of
from tests.videos.model.test_tagger import videos


def labelled(n=300, seed=0, **columns):
    """The same videos with their labels 7 and 9, and one label that a single video has."""
    held, Y, _ = videos(n, seed=seed)
    labels = [[label for label, has in zip((7, 9), row, strict=True) if has] for row in Y.tolist()]
    labels[0].append(4000)
    items = {"id": held.ids, "labels": labels, **columns}
    return Collection("video", items, blocks=dict(held.blocks))


def quick(held, **settings):
    return fit(held, **{"head": "logistic", "learning_rate": 0.1, "max_steps": 60, "min_steps": 60, **settings})


def test_a_tagger_is_judged_on_videos_that_it_did_not_learn_from():
    """Its GAP lies above shuffled labels and above the labels' shares, and rare labels are left out and counted."""
    found = quick(labelled())
    gap = found.figures["gap"]
    assert gap.value > gap.trivial["popularity"] > 0
    assert gap.null.z > 5
    assert (found.n_labels, found.n_dropped_labels) == (2, 1)
    assert found.n_train + found.n_development == 300
    assert found.tagger.label_ids_.tolist() == [7, 9]


def test_training_stops_by_the_gap_of_the_development_side():
    """And the best look's weights are kept."""
    found = quick(labelled(), max_steps=2000, epochs=500, min_steps=1, patience=20)
    history = found.as_dict()["gap_by_look"]
    assert len(history) >= 2
    assert found.figures["gap"].value == pytest.approx(max(history), abs=1e-6)


def test_where_there_is_a_split_the_test_side_is_never_seen():
    """A label that only test videos have is not learned."""
    sides = np.array(["train", "development", "test"])[np.arange(300) % 3]
    held = labelled(split=sides.tolist())
    assert sides_of(held).train.tolist() == np.flatnonzero(sides == "train").tolist()
    found = quick(held, min_videos=1)
    assert (found.n_train, found.n_development, found.by) == (100, 100, "the column split")


def test_creators_stay_on_one_side():
    """Whoever has no creator goes by the id."""
    creators = [f"c{n % 30}" if n % 5 else None for n in range(300)]
    sides = sides_of(labelled(creator=creators))
    of = [{creators[row] for row in side if creators[row]} for side in (sides.train, sides.development)]
    assert not of[0] & of[1]
    assert sides.by == "creator"


def test_the_same_seed_gives_the_same_predictions_and_a_kill_none_other(monkeypatch):
    """Whether the training was cut in the middle or not."""
    from motif.videos.study import fit as module

    monkeypatch.setattr("motif.model.train.loop._CHECKPOINT_S", 0)
    held = labelled()
    whole = quick(held, resume=False)
    calls = []
    real = module._Watch.__call__

    def stopping(self, moment):
        calls.append(moment.epoch)
        if len(calls) == 20:
            raise KeyboardInterrupt
        return real(self, moment)

    monkeypatch.setattr(module._Watch, "__call__", stopping)
    with pytest.raises(KeyboardInterrupt):
        quick(held)
    again = quick(held)
    assert calls[20] > 1  # it did not begin anew
    assert all(
        np.array_equal(whole.tagger.head_["weights_"][name], again.tagger.head_["weights_"][name])
        for name in whole.tagger.head_["weights_"]
    )


def test_a_fitted_tagger_is_kept_in_its_collection(tmp_path):
    """A second one of that name is refused unless it may replace it."""
    held = labelled().save(tmp_path / "v.motif")
    quick(held).save(tmp_path / "v.motif")
    kept = read(tmp_path / "v.motif")
    assert list(kept.models) == ["labels"]
    with pytest.raises(InputError, match="model 'labels' already"):
        quick(kept)


def test_what_cannot_be_learned_is_told():
    """No labels, no side, no video of any label, no such setting."""
    held = labelled(40)
    for given, settings, told in [
        (Collection("video", {"id": held.ids}, blocks=dict(held.blocks)), {}, "no labels"),
        (labelled(40, split=["train"] * 40), {}, "cannot be split"),
        (held, {"min_videos": 1000}, "no label has 1000 videos"),
        (held, {"n_heads": 3}, "n_heads"),
        (held, {"modalities": ["smell"]}, "no such modality"),
    ]:
        with pytest.raises(InputError, match=told):
            quick(given, **settings)


def test_held_out_videos_without_any_learned_label_are_told_before_training():
    """Nothing could be judged by them."""
    held = labelled(split=["train"] * 299 + ["development"])
    labels = [*held.items["labels"].to_pylist()[:-1], [55]]
    odd = Collection(
        "video", {"id": held.ids, "labels": labels, "split": held.items["split"]}, blocks=dict(held.blocks)
    )
    with pytest.raises(InputError, match="none of the 1 videos held out has a label that is learned"):
        quick(odd)


def test_many_scores_are_judged_batch_by_batch(monkeypatch):
    """To the same figures, but for mAP over all scores, which is bounded."""
    whole = quick(labelled(), resume=False).figures
    monkeypatch.setattr("motif.videos.study.fit._MOST_SCORES", 10)
    monkeypatch.setattr("motif.videos.study.fit._RUN", 16)
    parts = quick(labelled(), resume=False).figures
    assert [key for key in whole if whole[key].value != pytest.approx(parts[key].value)] in ([], ["map_full"])
    assert parts["map_full"].value == pytest.approx(whole["map_full"].value, abs=0.02)
