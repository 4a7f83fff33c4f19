"""Parts of pages about pictures."""

from dataclasses import replace

import numpy as np

from motif.evaluate.figure import Figure
from motif.pictures.view.part import as_picture, named, ssim_bars
from motif.source.image import read_image

SSIM = Figure("SSIM", 0.5, None, {"doing_nothing": 1.0}, None, 9, True, "")


def test_transparent_stays():
    """What is transparent is so on the page, where the page's own checker shows."""
    pixels = np.zeros((20, 20, 4), np.uint8)
    pixels[:10] = 255
    assert read_image(as_picture(pixels, "Half").data).pixels[..., 3].mean() == 127.5


def test_named():
    """Figures are told in the order of the views; what is no view, or lacks the figure, is left out."""
    figures = {"photo": {"ssim": SSIM}, "measures": {"ssim": SSIM}, "person": {"mse": SSIM}}
    assert [one.name for one in named(figures, "ssim")] == ["SSIM, against the photograph"]


def test_bars():
    """All bars with the average; of very many only the ends, and the caption says so."""
    few = ssim_bars(["a", "b"], [0.4, 0.8], 0.6, what="w", caption="Two.")
    assert "0.60" in few.title
    assert few.caption == "Two."
    many = ssim_bars([f"p{n}" for n in range(100)], np.linspace(0, 1, 100), 0.5, what="w", caption="Many.")
    assert "Of 100 pictures, the 30 most and least alike." in many.caption
    assert ">p99<" in many.svg
    assert ">p50<" not in many.svg
    assert replace(few, title="").svg == few.svg
