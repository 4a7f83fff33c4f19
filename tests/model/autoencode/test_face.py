"""What every kind answers: shapes, types, paths, fields, saves."""

import json
import pickle

import numpy as np
import pytest
from safetensors.numpy import load_file

from motif.core.digest import settings_digest
from motif.core.errors import DataError, InputError, NotFitted, SourceError
from motif.model import store
from motif.model.autoencode import Autoencoder, ConditionalVariationalAutoencoder, VariationalAutoencoder

KINDS = [Autoencoder, VariationalAutoencoder, ConditionalVariationalAutoencoder]
X = np.random.default_rng(0).random((40, 5)).round(6)
Y = np.arange(40) % 2
QUICK = {"encoder": ("mlp", 8), "min_steps": 1, "max_steps": 30, "random_state": 0}


@pytest.fixture(params=KINDS, ids=lambda cls: cls.__name__)
def model(request):
    return request.param(3, **QUICK).fit(X, Y)


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64, np.uint8])
def test_answers_have_the_float_type_of_the_items(model, dtype):
    """float32 (and bytes) in, float32 out; else float64."""
    items = (X * 9).astype(dtype)
    wide = np.float64 if dtype in (np.float64, np.int64) else np.float32
    codes, restored, scores = model.transform(items), model.reconstruct(items), model.score_samples(items)
    assert (codes.shape, restored.shape, scores.shape) == ((40, 3), (40, 5), (40,))
    assert {codes.dtype, restored.dtype, scores.dtype} == {np.dtype(wide)}
    np.testing.assert_allclose(codes, model.transform(items.astype(np.float64)), rtol=1e-4, atol=1e-5)


def test_answers_do_not_depend_on_the_run_of_rows(model, monkeypatch):
    """Few rows at a time or all at once."""
    from motif.model.autoencode import scaling

    whole = model.transform(X), model.score_samples(X)
    monkeypatch.setattr(scaling, "_RUN_BYTES", 3 * 5 * 8)
    np.testing.assert_allclose(model.transform(X), whole[0], rtol=1e-12)
    np.testing.assert_allclose(model.score_samples(X), whole[1], rtol=1e-12)


def test_score_is_the_mean(model):
    """Of the items' scores."""
    assert model.score(X) == pytest.approx(model.score_samples(X).mean())


def test_columns_of_codes_have_names(model):
    """As scikit-learn's transformers name theirs; pandas comes out when it is asked for."""
    assert model.get_feature_names_out()[0] == f"{type(model).__name__.lower()}0"
    assert model.set_output(transform="pandas").transform(X).shape == (40, 3)


def test_codes_must_fit(model):
    """Another number of columns is refused with both."""
    y = {"y": 1} if type(model).__name__.startswith("Cond") else {}
    assert model.inverse_transform(np.zeros((2, 3)), **y).shape == (2, 5)
    with pytest.raises(InputError, match=r"Z has shape \(2, 4\); expected \(n_items, 3\)"):
        model.inverse_transform(np.zeros((2, 4)), **y)
    with pytest.raises(InputError, match="NaN or inf"):
        model.inverse_transform(np.full((2, 3), np.nan), **y)


def test_a_path_leads_from_one_item_to_the_other(model):
    """Its ends are both items restored, its middle the middle code's."""
    y = {"y": 1} if type(model).__name__.startswith("Cond") else {}
    path = model.interpolate(X[0], X[1], 5, **y)
    codes = model.transform(X[:2])
    np.testing.assert_allclose(path[[0, -1]], model.inverse_transform(codes, **y), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(path[2], model.inverse_transform(codes.mean(axis=0)[None], **y)[0], rtol=1e-6, atol=1e-9)
    with pytest.raises(InputError, match="n must be at least 2"):
        model.interpolate(X[0], X[1], 1, **y)
    with pytest.raises(InputError, match=r"^b has 4 numbers; expected one item of 5$"):
        model.interpolate(X[0], X[1, :4], **y)
    with pytest.raises(InputError, match=r"^a has 10 numbers; expected one item of 5$"):
        model.interpolate(X[:2], X[:2], **y)


def test_dates_are_no_numbers(model):
    """In `fit` and after it, in one line."""
    days = np.full((40, 5), np.datetime64("2020-01-01"))
    for call in (
        lambda: model.transform(days),
        lambda: model.fit(days, Y),
        lambda: model.interpolate(days[0], days[1]),
    ):
        with pytest.raises(InputError, match=r"^X holds datetime64\[D\] values; expected numbers[^\n]*$"):
            call()


@pytest.mark.parametrize("cls", KINDS)
def test_unfitted_estimators_say_so(cls):
    """Each method, in Motif's own error."""
    model = cls()
    for name in ("transform", "inverse_transform", "reconstruct", "score", "score_samples", "vector_field"):
        with pytest.raises(NotFitted, match="call fit first"):
            getattr(model, name)(X)
    for act in (model.sample, lambda: model.interpolate(X[0], X[1]), lambda: model.save("nowhere")):
        with pytest.raises(NotFitted):
            act()


@pytest.mark.parametrize("way", ["store", "own", "pickle"])
def test_saves_come_back(model, way, tmp_path):
    """By the store, by the estimator's own methods and by pickle, bit for bit."""
    if way == "pickle":
        loaded = pickle.loads(pickle.dumps(model))
    else:
        (store.save if way == "store" else type(model).save)(model, tmp_path / "kept")
        loaded = (store.load if way == "store" else type(model).load)(tmp_path / "kept")
        assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == ["arrays.safetensors", "params.json"]
        assert "weights_['encoder.layers.0.weight']" in load_file(tmp_path / "kept" / "arrays.safetensors")
    assert loaded.get_params() == model.get_params()
    np.testing.assert_array_equal(loaded.transform(X), model.transform(X))
    np.testing.assert_array_equal(loaded.score_samples(X), model.score_samples(X))
    np.testing.assert_array_equal(loaded.sample(3, random_state=0), model.sample(3, random_state=0))


def _signed(folder, change):
    content = json.loads((folder / "params.json").read_text())
    content.pop("digest")
    change(content)
    (folder / "params.json").write_text(json.dumps(content | {"digest": settings_digest(content)}))


def test_another_kind_s_save_is_refused(model, tmp_path):
    """The class that a save holds is named."""
    model.save(tmp_path)
    other = next(cls for cls in KINDS if cls is not type(model))
    with pytest.raises(DataError, match=f"holds a '{type(model).__name__}', which is none of '{other.__name__}'"):
        other.load(tmp_path)
    with pytest.raises(SourceError, match="holds no saved estimator"):
        other.load(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["params.json", "arrays.safetensors"])
def test_damage_is_refused(model, name, tmp_path):
    """A byte that changed, a file that ends early."""
    model.save(tmp_path)
    whole = (tmp_path / name).read_bytes()
    for spoilt in (whole[: len(whole) // 2], whole[:-20] + b"x" + whole[-19:], b""):
        (tmp_path / name).write_bytes(spoilt)
        with pytest.raises(DataError, match=r"^[^\n]*is damaged[^\n]*$"):
            store.load(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content["learned"]["network_"]["values"].update(encoder=["mlp", 9]),
        lambda content: content["learned"]["network_"]["values"].update(likelihood="poisson"),
        lambda content: content["learned"]["network_"]["values"].pop("n_components"),
        lambda content: content["learned"]["weights_"]["values"].pop("encoder.layers.0.weight"),
        lambda content: content["learned"].pop("weights_"),
        lambda content: content["learned"].update(n_features_in_=7),
    ],
)
def test_saves_that_contradict_themselves_are_refused(model, change, tmp_path):
    """A signed document whose network does not fit its weights is refused when it is loaded, as damage."""
    model.save(tmp_path)
    _signed(tmp_path, change)
    with pytest.raises(DataError, match=r"^[^\n]*is damaged[^\n]*$"):
        store.load(tmp_path)


def test_a_foreign_folder_is_left_alone(model, tmp_path):
    """A params.json that is not Motif's is neither read nor replaced."""
    (tmp_path / "params.json").write_text('{"lr": 1}')
    with pytest.raises(DataError, match="was not written by Motif"):
        model.save(tmp_path)
    with pytest.raises(DataError, match="was not written by Motif"):
        type(model).load(tmp_path)
    assert (tmp_path / "params.json").read_text() == '{"lr": 1}'
