"""The tagger: modalities that are missing, labels by number, saving."""

import numpy as np
import pytest

from motif.collection import Collection, dense
from motif.core.errors import DataError, InputError, NotFitted
from motif.model.store import load, save
from motif.videos.model.tagger import Tagger
from motif.videos.represent.stack import Stack


def videos(n=300, missing=0.3, seed=0):
    """Two labels, one to be seen and one to be heard; some videos have no sound."""
    rng = np.random.default_rng(seed)
    Y = rng.random((n, 2)) < 0.4
    visual = rng.normal(size=(n, 4)) + 3 * Y[:, :1]
    audio = 1000 * (rng.normal(size=(n, 2)) + 3 * Y[:, 1:])
    heard = rng.random(n) >= missing
    held = Collection(
        "video", {"id": [f"v{k}" for k in range(n)]}, blocks={"visual": visual, "audio": dense(audio, present=heard)}
    )
    return held, Y, heard


def tagger(**settings):
    return Tagger(("visual", "audio"), head="logistic", settings={"learning_rate": 0.1, **settings}, random_state=0)


def test_each_modality_says_what_it_knows():
    """However large its numbers are; without sound, what is heard is as likely as it is frequent."""
    held, Y, heard = videos()
    stack = Stack(held, ("visual", "audio"))
    found = tagger().fit(stack, Y, labels=[7, 9]).predict_proba(stack)
    assert ((found[:, 0] > 0.5) == Y[:, 0]).mean() > 0.9
    assert ((found[heard, 1] > 0.5) == Y[heard, 1]).mean() > 0.9
    assert found[~heard, 1].std() < 0.2 * found[heard, 1].std()


def test_a_saved_tagger_says_the_same(tmp_path):
    """With the labels' numbers."""
    held, Y, _ = videos()
    stack = Stack(held, ("visual", "audio"))
    model = tagger().fit(stack, Y, labels=[7, 9])
    save(model, tmp_path / "m")
    again = load(tmp_path / "m", classes=[Tagger])
    assert again.label_ids_.tolist() == [7, 9]
    assert np.array_equal(again.predict_proba(stack), model.predict_proba(stack))


def test_a_save_whose_parts_do_not_fit_is_refused(tmp_path):
    """Labels or means of another number."""
    held, Y, _ = videos(60)
    stack = Stack(held, ("visual", "audio"))
    for change in (
        lambda model: setattr(model, "label_ids_", np.arange(5)),
        lambda model: model.fusion_.update(mean=np.zeros(2)),
        lambda model: model.head_["weights_"].pop("labels.bias"),
    ):
        model = tagger(max_steps=5).fit(stack, Y, labels=[7, 9])
        change(model)
        save(model, tmp_path / "m")
        with pytest.raises(DataError, match="does not fit"):
            load(tmp_path / "m", classes=[Tagger])


def test_what_does_not_line_up_is_told():
    """Other blocks, unknown settings, labels without a column, nothing fitted."""
    held, Y, _ = videos(60)
    stack = Stack(held, ("visual", "audio"))
    with pytest.raises(InputError, match="n_expert"):
        Tagger(settings={"n_expert": 2}).fit(stack, Y, labels=[7, 9])
    with pytest.raises(InputError, match="labels"):
        tagger().fit(stack, Y, labels=[7])
    with pytest.raises(NotFitted):
        tagger().predict_proba(stack)
    model = tagger(max_steps=5).fit(stack, Y, labels=[7, 9])
    with pytest.raises(InputError, match=r"blocks of \(4,\) numbers"):
        model.predict_proba(Stack(held, ("visual",)))
