"""A small collection with everything a collection can hold, and what it takes to say that two are the same."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from motif.collection import Collection, dense, ragged, read, sparse
from motif.collection.lock import LOCK
from motif.collection.manifest import MANIFEST, load_manifest
from motif.core.record import Drop, RunRecord


def everything(n: int = 7, *, start: int = 0, model: Path | None = None) -> Collection:
    """Return `n` items with blocks of every kind, presence, names, tables, drops, a record and, if given, a model."""
    if not n:  # whose blocks are like those of the others
        return everything(1, start=start, model=model).select([])
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
                [random.normal(size=(int(k) * has[i], 2)) for i, k in enumerate(lengths)],
                present=has,
                parameters={"rate_hz": 25, "size": [3, 4]},
            ),
            "words": sparse(csr_array(words.astype(np.float32)), columns=list("vwxyz"), parents=["codes"]),
        },
        tables={"tags": {"id": [ids[0], ids[-1], ids[0]], "tag": ["q", "r", "s"]}},
        drops=[
            Drop(f"lost/{start}.png", "read_image", "truncated", detail="ends early"),
            Drop("z", "cut", "no_person"),
        ],
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
        "columns": {field.name: str(field.type).replace("<element:", "<item:") for field in collection.items.schema},
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


def use(folder: Path) -> None:
    """Open a collection and touch everything in it, as a program would that trusts nothing but Motif's errors."""
    collection = read(folder)
    assert len(repr(collection)) > 0
    contents(collection)
    for block in collection.blocks.values():
        block[:2], block[::2], block.take(np.arange(len(block))[::-1])[:]
    whole = collection.select(collection.ids[::-1])
    contents(whole.where("id > 'i001'"))
    contents(collection.concat(whole, repeated="first"))


def outcome(folder: Path) -> Exception | None:
    """What comes of using a collection: nothing, or the error."""
    try:
        use(folder)
    except Exception as error:  # noqa: BLE001 - which errors come out is the very question
        return error
    return None


def rewritten(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the description of a collection and give it a checksum that fits again: the work of an enemy."""
    body = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    body.pop("checksum")
    change(body)
    text = json.dumps({**body, "checksum": checksum(body)}, ensure_ascii=False)
    (folder / MANIFEST).write_bytes(text.encode("utf-8", "surrogatepass"))


def checksum(body: dict[str, Any]) -> str:
    """What `collection.json` says of itself, computed as `docs/collection.md` tells other tools to."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def put(folder: Path, path: str, data: bytes) -> None:
    """Put other bytes into a file of a collection, and size and checksum into its description."""
    (folder / path).write_bytes(data)

    def change(node: Any) -> None:
        if isinstance(node, dict) and node.get("path") == path:
            node |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            change(inner)

    rewritten(folder, change)
