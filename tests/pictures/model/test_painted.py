"""What every style refuses."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.pictures.model.drawing import lines, pencil
from motif.pictures.model.khist2 import khist2
from motif.pictures.model.painted import Cartoon, check_pixels
from motif.pictures.model.poster import poster
from motif.pictures.model.soft import soft


class TestCheckPixels:
    @pytest.mark.parametrize("style", [soft, poster, lines, pencil, khist2])
    @pytest.mark.parametrize("shape", [(4, 4), (4, 4, 4), (0, 4, 3)])
    def test_refuses(self, style, shape):
        """Anything but RGB is refused with the style's name and the shape."""
        with pytest.raises(InputError, match=rf"{style.__name__} needs RGB.*given \({shape[0]}, "):
            style(np.zeros(shape, np.uint8))

    def test_where(self):
        """A choice of pixels that is empty is refused."""
        with pytest.raises(InputError, match="true somewhere"):
            check_pixels(np.zeros((2, 2, 3), np.uint8), np.zeros((2, 2), bool), style="khist")


class TestCartoon:
    def test_stages(self):
        """Stages are empty unless they are given."""
        assert not Cartoon(np.zeros((1, 1, 3), np.uint8), {}).stages
