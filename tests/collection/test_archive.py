"""Collections of earlier formats: what was written once is read for ever.

`archive/format1.motif` was written by Motif 0.1.0 in two parts, with blocks of every kind, tables, drops, records and
a model; `archive/format1.json` says what it holds. Neither is ever written again. A new format brings its own folder.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from motif.collection import Collection, read
from motif.collection.manifest import FORMAT, load_manifest
from motif.core.digest import file_digest

ARCHIVE = Path(__file__).parent / "archive"
FORMATS = range(1, FORMAT + 1)


def said(collection: Collection) -> dict[str, Any]:
    """What a collection holds, as JSON."""
    blocks = {}
    for name, block in collection.blocks.items():
        rows = block[:].toarray() if block.info.kind == "sparse" else block[:]
        blocks[name] = {
            "kind": block.info.kind,
            "dtype": block.info.dtype,
            "rows": [[None if number != number else number for number in row.ravel().tolist()] for row in rows],
            "shapes": [list(row.shape) for row in rows],
            "present": block.present.tolist(),
            "columns": block.columns and list(block.columns),
            "made": [block.info.step, dict(block.info.parameters), list(block.info.parents)],
        }
    return {
        "kind": collection.kind,
        "items": collection.items.to_pylist(),
        "blocks": blocks,
        "tables": {name: table.to_pylist() for name, table in collection.tables.items()},
        "drops": collection.drops.to_pylist(),
        "models": {
            name: {path.name: file_digest(path) for path in sorted(folder.iterdir())}
            for name, folder in collection.models.items()
        },
        "records": [dict(record) for record in collection.records],
    }


@pytest.mark.parametrize("number", FORMATS)
def test_every_format_so_far_is_read_and_whole(number):
    """Each value of each item; `verify` finds every byte."""
    held = read(ARCHIVE / f"format{number}.motif")
    assert said(held) == json.loads((ARCHIVE / f"format{number}.json").read_text(encoding="utf-8"))
    assert held.verify() == len(load_manifest(ARCHIVE / f"format{number}.motif").files()) + 1


@pytest.mark.parametrize("number", FORMATS)
def test_the_archive_holds_what_the_format_can(number):
    """Or it would not keep us from breaking it."""
    held = read(ARCHIVE / f"format{number}.motif")
    assert {block.info.kind for block in held.blocks.values()} == {"dense", "ragged", "sparse"}
    assert any(not block.present.all() for block in held.blocks.values())
    assert any(block.columns for block in held.blocks.values())
    assert all((len(held.tables), held.drops.num_rows, len(held.models), len(held.records)))
    assert (
        json.loads((ARCHIVE / f"format{number}.motif" / "collection.json").read_text(encoding="utf-8"))["format"]
        == number
    )


@pytest.mark.parametrize("number", FORMATS)
def test_an_old_collection_can_be_written_again(tmp_path, number):
    """Saved elsewhere, or grown where it is: it says the same."""
    folder = shutil.copytree(ARCHIVE / f"format{number}.motif", tmp_path / "old.motif")
    held = read(folder)
    assert said(held.save(tmp_path / "new.motif")) == said(held)
    ids = pa.array(["new"])
    more = Collection(
        held.kind,
        held.items.slice(0, 1).set_column(0, "id", ids),
        blocks={name: block.take(np.array([0])) for name, block in held.blocks.items()},
    )
    grown = held.append(more)
    assert said(grown)["items"] == [*said(held)["items"], {**said(held)["items"][0], "id": "new"}]
    assert said(grown)["blocks"]["words"]["rows"][-1] == said(held)["blocks"]["words"]["rows"][0]
    assert grown.verify() > 1
