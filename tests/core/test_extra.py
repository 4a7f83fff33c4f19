"""Lazy extras: a missing package is told by the extra that brings it."""

import sys

import pytest

from motif.core.errors import MissingExtra
from motif.core.extra import extra


def test_a_missing_package_names_the_extra_and_the_command():
    """The message is one line with the package and what to run."""
    with pytest.raises(MissingExtra) as caught, extra("latent"):
        import nobody_has_this.inside  # noqa: F401
    assert str(caught.value) == "'nobody_has_this' is not installed; run: pip install 'motif-media[latent]'"
    assert caught.value.reason == "missing_extra"


def test_the_first_import_error_stays_as_the_cause():
    """`--debug` shows which import failed."""
    with pytest.raises(MissingExtra) as caught, extra("songs"):
        import nobody_has_this  # noqa: F401
    assert isinstance(caught.value.__cause__, ModuleNotFoundError)


def test_a_package_that_is_there_but_blocked_counts_as_missing(monkeypatch):
    """A module set to None in `sys.modules` is as good as absent; so tests can take an extra away."""
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(MissingExtra, match=r"motif-media\[pictures\]"), extra("pictures"):
        import onnxruntime  # noqa: F401


def test_other_errors_pass_untouched():
    """A package that is installed and broken is not called missing."""
    with pytest.raises(ImportError) as caught, extra("latent"):
        from os import nothing_of_that_name  # noqa: F401
    assert not isinstance(caught.value, MissingExtra)


def test_what_is_imported_inside_stays_usable_after_the_block():
    """The import is an ordinary statement."""
    with extra("latent"):
        import json
    assert json.loads("1") == 1
