"""Characters with personas and tropes that agree, for scores whose answers are known."""

import numpy as np
import pyarrow as pa

from motif.collection import Collection
from motif.collection.build import dense
from motif.core.record import RunRecord
from motif.films.collection.character import Character, character_collection

WORDS = (
    {"agent:steal": 3, "agent:hide": 2, "attribute:thief": 1},
    {"agent:rule": 3, "possession:crown": 2, "attribute:king": 1},
    {"agent:sing": 3, "patient:love": 2, "attribute:young": 1},
)
TROPES = ("master_thief", "wise_king", "ingenue")


def troped(n: int = 36, *, wrong: int = 0, carried: bool = True) -> Collection:
    """Return n characters, one a film, in three kinds; the first `wrong` ones have the next kind's persona.

    Every twelfth character has a second trope, the next kind's; the last one of each film list has no persona.
    """
    cast = [
        Character(f"f{i}:c", f"Person {i}", f"f{i}", WORDS[i % 3], film_title=f"Film {i}", year=1990) for i in range(n)
    ]
    persona = np.array([(i + (i < wrong)) % 3 for i in range(n)])
    held = character_collection(cast, record=RunRecord("demo"))
    labels = [str(one) for one in persona.tolist()]
    labels[-1] = ""
    shares = np.full((n, 3), 0.05, dtype=np.float32)
    shares[np.arange(n), persona] = 0.9
    held = held.with_column("persona", pa.array(labels, pa.string())).with_block("personas", dense(shares))
    return held.with_table("tropes", gold_table(n)) if carried else held


def gold_rows(n: int = 36) -> list[tuple[str, str]]:
    """Return (id, trope) of the same characters."""
    rows = [(f"f{i}:c", TROPES[i % 3]) for i in range(n)]
    return rows + [(f"f{i}:c", TROPES[(i + 1) % 3]) for i in range(0, n, 12)]


def gold_table(n: int = 36) -> pa.Table:
    """Return the rows as a table that a collection carries."""
    rows = gold_rows(n)
    return pa.table({"id": [id_ for id_, _ in rows], "trope": [trope for _, trope in rows]})
