"""Gathering 130,000 songs from a CSV, beside pandas reading the same file.

The table is made up: 13 features, names that repeat with other case and notes, 1.5 % repeated ids. Seconds are medians
of wall time, both sides in turn in one process; "read" is Motif's own table reader, on which gathering stands; "exact"
and "recording" are the two ways to merge, in memory; "written" is the second with the collection on disk.
"""

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

N_ROWS = 130_000


def make(path: Path) -> None:
    import numpy as np
    import pandas as pd

    chance = np.random.default_rng(0)
    letters = np.array(list("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
    ids = ["".join(row) for row in letters[chance.integers(62, size=(N_ROWS, 22))]]
    words = ["".join(row) for row in letters[chance.integers(26, size=(4000, 6))]]
    notes = ["", "", "", "", "", "", " - 2009 Remaster", " (feat. Some Guest)", " - Live", "!"]
    n_songs = N_ROWS * 9 // 10
    names = [" ".join(words[word] for word in row).title() for row in chance.integers(4000, size=(n_songs, 3))]
    artists = [f"{words[a]} {words[b]}".title() for a, b in chance.integers(4000, size=(12_000, 2))]
    place = np.concatenate([np.arange(n_songs), chance.integers(n_songs, size=N_ROWS - n_songs)])
    again = chance.integers(N_ROWS, size=N_ROWS // 66)
    for row in again:
        ids[row] = ids[0]
    shares = ("danceability", "energy", "speechiness", "acousticness", "instrumentalness", "liveness", "valence")
    table = {
        "id": ids,
        "song": [names[song] + notes[note] for song, note in zip(place, chance.integers(10, size=N_ROWS), strict=True)],
        "artist": [artists[song % 12_000] for song in place],
        **{name: chance.random(N_ROWS).round(3) for name in shares},
        "key": chance.integers(-1, 12, N_ROWS),
        "mode": chance.integers(2, size=N_ROWS),
        "loudness": -chance.random(N_ROWS).round(3) * 30,
        "tempo": (60 + 120 * chance.random(N_ROWS)).round(3),
        "duration_ms": chance.integers(60_000, 400_000, N_ROWS),
        "time_signature": chance.integers(3, 6, N_ROWS),
        "decade": chance.integers(196, 202, N_ROWS) * 10,
    }
    pd.DataFrame(table).to_csv(path, index=False)


def main() -> None:
    import pandas as pd

    from motif.songs.study.gather import gather
    from motif.source.table import read_table

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        path, out = Path(name) / "songs.csv", Path(name) / "songs.motif"
        make(path)
        sides = {
            "pandas": lambda: pd.read_csv(path),
            "read": lambda: read_table(path),
            "exact": lambda: gather(path, dedupe="exact"),
            "recording": lambda: gather(path),
            "written": lambda: gather(path, out=out, overwrite=True),
        }
        times: dict[str, list[float]] = {side: [] for side in sides}
        for _ in range(given.rounds + 1):
            for side, work in sides.items():
                start = time.perf_counter()
                work()
                times[side].append(time.perf_counter() - start)
    medians = {side: statistics.median(seconds[1:]) for side, seconds in times.items()}  # the first round warms up
    ratios = {side: seconds / medians["pandas"] for side, seconds in medians.items()}
    if given.json:
        print(json.dumps({"benchmark": "gather", "seconds": medians, "ratios": ratios, "rounds": given.rounds}))
        return
    print("| | " + " | ".join(sides) + " |\n|---|" + "---|" * len(sides))
    print("| s | " + " | ".join(f"{seconds:.3f}" for seconds in medians.values()) + " |")
    print("| ratio | " + " | ".join(f"{ratio:.1f}" for ratio in ratios.values()) + " |")


if __name__ == "__main__":
    main()
