"""A small collection with everything a collection can hold, and what it takes to say that two are the same."""

from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from motif.collection import Collection, dense, ragged, sparse
from motif.collection.lock import LOCK
from motif.collection.manifest import MANIFEST, load_manifest
from motif.core.record import Drop, RunRecord


def everything(n: int = 7, *, start: int = 0, model: Path | None = None) -> Collection:
    """Return `n` items with blocks of every kind, presence, names, tables, drops, a record and, if given, a model."""
    random = np.random.default_rng(start)
    ids = [f"i{place:03d}" for place in range(start, start + n)]
    has = random.random(n) < 0.6
    lengths = random.integers(0, 4, n)
    words = random.integers(0, 3, (n, 5)) * (random.random((n, 5)) < 0.4)
    made = Collection(
        "picture",
        {
            "id": ids,
            "year": [None if place % 5 == 4 else 1950 + place for place in range(start, start + n)],
            "title": [f"=título {place}\n“{place}”" for place in range(start, start + n)],
            "labels": [["noir", "x"][: place % 3] for place in range(start, start + n)],
            "media": [f"pictures/{place}.png" for place in range(start, start + n)],
        },
        blocks={
            "codes": dense(random.normal(size=(n, 3)).astype(np.float32), columns=["a", "b", "c"], step="pca"),
            "pixels": dense(random.integers(0, 256, (n, 2, 2), np.uint8), scale=1 / 255, offset=-0.5, present=has),
            "flags": dense(random.random((n, 2)) < 0.5),
            "frames": ragged(
                [random.normal(size=(int(k), 2)) if has[i] else None for i, k in enumerate(lengths)],
                parameters={"rate_hz": 25, "size": [3, 4]},
            ),
            "words": sparse(csr_array(words.astype(np.float32)), columns=list("vwxyz"), parents=["codes"]),
        },
        tables={"tags": {"id": [ids[0], ids[-1], ids[0]] if n else [], "tag": ["q", "r", "s"] if n else []}},
        drops=[Drop(f"lost/{start}.png", "read_image", "truncated", detail="ends early"), Drop("z", "cut", "no_person")],
        media_root="media",
    ).with_record(RunRecord("pictures.gather", parameters={"seed": 1, "size": (3, 4)}))
    return made if model is None else made.with_model("clusters", model)


def model_folder(folder: Path) -> Path:
    """Make and return a folder as a saved model has it."""
    folder.mkdir(parents=True)
    (folder / "params.json").write_text('{"n_clusters": 3}\n')
    (folder / "arrays.safetensors").write_bytes(bytes(range(200)))
    return folder


def contents(collection: Collection) -> dict[str, Any]:
    """Return all that a collection means, as plain values that can be compared; not how it is cut into parts."""
    blocks = {}
    for name, block in collection.blocks.items():
        raw = block.raw
        rows = raw.toarray() if block.info.kind == "sparse" else raw
        blocks[name] = {
            "info": (*block.info.layout, block.info.step, dict(block.info.parameters), block.info.parents),
            "rows": [(np.asarray(row).shape, np.asarray(row).tobytes()) for row in rows],
            "present": block.present.tolist(),
            "columns": block.columns,
        }
    return {
        "kind": collection.kind,
        "ids": collection.ids,
        "columns": {field.name: str(field.type) for field in collection.items.schema},
        "items": collection.items.to_pylist(),
        "blocks": blocks,
        "tables": {name: table.to_pylist() for name, table in collection.tables.items()},
        "drops": collection.drops.to_pylist(),
        "models": {
            name: {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
            for name, folder in collection.models.items()
        },
        "media_root": collection._contents.media_root,
        "records": [dict(record) for record in collection.records],
    }


def litter(folder: Path) -> list[str]:
    """Return the files of a collection's folder that belong neither to it nor to its lock."""
    wanted = {MANIFEST, LOCK}
    if (folder / MANIFEST).exists():
        wanted |= {file.path for file in load_manifest(folder).files()}
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return sorted(found - wanted)
