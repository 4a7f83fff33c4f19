"""The text network: order, vectors of words never met, parts of a training, features, damaged saves."""

from itertools import pairwise

import numpy as np
import pytest

from motif.core.errors import DataError, InputError
from motif.model.sequence import TextConvolution
from motif.model.store import load, save


def small(vectors=None, **settings):
    given = {"max_width": 3, "n_channels": 16, "n_hidden": 16, "learning_rate": 0.01, "random_state": 0, **settings}
    return TextConvolution(vectors, **given)


def texts(n, seed=0):
    """Some of five words by chance, and whether 0 comes right before 1, and whether there is a 4."""
    rng = np.random.default_rng(seed)
    found = [rng.integers(5, size=rng.integers(2, 7)) for _ in range(n)]
    follows = [any(a == 0 and b == 1 for a, b in pairwise(text)) for text in found]
    return found, np.column_stack([follows, [4 in text for text in found]])


@pytest.fixture(scope="module")
def told():
    """A network that has learned both."""
    return small(epochs=12).fit(*texts(500))


def test_the_order_of_words_is_read(told):
    """0 before 1 is told from 1 before 0, in texts never seen, beside a word that is there or not."""
    asked, Y = texts(300, seed=1)
    assert (told.predict(asked) == Y).mean(axis=0).min() > 0.97
    assert max(Y.mean(axis=0).max(), 1 - Y.mean(axis=0).min()) < 0.9


def test_a_word_never_met_is_read_by_its_vector():
    """Words 2 and 3 are near each other, and only 2 is in training."""
    vectors = np.array([[1, 0], [0.9, 0.1], [0, 1], [0.1, 0.95]])
    model = small(vectors).fit([[0, 1], [2], [1, 0], [2, 2]] * 20, ["a", "b"] * 40)
    assert model.predict([[3], [3, 3], [1]]).tolist() == ["b", "b", "a"]


def test_words_of_larger_numbers_are_unknown(told):
    """As those below 0, where vectors are learned: they are passed over."""
    assert np.array_equal(told.predict_proba([[0, 77, 1, -1]]), told.predict_proba([[0, 1]]))


def test_features_are_those_of_the_hidden_layer(told):
    """One row a text, at least 0, nothing left out by chance; the labels follow from them."""
    asked = texts(20, seed=2)[0]
    seen = told.transform(asked)
    logits = seen @ told.weights_["labels.weight"].T + told.weights_["labels.bias"]
    assert seen.min() >= 0
    assert np.allclose(1 / (1 + np.exp(-logits)), told.predict_proba(asked), atol=1e-6)
    assert len(told.get_feature_names_out()) == seen.shape[1]


def test_the_best_epoch_on_held_out_texts_is_kept():
    """Labels of noise get worse soon."""
    X, _ = texts(60)
    other, _ = texts(60, seed=1)
    rng = np.random.default_rng(0)
    Y, theirs = rng.random((60, 2)) < 0.5, rng.random((60, 2)) < 0.5
    model = small(epochs=40, batch_size=30, schedule="constant").fit(X, Y, held_out=(other, theirs))
    assert model.best_epoch_ == 1 + int(np.argmin(model.history_["held_out"])) < 40


def test_a_killed_training_goes_on_to_the_same_weights(tmp_path, monkeypatch):
    """From its checkpoint, what is left out by chance and the vectors included."""
    monkeypatch.setattr("motif.model.train.loop._CHECKPOINT_S", 0)
    X, Y = texts(60)
    settings = {"epochs": 4, "min_steps": 1, "batch_size": 20}
    whole = small(np.eye(5), **settings).fit(X, Y)

    def stop(moment):
        if moment.epoch == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        small(np.eye(5), **settings).fit(X, Y, checkpoint=tmp_path / "state", monitor=stop)
    with pytest.raises(InputError):
        small(2 * np.eye(5), **settings).fit(X, Y, checkpoint=tmp_path / "state")
    again = small(np.eye(5), **settings).fit(X, Y, checkpoint=tmp_path / "state")
    assert all(np.array_equal(whole.weights_[name], again.weights_[name]) for name in whole.weights_)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"max_width": 0}, "max_width"),
        ({"n_channels": 0}, "n_channels"),
        ({"n_hidden": 0}, "n_hidden"),
        ({"n_learned": 0}, "n_learned"),
        ({"max_length": 0}, "max_length"),
        ({"dropout": 1}, "dropout"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_settings_out_of_range_are_told(settings, told):
    """Before anything is learned."""
    with pytest.raises(InputError, match=told):
        small(**settings).fit(*texts(20))


def test_texts_without_a_word_teach_nothing():
    """And are refused; one among others is no hindrance."""
    with pytest.raises(InputError, match="none of the 2 texts has a word"):
        small().fit([[], [-1]], [0, 1])


def test_a_damaged_save_is_refused(told, tmp_path):
    """Weights of another network."""
    save(told, tmp_path / "m")
    assert np.array_equal(load(tmp_path / "m").weights_["labels.bias"], told.weights_["labels.bias"])
    wrong = small(n_hidden=8).fit(*texts(20))
    wrong.n_hidden = 9
    save(wrong, tmp_path / "wrong")
    with pytest.raises(DataError, match="does not fit"):
        load(tmp_path / "wrong")
