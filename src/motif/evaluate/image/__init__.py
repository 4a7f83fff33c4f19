"""Likeness of two pictures of the same size, and agreement of two masks.

Conventions
-----------
- Pictures are uint8, (height, width) or (height, width, channels) with 1 or 3 channels, of equal shape; put a picture
  with alpha on a background first. `before` is what was given, `after` what was made of it.
- The `mask` of a likeness says which pixels count, (height, width): truth values or weights of at least 0, such as the
  person only.
- Chance: the tiles of `after` dealt out to the places of `before` at random. Trivial answers: doing nothing, a slight
  blur, one flat colour. Doing nothing always wins: likeness is not quality.
- A mask that is judged, and its reference: (height, width), truth values, shares in [0, 1] or uint8 levels. Chance: the
  mask moved to a random place. Trivial answers: the whole picture, nothing, and for the edge one half everywhere.

Metrics
-------
- `mse`: mean squared error in squared levels (0 to 65,025), over pixels and channels. Lower is better.
- `ssim`: structural similarity, at most 1. Higher is better.
- `colour_difference`: mean CIEDE2000 difference; about 1 is just noticeable, black and white are 100 apart. Lower is
  better.
- `iou`: shared area of two masks divided by the area of both together, in [0, 1]. Higher is better.
- `boundary_error`: mean absolute error of alpha in the band around the true edge, in [0, 1]. Lower is better.
"""

from __future__ import annotations

from motif.evaluate.image.figures import Likeness, evaluate
from motif.evaluate.image.likeness import colour_difference, mse, ssim, validate
from motif.evaluate.image.mask import boundary_band, boundary_error, evaluate_mask, iou

__all__ = [
    "Likeness",
    "boundary_band",
    "boundary_error",
    "colour_difference",
    "evaluate",
    "evaluate_mask",
    "iou",
    "mse",
    "ssim",
    "validate",
]
