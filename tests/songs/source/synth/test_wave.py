"""WAV files hold what was given."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.songs.source.synth.wave import wav_bytes


def test_an_unknown_tag_and_samples_of_another_shape_are_refused():
    """With what there is."""
    with pytest.raises(InputError, match="a tag must be one of"):
        wav_bytes(np.zeros(2), rate_hz=8000, tags={"mood": "blue"})
    with pytest.raises(InputError, match="one row"):
        wav_bytes(np.zeros((2, 2)), rate_hz=8000)


def test_samples_beyond_full_scale_are_cut_off():
    """They do not wrap around to the other sign."""
    assert np.frombuffer(wav_bytes(np.array([2.0, -2.0]), rate_hz=8000)[-4:], "<i2").tolist() == [32767, -32767]
