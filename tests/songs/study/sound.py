"""Small sound files for tests of listening: chords that fade, as WAV."""

import wave
from pathlib import Path

import numpy as np

__all__ = ["write_wav"]


def write_wav(path: Path, *, hz: float, length_s: float = 1.5) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    t = np.arange(int(length_s * 22050)) / 22050
    y = (0.3 * np.sin(2 * np.pi * hz * t) + 0.2 * np.sin(2 * np.pi * 1.26 * hz * t)) * np.exp(-5 * ((2 * t) % 1))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 22050, 0, "NONE", ""))
        file.writeframes((y * 30_000).astype("<i2").tobytes())
