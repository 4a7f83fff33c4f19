"""Saves: round trips to the last bit, refusals of what is damaged, foreign or newer, and saves that are cut off."""

import json
import math

import numpy as np
import pytest
from sklearn.base import BaseEstimator

from motif.core.digest import settings_digest
from motif.core.errors import DataError, InputError, NotFitted, SourceError
from motif.model import store
from motif.model.cluster import KMeans
from motif.represent.project import PCA
from motif.represent.scale import Rescaler

X = np.random.default_rng(0).normal(size=(40, 6))


class Anything(BaseEstimator):
    """Learns whatever it is given."""

    def __init__(self, option=None):
        self.option = option

    def fit(self, X, y=None):
        self.learned_ = X
        return self


def _there_and_back(value, folder):
    store.save(Anything().fit(value), folder)
    return store.load(folder, classes=[Anything]).learned_


@pytest.mark.parametrize(
    "model", [KMeans(3, random_state=0), PCA(3), Rescaler("range")], ids=lambda m: type(m).__name__
)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_predictions_are_equal_to_the_last_bit(model, dtype, tmp_path):
    """A loaded estimator has the same parameters and gives the same bytes."""
    items = X.astype(dtype)
    model.fit(items)
    store.save(model, tmp_path / "saved")
    loaded = store.load(tmp_path / "saved")
    assert type(loaded) is type(model)
    assert loaded.get_params() == model.get_params()
    assert loaded.transform(items).tobytes() == model.transform(items).tobytes()
    assert vars(loaded).keys() == vars(model).keys()


def test_a_save_is_two_open_files(tmp_path):
    """A save is JSON and safetensors that other programs read."""
    from safetensors.numpy import load_file

    store.save(PCA(2).fit(X), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["arrays.safetensors", "params.json"]
    assert load_file(tmp_path / "arrays.safetensors")["components_"].shape == (2, 6)
    content = json.loads((tmp_path / "params.json").read_text())
    assert (content["class"], content["params"]["n_components"], content["format"]) == ("PCA", 2, 1)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        7,
        -1.5,
        "text with ü",
        [1, [2.5, None]],
        (1, ("a",)),
        {"a": 1, "b": (2,)},
        2**70,
        5e-324,
    ],
    ids=repr,
)
def test_plain_values_come_back(value, tmp_path):
    """Numbers, text, None, lists, tuples and dicts come back as what they were."""
    back = _there_and_back(value, tmp_path)
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_numbers_that_json_lacks_come_back(value, tmp_path):
    """Infinities and NaN come back."""
    assert repr(_there_and_back(value, tmp_path)) == repr(value)


@pytest.mark.parametrize("value", [np.float32(0.1), np.int16(-3), np.bool_(True), np.float64("nan")], ids=repr)
def test_numpy_scalars_keep_their_type(value, tmp_path):
    """NumPy's scalars come back with their dtype."""
    back = _there_and_back(value, tmp_path)
    assert back.dtype == value.dtype
    np.testing.assert_equal(back, value)


@pytest.mark.parametrize(
    "array",
    [
        np.array(3.5),
        np.zeros((0, 4), dtype=np.float32),
        np.arange(6, dtype=np.uint16).reshape(2, 3),
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.arange(12.0).reshape(3, 4)[:, ::2],
        np.array([True, False]),
        np.array([1.0, np.nan], dtype=np.float16),
        np.arange(3, dtype=">i4"),
        np.array(["a", "longer"]),
        np.array([["a", "b"]], dtype=object),
        np.array([], dtype=str),
    ],
    ids=lambda array: f"{array.dtype}{array.shape}",
)
def test_arrays_come_back(array, tmp_path):
    """Arrays of numbers and of text come back with type, shape, values and memory order, writable."""
    back = _there_and_back(array, tmp_path)
    np.testing.assert_array_equal(back, array)
    assert back.shape == array.shape
    assert back.dtype.kind == array.dtype.kind
    assert back.flags.f_contiguous == array.flags.f_contiguous or not array.flags.f_contiguous
    assert back.flags.writeable


def test_arrays_inside_lists_come_back(tmp_path):
    """Layers of weights in a list or a dict come back each in its place."""
    value = {"[0]": [np.ones(2)], "a": [np.zeros(2), (np.full(2, 7.0),)]}
    back = _there_and_back(value, tmp_path)
    assert back["[0]"][0].tolist() == [1, 1]
    assert back["a"][1][0].tolist() == [7, 7]


@pytest.mark.parametrize(
    "value", [len, {1}, {1: 2}, np.array([1, None], dtype=object), np.array([1j]), 1j, X.dtype], ids=repr
)
def test_what_would_need_pickling_is_refused(value, tmp_path):
    """A value that JSON and safetensors cannot hold is named, and nothing is written."""
    with pytest.raises(InputError, match=r"'learned_' is .* cannot be kept without pickling"):
        store.save(Anything().fit(value), tmp_path / "saved")
    assert not (tmp_path / "saved").exists()


def test_generators_as_parameters_are_refused(tmp_path):
    """A generator cannot be a parameter of a save; a seed can."""
    with pytest.raises(InputError, match="'random_state' is a Generator"):
        store.save(KMeans(2, random_state=np.random.default_rng(0)).fit(X), tmp_path)


def test_hidden_state_is_refused(tmp_path):
    """State under a private name would be lost, so it is refused."""
    model = Anything().fit(1)
    model._tree = [1]
    with pytest.raises(InputError, match=r"Anything keeps state that would be lost, in '_tree'"):
        store.save(model, tmp_path)


def test_how_a_transformer_shows_its_output_is_no_state(tmp_path):
    """`set_output` does not stand in the way of a save."""
    store.save(PCA(2).set_output(transform="pandas").fit(X), tmp_path)
    assert store.load(tmp_path).n_components == 2


def test_unfitted_is_refused(tmp_path):
    """There is nothing to save before the fit."""
    with pytest.raises(NotFitted, match="this PCA is not fitted"):
        store.save(PCA(), tmp_path)


def test_what_is_no_estimator_is_refused(tmp_path):
    """Only estimators are saved."""
    with pytest.raises(InputError, match="only scikit-learn estimators can be saved, not 'dict'"):
        store.save({}, tmp_path)


def test_classes_unknown_to_motif_must_be_named(tmp_path):
    """No class is imported because a file names it."""
    store.save(Anything().fit(1), tmp_path)
    with pytest.raises(
        DataError, match=r"holds a 'Anything', which is none of .*'Agglomerative', .*'KMeans', .*'PCA', "
    ):
        store.load(tmp_path)


def test_a_second_save_replaces_the_first(tmp_path):
    """Saving again leaves two files and the newer estimator, however often."""
    for n_components in (1, 2, 3):
        store.save(PCA(n_components).fit(X), tmp_path)
        assert store.load(tmp_path).n_components == n_components
        assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("name", ["params.json", "arrays.safetensors"])
def test_any_flipped_byte_is_found(name, tmp_path):
    """A byte changed anywhere in a save is found, and told in one line."""
    store.save(PCA(1).fit(X), tmp_path)
    whole = (tmp_path / name).read_bytes()
    for position in range(0, len(whole), 7):
        changed = bytearray(whole)
        changed[position] ^= 0x04
        (tmp_path / name).write_bytes(changed)
        try:
            same = json.loads(changed) == json.loads(whole)  # white space may change without harm
        except ValueError:
            same = False
        if same:
            continue
        with pytest.raises(DataError, match=r"^[^\n]*$"):
            store.load(tmp_path)


@pytest.mark.parametrize("name", ["params.json", "arrays.safetensors"])
@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_truncated_files_are_refused(name, share, tmp_path):
    """A file that ends early is damage."""
    store.save(PCA(1).fit(X), tmp_path)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(DataError, match="is damaged") as caught:
        store.load(tmp_path)
    assert caught.value.reason == "damaged"


def _rewritten(folder, **changes):
    """Change the document and sign it again, as someone with bad intent would."""
    content = json.loads((folder / "params.json").read_text()) | changes
    content.pop("digest")
    (folder / "params.json").write_text(json.dumps(content | {"digest": settings_digest(content)}))


@pytest.mark.parametrize(
    "changes",
    [
        {"class": ["PCA"]},
        {"class": None},
        {"params": {"n_components": 2, "unknown": 1}},
        {"params": [1]},
        {"learned": {"transform": 1}},
        {"learned": {"__class__": "x"}},
        {"learned": {"_private_": 1}},
        {"learned": {"mean_": {"kind": "array", "key": "nowhere", "order": "C"}}},
        {"learned": {"mean_": {"kind": "code", "value": "import os"}}},
        {"learned": {"mean_": {"kind": "scalar", "dtype": "V1000000000", "value": 1}}},
        {"learned": {"mean_": {"kind": "scalar", "dtype": "O", "value": 1}}},
        {"learned": {"mean_": {}}},
        {"arrays": {"file": "../arrays.safetensors", "sha256": ""}},
        {"arrays": "arrays.safetensors"},
        {"arrays": {}},
    ],
    ids=str,
)
def test_hostile_documents_are_refused(changes, tmp_path):
    """A document that is signed but makes no sense is refused as damaged or unknown, whatever it asks for."""
    store.save(PCA(1).fit(X), tmp_path)
    _rewritten(tmp_path, **changes)
    with pytest.raises(DataError, match=r"^[^\n]*$"):
        store.load(tmp_path)


def test_arrays_of_another_save_are_refused(tmp_path):
    """The array file of another estimator does not pass for this one's."""
    store.save(PCA(1).fit(X), tmp_path / "a")
    store.save(PCA(2).fit(X), tmp_path / "b")
    (tmp_path / "b/arrays.safetensors").replace(tmp_path / "a/arrays.safetensors")
    with pytest.raises(DataError, match=r"'arrays\.safetensors' has changed since it was written"):
        store.load(tmp_path / "a")


def test_a_newer_format_names_the_motif_it_needs(tmp_path):
    """A save of a later Motif is refused with the version needed."""
    store.save(PCA(1).fit(X), tmp_path)
    _rewritten(tmp_path, format=9, needs="4.2.0")
    with pytest.raises(DataError, match=r"is a save of format 9; it needs Motif 4\.2\.0 or newer") as caught:
        store.load(tmp_path)
    assert caught.value.reason == "newer_format"


def test_foreign_folders_are_not_overwritten(tmp_path):
    """A params.json that Motif did not write is left as it is."""
    (tmp_path / "params.json").write_text('{"learning_rate": 0.1}')
    with pytest.raises(DataError, match="was not written by Motif"):
        store.save(PCA(1).fit(X), tmp_path)
    assert (tmp_path / "params.json").read_text() == '{"learning_rate": 0.1}'


def test_missing_saves_are_told(tmp_path):
    """A folder without a save, or a missing array file, is told apart."""
    with pytest.raises(SourceError, match="holds no saved estimator"):
        store.load(tmp_path)
    store.save(PCA(1).fit(X), tmp_path)
    (tmp_path / "arrays.safetensors").unlink()
    with pytest.raises(DataError, match=r"'arrays\.safetensors' is missing"):
        store.load(tmp_path)


@pytest.mark.parametrize("share", [0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999])
def test_a_full_disk_leaves_the_old_save(share, tmp_path, full_disk):
    """A save that does not fit, however much of it does, leaves what was saved before, in one line."""
    store.save(PCA(1).fit(X), tmp_path / "saved")
    with full_disk(after_bytes=10_000) as disk:
        store.save(PCA(2).fit(X), tmp_path / "other")
    with full_disk(after_bytes=int(share * disk.written)), pytest.raises(SourceError, match=r"the disk is full"):
        store.save(PCA(2).fit(X), tmp_path / "saved")
    assert store.load(tmp_path / "saved").n_components == 1
    store.save(PCA(3).fit(X), tmp_path / "saved")
    assert store.load(tmp_path / "saved").n_components == 3


def test_a_read_only_folder_leaves_the_old_save(tmp_path, read_only_folder):
    """A folder that refuses writing leaves what was saved before, in one line."""
    store.save(PCA(1).fit(X), tmp_path)
    with read_only_folder(tmp_path), pytest.raises(SourceError, match="writing is not allowed there"):
        store.save(PCA(2).fit(X), tmp_path)
    assert store.load(tmp_path).n_components == 1


_KILLED = """
import os, sys
import numpy as np
from motif.core import files
from motif.model import store
from motif.represent.project import PCA

steps = int(sys.argv[2])
def counted(function):
    def call(*args, **options):
        global steps
        if steps == 0:
            os.kill(os.getpid(), 9)
        steps -= 1
        return function(*args, **options)
    return call
for name in ("fsync", "replace", "unlink", "open"):
    setattr(os, name, counted(getattr(os, name)))
store.save(PCA(2).fit(np.random.default_rng(0).normal(size=(40, 6))), sys.argv[1])
"""


@pytest.mark.slow
def test_a_killed_save_leaves_the_old_or_the_new(tmp_path, run_in_child):
    """Killed before each step that touches the disk, a save leaves an estimator that loads: the old or the new."""
    seen = []
    for steps in range(30):
        folder = tmp_path / str(steps)
        store.save(PCA(1).fit(X), folder)
        code = run_in_child(_KILLED, folder, steps).returncode
        seen.append((code, store.load(folder).n_components))
        if code == 0:
            break
    assert seen[0] == (-9, 1)
    assert seen[-1] == (0, 2)
    assert {code for code, _ in seen[:-1]} == {-9}
    assert [n for _, n in seen] == sorted(n for _, n in seen)


def test_a_damaged_save_is_replaced_by_the_next(tmp_path):
    """As `load` advises: fit and save it again."""
    store.save(PCA(1).fit(X), tmp_path)
    _rewritten(tmp_path, format=1, needs="changed by hand")
    path = tmp_path / "params.json"
    path.write_text(path.read_text().replace("PCA", "PCB", 1))
    with pytest.raises(DataError, match="is damaged"):
        store.load(tmp_path)
    model = PCA(2).fit(X)
    store.save(model, tmp_path)
    np.testing.assert_array_equal(store.load(tmp_path).transform(X), model.transform(X))
    assert len(list(tmp_path.iterdir())) == 2
