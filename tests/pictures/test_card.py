"""The wing's card: its names, loaded when they are first used."""

import subprocess
import sys

import pytest

from motif import pictures


@pytest.mark.parametrize("name", pictures.__all__)
def test_names(name):
    """Every name of the card leads to something of that name."""
    assert getattr(pictures, name).__name__ == name


def test_unknown_name():
    """A name that the card does not have is refused as Python refuses it."""
    with pytest.raises(AttributeError, match="no attribute 'paint'"):
        pictures.__getattr__("paint")


def test_light():
    """The card alone loads nothing heavy."""
    code = "import sys, motif.pictures; print([m for m in ('cv2', 'numpy', 'PIL', 'pyarrow') if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"
