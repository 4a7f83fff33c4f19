"""`motif map`: a page or a picture of a collection."""

import numpy as np
import pytest

from motif.collection import Collection, dense, read


@pytest.fixture
def films(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    columns = {"id": ["a", "b", "c"], "kind": ["x", "x", "y"], "name": ["A", "B", "C"]}
    Collection("film", columns, blocks={"codes": np.eye(3)[:, :2]}).save("films.motif")
    return "films.motif"


def test_json_says_what_was_drawn(films, motif, tmp_path):
    """One object with the file, the items, the regions and the figures."""
    value = motif("map", films, "--out", "map.html", "--colour", "kind", "--json").value
    assert value["n_regions"] == 2
    assert (value["out"], value["n_items"], value["block"], value["figures"]) == ("map.html", 3, "codes", {})
    assert value["n_bytes"] == (tmp_path / "map.html").stat().st_size


def test_text_says_it_in_lines(films, motif):
    """The file with its size, and where the places come from."""
    lines = motif("map", films, "--block", "codes", "--out", "map.png").stdout.splitlines()
    assert lines[0].startswith("map.png: 3 items, no regions, ")
    assert lines[1] == "places: block codes, as it is"


def test_a_file_is_replaced_only_when_asked(films, motif):
    """Otherwise one line and exit 1."""
    motif("map", films, "--out", "map.html")
    assert "exists" in motif("map", films, "--out", "map.html", code=1).stderr
    motif("map", films, "--out", "map.html", "--overwrite")


def test_what_is_not_shown_is_told(films, motif):
    """On stderr, and in the object; here pictures that one item lacks."""
    pixels = dense(np.zeros((3, 4, 4)), present=[True, True, False])
    read(films).with_block("pixels", pixels).save(films, overwrite=True)
    told = "no pictures are shown: 1 of the 3 items has none"
    result = motif("map", films, "--block", "codes", "--out", "map.html")
    assert result.stderr == f"motif: {told}\n"
    value = motif("map", films, "--block", "codes", "--out", "map.html", "--overwrite", "--json").value
    assert value["notes"] == [told]


def test_lists_colour_nothing(films, motif, tmp_path):
    """One line, exit 1, no file."""
    read(films).with_column("genres", [["x"], ["y"], []]).save(films, overwrite=True)
    result = motif("map", films, "--colour", "genres", "--out", "map.html", code=1)
    assert "'genres' holds list<" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "map.html").exists()
