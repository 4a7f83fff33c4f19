"""Checksums: known values, and what they do and do not depend on."""

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from motif.core import digest
from motif.core.errors import InputError, SourceError
from tests.special import special_file


def test_the_digest_of_bytes_is_sha256():
    """FIPS 180-4's example: the digest of "abc"."""
    assert digest.bytes_digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize("n_bytes", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20])
def test_a_file_has_the_digest_of_its_bytes_whatever_its_length(tmp_path, n_bytes):
    """Reading a megabyte at a time changes nothing at the borders."""
    data = bytes(range(256)) * (n_bytes // 256 + 1)
    path = tmp_path / "data"
    path.write_bytes(data[:n_bytes])
    assert digest.file_digest(path) == hashlib.sha256(data[:n_bytes]).hexdigest()


def test_a_file_that_cannot_be_read_is_named_without_its_folder(tmp_path):
    """The message has the name and the cause, and no path of this machine."""
    with pytest.raises(SourceError, match=r"^'gone.bin' cannot be read: No such file or directory$"):
        digest.file_digest(tmp_path / "gone.bin")
    with pytest.raises(SourceError, match="is a folder; a file is expected"):
        digest.file_digest(tmp_path)


@pytest.mark.parametrize(
    ("special", "reason"),
    [
        *((special, "not_a_file") for special in ("pipe", "socket", "device", "link_to_pipe")),
        ("dangling", "missing"),
        ("loop", "unreadable"),
    ],
)
def test_what_is_no_file_has_no_digest_and_is_not_waited_for(tmp_path, monkeypatch, special, reason):
    """A pipe would never answer, a device never end: each is refused with its reason."""
    monkeypatch.chdir(tmp_path)  # a socket's path has at most 108 characters
    with pytest.raises(SourceError, match=r"^'x.mp3' (is a|cannot be read)") as caught:
        digest.file_digest(special_file(Path("x.mp3"), special))
    assert caught.value.reason == reason


@settings(derandomize=True, max_examples=40, deadline=None)
@given(hnp.arrays(hnp.scalar_dtypes(), hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)))
def test_an_array_s_digest_ignores_its_memory_layout(array):
    """Fortran order and strided views count the same as a plain copy; dates and text have a digest too."""
    wide = np.repeat(array[..., None], 2, axis=-1)[..., 0]
    layouts = (np.asfortranarray(array), wide, array.copy())
    assert {digest.array_digest(layout.reshape(array.shape)) for layout in layouts} == {digest.array_digest(array)}


def test_an_array_s_digest_depends_on_dtype_shape_and_values():
    """Equal bytes of another type or shape are another content."""
    zeros = np.zeros((2, 3), np.int32)
    others = [zeros.view(np.float32), zeros.view(">i4"), zeros.T, zeros.ravel(), zeros + 1, np.zeros((0, 3), np.int32)]
    assert len({digest.array_digest(array) for array in [zeros, *others]}) == len(others) + 1


def test_objects_have_no_digest():
    """An array of Python objects holds addresses, which differ from run to run."""
    with pytest.raises(InputError, match="objects has no digest"):
        digest.array_digest(np.array(["a", None], dtype=object))


def test_an_id_is_the_first_16_digits():
    """Sixteen hex digits: 64 bits, as the house says."""
    assert digest.content_id("0123456789abcdef" + "f" * 48) == "0123456789abcdef"


@settings(derandomize=True, max_examples=30, deadline=None)
@given(st.dictionaries(st.text(max_size=5), st.one_of(st.integers(), st.text(max_size=5), st.none()), max_size=6))
def test_settings_are_named_whatever_their_order(chosen):
    """Writing the keys backwards changes nothing; another value changes the name."""
    backwards = dict(reversed(chosen.items()))
    assert digest.settings_digest(chosen) == digest.settings_digest(backwards)
    assert digest.settings_digest({**chosen, "new": 1}) != digest.settings_digest({**chosen, "new": 2})


def test_settings_have_the_same_name_in_another_process():
    """Nothing depends on Python's hash seed."""
    code = "from motif.core.digest import settings_digest as d; print(d({'b': 2, 'a': [1, 'x'], 'c': None}))"
    names = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": s}
        ).stdout
        for s in ("0", "1")
    }
    assert names == {digest.settings_digest({"a": [1, "x"], "b": 2, "c": None}) + "\n"}
