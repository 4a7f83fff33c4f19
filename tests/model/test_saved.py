"""The format of saves, apart from the register: classes are looked up only when they are needed."""

import json

import numpy as np
import pytest
from safetensors import numpy as safetensors

from motif.core.digest import bytes_digest, settings_digest
from motif.core.errors import DataError
from motif.model import saved
from motif.represent.project import PCA


def _never():
    raise AssertionError("looked up")


def test_only_the_class_that_is_there_is_looked_up(tmp_path):
    """Others may cost an import."""
    saved.write(PCA(1).fit([[0.0], [2.0]]), tmp_path)
    loaded = saved.read(tmp_path, {"PCA": lambda: PCA, "Network": _never})
    assert loaded.mean_.tolist() == [1.0]


def test_unknown_classes_are_refused(tmp_path):
    """With those that are known."""
    saved.write(PCA(1).fit([[0.0], [2.0]]), tmp_path)
    with pytest.raises(DataError, match="holds a 'PCA', which is none of 'Network'"):
        saved.read(tmp_path, {"Network": _never})


def _signed(folder, **content):
    folder.joinpath("params.json").write_text(json.dumps(content | {"digest": settings_digest(content)}))


@pytest.mark.parametrize("content", [{"format": 1}, {"format": 1, "arrays": [], "params": {}, "learned": {}}], ids=str)
def test_what_describes_no_estimator_is_left_alone(content, tmp_path):
    """Also where its checksum is right."""
    _signed(tmp_path, **content)
    before = tmp_path.joinpath("params.json").read_bytes()
    with pytest.raises(DataError, match="describes no estimator; choose another folder"):
        saved.write(PCA(1).fit([[0.0], [2.0]]), tmp_path)
    assert tmp_path.joinpath("params.json").read_bytes() == before


@pytest.mark.parametrize("number", [0, True, -1, 1.0])
def test_formats_that_never_were_are_refused(number, tmp_path):
    """The first is 1."""
    saved.write(PCA(1).fit([[0.0], [2.0]]), tmp_path)
    content = json.loads(tmp_path.joinpath("params.json").read_text())
    content.pop("digest")
    _signed(tmp_path, **(content | {"format": number}))
    with pytest.raises(DataError, match="was not written by Motif"):
        saved.read(tmp_path, {"PCA": lambda: PCA})


def test_deep_nesting_is_refused(tmp_path):
    """In one line, not in a thousand frames."""
    saved.write(PCA(1).fit([[0.0], [2.0]]), tmp_path)
    content = json.loads(tmp_path.joinpath("params.json").read_text())
    content.pop("digest")
    content["learned"]["mean_"] = json.loads("[" * 900 + "]" * 900)
    _signed(tmp_path, **content)
    with pytest.raises(DataError, match="nested too deeply"):
        saved.read(tmp_path, {"PCA": lambda: PCA})


def _changed(folder, **changes):
    content = json.loads((folder / "params.json").read_text())
    content.pop("digest")
    _signed(folder, **content | changes)
    return content


@pytest.mark.parametrize("stranger", [True, False], ids=["one more", "one less"])
def test_arrays_are_those_that_the_document_names(stranger, tmp_path):
    """A file with one array more, or one less, is no whole save, though its checksum is right."""
    saved.write(PCA(1).fit([[0.0], [1.0]]), tmp_path)
    file = tmp_path / "arrays.safetensors"
    arrays = safetensors.load(file.read_bytes())
    name = "stranger" if stranger else "mean_"
    if stranger:
        arrays[name] = np.zeros(2)
    else:
        arrays.pop(name)
    file.write_bytes(safetensors.save(arrays))
    _changed(tmp_path, arrays={"file": file.name, "sha256": bytes_digest(file.read_bytes())})
    with pytest.raises(DataError, match=f"is damaged: .*'{name}'"):
        saved.read(tmp_path, {"PCA": lambda: PCA})


def test_numbers_that_no_type_holds_are_refused(tmp_path):
    """A scalar beyond its type is damage."""
    saved.write(PCA(1).fit([[0.0], [1.0]]), tmp_path)
    learned = _changed(tmp_path)["learned"]
    _changed(tmp_path, learned=learned | {"more_": {"kind": "scalar", "dtype": "int8", "value": 10**30}})
    with pytest.raises(DataError, match="is damaged"):
        saved.read(tmp_path, {"PCA": lambda: PCA})
