"""A piece keeps to the rules of its style."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.songs.source.synth.piece import band, piece
from motif.songs.source.synth.style import STYLES


@pytest.mark.parametrize("style", STYLES)
def test_a_piece_keeps_to_the_rules_of_its_style(style):
    """Tempo within range, nothing clipped, as loud as the style is."""
    rules = STYLES[style]
    found = piece(band(style, np.random.default_rng(3)), seconds=4.0, rng=np.random.default_rng(4))
    assert rules.tempo_bpm[0] <= found.tempo_bpm <= rules.tempo_bpm[1]
    assert np.abs(found.samples).max() < 1
    level_db = 20 * np.log10(np.sqrt((found.samples**2).mean()))
    assert abs(level_db - rules.level_db) < 2  # the fade at the end and the limiter take a little


def test_an_unknown_style_is_refused():
    """With those that there are."""
    with pytest.raises(InputError, match="style must be one of 'ambient'"):
        band("polka", np.random.default_rng(0))
