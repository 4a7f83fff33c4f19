"""Fitting: what it takes, refuses, keeps and resumes; for each kind of estimator."""

import logging
import multiprocessing
import os
import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
import torch
from joblib import dump
from joblib import load as joblib_load
from scipy import sparse
from sklearn.base import clone
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from motif.core.errors import DataError, InputError, NotFitted
from motif.model.autoencode import Autoencoder, ConditionalVariationalAutoencoder, VariationalAutoencoder
from motif.model.autoencode.scaling import summarise
from motif.model.train import Rows, loop
from motif.represent.scale import Rescaler

KINDS = [Autoencoder, VariationalAutoencoder, ConditionalVariationalAutoencoder]
RNG = np.random.default_rng(0)
X = (RNG.normal(size=(60, 5)) @ RNG.normal(size=(5, 5))).round(6)  # the last bits of BLAS differ between processes
Y = np.arange(60) % 3
QUICK = {"encoder": ("mlp", 8), "min_steps": 1, "max_steps": 30, "random_state": 0}


def _same(one, other):
    assert one.weights_.keys() == other.weights_.keys()
    return all(np.array_equal(one.weights_[name], other.weights_[name]) for name in one.weights_)


@pytest.mark.parametrize("cls", KINDS)
@pytest.mark.parametrize(
    ("items", "words"),
    [
        (np.where(np.eye(60, 5) > 0, np.nan, X), "X has NaN or infinite values in 5 rows: 0, 1, 2, 3, 4"),
        (X[:1], "1 sample"),
        (X[:, :0], "0 feature"),
        (X[0], "Expected 2D array"),
        (X * 1e300, "too large for float32"),
        ([["a"] * 5] * 60, "could not convert|numeric"),
    ],
    ids=["NaN", "one row", "no columns", "one dimension", "too large", "text"],
)
def test_unfit_items_are_refused(cls, items, words):
    """In one clear line, and nothing is learned."""
    model = cls(**QUICK)
    with pytest.raises(InputError, match=f"^(?=[^\n]*$).*({words})"):
        model.fit(items, Y[: len(items)])
    assert not hasattr(model, "weights_")


@pytest.mark.parametrize("cls", KINDS)
def test_constant_columns_are_restored(cls):
    """A column that never varies, or none that does, is no trouble: it comes back as it is."""
    items = X.copy()
    items[:, 2] = 7.0
    model = cls(**{**QUICK, "max_steps": 300, "epochs": 300}).fit(items, Y)
    assert np.abs(model.reconstruct(items)[:, 2] - 7).max() < 0.5
    still = cls(**QUICK).fit(np.full((20, 3), 4.0), Y[:20])
    np.testing.assert_allclose(still.reconstruct(np.full((2, 3), 4.0)), 4.0, atol=0.5)
    assert all(np.isfinite(values).all() for values in still.weights_.values())


@pytest.mark.parametrize("cls", KINDS)
def test_batch_larger_than_the_data_is_all_of_them(cls, caplog):
    """One line in the log says so; the fit is that of one batch."""
    with caplog.at_level(logging.INFO, logger="motif.model.train"):
        large = cls(**QUICK, batch_size=1000).fit(X, Y)
    assert caplog.messages == ["batch_size=1000 is more than the 60 items: each batch is all of them"]
    assert _same(large, cls(**QUICK, batch_size=60).fit(X, Y))


@pytest.mark.parametrize("cls", KINDS)
@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"n_components": 0}, "n_components must be at least 1"),
        ({"encoder": "cnn"}, "encoder must be one of"),
        ({"activation": "swoosh"}, "activation must be one of"),
        ({"likelihood": "bernoulli"}, r"takes values in \[0, 1\]"),
        ({"likelihood": "multinomial"}, "takes counts"),
        ({"penalty": "l3"}, "penalty must be one of"),
        ({"noise": "dust"}, "noise must be one of"),
        ({"learning_rate": -1}, "learning_rate"),
        ({"device": "tpu"}, "device must be one of"),
        ({"n_threads": 0}, "n_threads must be at least 1"),
        ({"early_stopping": True, "validation_fraction": 0.0}, "leaves none"),
        ({"early_stopping": True, "validation_fraction": 1.0}, "leaves none"),
        ({"random_state": -1}, "random_state must be"),
        ({"learning_rate": 1e20, "schedule": "constant"}, r"the loss became \S+ at step .*lower learning_rate=1e\+20"),
    ],
    ids=str,
)
def test_wrong_settings_are_refused(cls, setting, words):
    """In one clear line, when it is fitted."""
    with pytest.raises(InputError, match=f"^(?=[^\n]*$).*{words}"):
        cls(**{**QUICK, **setting}).fit(X, Y)


@pytest.mark.parametrize("cls", KINDS)
def test_no_warning_in_normal_use(cls, tmp_path):
    """Read-only items, frames, bytes, pickles: neither PyTorch nor NumPy warns."""
    np.save(tmp_path / "x.npy", X)
    frozen = np.load(tmp_path / "x.npy", mmap_mode="r")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = cls(**QUICK).fit(frozen, Y)
        dump(model, tmp_path / "model.joblib")
        mapped = joblib_load(tmp_path / "model.joblib", mmap_mode="r")
        assert not mapped.weights_["shift"].flags.writeable
        np.testing.assert_array_equal(mapped.transform(frozen), model.transform(X))
        mapped.partial_fit(frozen, Y)
        frame = pd.DataFrame(X, columns=list("abcde"))
        cls(**QUICK).fit(frame, Y).transform(frame)


@pytest.mark.parametrize("cls", KINDS)
def test_items_may_be_anything_that_holds_numbers(cls, tmp_path):
    """Mapped, Fortran-ordered and sparse items give the same bytes as those in memory; bytes those of their numbers."""
    counts = RNG.integers(0, 9, size=(60, 5)).astype(np.uint8)
    np.save(tmp_path / "x.npy", counts)
    models = [
        cls(**QUICK).fit(items, Y)
        for items in (
            counts, np.load(tmp_path / "x.npy", mmap_mode="r"), np.asfortranarray(counts), sparse.csr_array(counts),
            counts.astype(np.float32), counts.tolist(),
        )
    ]  # fmt: skip
    assert all(_same(models[0], model) for model in models[1:-2])
    for model in models[-2:]:  # of bytes, means are exact; of other numbers, rounded
        np.testing.assert_allclose(model.reconstruct(counts), models[0].reconstruct(counts), atol=1e-2)
    codes = [models[0].transform(items) for items in (counts, sparse.csr_array(counts))]
    assert codes[0].dtype == np.float32
    np.testing.assert_array_equal(*codes)


def test_bytes_are_pictures_in_bounded_kinds():
    """uint8 from 0 to 255 is restored as such, and trains the same network as its hundredths do."""
    pixels = RNG.integers(0, 256, size=(60, 5)).astype(np.uint8)
    settings = {**QUICK, "output": "sigmoid"}
    of_bytes = Autoencoder(**settings).fit(pixels)
    of_floats = Autoencoder(**settings).fit((pixels / np.float32(255)).astype(np.float32))
    np.testing.assert_allclose(of_bytes.reconstruct(pixels) / 255, of_floats.reconstruct(pixels / 255), atol=1e-4)


@pytest.mark.parametrize("cls", KINDS)
def test_budget_is_kept(cls):
    """Epochs where they fit, the floor for few items and the ceiling for many."""
    few = cls(encoder=("mlp", 4), epochs=2, min_steps=9, random_state=0).fit(X, Y)
    many = cls(encoder=("mlp", 4), epochs=50, batch_size=10, min_steps=1, max_steps=15, random_state=0).fit(X, Y)
    assert (few.n_steps_, many.n_steps_, many.n_epochs_) == (9, 15, 3)
    assert len(many.history_["model"]) == 3


@pytest.mark.parametrize("cls", KINDS)
def test_early_stopping_keeps_the_best_weights(cls):
    """Training ends after `patience` epochs without a better held-out loss; the weights are those of the best epoch."""
    settings = {"encoder": ("mlp", 32), "learning_rate": 0.02, "schedule": "constant", "epochs": 400, "random_state": 0}
    noise = np.random.default_rng(0).normal(size=(40, 5))
    model = cls(**settings, early_stopping=True, patience=5, validation_fraction=0.25).fit(noise, Y[:40])
    held_out = model.history_["held_out"]
    assert model.n_epochs_ == len(held_out) == model.best_epoch_ + 5 < 400
    assert int(np.argmin(held_out)) + 1 == model.best_epoch_
    assert cls(**QUICK).fit(noise, Y[:40]).best_epoch_ is None


def test_a_monitor_is_called_and_can_stop():
    """It sees the losses of each epoch; True ends the fit."""
    seen = []
    model = Autoencoder(**QUICK).fit(X, monitor=lambda moment: seen.append(moment.losses["model"]) or len(seen) == 4)
    assert seen == model.history_["model"]
    assert model.n_epochs_ == 4


def _fit_and_die(cls, path):
    loop._CHECKPOINT_S = 0.0
    cls(**QUICK).fit(X, Y, checkpoint=path, monitor=lambda moment: moment.epoch == 7 and os._exit(9))


@pytest.mark.parametrize("cls", KINDS)
def test_a_killed_fit_goes_on(cls, tmp_path, monkeypatch):
    """The same call ends with the same bytes as a fit that was not killed; other items or settings are refused."""
    monkeypatch.setattr(loop, "_CHECKPOINT_S", 0.0)
    path = tmp_path / "fit.safetensors"
    process = multiprocessing.get_context("spawn").Process(target=_fit_and_die, args=(cls, path))
    process.start()
    process.join()
    assert process.exitcode == 9
    for other, items in (
        (cls(**QUICK, batch_size=7), X),
        (cls(**QUICK), X + 1),
        (cls(**{**QUICK, "random_state": 1}), X),
    ):
        with pytest.raises(InputError, match="is the checkpoint of another training"):
            other.fit(items, Y, checkpoint=path)
    epochs = []
    resumed = cls(**QUICK).fit(X, Y, checkpoint=path, monitor=lambda moment: epochs.append(moment.epoch))
    assert epochs[0] == 7
    assert _same(resumed, cls(**QUICK).fit(X, Y))
    assert not path.exists()


def test_checkpoints_need_a_seed_and_are_checked(tmp_path):
    """Without a seed no fit could go on; a file of somebody else's is not touched."""
    with pytest.raises(InputError, match="set random_state to a whole number"):
        Autoencoder(**{**QUICK, "random_state": None}).fit(X, checkpoint=tmp_path / "a")
    (tmp_path / "a").write_text("mine")
    with pytest.raises(DataError, match="'a' is no checkpoint"):
        Autoencoder(**QUICK).fit(X, checkpoint=tmp_path / "a")
    assert (tmp_path / "a").read_text() == "mine"


@pytest.mark.parametrize("cls", KINDS)
def test_partial_fit_learns_on(cls):
    """Passes over the same items make the loss smaller; the scale stays that of the first; other widths are refused."""
    model = cls(encoder=("mlp", 16), batch_size=20, learning_rate=5e-3, random_state=0)
    for _ in range(60):
        model.partial_fit(X, Y)
    losses = model.history_["model"]
    assert (model.n_epochs_, model.n_steps_, len(losses)) == (60, 180, 60)
    assert losses[-1] < losses[0] - 0.5
    shift = model.weights_["shift"].copy()
    assert np.array_equal(model.partial_fit(X + 100, Y).weights_["shift"], shift)
    with pytest.raises(InputError, match="expecting 5 features"):
        model.partial_fit(X[:, :3], Y)
    again = pickle.loads(pickle.dumps(model)).partial_fit(X, Y)
    assert _same(again, model.partial_fit(X, Y))
    assert not hasattr(model.fit(X, Y), "optimiser_")


def test_parameters_may_change_after_the_fit():
    """What was learned answers for itself, whatever the settings say by now."""
    model = Autoencoder(3, **QUICK).fit(X)
    before = model.transform(X)
    model.set_params(n_components=2, likelihood="bernoulli", encoder="mlp", tied=True)
    np.testing.assert_array_equal(model.transform(X), before)


@pytest.mark.parametrize("cls", KINDS)
def test_the_global_generator_of_pytorch_is_left_alone(cls):
    """Neither heard nor moved."""
    torch.manual_seed(5)
    before = torch.get_rng_state()
    one = cls(**QUICK).fit(X, Y)
    one.transform(X), one.score(X)
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(6)
    assert _same(one, cls(**QUICK).fit(X, Y))


def test_it_is_a_step_of_a_pipeline_and_of_a_search():
    """Codes feed a classifier; settings of the network are searched, also written as tuples; clones are unfitted."""
    digits = load_digits()
    items, labels = digits.data[:400] / 16, digits.target[:400]
    steps = make_pipeline(
        Rescaler(), Autoencoder(16, max_steps=150, random_state=0), LogisticRegression(max_iter=500)
    )  # fmt: skip
    grid = {"autoencoder__penalty": [None, ("l2", 1e-3)], "autoencoder__encoder": [("mlp", 64), "lecture_dense"]}
    search = GridSearchCV(steps, grid, cv=2).fit(items, labels)
    assert search.best_score_ > 0.8
    with pytest.raises(NotFitted):
        clone(search.best_estimator_[1]).transform(items)
    alone = GridSearchCV(Autoencoder(min_steps=200, random_state=0), {"n_components": [1, 4]}, cv=2).fit(X)
    assert alone.best_params_ == {"n_components": 4}


@pytest.mark.parametrize(
    ("only", "words"),
    [
        ([], "names 0 items"),
        ([3], "names 1 items"),
        ([0, 60], "outside are 60"),
        ([-1, 2], "outside are -1"),
        ([0.0, 1.0], "whole numbers.*float64"),
        ([[0, 1]], "whole numbers"),
        ([True, False, True], "only: 3 given, 60 expected"),
        ([4, 5, 4], "more than once: 4"),
    ],
    ids=str,
)
def test_a_wrong_choice_of_items_is_refused(only, words):
    """In one clear line."""
    with pytest.raises(InputError, match=f"^(?=[^\n]*$).*{words}"):
        Autoencoder(**QUICK).fit(X, only=only)


def test_a_mask_chooses_items_too():
    """As their positions do."""
    mask = Y > 0
    chosen = [Autoencoder(**QUICK).fit(X, only=only) for only in (mask, np.flatnonzero(mask))]
    assert _same(*chosen)


@pytest.mark.parametrize("kind", [{"early_stopping": True}, {}], ids=["held out", "only"])
@pytest.mark.parametrize("cls", [Autoencoder, VariationalAutoencoder])
def test_one_item_far_out_is_refused(cls, kind):
    """By its row in X, also where some of X is held out or left aside."""
    spoilt = X / np.abs(X).max()
    spoilt[50, 2] = 1e30
    with pytest.raises(DataError, match=r"^item 50 of X lies .*e\+30 times as far out"):
        cls(**QUICK, **kind).fit(spoilt, only=None if kind else np.arange(20, 60))


def test_honest_tails_are_fitted():
    """Numbers that reach over six orders are data."""
    tails = np.exp(RNG.normal(size=(300, 3)) * 2.5)
    assert np.isfinite(Autoencoder(**QUICK).fit(tails).score(tails))


def test_a_checkpoint_knows_every_item(tmp_path, monkeypatch):
    """One number changed, anywhere, is another training."""
    monkeypatch.setattr(loop, "_CHECKPOINT_S", 0.0)
    many = np.random.default_rng(1).normal(size=(2100, 2)).astype(np.float32)

    def interrupted(moment):
        raise KeyboardInterrupt

    model = Autoencoder(**{**QUICK, "max_steps": 60})
    with pytest.raises(KeyboardInterrupt):
        model.fit(many, monitor=lambda moment: moment.epoch == 2 and interrupted(moment), checkpoint=tmp_path / "run")
    other = many.copy()
    other[1] += 1
    with pytest.raises(InputError, match="another training"):
        model.fit(other, checkpoint=tmp_path / "run")


@pytest.mark.parametrize("rate", [1e30, 1e38])
def test_a_last_step_out_of_all_bounds_is_told(rate):
    """No loss follows it; nothing is learned."""
    model = Autoencoder(encoder=("mlp", 8), learning_rate=rate, min_steps=1, max_steps=1, random_state=0)
    with pytest.raises(InputError, match="beyond all bounds by step 1 of 1; lower learning_rate=1e"):
        model.fit(X)
    with pytest.raises(InputError, match="beyond all bounds"):
        model.partial_fit(X)
    assert not hasattr(model, "weights_")


def test_salt_is_the_highest_value_in_each_column():
    """Whatever was taken off the column; partial_fit takes off what the first items told."""
    items = np.column_stack([np.linspace(0, 1, 50), np.linspace(9, 10, 50)])
    model = Autoencoder(**QUICK, noise="salt_and_pepper").fit(items)
    noise = model._objective(summarise(Rows(items))).noise
    shift, scale = model.weights_["shift"], model.weights_["scale"]
    np.testing.assert_allclose(noise.high.numpy() * scale + shift, [10, 10], rtol=1e-6)
    np.testing.assert_allclose(noise.low.numpy() * scale + shift, [0, 0], atol=1e-5)
