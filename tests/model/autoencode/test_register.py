"""Networks of one's own: by name, through clone, pickle and save; nothing in a save is executed."""

import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV
from torch import nn

from motif.core.errors import DataError, InputError
from motif.model import load
from motif.model.autoencode import Autoencoder, VariationalAutoencoder, register_network
from motif.model.autoencode.network import DECODERS, ENCODERS

X = np.random.default_rng(0).normal(size=(20, 5))
QUICK = {"min_steps": 5, "max_steps": 5, "random_state": 0}


def _encoder(size, width=4):
    layers = [nn.Linear(size.n_features, width), nn.BatchNorm1d(width), nn.ReLU(), nn.Linear(width, size.n_statistics)]
    return nn.Sequential(*layers)


def _decoder(size, width=4):
    return nn.Sequential(nn.Linear(size.n_decoder_inputs, width), nn.ReLU(), nn.Linear(width, size.n_features))


@pytest.fixture(autouse=True)
def _registered():
    register_network("own", encoder=_encoder, decoder=_decoder)
    yield
    for known in (ENCODERS, DECODERS):
        for name in ("own", "other"):
            known.pop(name, None)


def test_a_name_is_a_network():
    """With and without numbers; buffers such as running means are kept."""
    for setting in ("own", ("own", 7)):
        model = Autoencoder(2, encoder=setting, **QUICK).fit(X)
        assert model.transform(X).shape == (20, 2)
    assert model.weights_["encoder.1.running_mean"].any()
    assert VariationalAutoencoder(2, encoder="own", decoder=("mlp", 3), **QUICK).fit(X).sample(3).shape == (3, 5)


def test_clone_and_grid_search_take_it():
    """The setting is plain text."""
    search = GridSearchCV(Autoencoder(2, **QUICK), {"encoder": ["own", ("own", 3), "mlp"]}, cv=2).fit(X)
    assert clone(search.best_estimator_).encoder == search.best_params_["encoder"]


def test_a_save_asks_for_the_modules(tmp_path):
    """A process that was not told of the name is told what to do; once it is, answers are the same bytes."""
    model = Autoencoder(2, encoder="own", **QUICK).fit(X)
    codes, kept = model.transform(X), pickle.dumps(model)
    model.save(tmp_path)
    assert "own" in (tmp_path / "params.json").read_text()
    ENCODERS.pop("own")
    DECODERS.pop("own")
    told = r"encoder is 'own', which is not known here; call register_network\('own'"
    with pytest.raises(DataError, match=told):
        load(tmp_path)
    unpickled = pickle.loads(kept)
    with pytest.raises(DataError, match=told):
        unpickled.transform(X)
    register_network("own", encoder=_encoder, decoder=_decoder)
    for loaded in (load(tmp_path), unpickled):
        np.testing.assert_array_equal(loaded.transform(X), codes)


def test_an_encoder_alone_has_no_mirror():
    """Its decoder must be named."""
    register_network("other", encoder=_encoder)
    with pytest.raises(InputError, match="'other' has no decoder of that name"):
        Autoencoder(2, encoder="other", **QUICK).fit(X)


def test_wrong_modules_are_refused():
    """Another shape than asked for, and no module at all."""
    register_network("other", encoder=lambda size: nn.Linear(size.n_features, 9), decoder=_decoder)
    with pytest.raises(InputError, match=r"encoder 'other' returns shape \(1, 9\) for one item; expected \(1, 2\)"):
        Autoencoder(2, encoder="other", **QUICK).fit(X)
    register_network("other", encoder=lambda size: abs)
    with pytest.raises(InputError, match=r"must build a torch.nn.Module"):
        Autoencoder(2, encoder="other", **QUICK).fit(X)


def test_motifs_own_names_are_taken():
    """Nor is a name without a builder, or one that is no name, registered."""
    for name, builders in (("mlp", {"encoder": _encoder}), ("lecture_vae", {"encoder": _encoder}), ("none", {}),
                           ("No name", {"encoder": _encoder})):  # fmt: skip
        with pytest.raises(InputError):
            register_network(name, **builders)
