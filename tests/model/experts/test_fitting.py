"""Fitting: held-out items, monitors, checkpoints, seeds, sparse features, damaged saves."""

import json

import numpy as np
import pytest
from scipy import sparse

from motif.core.errors import DataError, InputError
from motif.model.experts import LogisticLabels, MixtureOfExperts
from motif.model.store import load, save
from motif.represent.rows import RowSource


def made(seed=0, n=120):
    X = np.random.default_rng(seed).normal(size=(n, 4)).astype(np.float32)
    return X, np.column_stack([X[:, 0] > 0, X[:, 1] > 1, X[:, 2] + X[:, 3] > 0])


def small(**settings):
    return MixtureOfExperts(random_state=0, epochs=3, min_steps=1, batch_size=32, **settings)


def test_the_same_seed_gives_the_same_weights():
    """And another seed others."""
    X, Y = made()
    one, again = small().fit(X, Y), small().fit(X, Y)
    other = MixtureOfExperts(random_state=1, epochs=3, min_steps=1, batch_size=32).fit(X, Y)
    assert all(np.array_equal(one.weights_[name], again.weights_[name]) for name in one.weights_)
    assert not np.array_equal(one.weights_["gates.weight"], other.weights_["gates.weight"])


def test_sparse_features_are_the_same_as_dense_ones():
    """To the last bit, in fitting and asking."""
    X, Y = made()
    X[X < 0.5] = 0
    dense, thin = small().fit(X, Y), small().fit(sparse.csr_array(X), sparse.csr_array(Y))
    assert np.array_equal(dense.predict_proba(X), thin.predict_proba(sparse.csr_array(X)))


class Read(RowSource):
    """Rows of an array that are counted as they are read."""

    def __init__(self, X):
        self.X, self.shape, self.most = X, X.shape, 0

    def rows(self, places):
        self.most = max(self.most, len(places))
        return self.X[places]


def test_rows_on_demand_are_read_a_batch_at_a_time():
    """And give what the array gives."""
    X, Y = made()
    source = Read(X)
    lazy, dense = small().fit(source, Y, held_out=(source, Y)), small().fit(X, Y, held_out=(X, Y))
    assert np.array_equal(lazy.predict_proba(source), dense.predict_proba(X))
    lazy = small().fit(Read(X), Y)
    assert np.array_equal(lazy.predict_proba(X), small().fit(X, Y).predict_proba(X))
    fitted = Read(X)
    small().fit(fitted, Y)
    assert fitted.most == 32
    with pytest.raises(InputError, match="4 were fitted"):
        lazy.predict_proba(Read(X[:, :2]))


def test_the_best_epoch_on_held_out_items_is_kept():
    """Labels of noise get worse soon, and training ends before its budget."""
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(60, 30)), rng.random((60, 2)) < 0.5
    other = rng.normal(size=(60, 30)), rng.random((60, 2)) < 0.5
    model = LogisticLabels(epochs=200, patience=3, min_steps=1, learning_rate=0.1, schedule="constant", random_state=0)
    model.fit(X, Y, held_out=other)
    history = model.history_["held_out"]
    assert len(history) < 200
    assert model.best_epoch_ == 1 + int(np.argmin(history))


def test_a_monitor_sees_each_epoch_and_can_stop():
    """The network is at hand, so that any figure can be computed by whoever asks."""
    X, Y = made()
    seen = []
    small().fit(X, Y, monitor=lambda moment: seen.append((moment.epoch, moment.losses["model"])) or len(seen) == 2)
    assert [epoch for epoch, _ in seen] == [1, 2]
    assert seen[1][1] < seen[0][1]


def test_a_killed_training_goes_on_to_the_same_weights(tmp_path, monkeypatch):
    """From its checkpoint."""
    monkeypatch.setattr("motif.model.train.loop._CHECKPOINT_S", 0)
    X, Y = made()
    whole = small().fit(X, Y)

    def stop(moment):
        if moment.epoch == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        small().fit(X, Y, checkpoint=tmp_path / "state", monitor=stop)
    again = small().fit(X, Y, checkpoint=tmp_path / "state")
    assert all(np.array_equal(whole.weights_[name], again.weights_[name]) for name in whole.weights_)
    with pytest.raises(InputError, match="seed"):
        MixtureOfExperts().fit(X, Y, checkpoint=tmp_path / "state")


def test_held_out_labels_must_be_known():
    """As columns, or as labels of items that have one each."""
    X, Y = made()
    with pytest.raises(InputError, match="labels"):
        small().fit(X, Y, held_out=(X, Y[:, :2]))
    y = np.where(X[:, 0] > 0, "a", "b")
    with pytest.raises(InputError, match="no other has"):
        small().fit(X, y, held_out=(X, np.where(X[:, 0] > 0, "a", "c")))
    assert small().fit(X, y, held_out=(X[:1], y[:1])).best_epoch_


@pytest.mark.parametrize(
    ("settings", "told"),
    [({"l2": -1}, "l2"), ({"n_experts": 0}, "n_experts"), ({"gate_rank": 0}, "gate_rank"), ({"epochs": 0}, "epochs")],
    ids=["l2", "experts", "rank", "epochs"],
)
def test_settings_out_of_range_are_told(settings, told):
    """Before anything is learned."""
    with pytest.raises(InputError, match=told):
        MixtureOfExperts(**settings).fit(*made())


def test_a_damaged_save_is_refused(tmp_path):
    """Weights that do not fit, and labels that do not fit each other."""
    X, Y = made()
    for change in (
        lambda model: model.weights_.pop("gates.weight"),
        lambda model: setattr(model, "classes_", np.arange(2)),
    ):
        model = small().fit(X, Y)
        change(model)
        save(model, tmp_path / "m")
        with pytest.raises(DataError, match="does not fit"):
            load(tmp_path / "m")
    assert "MixtureOfExperts" in json.dumps(json.loads((tmp_path / "m" / "params.json").read_text()))
