"""The vector-quantised autoencoder: what codes, indices and samples are, what is kept, and how well it restores."""

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA

from motif.core.errors import InputError
from motif.model import load
from motif.model.autoencode import VectorQuantizedAutoencoder

X = load_digits().data / 16
QUICK = {"encoder": ("mlp", 16), "min_steps": 30, "max_steps": 30, "random_state": 0}


@pytest.fixture(scope="module")
def model():
    return VectorQuantizedAutoencoder(4, n_entries=8, entry_width=3, **QUICK).fit(X[:300])


def test_codes_are_entries_side_by_side(model):
    """(n_items, n_components * entry_width), each part the entry that `code_indices` names."""
    codes, chosen = model.transform(X[:20]), model.code_indices(X[:20])
    assert codes.shape == (20, 12)
    assert chosen.shape == (20, 4)
    assert chosen.dtype == np.int64
    entries = model.weights_["codebook.entries"]
    assert entries.shape == (8, 3)
    np.testing.assert_array_equal(codes.astype(np.float32), entries[chosen].reshape(20, 12))


def test_items_come_back_from_their_codes(model):
    """Restoring is decoding the chosen entries."""
    np.testing.assert_allclose(model.reconstruct(X[:20]), model.inverse_transform(model.transform(X[:20])), rtol=1e-6)
    scores = -np.square(model.reconstruct(X[:20]) - X[:20]).sum(axis=1)
    np.testing.assert_allclose(model.score_samples(X[:20]), scores, rtol=1e-6)


def test_shares_and_perplexity_are_those_of_the_items(model):
    """Counted over the fitted items."""
    chosen = model.code_indices(X[:300])
    expected = [np.bincount(part, minlength=8) / 300 for part in chosen.T]
    np.testing.assert_allclose(model.code_shares_, expected)
    shares = np.bincount(chosen.ravel()) / chosen.size
    shares = shares[shares > 0]
    assert np.isclose(model.perplexity_, np.exp(-(shares * np.log(shares)).sum()))
    assert 1 <= model.perplexity_ <= 8
    assert len(model.history_["perplexity"]) == model.n_epochs_


def test_samples_are_drawn_by_the_shares(model):
    """Restored from entries that the part uses; the same seed gives the same items."""
    drawn = model.sample(500, random_state=1)
    assert drawn.shape == (500, 64)
    np.testing.assert_array_equal(drawn, model.sample(500, random_state=1))
    mean = (model.code_shares_ @ model.weights_["codebook.entries"].astype(float)).ravel()
    codes = model.weights_["codebook.entries"][
        np.stack([np.random.default_rng(1).choice(8, size=500, p=shares) for shares in model.code_shares_[:1]], axis=1)
    ]
    assert np.abs(codes.mean(axis=(0, 1)) - mean[:3]).max() < 0.3


@pytest.mark.parametrize("codebook", ["ema", "gradient"])
def test_both_codebooks_are_kept(codebook, tmp_path):
    """Save and load give the same bytes."""
    fitted = VectorQuantizedAutoencoder(2, codebook=codebook, **QUICK).fit(X[:100])
    fitted.save(tmp_path)
    np.testing.assert_array_equal(load(tmp_path).transform(X[:9]), fitted.transform(X[:9]))
    np.testing.assert_array_equal(load(tmp_path).sample(2, random_state=0), fitted.sample(2, random_state=0))


def test_it_goes_on_batch_by_batch():
    """`partial_fit` keeps the codebook from call to call."""
    fitted = VectorQuantizedAutoencoder(2, encoder=("mlp", 8), random_state=0)
    for start in (0, 100, 200):
        fitted.partial_fit(X[start : start + 100])
    assert fitted.weights_["codebook.started"] == 1
    assert fitted.n_epochs_ == 3


@pytest.mark.parametrize(
    "wrong", [{"n_entries": 1}, {"entry_width": 0}, {"codebook": "kmeans"}, {"commitment": -1}, {"n_components": 0}]
)
def test_settings_out_of_range_are_refused(wrong):
    """With the setting's name."""
    with pytest.raises(InputError, match=next(iter(wrong))):
        VectorQuantizedAutoencoder(**wrong).fit(X[:10])


def test_onnx_is_refused(model, tmp_path):
    """Before anything is written."""
    with pytest.raises(InputError, match="choices from a codebook"):
        model.to_onnx(tmp_path / "model.onnx")
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_it_restores_digits_from_48_bits():
    """With defaults below PCA's error at ten components (.0204; measured .0106), with most entries in use."""
    fitted = VectorQuantizedAutoencoder(random_state=0).fit(X[:1400])
    pca = PCA(10).fit(X[:1400])
    theirs = np.square(pca.inverse_transform(pca.transform(X[1400:])) - X[1400:]).mean()
    assert np.square(fitted.reconstruct(X[1400:]) - X[1400:]).mean() < 0.7 * theirs
    assert fitted.perplexity_ > 40


def test_parts_add_to_the_shares():
    """`partial_fit` of one item moves the shares by its weight; each part counts as it was chosen after its call."""
    model = VectorQuantizedAutoencoder(4, n_entries=8, entry_width=3, **QUICK).fit(X[:300])
    before = model.code_shares_
    model.partial_fit(X[:1])
    assert model.n_coded_ == 301
    assert np.abs(model.code_shares_ - before).max() <= 1 / 301
    counts = model.code_shares_ * 301
    for part in np.array_split(X[:300], 7):
        chosen = model.partial_fit(part).code_indices(part)
        counts += [np.bincount(column, minlength=8) for column in chosen.T]
    np.testing.assert_allclose(model.code_shares_, counts / 601, atol=1e-12)
