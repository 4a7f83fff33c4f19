"""The sample portrait."""

import hashlib
from importlib.resources import files

from motif.pictures.source.sample import astronaut


def test_same_file_as_scikit_image():
    """The portrait is the file of scikit-image, byte for byte, as the notice beside it says."""
    assert astronaut() == (files("skimage.data") / "astronaut.png").read_bytes()
    notice = (files("motif.pictures.source") / "samples" / "NOTICE.txt").read_text()
    assert hashlib.sha256(astronaut()).hexdigest() in notice
