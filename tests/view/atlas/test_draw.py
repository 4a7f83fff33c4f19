"""A collection drawn: which block, which regions, which words; and what is refused."""

import json
import re
import zlib
from base64 import b64decode

import numpy as np
import pytest

from motif.collection import Collection, dense
from motif.core.errors import InputError
from motif.view.atlas import map


def films(n=30, **blocks):
    rng = np.random.default_rng(0)
    given = {"wide": rng.normal(size=(n, 5)), "codes": rng.normal(size=(n, 2))} | blocks
    columns = {
        "id": [f"f{i:03d}" for i in range(n)],
        "title": [f"Film {i}" for i in range(n)],
        "cluster": [None if i == 0 else i % 3 for i in range(n)],
        "year": [1950 + i for i in range(n)],
    }
    return Collection("film", columns, blocks={name: block for name, block in given.items() if block is not None})


def held(path, name):
    text = path.read_text(encoding="utf-8")
    return json.loads(zlib.decompress(b64decode(re.search(rf'id="{name}">(.*?)</script>', text)[1])))


def facts(path):
    return json.loads(re.search(r'id="facts">(.*?)</script>', path.read_text(encoding="utf-8"))[1])


def test_the_only_plane_is_taken_as_it_is(tmp_path):
    """A block of two numbers goes before a longer one; regions, titles and words come from the columns."""
    drawn = map(films(), out=tmp_path / "a.html")
    assert (drawn.block, drawn.projection, drawn.colour, drawn.n_regions, drawn.n_items) == (
        "codes", "as it is", "cluster", 3, 30
    )  # fmt: skip
    texts = held(tmp_path / "a.html", "texts")
    assert (texts["ids"][1], texts["titles"][1], texts["words"][1]) == ("f001", "Film 1", "year 1951")
    assert sorted(region["name"] for region in facts(tmp_path / "a.html")["regions"]) == [
        "cluster 0", "cluster 1", "cluster 2"
    ]  # fmt: skip
    assert drawn.n_bytes == (tmp_path / "a.html").stat().st_size


def test_a_longer_block_is_projected_and_judged(tmp_path):
    """How many neighbours the map keeps stands on its null, beside PCA's."""
    drawn = map(films(), out=tmp_path / "a.html", block="wide")
    assert drawn.projection == "NeighbourMap"
    kept = drawn.figures["neighbours_kept"]
    assert kept.null is not None
    assert "PCA" in kept.trivial
    assert "How far to trust" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_a_ready_map_is_judged_by_what_it_was_made_from(tmp_path):
    """The parent of the block, where it is in the collection: a map that is its first two numbers keeps some."""
    wide = np.random.default_rng(1).normal(size=(30, 3))
    ready = dense(wide[:, :2].astype(np.float32), step="cut", parents=["wide"])
    drawn = map(films(wide=wide, codes=ready), out=tmp_path / "a.html")
    assert drawn.projection == "as it is"
    assert drawn.figures["neighbours_kept"].stands_out()


def test_items_without_the_block_are_counted(tmp_path):
    """They are not on the map, and the page says how many."""
    some = films(10).concat(Collection("film", {"id": ["x", "y"], "title": ["X", None]}))
    drawn = map(some, out=tmp_path / "a.html", block="codes")
    assert (drawn.n_items, drawn.n_absent) == (10, 2)
    assert "2 without the block" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_small_pictures_are_shown(tmp_path):
    """A block `pixels` becomes tiles; the brightest value of bytes is white."""
    pixels = np.zeros((30, 4, 4), dtype=np.uint8)
    drawn = map(films(pixels=pixels), out=tmp_path / "a.html", block="codes")
    assert drawn.has_pictures
    assert facts(tmp_path / "a.html")["tiles"]["width"] == 4
    assert not map(films(), out=tmp_path / "b.html", block="codes").has_pictures


def test_a_png_is_a_picture(tmp_path):
    """By the suffix; its record is the same."""
    drawn = map(films(), out=tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes()[:4] == b"\x89PNG"
    assert drawn.as_dict()["out"] == "a.png"


def test_the_same_seed_gives_the_same_places(tmp_path):
    """Places do not depend on anything but the data and the seed."""
    first, second = (tmp_path / name for name in ("a.html", "b.html"))
    for path in (first, second):
        map(films(), out=path, block="wide", random_state=3)
    columns = [re.search(r'id="columns">(.*?)<', path.read_text(encoding="utf-8"))[1] for path in (first, second)]
    assert columns[0] == columns[1]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"colour": "nobody"}, "colour must name a column, not 'nobody'"),
        ({"title": "nobody"}, "title must name a column"),
        ({"words": ["nobody"]}, "words must name a column"),
        ({"block": "nobody"}, "no block 'nobody'"),
        ({"block": "one"}, "one number for each item"),
    ],
)
def test_what_is_not_there_is_refused(tmp_path, more, said):
    """In one line, with what there is."""
    with pytest.raises(InputError, match=said):
        map(films(one=np.zeros((30, 1))), out=tmp_path / "a.html", **more)
    assert not (tmp_path / "a.html").exists()


def test_too_many_regions_are_refused(tmp_path):
    """A column of a thousand and more values names none."""
    ids = [f"{i:04d}" for i in range(1001)]
    many = Collection("film", {"id": ids, "x": ids}, blocks={"codes": np.zeros((1001, 2))})
    with pytest.raises(InputError, match="1,001 values"):
        map(many, out=tmp_path / "a.html", colour="x")


def test_a_file_that_is_there_is_kept(tmp_path):
    """Unless it is to be overwritten; other suffixes are refused."""
    path = tmp_path / "a.html"
    path.write_text("mine")
    with pytest.raises(InputError, match="exists"):
        map(films(), out=path)
    assert path.read_text() == "mine"
    map(films(), out=path, overwrite=True)
    with pytest.raises(InputError, match="suffix"):
        map(films(), out=tmp_path / "a.svg")
