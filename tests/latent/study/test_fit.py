"""`fit`: codes and model in the collection, judged on what was held out; all or nothing; goes on after a kill."""

import numpy as np
import pytest

from motif.core.cache import default_cache
from motif.core.errors import InputError
from motif.latent.study.fit import fit
from motif.latent.study.task import task_of
from motif.model import load, train

QUICK = {"n_components": 3, "max_steps": 60, "epochs": 60, "device": "cpu"}


def test_a_network_restores_curves_better_than_pca(fitted, waves):
    """Three numbers of a network hold three curves, for which PCA needs more; the record says who was held out."""
    model = load(fitted.models["codes"])
    task = task_of(waves)
    X = task.items.values(task.held_out)
    error = ((model.reconstruct(X) - X) ** 2).mean()
    of_pca = ((task.plain(3).restored(X) - X) ** 2).mean()
    assert error < 0.7 * of_pca
    record = next(one for one in fitted.records if one["step"] == "latent.fit")
    assert (record["parameters"]["held_out"], record["seed"]) == (0.2, 0)


def test_the_codes_are_the_model_s(fitted, waves):
    """The block that is kept is what the kept model says of the numbers."""
    model = load(fitted.models["codes"])
    np.testing.assert_allclose(
        fitted.blocks["codes"][:], model.transform(waves.blocks["pixels"][:].reshape(240, 36)), atol=1e-5
    )
    assert fitted.blocks["codes"].info.parents == ("pixels",)


def test_nothing_is_learned_from_held_out_items(waves):
    """Other pixels in held-out items give the same network."""
    task = task_of(waves)
    pixels = np.array(waves.blocks["pixels"].raw)
    pixels[task.held_out] = 255 - pixels[task.held_out]
    from motif.collection import dense

    other = waves.with_block("pixels", dense(pixels, scale=1 / 255))
    one, two = (fit(held, **QUICK, resume=False).model for held in (waves, other))
    for name, weights in one.weights_.items():
        np.testing.assert_array_equal(weights, two.weights_[name])


def test_a_variational_kind_is_judged_by_its_bound_too(waves):
    """Beside the densities of PCA and of the mean; with cross-entropy, beside the mean alone."""
    figures = fit(waves, kind="variational", **QUICK).figures
    assert set(figures["bound"].trivial) == {"pca", "the_mean_picture"}
    figures = fit(waves, kind="variational", likelihood="bernoulli", **QUICK).figures
    assert set(figures["bound"].trivial) == {"the_mean_picture"}


def test_the_conditional_kind_wants_a_label_and_the_others_none(waves):
    """Each says what to do."""
    with pytest.raises(InputError, match="name a column"):
        fit(waves, kind="conditional", **QUICK)
    with pytest.raises(InputError, match="leave out label='sort'"):
        fit(waves, label="sort", **QUICK)


def test_names_that_are_taken_are_refused(fitted):
    """A block is not described by itself, and nothing is replaced unasked."""
    with pytest.raises(InputError, match="choose another name for the codes"):
        fit(fitted, block="pixels", name="pixels", **QUICK)
    with pytest.raises(InputError, match="has a block 'codes' already"):
        fit(fitted, block="pixels", name="codes", **QUICK)
    assert fit(fitted, block="pixels", name="codes", overwrite=True, **QUICK).name == "codes"


def test_a_killed_fit_goes_on_where_it_was(waves, monkeypatch, tmp_path):
    """The state is in the cache; the second call ends with the weights of one that was never stopped."""
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(train.loop, "_CHECKPOINT_S", 0.0)
    whole = fit(waves, **QUICK, resume=False).model
    epoch, n_done = train.loop._Run._epoch, []

    def dying(run, bar):
        if len(n_done) == 10:
            raise KeyboardInterrupt
        n_done.append(run.epoch)
        epoch(run, bar)

    monkeypatch.setattr(train.loop._Run, "_epoch", dying)
    with pytest.raises(KeyboardInterrupt):
        fit(waves, **QUICK)
    assert default_cache().info().n_entries == 1
    monkeypatch.setattr(train.loop._Run, "_epoch", epoch)
    again = fit(waves, **QUICK).model
    for name, weights in whole.weights_.items():
        np.testing.assert_array_equal(weights, again.weights_[name])
    assert default_cache().info().n_entries == 0


def test_what_was_found_is_json(waves):
    """Counts reconcile."""
    told = fit(waves, **QUICK).as_dict()
    assert told["n_fitted"] + told["n_held_out"] + told["absent"] == 240
    assert told["figures"]["error"]["trivial"].keys() == {"pca", "the_mean_picture"}
