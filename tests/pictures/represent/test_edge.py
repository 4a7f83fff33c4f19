"""The border: it moves to the picture's edges."""

import logging
import sys

import cv2
import numpy as np
import pytest

from motif.core.errors import InputError, MissingExtra
from motif.pictures.represent import edge
from motif.pictures.represent.edge import check_matting, refined


def step(at, *, size=(120, 160)):
    """A picture that is white from a column on, and a rough ramp near it."""
    pixels = np.zeros((*size, 3), np.uint8)
    pixels[:, at:] = 255
    ramp = np.clip((np.arange(size[1], dtype=np.float32) - (at - 10)) / 16, 0, 1)
    return pixels, np.tile(ramp, (size[0], 1))


def test_none():
    """Without matting the probability is the alpha."""
    pixels, ramp = step(80)
    assert np.array_equal(refined(ramp, pixels, pixels, "none"), ramp)


def test_guided():
    """A rough border two pixels off moves to the edge of the picture."""
    pixels, ramp = step(80)
    alpha = refined(ramp, pixels, pixels, "guided")
    assert (ramp[60] > 0.5).argmax() == 79
    assert (alpha[60] > 0.5).argmax() == 80
    assert (alpha.min(), alpha.max()) == (0, 1)


@pytest.mark.parametrize("matting", ["guided", "none"])
def test_enlarged(matting):
    """The alpha has the full picture's size, strip by strip as in one."""
    pixels, ramp = step(80)
    full = cv2.resize(pixels, (640, 1300), interpolation=cv2.INTER_NEAREST)
    alpha = refined(ramp, pixels, full, matting)
    assert alpha.shape == (1300, 640)
    assert np.allclose(alpha[100], alpha[1200], atol=1e-6)
    assert abs(int((alpha[700] > 0.5).argmax()) - 320) <= 8  # two pixels of the small picture


@pytest.mark.slow  # numba translates pymatting first: half a minute
class TestClosedForm:
    def test_step(self, caplog):
        """Closed-form matting finds the edge too, and says once what it is."""
        pytest.importorskip("pymatting")
        edge._notice.cache_clear()
        pixels, ramp = step(80)
        with caplog.at_level(logging.WARNING, logger="motif"):
            alpha = refined(ramp, pixels, pixels, "closed-form")
            refined(ramp, pixels, pixels, "closed-form")
        assert (alpha[60] > 0.5).argmax() == 80
        assert [record.message for record in caplog.records if "PyMatting (MIT licence)" in record.message] == [
            caplog.records[0].message
        ]

    @pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
    def test_nothing_to_solve(self, value):
        """Where everything or nothing is known, there is nothing to solve."""
        pytest.importorskip("pymatting")
        grey = np.full((20, 20, 3), 99, np.uint8)
        assert np.allclose(refined(np.full((20, 20), value, np.float32), grey, grey, "closed-form"), value, atol=0.01)


def test_check_matting(monkeypatch):
    """What is unknown, or lacks its package, is refused without loading anything."""
    with pytest.raises(InputError, match="hair"):
        check_matting("hair")
    monkeypatch.setitem(sys.modules, "pymatting", None)
    check_matting("guided")
    with pytest.raises(MissingExtra, match="matting"):
        check_matting("closed-form")
