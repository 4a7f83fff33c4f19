"""Make docs/cartoons.jpg anew: every style on four photographs that anyone may use.

Run: .venv/bin/python docs/contact_sheet.py

The astronaut comes with Motif (NASA, public domain); the others with scikit-image: the cat Chelsea (S. van der Walt,
CC0), a cameraman's successor (L. Varshney, CC0) and a rocket (SpaceX, public domain). The second row is the
astronaut's face, cut out of the cartoon of the whole.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import skimage.data

from motif.pictures import astronaut, cartoon
from motif.pictures.study import STYLES
from motif.source.image import read_image, to_srgb

PLACE = Path(__file__).with_name("cartoons.jpg")
TILE, GAP, HEAD = 220, 4, 26  # pixels
FACE = (slice(20, 210), slice(130, 320))  # rows and columns of the astronaut
QUALITY = 72


def main() -> None:
    """Paint everything and write the sheet."""
    portrait = to_srgb(read_image(astronaut()))
    whole = drawn(portrait)
    others = [skimage.data.chelsea(), skimage.data.rocket()[:, 110:537]]
    camera = np.repeat(skimage.data.camera()[..., None], 3, axis=2)
    rows = [whole, [one[FACE] for one in whole], drawn(camera), *(drawn(one) for one in others)]
    sheet = np.vstack([head(), *(np.hstack([tile(one) for one in row]) for row in rows)])
    cv2.imwrite(str(PLACE), sheet[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, QUALITY])


def drawn(pixels: np.ndarray) -> list[np.ndarray]:
    """Return the photograph and its cartoons in all styles, nothing cut out."""
    return [pixels, *(cartoon(pixels, style=style, cut=False).pixels for style in STYLES)]


def tile(pixels: np.ndarray) -> np.ndarray:
    """Return the middle square at the size of a tile, on white."""
    height, width = pixels.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = pixels[top : top + side, left : left + side]
    kind = cv2.INTER_AREA if side > TILE else cv2.INTER_CUBIC
    return cv2.copyMakeBorder(
        cv2.resize(square, (TILE, TILE), interpolation=kind), 0, GAP, 0, GAP, cv2.BORDER_CONSTANT, value=(255,) * 3
    )


def head() -> np.ndarray:
    """Return the line with the names of the columns."""
    line = np.full((HEAD, (TILE + GAP) * (len(STYLES) + 1), 3), 255, np.uint8)
    for i, name in enumerate(("photograph", *STYLES)):
        place = (i * (TILE + GAP) + 2, HEAD - 8)
        cv2.putText(line, name, place, cv2.FONT_HERSHEY_SIMPLEX, 0.55, (40, 40, 40), 1, cv2.LINE_AA)
    return line


if __name__ == "__main__":
    main()
