"""Saves that were changed and signed again: what does not fit is refused, with the part that does not."""

import copy

import numpy as np
import pytest

from motif.core.errors import DataError
from motif.model import saved, store
from motif.model.autoencode import (
    AdversarialAutoencoder,
    Autoencoder,
    ConditionalVariationalAutoencoder,
    PretrainedClassifier,
    VariationalAutoencoder,
    VectorQuantizedAutoencoder,
)

X = np.random.default_rng(0).normal(size=(30, 4))
Y = np.arange(30) % 3
QUICK = {"encoder": ("mlp", 3), "min_steps": 1, "max_steps": 3, "random_state": 0}


@pytest.fixture(scope="module")
def fitted():
    """One of each kind."""
    kinds = (Autoencoder, ConditionalVariationalAutoencoder, VectorQuantizedAutoencoder)
    made = {cls: cls(**QUICK).fit(X, Y) for cls in kinds}
    classifier = PretrainedClassifier((3,), pretraining="none", min_steps=1, max_steps=3, random_state=0)
    return made | {PretrainedClassifier: classifier.fit(X, Y)}


def _refused(model, folder, words):
    saved.write(model, folder)  # a model that was changed by hand gets a right checksum
    with pytest.raises(DataError, match=words):
        store.load(folder)


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("encoder.layers.0.weight", lambda v: v[:, :2], r"float32 \(3, 2\), not float32 \(3, 4\)"),
        ("encoder.layers.0.weight", lambda v: v.astype(np.float64), "is float64"),
        ("encoder.layers.0.weight", lambda v: v.astype(np.float16), "is float16"),
        ("encoder.layers.0.weight", lambda v: v * np.nan, "holds NaN or infinite"),
        ("shift", lambda v: v.astype(np.float32), "is float32"),
        ("scale", np.zeros_like, "must be above 0"),
    ],
    ids=["shape", "wide", "narrow", "NaN", "shift", "scale"],
)
def test_weights_are_those_of_the_network(name, change, words, tmp_path):
    """In shape, type and finiteness."""
    model = Autoencoder(**QUICK).fit(X)
    model.weights_[name] = change(model.weights_[name])
    _refused(model, tmp_path, words)


@pytest.mark.parametrize(
    ("cls", "name", "value"),
    [
        (Autoencoder, "code_mean_", np.zeros(7)),
        (Autoencoder, "code_covariance_", np.full((2, 2), np.nan)),
        (Autoencoder, "n_features_in_", True),
        (Autoencoder, "n_features_in_", 10**30),
        (Autoencoder, "code_covariance_", np.array([[1.0, 2.0], [2.0, 1.0]])),
        (Autoencoder, "code_covariance_", -np.eye(2)),
        (Autoencoder, "n_coded_", 0),
        (Autoencoder, "seed_", -1),
        (Autoencoder, "n_epochs_", 1.5),
        (Autoencoder, "n_steps_", None),
        (Autoencoder, "best_epoch_", 9),
        (Autoencoder, "history_", {"model": [0.5, "low", 0.1]}),
        (Autoencoder, "history_", {"model": [float("nan")] * 3}),
        (Autoencoder, "history_", {"model": [0.5]}),
        (Autoencoder, "history_", None),
        (Autoencoder, "image_shape_", (1, 2, 3)),
        (Autoencoder, "network_", np.zeros(3)),
        (Autoencoder, "optimiser_", [1]),
        (Autoencoder, "optimiser_", {"x": np.zeros(1, np.float32)}),
        (Autoencoder, "optimiser_", {"model.0.step": np.zeros((), np.float32)}),
        (VectorQuantizedAutoencoder, "code_shares_", np.zeros((1, 2))),
        (VectorQuantizedAutoencoder, "code_shares_", np.zeros((8, 64))),
        (VectorQuantizedAutoencoder, "perplexity_", 99.0),
        (VectorQuantizedAutoencoder, "perplexity_", float("nan")),
        (VectorQuantizedAutoencoder, "n_coded_", "many"),
        (ConditionalVariationalAutoencoder, "class_prior_", np.array([0.5, 0.5, 0.5])),
        (ConditionalVariationalAutoencoder, "class_counts_", np.array([-1, 2, 3])),
        (ConditionalVariationalAutoencoder, "class_counts_", np.array([1.0, 2.0, 3.0])),
        (ConditionalVariationalAutoencoder, "classes_", np.array([1, 1, 1])),
        (ConditionalVariationalAutoencoder, "classes_", np.array([0.0, np.nan, 1.0])),
        (PretrainedClassifier, "classes_", np.array([2, 1, 0])),
        (PretrainedClassifier, "network_", {"widths": [], "activation": "relu"}),
        (PretrainedClassifier, "weights_", {}),
        (PretrainedClassifier, "history_", {}),
        (PretrainedClassifier, "n_steps_", 0),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_is_learned_beside_them_fits_too(cls, name, value, fitted, tmp_path):
    """In one line, by its name."""
    model = copy.copy(fitted[cls])
    setattr(model, name, value)
    _refused(model, tmp_path, rf"^[^\n]*{'widths' if name == 'network_' and 'widths' in str(value) else name}[^\n]*$")


@pytest.mark.parametrize(
    ("name", "value"),
    [("batch_size", "x"), ("device", "tpu"), ("n_threads", 0), ("random_state", "x"), ("penalty", ("l1", -1.0)),
     ("weight_decay", float("inf")), ("noise", ("gaussian", float("inf"))), ("patience", 0)],
)  # fmt: skip
def test_parameters_are_those_of_a_fit(name, value, tmp_path):
    """A save cannot say what `fit` refuses; the reason is given."""
    model = Autoencoder(**QUICK).fit(X).set_params(early_stopping=True, **{name: value})
    _refused(model, tmp_path, f"(?s)does not fit its class .*{name.split('_')[0]}")


def test_the_network_s_facts_are_all_there(fitted, tmp_path):
    """One less or one more is told."""
    for change in ({"n_components": None}, {"colour": "red"}):
        model = copy.copy(fitted[Autoencoder])
        facts = {name: value for name, value in (model.network_ | change).items() if value is not None}
        model.network_ = facts | {"image": model.network_["image"]}
        _refused(model, tmp_path, r"^[^\n]*is damaged[^\n]*(n_components|network_ must hold)[^\n]*$")


def test_a_whole_save_is_read(tmp_path):
    """With the optimiser's state that partial_fit keeps."""
    for model in (
        Autoencoder(**QUICK),
        AdversarialAutoencoder(**QUICK),
        VariationalAutoencoder(**QUICK),
        ConditionalVariationalAutoencoder(**QUICK),
        VectorQuantizedAutoencoder(**QUICK),
    ):
        saved.write(model.partial_fit(X, Y), tmp_path)
        assert (type(model).load(tmp_path).transform(X) == model.transform(X)).all()
