"""What may be handed over as a picture."""

import io

import numpy as np
import pytest
from PIL import Image

from motif.core.errors import DataError, InputError
from motif.pictures.source.given import as_picture


class TestAsPicture:
    @pytest.mark.parametrize("shape", [(4, 5), (4, 5, 1), (4, 5, 2), (4, 5, 3), (4, 5, 4)])
    @pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
    def test_array(self, shape, dtype):
        """An array keeps its values and gains a channel axis where it has none."""
        pixels = np.arange(np.prod(shape), dtype=dtype).reshape(shape)
        picture = as_picture(pixels)
        assert picture.pixels.dtype == dtype
        assert np.array_equal(picture.pixels, pixels.reshape(4, 5, -1))

    @pytest.mark.parametrize(
        "mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "YCbCr", "LAB", "HSV", "PA", "La", "RGBa"]
    )
    def test_pil(self, mode):
        """Every common kind of PIL image is a picture of its size."""
        image = Image.new(mode, (5, 4))
        assert as_picture(image).pixels.shape[:2] == (4, 5)

    @pytest.mark.parametrize("mode", ["I;16", "I;16L", "I;16B"])
    def test_pil_of_sixteen_bits(self, mode):
        """Grey of 16 bits keeps its values, in either byte order."""
        values = np.arange(20, dtype=np.uint16).reshape(4, 5) * 3000
        stored = values.astype(">u2" if mode == "I;16B" else "<u2").tobytes()
        assert np.array_equal(as_picture(Image.frombytes(mode, (5, 4), stored)).pixels[..., 0], values)

    def test_pil_that_is_damaged(self):
        """A file that Pillow has opened, and that cannot be decoded, is told in one line."""
        stream = io.BytesIO()
        Image.effect_noise((90, 90), 90).save(stream, "JPEG")
        with pytest.raises(DataError, match="cannot be decoded"):
            as_picture(Image.open(io.BytesIO(stream.getvalue()[:900])))

    def test_pil_orientation(self):
        """A PIL image that says it lies on its side is turned."""
        image = Image.new("RGB", (5, 4))
        image.getexif()[0x0112] = 6
        assert as_picture(image).pixels.shape[:2] == (5, 4)

    @pytest.mark.parametrize("mode", ["F", "I"])
    def test_refuses_pil(self, mode):
        """A PIL image of numbers that are no colours is refused with its mode."""
        with pytest.raises(InputError, match=repr(mode)):
            as_picture(Image.new(mode, (5, 4)))

    @pytest.mark.parametrize(
        "given",
        [np.zeros((2, 2)), np.zeros((2, 2, 5), np.uint8), np.zeros((0, 2), np.uint8), np.zeros(4, np.uint8), 7, None],
        ids=["float", "channels", "empty", "flat", "number", "none"],
    )
    def test_refuses(self, given):
        """Anything else is refused with what would do."""
        with pytest.raises(InputError, match="must be"):
            as_picture(given)
