"""Notes have the pitch asked for, drums fade."""

import numpy as np
import pytest

from motif.songs.source.synth.voice import DRUMS, RATE_HZ, Voice, drum, note


def test_a_note_has_the_pitch_asked_for():
    """The strongest line of the spectrum is the fundamental."""
    samples = note(Voice((1.0, 0.4, 0.2), decay_s=0.5), 220.0, 1.0)
    spectrum = np.abs(np.fft.rfft(samples))
    assert abs(np.fft.rfftfreq(len(samples), 1 / RATE_HZ)[spectrum.argmax()] - 220) < 1


def test_partials_above_the_limit_are_left_out():
    """A saw at 9 kHz has but its fundamental: the next would fold back."""
    saw = tuple(1 / k for k in range(1, 10))
    assert np.allclose(note(Voice(saw), 9000.0, 0.1) * sum(saw), note(Voice((1.0,)), 9000.0, 0.1), atol=1e-5)


@pytest.mark.parametrize("name", DRUMS)
def test_a_drum_fades(name):
    """Its last tenth is far softer than its first half."""
    stroke = drum(name, np.random.default_rng(0))
    assert np.abs(stroke[-len(stroke) // 10 :]).max() < 0.25 * np.abs(stroke[: len(stroke) // 2]).max()
