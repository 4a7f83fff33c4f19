"""A small collection of songs with two kinds that differ in tempo, energy and acousticness."""

import numpy as np

from motif.collection import Collection, dense

COLUMNS = ("tempo", "energy", "acousticness", "key", "mode")


def songs(n: int = 60, *, seed: int = 0, prefix: str = "s") -> Collection:
    """Return n songs by n / 6 artists; the even ones fast and energetic, the odd ones slow and acoustic."""
    rng = np.random.default_rng(seed)
    fast = np.arange(n) % 2 == 0
    values = np.column_stack(
        [
            np.where(fast, 170, 80) + rng.normal(0, 4, n),
            np.where(fast, 0.9, 0.2) + rng.normal(0, 0.03, n),
            np.where(fast, 0.05, 0.9) + rng.normal(0, 0.03, n),
            rng.integers(0, 12, n),
            rng.integers(0, 2, n),
        ]
    ).astype(np.float32)
    values[0, 0] = np.nan
    facts = {
        "id": [f"{prefix}{at}" for at in range(n)],
        "song": [f"Song {at}" for at in range(n)],
        "artist": [f"Artist {at % (n // 6)}" for at in range(n)],
        "album": [None] * n,
        "duration_s": [200.0] * n,
        "media": [f"music/{at}.mp3" if at % 3 else None for at in range(n)],
        "kind": ["fast" if one else "slow" for one in fast],
    }
    return Collection("song", facts, blocks={"spotify": dense(values, columns=COLUMNS)})
