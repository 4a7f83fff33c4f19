"""Work on a collection that can be killed: each function runs in a process of its own and says when it begins."""

import time
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from motif.collection import Collection, CollectionSink, Row, dense, ragged, read
from motif.core.errors import DataError
from motif.engine import map_items
from tests.collection.example import everything

N_GATHERED = 70  # more shards than a collection keeps as parts, so that putting them together is killed too


def save_over(folder: Path, begun: Connection) -> None:
    """Give a collection another column and another block, and save it where it is."""
    changed = changed_of(read(folder))
    begun.send(True)
    changed.save(folder)


def changed_of(held: Collection) -> Collection:
    """Return a collection with one more column, one more block and one block replaced."""
    codes = np.arange(held.n_items * 3.0).reshape(-1, 3)
    return held.with_column("rank", list(range(held.n_items))).with_block("more", codes).with_block("codes", codes)


def append(folder: Path, begun: Connection) -> None:
    """Add items to a collection."""
    held, added = read(folder), everything(4, start=50)
    begun.send(True)
    held.append(added)


def gather(folder: Path, begun: Connection, jobs: int = 1) -> None:
    """Map items into a collection; some are damaged, some are equal to others."""
    blocks = {"sound": dense(np.zeros((0, 2), np.int16), scale=0.5), "beats": ragged([np.zeros(0)])}
    sink = CollectionSink(folder, kind="song", blocks=blocks)
    begun.send(True)
    map_items(listen, [(f"{n:02d}.mp3", n) for n in range(N_GATHERED)], out=sink, jobs=jobs, shard_size=1)


def listen(number: int) -> Row:
    """One song, or a damaged file, or one that is there already."""
    time.sleep(0.001)
    if number % 10 == 7:
        raise DataError(f"song {number} ends early", reason="truncated")
    content = number - 1 if number % 10 == 4 else number
    return Row(
        f"id{content}",
        {"title": f"Song {content}", "year": None if content % 3 else 1960 + content},
        {
            "sound": np.array([content, -content], np.int16),
            "beats": None if content % 5 == 0 else np.arange(content % 4.0),
        },
        {"tags": [{"tag": f"t{content % 2}"}]},
    )
