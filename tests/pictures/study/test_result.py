"""What a verb makes of one picture."""

import numpy as np

from motif.pictures.study.cartoon import cartoon


def test_no_parts():
    """A result has further pictures only where they were asked for."""
    assert cartoon(np.zeros((8, 8, 3), np.uint8), cut=False).parts == {}
