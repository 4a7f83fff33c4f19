"""Recommending: what each way of scaling features finds, and what local scaling adds, on a table of songs.

Run: python benchmarks/recommend.py TABLE.parquet [LABEL [APART]]

Half of the artists, by a hash of their names, is the half that settings were chosen on; the other was looked at after.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from motif.collection import Collection
from motif.evaluate import retrieval
from motif.songs.model.recommend import Recommender
from motif.songs.represent import KINDS, song_space
from motif.songs.study.gather import gather
from motif.songs.study.label import labels_of


def _half(songs: Collection, side: int) -> Collection:
    artists = songs.items["artist"].to_pylist()
    return songs.select(np.array([hashlib.sha256(name.encode()).digest()[0] & 1 == side for name in artists]))


def _measure(songs: Collection, label: str, apart: str | None) -> None:
    labels = labels_of(songs, label).values
    whose = None if apart is None else np.unique(labels_of(songs, apart).values, return_inverse=True)[1]
    for kind, local in (*((kind, 0.0) for kind in reversed(KINDS)), ("tuned", 0.5), ("tuned", 1.0)):
        started = time.process_time()
        space = song_space(songs, kind=kind)
        own = None if whose is None else whose[space.rows]
        lists = Recommender(local_scaling=local).fit(space.X).lists(np.arange(len(space.X)), n=10, apart=own)
        seconds = time.process_time() - started
        known = [labels[row] for row in space.rows]
        ended = np.pad(lists, ((0, 0), (0, 1)), constant_values=-1)
        found = retrieval.precision(ended, known, k=10, groups=own)
        print(f"  {kind:9} local {local:.1f}  precision@10 {found:.4f}  {seconds:5.1f} s")


def main(table: str, label: str = "artist", apart: str | None = None) -> None:
    """Print the share of the nearest ten that has the song's label, for each half and for all."""
    with tempfile.TemporaryDirectory() as folder:
        songs = gather([Path(table)], dedupe="exact", out=Path(folder) / "songs.motif")
        for name, some in (("chosen on", _half(songs, 0)), ("looked at after", _half(songs, 1)), ("all", songs)):
            print(f"{name}: {some.n_items:,} songs")
            _measure(some, label, apart)


if __name__ == "__main__":
    main(*sys.argv[1:])
