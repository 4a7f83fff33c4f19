"""Skin, by colour alone: checked on the astronaut and on named colours."""

import cv2
import numpy as np
import pytest

from motif.pictures.model.skin import skin
from motif.pictures.model.tone import smoothed_lab
from motif.pictures.source.sample import astronaut


def lab(colour):
    return smoothed_lab(np.full((40, 40, 3), colour, np.uint8), smooth=0)


class TestSkin:
    @pytest.mark.parametrize("colour", [(255, 219, 196), (224, 172, 140), (198, 134, 100), (141, 85, 60), (92, 58, 42)])
    def test_tones(self, colour):
        """Light, brown and dark skin are skin."""
        assert skin(lab(colour)).all()

    @pytest.mark.parametrize(
        "colour",
        [(255, 255, 255), (128, 128, 128), (0, 0, 0), (30, 80, 200), (40, 140, 40), (240, 90, 20), (200, 180, 60)],
        ids=["white", "grey", "black", "blue", "green", "suit", "straw"],
    )
    def test_others(self, colour):
        """Greys, blue, green, an orange suit and straw are not."""
        assert not skin(lab(colour)).any()

    def test_astronaut(self):
        """Of the sample's face most is found, of her hair, suit and helmet hardly any."""
        pixels = cv2.imdecode(np.frombuffer(astronaut(), np.uint8), cv2.IMREAD_COLOR)[..., ::-1]
        found = skin(smoothed_lab(np.ascontiguousarray(pixels), smooth=4))
        assert found[95:180, 200:250].mean() > 0.75
        assert found[25:70, 200:260].mean() < 0.05
        assert found[280:].mean() < 0.02
