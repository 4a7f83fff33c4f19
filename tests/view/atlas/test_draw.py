"""A collection drawn: which block, which regions, which words; and what is refused."""

import json
import re
import zlib
from base64 import b64decode

import numpy as np
import pytest

from motif.collection import Collection, dense
from motif.core.errors import InputError
from motif.represent.block import block_matrix
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


def with_genres():
    return films().with_column("genres", [["crime", "noir"], *[["crime"]] * 29])


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


def test_of_many_values_the_largest_are_regions(tmp_path):
    """A thousand of them; the items of the others are grey, and the page, the record and the caller are told so."""
    values = [f"{i // 2:04d}" for i in range(1998)] + [f"{i:04d}" for i in range(2000, 2500)]
    columns = {"id": [str(i) for i in range(len(values))], "x": values}
    codes = np.random.default_rng(0).normal(size=(len(values), 2))
    drawn = map(Collection("film", columns, blocks={"codes": codes}), out=tmp_path / "a.html", colour="x")
    assert drawn.n_regions == 1000
    told = "of 1,499 values of 'x', the 1,000 with most items are regions; 499 items of the others are grey"
    assert drawn.notes == (told,)
    assert "499 items of the others are grey" in (tmp_path / "a.html").read_text(encoding="utf-8")
    names = {region["name"] for region in facts(tmp_path / "a.html")["regions"]}
    assert names == {f"{i:04d}" for i in range(999)} | {"2000"}


def test_what_is_wrong_is_refused_before_the_work(tmp_path, monkeypatch):
    """A projection takes minutes; columns are looked at before it."""
    monkeypatch.setitem(map.__globals__, "_projected", lambda *_: pytest.fail("projected first"))
    for wrong in ({"colour": "genres"}, {"words": ["nobody"]}, {"words": "title"}):
        with pytest.raises(InputError):
            map(with_genres(), out=tmp_path / "a.html", block="wide", **wrong)


def test_nested_columns_name_nothing(tmp_path):
    """A list is no region and no title; as a word about an item its values are told in a row."""
    for wrong in ("colour", "title"):
        with pytest.raises(InputError, match=f"{wrong} must name a column of one value for each item; 'genres' holds"):
            map(with_genres(), out=tmp_path / "a.html", **{wrong: "genres"})
    map(with_genres(), out=tmp_path / "a.html", words=["genres"])
    assert held(tmp_path / "a.html", "texts")["words"][:2] == ["genres crime, noir", "genres crime"]


def test_no_number_is_no_region(tmp_path):
    """Thirty NaN are not thirty regions: those items have none."""
    scored = films().with_column("score", [float("nan")] * 10 + [1.5] * 20)
    drawn = map(scored, out=tmp_path / "a.html", colour="score")
    assert [(region["name"], region["n"]) for region in facts(tmp_path / "a.html")["regions"]] == [("score 1.5", 20)]
    assert drawn.n_regions == 1


def test_one_text_is_not_a_list_of_columns(tmp_path):
    """Its letters are not looked up."""
    with pytest.raises(InputError, match=r"words must be a list of columns, not 'title'"):
        map(films(), out=tmp_path / "a.html", words="title")


def test_the_record_has_the_block_and_the_words(tmp_path):
    """The places by their digest, and which columns are told."""
    record = map(films(), out=tmp_path / "a.html").record
    assert record.inputs == {"codes": block_matrix(films(), "codes").digest}
    assert record.parameters == {"block": "codes", "colour": "cluster", "title": "title", "words": ["year"]}


def test_pictures_that_are_not_shown_are_told(tmp_path):
    """Where one item lacks its picture, none is shown, and the page says why."""
    some = dense(np.zeros((30, 4, 4), dtype=np.uint8), present=np.arange(30) > 1)
    drawn = map(films(pixels=some), out=tmp_path / "a.html", block="codes")
    assert not drawn.has_pictures
    assert drawn.notes == ("no pictures are shown: 2 of the 30 items have none",)
    assert "No pictures are shown: 2 of the 30 items have none." in (tmp_path / "a.html").read_text(encoding="utf-8")
    odd = map(films(pixels=np.zeros((30, 4, 4, 2))), out=tmp_path / "b.html", block="codes")
    assert odd.notes == ("no pictures are shown: block 'pixels' holds (4, 4, 2) for each item, neither grey nor RGB",)
    assert drawn.as_dict()["notes"] == list(drawn.notes)


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


def test_only_previews_on_the_map_are_unpacked(tmp_path, monkeypatch):
    """Previews of items that lack the block never become objects."""
    from motif.view.atlas import draw

    given = []
    monkeypatch.setattr(draw, "thumb_sheets", lambda thumbs, ids: given.append((dict(thumbs), list(ids))) or ())
    ids = ["a", "b", "c", "d"]
    codes = dense(np.eye(4)[:, :2], present=np.array([True, False, True, True]))
    held = Collection("film", {"id": ids}, blocks={"codes": codes}).with_thumbs({"a": b"A", "b": b"B", "d": b"D"})
    map(held, out=tmp_path / "a.html", block="codes")
    assert given == [({"a": b"A", "d": b"D"}, ["a", "c", "d"])]


def test_previews_are_shown_where_there_are_no_pixels(tmp_path):
    """A collection's thumbs become tiles, also of some items only; a block of pixels goes first."""
    from motif.source.image import encode_image

    small = encode_image(np.zeros((20, 30, 3), np.uint8), format="png")
    collection = films().with_thumbs({"f000": small, "f007": small})
    drawn = map(collection, out=tmp_path / "a.html", block="codes")
    assert (drawn.has_pictures, drawn.notes) == (True, ())
    assert (facts(tmp_path / "a.html")["tiles"]["width"], facts(tmp_path / "a.html")["tiles"]["height"]) == (96, 96)
    with_pixels = collection.with_block("pixels", np.zeros((30, 4, 4)))
    map(with_pixels, out=tmp_path / "b.html", block="codes")
    assert facts(tmp_path / "b.html")["tiles"]["width"] == 4
