"""`collection.json`: read as a text from a stranger; every field is checked before anything else is opened."""

import copy
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from motif.collection import read
from motif.collection.manifest import (
    FORMAT,
    MANIFEST,
    Manifest,
    StoredFile,
    StoredTable,
    fits,
    load_manifest,
    parse_manifest,
    part_stem,
    relative_path,
)
from motif.core.errors import DataError, InputError, MotifError, SourceError
from tests.collection.example import checksum, everything, outcome, rewritten, use

HOSTILE = [
    None,
    True,
    False,
    -1,
    0,
    1,
    2**40,
    2**63,
    10**400,
    1.5,
    float("nan"),
    float("inf"),
    "",
    "x",
    "../x",
    "/etc/passwd",
]
HOSTILE += ["items/0000-g000001.parquet", "blocks/codes/../../../x", "float32", "float128", "(1", "O", "\ud800", "a\nb"]
HOSTILE += ["x" * 5000, [], {}, [1], [[]], {"a": 1}, [2**40, 2**40], {"path": "../x", "bytes": 1, "sha256": "0" * 64}]


def body_of(folder: Path) -> dict[str, Any]:
    body = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    body.pop("checksum")
    return body


def text_of(body: dict[str, Any]) -> bytes:
    return json.dumps({**body, "checksum": checksum(body)}, ensure_ascii=False).encode("utf-8", "surrogatepass")


def places(node: Any, path: tuple = ()) -> list[tuple]:
    """Every place in a JSON value."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(place for key, value in inner for place in places(value, (*path, key)))]


def at(node: Any, path: tuple) -> Any:
    for key in path:
        node = node[key]
    return node


def mutated(random: Random, body: dict[str, Any]) -> dict[str, Any]:
    """A description with one to three places changed: other values, missing and added ones, pieces from elsewhere."""
    body = copy.deepcopy(body)
    for _ in range(random.randint(1, 3)):
        path = random.choice([place for place in places(body) if place])
        home, key = at(body, path[:-1]), path[-1]
        match random.choice(["set", "set", "set", "delete", "copy", "more"]):
            case "set":
                home[key] = random.choice(HOSTILE)
            case "delete":
                del home[key]
            case "copy":
                home[key] = copy.deepcopy(at(body, random.choice(places(body))))
            case "more" if isinstance(home, list):
                home.append(copy.deepcopy(home[key]))
            case "more":
                home[random.choice(["", "more", "../x", "codes2", "Ä"])] = copy.deepcopy(home[key])
    return body


@pytest.mark.parametrize(
    "seeds", [range(500), pytest.param(range(500, 10_000), marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_whatever_a_description_says_only_our_errors_come_out(saved, tmp_path, seeds):
    """With a checksum that fits: no crash, no file outside the folder, or a collection that can be used throughout."""
    folder = tmp_path / "c.motif"
    whole, n_usable = body_of(folder), 0
    for seed in seeds:
        (folder / MANIFEST).write_bytes(text_of(mutated(Random(seed), whole)))
        told = outcome(folder)
        assert told is None or (isinstance(told, MotifError) and "\n" not in str(told) and len(str(told)) < 2000), seed
        if told is None:
            n_usable += 1
            paths = [file.path for file in load_manifest(folder).files()]
            assert all(folder.resolve() in (folder / path).resolve().parents for path in paths), seed
            assert all(folder in model.parents for model in read(folder).models.values()), seed
    assert len(seeds) * 0.02 < n_usable < len(seeds) * 0.5  # both ends are reached


@pytest.mark.parametrize("n_items", [2**40, 2**48, 0, 8])
def test_counts_that_agree_with_each_other_but_not_with_the_files_are_found(saved, tmp_path, n_items):
    """Before memory is asked for: a block's files have too few bytes, the items' too few rows."""
    folder = tmp_path / "c.motif"

    def lie(body: dict[str, Any]) -> None:
        body |= {"n_items": n_items, "parts": [n_items]}
        body["items"]["parts"] = [n_items]

    rewritten(folder, lie)
    with pytest.raises(DataError):
        use(folder)
    rewritten(folder, lambda body: body.update(blocks={}))
    with pytest.raises(DataError):
        use(folder)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda body: body.update(format=FORMAT + 1), "format 2, this Motif reads up to 1: update to 'motif "),
        (lambda body: body.update(format=7, written_by="motif 9.1"), "update to 'motif 9.1' or newer"),
        (lambda body: body.update(format=7, written_by="x\n" * 99), "reads up to 1: update it"),
        (lambda body: body.update(format=7, written_by=None), "reads up to 1: update it"),
    ],
)
def test_a_newer_format_is_refused_with_the_version_needed(saved, tmp_path, change, said):
    """Whether its checksum fits or not: a newer Motif may count otherwise."""
    folder = tmp_path / "c.motif"
    rewritten(folder, change)
    text = (folder / MANIFEST).read_bytes()
    for variant in (text, text.replace(b'"checksum": "', b'"checksum": "0')):
        (folder / MANIFEST).write_bytes(variant)
        with pytest.raises(DataError, match="has collection format") as caught:
            read(folder)
        assert said in str(caught.value)
        assert caught.value.reason == "newer_format"
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("given", [0, -1, True, 1.0, "1", None, [1], 10**400])
def test_a_format_that_no_motif_has_written_is_damage(saved, tmp_path, given):
    """It is not taken for an old one, nor for a new one."""
    folder = tmp_path / "c.motif"
    rewritten(folder, lambda body: body.update(format=given))
    with pytest.raises(DataError, match=r"its collection.json states no format"):
        read(folder)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"1",
        b'"text"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"format": 1}',
        b"NaN",
    ],
)
def test_what_is_no_description_is_damage(tmp_path, text):
    """Not JSON, no object, nested without end."""
    (tmp_path / "c.motif").mkdir()
    (tmp_path / "c.motif" / MANIFEST).write_bytes(text)
    with pytest.raises(DataError, match=r"'c.motif' is damaged: its collection.json"):
        read(tmp_path / "c.motif")


def test_a_description_comes_back_as_it_was_written(saved, tmp_path):
    """Field by field; and it carries the checksum that the documentation tells other tools to compute."""
    text = (tmp_path / "c.motif" / MANIFEST).read_bytes()
    manifest = load_manifest(tmp_path / "c.motif")
    assert parse_manifest(manifest.as_json().encode(), name="c") == manifest
    assert manifest.as_json().encode() == text
    assert json.loads(text)["checksum"] == checksum(body_of(tmp_path / "c.motif"))


def test_every_file_of_the_folder_is_in_the_description(saved, tmp_path):
    """Items, blocks, names of columns, tables, drops, models."""
    folder = tmp_path / "c.motif"
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    listed = {file.path for file in load_manifest(folder).files()}
    assert found - listed == {MANIFEST, "writer.lock"}
    assert listed <= found
    assert {path.split("/")[0] for path in listed} == {"items", "blocks", "tables", "drops", "models"}


@pytest.mark.parametrize(
    ("place", "said"), [("nowhere", "there is no such folder"), ("", "it holds no collection.json"), ("a", "a' is not")]
)
def test_where_there_is_no_collection_this_is_said(tmp_path, place, said):
    """No folder, an empty one, a file."""
    (tmp_path / "a").write_text("file")
    with pytest.raises(SourceError, match="is not a collection") as caught:
        read(tmp_path / place)
    assert said in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize(
    "path",
    [
        "items/0000-g000001.parquet",
        "blocks/codes/0012-g000345.npy",
        "blocks/a-b_c/0000-g000001.present.npy",
        "models/m/0000-g000001/params.json",
        "drops/12345-g1234567.parquet",
        "tables/t/0000-g000001.parquet",
    ],
)
def test_paths_that_motif_writes_fit(path):
    """Also with more than 9,999 parts and 999,999 generations."""
    assert fits(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "items",
        "items/",
        "../items/0000-g000001.parquet",
        "/items/0000-g000001.parquet",
        "items/x.parquet",
        "items/0000-g000001/../../../etc/passwd",
        "items/0000-g000001...",
        "blocks/../0000-g000001.npy",
        "Items/0000-g000001.npy",
        "blocks/codes/0000-g000001.npy\n",
        "blocks/codes/0000-g000001.n\x00py",
        "blocks/codes/000-g000001.npy",
        "c:items/0000-g000001",
        "models/m/0000-g000001/a/b",
        "pictures/0000-g000001.png",
        "items\\0000-g000001.parquet",
        "items/0000-g000001." + "x" * 65,
    ],
)
def test_other_paths_do_not(path):
    """Whatever leads elsewhere, or nowhere."""
    assert not fits(path)


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("media", "media"),
        ("a//b/./c", "a/b/c"),
        (".", "."),
        ("../media/2024/", "../media/2024"),
        ("..", ".."),
        ("..a", "..a"),
    ],
)
def test_a_media_root_is_beside_the_collection_or_below_it(path, kept):
    """In one form."""
    assert relative_path(path) == kept


@pytest.mark.parametrize("path", ["/media", "C:/media", "c:\\media", "a\\b", "a\0b", "~/media", "file:/media"])
def test_a_media_root_of_a_machine_is_refused(path):
    """It would be wrong on every other."""
    with pytest.raises(InputError, match="a media root must be relative to the collection's folder"):
        relative_path(path)


def test_parts_and_generations_have_names_in_order():
    """Up to the point where they get longer."""
    names = [part_stem(number, 3) for number in (0, 9, 10, 9999)]
    assert names == sorted(names)
    assert part_stem(12345, 1234567) == "12345-g1234567"


def test_the_next_generation_changes_what_is_said():
    """And nothing else."""
    file = StoredFile("items/0000-g000001.parquet", 10, "0" * 64)
    manifest = Manifest("film", 4, 2, (2,), StoredTable((2,), (file,)))
    after = manifest.next(media_root="media")
    assert (after.generation, after.media_root, after.items) == (5, "media", manifest.items)
    assert manifest.items.n_rows == 2


def test_an_empty_collection_has_a_description(tmp_path):
    """No items, with blocks that say what they will be."""
    everything(0).save(tmp_path / "c.motif")
    assert load_manifest(tmp_path / "c.motif").parts == (0,)


@pytest.mark.parametrize("path", ["../..", "../../etc", ".././../etc", "a/../b", "a/.."])
def test_a_media_root_goes_up_once_at_most(path):
    """Beside the collection, no further, and by no detour."""
    with pytest.raises(InputError, match=r"a media root may begin with one '\.\.' and have no other, not "):
        relative_path(path)
